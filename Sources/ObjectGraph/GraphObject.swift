/// One of the collector's lists.
public enum GenerationList: Int, CaseIterable, Hashable, Sendable {
  case young, middle, old
  /// What `gc.freeze` set aside, and immortal objects.
  case permanent
}

/// A place in one of the collector's lists: places are ordered by their number.
public struct ListPlace: Hashable, Sendable {
  public var list: GenerationList
  package var order: Int

  package init(list: GenerationList, order: Int) {
    self.list = list
    self.order = order
  }
}

/// A reference that an object has, by the name of its attribute.
public struct AttributeReference: Hashable, Sendable {
  public var name: String
  public var target: ObjectID

  /// Creates a reference.
  public init(name: String, target: ObjectID) {
    self.name = name
    self.target = target
  }
}

/// An object at a moment.
public struct GraphObject: Hashable, Sendable {
  /// The name that it was born with.
  public let name: String
  public let type: String
  /// Bytes asked for the block that holds the object itself; 0 for one that exists from the start.
  public internal(set) var size: UInt64
  /// Whether its block begins with a collector header (`PyGC_Head`).
  public let hasHeader: Bool
  /// Bytes in its block before the object: the collector's header, and from 3.11 on the pointers of its attributes.
  public let prefix: UInt64
  /// The blocks that are its own: that of the object first, then items, keys, values or tables.
  public internal(set) var blocks: [ObjectBlock] = []
  /// Whether its references are items, named by their places.
  public internal(set) var isSequence = false
  public internal(set) var referenceCount = 0
  /// How many references come from what isn't shown.
  public internal(set) var outsideCount = 0
  public internal(set) var isAlive = true
  public internal(set) var isImmortal = false
  public internal(set) var isFinalized = false
  /// What its finalizer does, nil when it has none.
  public internal(set) var finalizer: FinalizerBehaviour?
  /// What it refers to, in the order in which attributes were first given a value.
  public internal(set) var attributes: [AttributeReference] = []
  /// What it refers to weakly, when it is a weak reference that hasn't been cleared.
  public internal(set) var weakReferent: ObjectID?
  public internal(set) var hasCallback = false
  /// The weak references to it, in CPython's order: plain ones, then those with a callback, each newest first.
  public internal(set) var weakReferrers: [ObjectID] = []
  /// Its list of the collector, nil when it isn't tracked.
  public internal(set) var place: ListPlace?

  package init(
    name: String, type: String, size: UInt64, hasHeader: Bool, prefix: UInt64? = nil, blocks: [ObjectBlock] = [],
    isSequence: Bool = false
  ) {
    self.prefix = prefix ?? (hasHeader ? 16 : 0)
    self.name = name
    self.type = type
    self.size = size
    self.hasHeader = hasHeader
    self.blocks = blocks
    self.isSequence = isSequence
  }
}

/// What the collector counts (`gc.get_count`, `gc.get_threshold`).
public struct CollectorCounters: Hashable, Sendable {
  public var counts = [0, 0, 0]
  public var thresholds: [Int]
  /// How many objects survived the last full collection.
  public var longLivedTotal = 0
  /// How many objects have survived a collection of generation 1 since.
  public var longLivedPending = 0
  public var isEnabled = true
}
