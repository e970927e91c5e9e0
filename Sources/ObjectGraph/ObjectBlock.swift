import HeapCore

/// The number of a block of objects, counted from 1 in the order of requests.
public typealias BlockID = Int

/// A block of the allocator that belongs to an object.
public struct ObjectBlock: Hashable, Sendable {
  /// What an object keeps in one of its blocks.
  public enum Part: String, Hashable, Sendable {
    /// The object itself.
    case object
    /// The items of a list.
    case items
    /// The keys table of a dict.
    case keys
    /// The values of a dict with shared keys, or of an instance.
    case values
    /// The table of a set.
    case table
    /// The bytes of a bytearray.
    case buffer
    /// Something else that belongs to it.
    case other
  }

  public let id: BlockID
  public let part: Part
  public let domain: Domain
  /// Bytes asked for.
  public internal(set) var size: UInt64

  /// Creates a block of a part of an object.
  public init(id: BlockID, part: Part, domain: Domain, size: UInt64) {
    self.id = id
    self.part = part
    self.domain = domain
    self.size = size
  }
}

/// A request of an object to the allocator.
public struct BlockRequest: Hashable, Sendable {
  /// The function that is called; `reallocNull` is `realloc(NULL, n)`.
  public enum Function: Hashable, Sendable {
    case malloc, calloc, reallocNull, realloc, free
  }

  public let function: Function
  public let domain: Domain
  public let block: BlockID
  /// The object to which the block belongs, 0 for none.
  public let owner: ObjectID
  public let part: ObjectBlock.Part
  /// Bytes asked for before, 0 for a new block.
  public let oldSize: UInt64
  /// Bytes asked for now, 0 for a block that's given back.
  public let size: UInt64

  /// Creates a request.
  public init(
    _ function: Function, _ domain: Domain, block: BlockID, owner: ObjectID, part: ObjectBlock.Part,
    oldSize: UInt64 = 0, size: UInt64 = 0
  ) {
    self.function = function
    self.domain = domain
    self.block = block
    self.owner = owner
    self.part = part
    self.oldSize = oldSize
    self.size = size
  }
}
