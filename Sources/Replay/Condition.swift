/// What a run or a search stops at, as people write it: `size > 512`, `class d`, `arena released`, `2.42 full`,
/// `site orders.py:31`; several joined by `and` must hold at one step.
public struct Condition: Hashable, Sendable {
  /// All of these hold at a step that is a hit.
  public var clauses: [Clause]

  public init(clauses: [Clause]) {
    self.clauses = clauses
  }

  /// One thing that can be true of a step.
  public enum Clause: Hashable, Sendable {
    /// An allocation or a realloc that asks for so many bytes.
    case size(Comparison, UInt64)
    /// A request that gets a block of this size class.
    case sizeClass(Int)
    case arena(ArenaChange)
    /// The block that owns this address is taken, given back or changed.
    case address(UInt64)
    case thread(UInt32)
    case interpreter(UInt32)
    /// A request made by this line, whatever it called inside the allocator.
    case site(SourceLine)
    /// A request made while a function of this name runs innermost.
    case function(String)
    case pool(PoolNumber, PoolChange)
    /// Any pool goes from one state to another.
    case poolState
    case block(PoolNumber, block: Int)
    case collection(CollectionEvent, generation: UInt8?)
    /// The total passes the limit at this step, having been on its other side before.
    case total(Total, Comparison, UInt64)
    case mark(String?)
    case request(RequestKind)
    /// The simulated heap and the recording differ, or the block was never seen to be allocated.
    case surprise(Surprise)
    case fork
    /// Something happens to an object of a written trace, to any where there is no name; it stands alone.
    case object(ObjectMoments.Event.Kind, name: String?)
  }

  /// Whether it asks what happens to objects.
  var asksObjects: Bool { if case .object? = clauses.first { true } else { false } }

  /// How a number is compared with the written one.
  public enum Comparison: String, Hashable, Sendable {
    case less = "<"
    case atMost = "<="
    case equal = "="
    case notEqual = "!="
    case atLeast = ">="
    case greater = ">"

    /// Whether `number` stands in this relation to `limit`.
    public func holds(_ number: UInt64, _ limit: UInt64) -> Bool {
      switch self {
      case .less: number < limit
      case .atMost: number <= limit
      case .equal: number == limit
      case .notEqual: number != limit
      case .atLeast: number >= limit
      case .greater: number > limit
      }
    }
  }

  /// A pool as the screen numbers it: arena 2, pool 42 is written `2.42`; that of a sub-interpreter's heap `1:2.42`.
  public struct PoolNumber: Hashable, Sendable {
    public var heap: UInt32
    /// CPython's arenaindex.
    public var arena: Int
    public var pool: Int

    public init(heap: UInt32 = 0, arena: Int, pool: Int) {
      self.heap = heap
      self.arena = arena
      self.pool = pool
    }
  }

  public enum ArenaChange: String, Hashable, Sendable {
    case any, obtained, returned
  }

  public enum PoolChange: String, Hashable, Sendable {
    /// A block of the pool is taken or given back.
    case changes
    /// Its last block is handed out.
    case full
    /// Its last block in use comes back.
    case empty
    /// It is taken for a size class.
    case taken
    /// It goes from one state to another: used, full, empty.
    case state
  }

  public enum CollectionEvent: String, Hashable, Sendable {
    case start, stop
  }

  public enum Total: String, Hashable, Sendable {
    /// Bytes in live blocks of the pools.
    case live
    /// Bytes of live requests outside the pools.
    case raw
    /// Live blocks in the pools.
    case blocks
    case arenas
  }

  public enum RequestKind: String, Hashable, Sendable {
    case malloc, calloc, realloc, free
    /// Malloc, calloc, or realloc of a null pointer.
    case allocation
    case failed
    /// A realloc whose block had to move.
    case moved
  }

  public enum Surprise: String, Hashable, Sendable {
    case mismatch, ghost
  }
}
