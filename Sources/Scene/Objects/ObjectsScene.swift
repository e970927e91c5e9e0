/// The order of the list of objects.
public enum ObjectOrder: Int, Sendable, Hashable, CaseIterable {
  case collector, type, references, holders, generation, cycle

  /// The order in words.
  public var words: String {
    switch self {
    case .collector: "in order"
    case .type: "by type"
    case .references: "most references first"
    case .holders: "most held first"
    case .generation: "by generation"
    case .cycle: "by cycle"
    }
  }
}

/// Which objects the list shows.
public enum ObjectFilter: Sendable, Hashable {
  case all
  /// Those in a cycle.
  case cycles
  /// Garbage, to which no variable and nothing outside leads, or what the collection took out of its lists.
  case left
  /// Those that the last step changed.
  case changed
  /// Those of a type.
  case type(String)
  /// Those of a generation: 3 is permanent, -1 untracked.
  case generation(Int)
}

/// One object of the list.
public struct ObjectRow: Sendable, Hashable {
  /// Its place among the objects of the moment.
  public var number: Int
  /// What to call it: its own name or its type, with a number where there are several.
  public var name: String
  /// Its type.
  public var type: String
  /// The variables that hold it.
  public var variables: [String]
  /// Its reference count; nil for an immortal object.
  public var references: Int?
  /// The count before the last step; nil where that left it.
  public var referencesBefore: Int?
  /// How many references come from other objects.
  public var fromOthers: Int
  /// How many objects it refers to.
  public var targets: Int
  /// The block that it stands in, or its address; empty where nobody knows it.
  public var block: String
  /// `0`, `1`, `2`, `frozen`, `none`; empty where it isn't known.
  public var generation: String
  /// The number of its cycle; nil in none.
  public var cycle: Int?
  /// How it stands, in a word or two.
  public var state: String
  /// How that is to be seen.
  public var role: CandidateRole
  /// Whether the last step changed it.
  public var isNow: Bool

  /// Makes a row.
  public init(
    number: Int, name: String, type: String = "", variables: [String] = [], references: Int?,
    referencesBefore: Int? = nil, fromOthers: Int = 0, targets: Int = 0, block: String = "", generation: String = "",
    cycle: Int? = nil, state: String = "", role: CandidateRole = .plain, isNow: Bool = false
  ) {
    self.number = number
    self.name = name
    self.type = type
    self.variables = variables
    self.references = references
    self.referencesBefore = referencesBefore
    self.fromOthers = fromOthers
    self.targets = targets
    self.block = block
    self.generation = generation
    self.cycle = cycle
    self.state = state
    self.role = role
    self.isNow = isNow
  }

  /// The reference count as it's shown: `2`, `3→2`, `∞`.
  public var count: String {
    guard let references else { return "∞" }
    return (referencesBefore.map { "\(Numbers.count($0))→" } ?? "") + Numbers.count(references)
  }
}

/// One object closely.
public struct ObjectDetail: Sendable, Hashable {
  /// A reference with its name: who refers, or to whom.
  public struct Reference: Sendable, Hashable {
    /// `.peer`, `[0]`; empty where it has none.
    public var label: String
    /// The other object.
    public var name: String
    /// What more there is to say of it.
    public var note: String

    /// Makes a reference.
    public init(label: String, name: String, note: String) {
      self.label = label
      self.name = name
      self.note = note
    }
  }

  /// One step of the way to the object.
  public struct Way: Sendable, Hashable {
    /// By what it is reached: a variable, an attribute.
    public var label: String
    /// What is reached.
    public var name: String

    /// Makes a step.
    public init(label: String, name: String) {
      self.label = label
      self.name = name
    }
  }

  /// The object.
  public var row: ObjectRow
  /// Its type, size, finalizer in words.
  public var facts: [String] = []
  /// How many references come from none of the objects.
  public var fromOutside = 0
  /// The first objects that refer to it.
  public var holders: [Reference] = []
  /// How many there are.
  public var holderCount = 0
  /// The first objects that it refers to.
  public var targets: [Reference] = []
  /// How many there are.
  public var targetCount = 0
  /// The way to it from a variable or from outside; nil where there is none.
  public var path: [Way]?
  /// What keeps it alive, in a sentence.
  public var verdict = ""
  /// The first objects of its cycle.
  public var cycleMembers: [String] = []
  /// How many there are.
  public var cycleCount = 0

  /// Makes what is known of an object of which there is only a row.
  public init(row: ObjectRow) { self.row = row }
}

/// The objects of a moment.
public struct ObjectsScene: Sendable, Hashable {
  /// Where they are known from, in a sentence; empty where that needs no words.
  public var origin = ""
  /// How many objects there are.
  public var total: Int
  /// How many the list has.
  public var listed: Int
  /// How many of them come before the first row.
  public var first: Int
  /// The rows around the chosen one.
  public var rows: [ObjectRow]
  /// The order and what is left out, in words.
  public var words: String
  /// How many cycles there are; nil while they are looked for.
  public var cycles: Int?
  /// The chosen object.
  public var detail: ObjectDetail?
  /// What lies around the chosen object.
  public var around: NeighbourhoodScene?
  /// The collector's counts; nil where nothing is known of them.
  public var generations: GenerationsScene?
  /// What each layer of memory does for the last step, from the objects down; empty where that isn't known.
  public var layers: [LayerRow] = []
  /// How the reference count of the chosen object went.
  public var history: ReferenceHistoryScene?

  /// Makes the list.
  public init(
    total: Int, listed: Int, first: Int = 0, rows: [ObjectRow], words: String, cycles: Int?,
    detail: ObjectDetail? = nil
  ) {
    self.total = total
    self.listed = listed
    self.first = first
    self.rows = rows
    self.words = words
    self.cycles = cycles
    self.detail = detail
  }
}

/// What the objects view shows: the objects, or why there are none.
public enum ObjectsPicture: Sendable, Hashable {
  /// The objects of a moment.
  case objects(ObjectsScene)
  /// One sentence.
  case absence(String)
}
