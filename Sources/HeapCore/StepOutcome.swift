/// The turns that the allocator's rules took in a step; several can come together.
public struct Turns: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The ring of the class was empty, so that a pool had to be found.
  public static let newPool = Turns(rawValue: 1 << 0)
  /// That pool was cut from the arena's untouched end.
  public static let poolCarved = Turns(rawValue: 1 << 1)
  /// That pool came from the arena's free pools.
  public static let poolRecycled = Turns(rawValue: 1 << 2)
  /// That recycled pool had served the same class: its old free chain goes on.
  public static let sameClassAgain = Turns(rawValue: 1 << 3)
  /// No usable arena was left, so that one was obtained.
  public static let newArena = Turns(rawValue: 1 << 4)
  /// The arena gave its last free pool and is usable no longer.
  public static let arenaExhausted = Turns(rawValue: 1 << 5)
  /// The free chain ran out and the next untouched block became its one element.
  public static let nextBlockCarved = Turns(rawValue: 1 << 6)
  /// The last block was taken: the pool is full and leaves its ring.
  public static let poolFilled = Turns(rawValue: 1 << 7)
  /// The pool had been full: it returns to the front of its ring.
  public static let poolWasFull = Turns(rawValue: 1 << 8)
  /// The pool's last block was freed: it leaves its ring for the arena's free pools.
  public static let poolEmptied = Turns(rawValue: 1 << 9)
  /// The arena had no free pool before: it becomes the first usable one.
  public static let arenaUsableAgain = Turns(rawValue: 1 << 10)
  /// The arena moved back in the order of usable arenas.
  public static let arenaMoved = Turns(rawValue: 1 << 11)
  /// All pools were empty: the arena went back to the system.
  public static let arenaReturned = Turns(rawValue: 1 << 12)
  /// All pools were empty, but the arena is the last usable one and stays.
  public static let arenaKept = Turns(rawValue: 1 << 13)
}

/// What a step did.
public enum Effect: Sendable, Hashable {
  /// A block of a pool was handed out.
  case placed(BlockRef)
  /// A block of a pool was freed.
  case freed(BlockRef)
  /// A request went to malloc.
  case rawPlaced(UInt64)
  /// A block of malloc's was freed.
  case rawFreed(UInt64)
  /// A block moved: the new one was allocated, so many bytes copied, the old one freed.
  case moved(from: Place, to: Place, copied: UInt64)
  /// A block of a pool stays and holds its new size.
  case resizedInPlace(BlockRef)
  /// A block was freed or resized whose allocation was never recorded.
  case ghost(UInt64)
  /// The step changed nothing in the heap.
  case none
}

/// One step with everything there is to say about it.
public struct StepOutcome: Sendable, Hashable {
  /// The step's number.
  public var step: Int
  /// The step as it stands in the trace.
  public var event: Step
  /// What stood before it and belongs to it.
  public var facts: [Fact]
  /// Who ran and when.
  public var context: FrameContext
  /// What it did.
  public var effect: Effect
  /// Which turns the rules took.
  public var turns: Turns
  /// The size class of the block that was handed out or freed, nil outside the pools.
  public var sizeClass: Int?
  /// Bytes of that block.
  public var blockSize: Int?
  /// Bytes that had been asked for, of the block that was freed or resized.
  public var oldSize: UInt64?
  /// The step that had allocated the block that was freed or resized.
  public var bornAt: Int?
  /// The block that the next request of this class would get from the same pool, nil when it has none left.
  public var nextBlock: Int?
  /// The arena that was obtained or went back: its handle.
  public var arena: Int?
  /// The address that the simulation chose.
  public var simulated: UInt64?
  /// The address that the trace says.
  public var recorded: UInt64?
  /// Whether simulation and recording agree about this step.
  public var agrees: Bool
}

/// What differed between simulation and recording.
public struct Mismatch: Sendable, Hashable {
  /// Kinds of difference.
  public enum What: UInt8, Sendable, Hashable {
    /// A block was placed elsewhere.
    case placement
    /// An arena was obtained that the simulation had no use for, or the reverse.
    case arenaObtained
    /// An arena went back that the simulation kept, or the reverse.
    case arenaReturned
  }

  /// The step.
  public var step: Int
  /// What differed.
  public var what: What
  /// The simulation's address; 0 for none.
  public var simulated: UInt64
  /// The recording's address; 0 for none.
  public var recorded: UInt64
}
