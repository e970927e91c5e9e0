/// What a comparison of a recording with its replay found.
public struct Verification: Hashable, Sendable {
  /// How many things were compared, and how many were equal.
  public struct Tally: Hashable, Sendable {
    public var compared: Int
    public var equal: Int

    public init(compared: Int = 0, equal: Int = 0) {
      self.compared = compared
      self.equal = equal
    }

    /// Counts one comparison.
    public mutating func count(_ isEqual: Bool) {
      compared += 1
      if isEqual { equal += 1 }
    }
  }

  /// The first event at which the replay and CPython parted.
  public struct Mismatch: Hashable, Sendable {
    public var event: Int
    /// What CPython did.
    public var expected: String
    /// What the replay did.
    public var actual: String
    public var what: String

    public init(event: Int, expected: String, actual: String, what: String) {
      self.event = event
      self.expected = expected
      self.actual = actual
      self.what = what
    }
  }

  public var python = ""
  public var events = 0
  /// Blocks in the pools: where each was put, and whether a realloc stayed in place.
  public var placements = Tally()
  public var arenasAllocated = 0
  public var arenasReleased = 0
  /// Arenas obtained or given back at the event and address that the recording has.
  public var arenas = Tally()
  public var reports = Tally()
  /// Collections whose objects were recorded: those found unreachable, how many, and the generation.
  public var collections = Tally()
  /// Why collections can't be compared, with how many there are of each kind; nothing of them is in `collections`.
  public var unjudgedCollections: [String: Int] = [:]
  /// Equal collections in which finalizers or callbacks changed the count, as recorded types and fates explain.
  public var explainedCollections = 0
  /// Collections that the counts made due, all of the generation that the rule chooses where they are equal.
  public var predictedCollections = 0
  /// Collections whose counts and long-lived objects are compared with what the simulated ones before them left.
  public var counters = Tally()
  /// Objects that were found unreachable in all collections.
  public var unreachableObjects = 0
  public var ghosts = 0
  public var mismatch: Mismatch?
  /// Whether the recording breaks off.
  public var isTruncated = false

  public init() {}

  /// Whether nothing differs: every placement, arena and report.
  public var isEqual: Bool {
    mismatch == nil && placements.compared == placements.equal && arenas.compared == arenas.equal
      && reports.compared == reports.equal && collections.compared == collections.equal
      && counters.compared == counters.equal
  }

  /// The share of equal placements, 0 to 1; 1 when nothing was compared.
  public var share: Double {
    placements.compared == 0 ? 1 : Double(placements.equal) / Double(placements.compared)
  }
}
