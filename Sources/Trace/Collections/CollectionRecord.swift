/// Who asked for a collection, as far as the recorder saw it.
public enum CollectionAsker: Hashable, Sendable {
  /// The recorder couldn't see it.
  case unknown
  /// `gc.collect` ran.
  case program
  /// The interpreter was on its way to its end, where it collects by itself.
  case finalization
  /// None of these: the counts, or a C function.
  case nobody
}

/// What is known of a collection before it begins.
public struct CollectionFacts: Hashable, Sendable {
  /// The number of the step that starts it.
  public var step: Int
  /// The oldest generation that it collects.
  public var generation: Int
  /// The counts of the three generations just before; generation 0's as of the last allocator event before.
  public var counts: [Int]
  /// The thresholds of the three generations.
  public var thresholds: [Int]
  /// How many objects survived the last full collection.
  public var longLivedTotal: Int
  /// How many objects have survived a collection of generation 1 since.
  public var longLivedPending: Int
  /// True when automatic collection was on (`gc.enable`).
  public var isEnabled: Bool
  /// True when there were too many objects to record them.
  public var isOmitted: Bool
  /// Who asked for it.
  public var asker = CollectionAsker.unknown

  /// Creates the facts about a collection.
  public init(
    step: Int, generation: Int, counts: [Int] = [0, 0, 0], thresholds: [Int] = [0, 0, 0], longLivedTotal: Int = 0,
    longLivedPending: Int = 0, isEnabled: Bool = true, isOmitted: Bool = false
  ) {
    self.step = step
    self.generation = generation
    self.counts = counts
    self.thresholds = thresholds
    self.longLivedTotal = longLivedTotal
    self.longLivedPending = longLivedPending
    self.isEnabled = isEnabled
    self.isOmitted = isOmitted
  }
}

/// How a collection ended.
public struct CollectionOutcome: Hashable, Sendable {
  /// The number of the step that ends it.
  public var step: Int
  /// The candidates, by their indices, that were in no list of the collector any more: dead, or untracked. Nil when nobody could look.
  public var left: [Range<Int>]?
  /// What was still unreachable when the finalizers had run; nil when that isn't known.
  public var secondLook: SecondLook?

  /// The collector's second look at what is unreachable (`handle_resurrected_objects`).
  public struct SecondLook: Hashable, Sendable {
    /// The number of the first step after it.
    public var step: Int
    /// How many objects were still unreachable, before those that are resurrected leave.
    public var count: Int

    /// Creates what was seen.
    public init(step: Int, count: Int) {
      self.step = step
      self.count = count
    }
  }

  /// Creates an outcome.
  public init(step: Int, left: [Range<Int>]?, secondLook: SecondLook? = nil) {
    self.step = step
    self.left = left
    self.secondLook = secondLook
  }
}

/// One collection as it was recorded: the objects that it looked at, in the collector's order.
public struct CollectionRecord: Hashable, Sendable {
  /// What is known of it before it begins.
  public var facts: CollectionFacts
  /// How it ended, nil when the recording ends before.
  public var outcome: CollectionOutcome?
  /// All types so far, by their numbers.
  public var types: [CollectedType]
  var candidates: CollectedObjects

  /// The candidates in the order of the merged young list.
  public var objects: [CollectedObject] { candidates.items }

  /// How many references the candidates have, weak ones to them included.
  public var referenceCount: Int { candidates.references.count }

  /// What a candidate refers to, in the order of `tp_traverse` and with repetitions; then the weak references to it.
  public func references(of index: Int) -> ArraySlice<CollectedReference> { candidates.references(of: index) }

  /// True for candidates that were in no list of the collector afterwards; nil when that isn't known. O(candidates).
  public func leftTheLists() -> [Bool]? {
    guard let left = outcome?.left else { return nil }
    var flags = [Bool](repeating: false, count: candidates.count)
    for range in left {
      for index in range { flags[index] = true }
    }
    return flags
  }

  /// Starts a record without candidates.
  public init(_ facts: CollectionFacts, types: [CollectedType]) {
    self.facts = facts
    self.types = types
    candidates = CollectedObjects()
  }

  /// Adds the next candidate.
  public mutating func append(
    address: UInt64, type: Int, referenceCount: UInt32, isFinalized: Bool = false, references: [CollectedReference] = []
  ) {
    candidates.append(
      CollectedObject(address: address, type: type, referenceCount: referenceCount, isFinalized: isFinalized),
      references)
  }
}

/// Finds candidates by their addresses.
public struct CandidateDirectory: Sendable {
  private var places: [Int32]
  private let addresses: [UInt64]
  private let shift: UInt64

  /// Enters all candidates. O(candidates).
  public init(_ record: CollectionRecord) {
    addresses = record.objects.map(\.address)
    var bits = 4
    while 1 << bits < addresses.count * 2 { bits += 1 }
    places = [Int32](repeating: -1, count: 1 << bits)
    shift = UInt64(64 - bits)
    for (index, address) in addresses.enumerated() {
      var place = start(address)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(index)
    }
  }

  private func start(_ address: UInt64) -> Int { Int(((address >> 3) &* 0x9E37_79B9_7F4A_7C15) >> shift) }

  /// Returns the index of the candidate at an address, nil when none is there. Expected O(1).
  public func index(at address: UInt64) -> Int? {
    var place = start(address)
    while places[place] >= 0 {
      if addresses[Int(places[place])] == address { return Int(places[place]) }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }
}
