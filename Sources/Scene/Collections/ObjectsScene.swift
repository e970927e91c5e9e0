/// The order of the list of objects.
public enum ObjectOrder: Int, Sendable, Hashable, CaseIterable {
  case collector, type, references, holders, cycle

  /// The order in words.
  public var words: String {
    switch self {
    case .collector: "in list order"
    case .type: "by type"
    case .references: "most references first"
    case .holders: "most held first"
    case .cycle: "by cycle"
    }
  }
}

/// Which objects the list shows.
public enum ObjectFilter: Sendable, Hashable {
  case all
  /// Those in a cycle.
  case cycles
  /// Those that the collection took out of its lists.
  case left
  /// Those of the type that an object has, by its number.
  case typeOf(Int)
}

/// One object of the list.
public struct ObjectRow: Sendable, Hashable {
  /// Its number in the collector's order, from 0.
  public var number: Int
  /// Its type, with a number where there are several.
  public var name: String
  /// Its reference count.
  public var references: Int
  /// How many references come from other candidates.
  public var fromCandidates: Int
  /// How many candidates it refers to.
  public var targets: Int
  /// The number of its cycle; nil in none.
  public var cycle: Int?
  /// What the collection did with it.
  public var fate: String
  /// How that is to be seen.
  public var role: CandidateRole

  /// Makes a row.
  public init(
    number: Int, name: String, references: Int, fromCandidates: Int, targets: Int, cycle: Int?, fate: String,
    role: CandidateRole
  ) {
    self.number = number
    self.name = name
    self.references = references
    self.fromCandidates = fromCandidates
    self.targets = targets
    self.cycle = cycle
    self.fate = fate
    self.role = role
  }
}

/// One object closely.
public struct ObjectDetail: Sendable, Hashable {
  /// The object.
  public var row: ObjectRow
  /// Its block: a place in a pool, or an address.
  public var block: String
  /// How many references come from outside the candidates.
  public var fromOutside: Int
  /// The first candidates that refer to it.
  public var holders: [String]
  /// How many there are.
  public var holderCount: Int
  /// The first candidates that it refers to.
  public var targets: [String]
  /// How many there are.
  public var targetCount: Int
  /// The way to it from what something outside holds; nil where there is none.
  public var path: [String]?
  /// The first objects of its cycle in the collector's order.
  public var cycleMembers: [String]
  /// How many there are.
  public var cycleCount: Int

  /// Makes it.
  public init(
    row: ObjectRow, block: String, fromOutside: Int, holders: [String], holderCount: Int, targets: [String],
    targetCount: Int, path: [String]?, cycleMembers: [String] = [], cycleCount: Int = 0
  ) {
    self.row = row
    self.block = block
    self.fromOutside = fromOutside
    self.holders = holders
    self.holderCount = holderCount
    self.targets = targets
    self.targetCount = targetCount
    self.path = path
    self.cycleMembers = cycleMembers
    self.cycleCount = cycleCount
  }
}

/// The objects that a collection looked at.
public struct ObjectsScene: Sendable, Hashable {
  /// The collection's number, from 1.
  public var collection: Int
  /// The oldest generation that it collects.
  public var generation: Int
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

  /// Makes the list.
  public init(
    collection: Int, generation: Int, total: Int, listed: Int, first: Int = 0, rows: [ObjectRow], words: String,
    cycles: Int?, detail: ObjectDetail? = nil
  ) {
    self.collection = collection
    self.generation = generation
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
  /// The objects of a collection.
  case objects(ObjectsScene)
  /// One sentence.
  case absence(String)
}
