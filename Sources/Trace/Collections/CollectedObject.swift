/// What the collector does differently for objects of a type.
public struct CollectedTypeTraits: OptionSet, Hashable, Sendable {
  /// The bits as they stand in the file.
  public let rawValue: UInt64

  /// Creates the set with those bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The type has `tp_finalize`.
  public static let finalizer = CollectedTypeTraits(rawValue: 1)
  /// The type has `tp_del`.
  public static let legacyFinalizer = CollectedTypeTraits(rawValue: 2)
  /// The type has `tp_clear`.
  public static let clear = CollectedTypeTraits(rawValue: 4)
  /// The type is a class that was made while the program ran (`Py_TPFLAGS_HEAPTYPE`).
  public static let heapType = CollectedTypeTraits(rawValue: 8)
}

/// A type of objects that the collector looks at.
public struct CollectedType: Hashable, Sendable {
  /// The address of the type object.
  public var address: UInt64
  /// `tp_name`.
  public var name: String
  /// What the collector does differently for its objects.
  public var traits: CollectedTypeTraits
  /// Bytes of an object's block that stand before the object: its `PyGC_Head`, and what the class keeps before that.
  public var headerSize: Int
  /// `tp_basicsize` in bytes.
  public var basicSize: Int

  /// Creates a type.
  public init(
    address: UInt64, name: String, traits: CollectedTypeTraits = [], headerSize: Int = 16, basicSize: Int = 16
  ) {
    self.address = address
    self.name = name
    self.traits = traits
    self.headerSize = headerSize
    self.basicSize = basicSize
  }
}

/// A reference that an object has, or a weak reference to it.
public struct CollectedReference: Hashable, Sendable {
  /// Which way the reference goes, and what it does.
  public enum Kind: UInt64, Sendable {
    /// From the object to the one at the address, as `tp_traverse` visits it.
    case reference = 0
    /// The weak reference object at the address refers to the object, without a callback.
    case weak = 1
    /// The weak reference object at the address refers to the object and has a callback.
    case weakCallback = 2
  }

  /// The address, a multiple of 8, and in its low bits the kind.
  let word: UInt64

  init(word: UInt64) { self.word = word }

  /// Creates a reference; the address is a multiple of 8.
  public init(_ address: UInt64, _ kind: Kind = .reference) { word = address & ~7 | kind.rawValue }

  /// The address of the other object.
  public var address: UInt64 { word & ~7 }
  /// Which way the reference goes.
  public var kind: Kind { Kind(rawValue: word & 7) ?? .reference }
}

/// An object that the collector looks at in one collection: a candidate.
public struct CollectedObject: Hashable, Sendable {
  /// The object's address; its block begins `headerSize` bytes before.
  public var address: UInt64
  /// The number of its type.
  public var type: Int
  /// How many references to it there are.
  public var referenceCount: UInt32
  /// True when its finalizer has run in an earlier collection.
  public var isFinalized: Bool
  var firstReference: Int32
  var referenceTotal: Int32

  init(address: UInt64, type: Int, referenceCount: UInt32, isFinalized: Bool) {
    self.address = address
    self.type = type
    self.referenceCount = referenceCount
    self.isFinalized = isFinalized
    firstReference = 0
    referenceTotal = 0
  }

  var references: Range<Int> { Int(firstReference)..<Int(firstReference) + Int(referenceTotal) }
}

/// Objects in an order, and their references behind one another.
struct CollectedObjects: Hashable, Sendable {
  private(set) var items: [CollectedObject] = []
  private(set) var references: [CollectedReference] = []

  /// More than any recorder writes: a file that asks for more is damaged.
  static let itemLimit = 1 << 24
  static let referenceLimit = 1 << 27

  static let excess = "more than \(itemLimit) objects or \(referenceLimit) references"

  var count: Int { items.count }
  var isPossible: Bool { items.count <= Self.itemLimit && references.count <= Self.referenceLimit }

  mutating func append(_ object: CollectedObject, _ others: some Collection<CollectedReference>) {
    var object = object
    object.firstReference = Int32(references.count)
    object.referenceTotal = Int32(others.count)
    references.append(contentsOf: others)
    items.append(object)
  }

  /// Appends some of another's objects.
  mutating func append(_ range: Range<Int>, of other: CollectedObjects) {
    guard let last = range.last else { return }
    let taken = other.items[range.lowerBound].references.lowerBound..<other.items[last].references.upperBound
    let shift = Int32(references.count - taken.lowerBound)
    references.append(contentsOf: other.references[taken])
    items.reserveCapacity(items.count + range.count)
    for object in other.items[range] {
      var object = object
      object.firstReference += shift
      items.append(object)
    }
  }

  func references(of index: Int) -> ArraySlice<CollectedReference> { references[items[index].references] }
}
