import Replay

/// How an object stands in a collection; the view gives each role its colour.
public enum CandidateRole: Sendable, Hashable {
  /// Nothing is known of it yet.
  case plain
  /// Something outside holds it.
  case reachable
  /// Nothing outside is known to hold it.
  case inDoubt
  /// It was in doubt and has come back.
  case cameBack
  /// Its finalizer has run.
  case finalized
  /// It's gone.
  case gone
}

/// One object of a collection.
public struct CandidateCard: Sendable, Hashable {
  /// Its number among the objects of the collection, in the collector's order.
  public var number: Int
  /// Its type, with a number where there are several.
  public var name: String
  /// Its reference count.
  public var references: Int
  /// `gc_refs`; nil before it is set.
  public var gcRefs: Int?
  /// `gc_refs` before this step; nil where the step left it.
  public var gcRefsBefore: Int?
  /// Its state in a word or two.
  public var state: String
  /// How it stands.
  public var role: CandidateRole
  /// Whether this step is about it.
  public var isNow: Bool
  /// Whether the collector looks at it.
  public var isLookedAt: Bool
  /// Whether the user chose it.
  public var isChosen: Bool
  /// Whether it stands somewhere else since this step, and has only been here.
  public var wasHere: Bool

  /// Makes a card.
  public init(
    number: Int, name: String, references: Int, gcRefs: Int? = nil, gcRefsBefore: Int? = nil, state: String,
    role: CandidateRole = .plain, isNow: Bool = false, isLookedAt: Bool = false, isChosen: Bool = false,
    wasHere: Bool = false
  ) {
    self.number = number
    self.name = name
    self.references = references
    self.gcRefs = gcRefs
    self.gcRefsBefore = gcRefsBefore
    self.state = state
    self.role = role
    self.isNow = isNow
    self.isLookedAt = isLookedAt
    self.isChosen = isChosen
    self.wasHere = wasHere
  }
}

/// A list of the collector, or the part of it around what is looked at.
public struct CandidateListScene: Sendable, Hashable {
  /// `young`, `unreachable`.
  public var title: String
  /// What stands in it, in words.
  public var note: String
  /// How many objects are in it.
  public var count: Int
  /// How many come before the first card.
  public var first: Int
  /// The objects, in order.
  public var cards: [CandidateCard]
  /// Whether `first` is known; in very long lists it isn't.
  public var knowsPlace = true
  /// Makes a list.
  public init(
    title: String, note: String, count: Int, first: Int = 0, cards: [CandidateCard]
  ) {
    self.title = title
    self.note = note
    self.count = count
    self.first = first
    self.cards = cards
  }
}

/// Objects and their references, laid out in rows that stay as they are through the whole collection.
public struct ReferenceGraph: Sendable, Hashable {
  /// A row of objects, each of which refers to the next one.
  public struct Path: Sendable, Hashable {
    /// The objects, by their places among the nodes.
    public var nodes: [Int]
    /// Whether the last one refers to the first.
    public var isClosed: Bool
    /// For each object but the last, whether the next one refers back to it.
    public var refersBack: [Bool]

    /// Makes a row.
    public init(nodes: [Int], isClosed: Bool = false, refersBack: [Bool] = []) {
      self.nodes = nodes
      self.isClosed = isClosed
      self.refersBack = refersBack
    }
  }

  /// The objects.
  public var nodes: [CandidateCard]
  /// How many references come to each from outside the young list.
  public var heldFromOutside: [Int]
  /// The rows.
  public var paths: [Path]
  /// The references that no row shows, by places among the nodes.
  public var others: [Edge]
  /// The reference that this step followed.
  public var followed: Edge?
  /// A word on the whole: the cycles that there are.
  public var measure: String
  /// What there is to say of the objects besides, in lines.
  public var notes: [String]

  /// A reference from one node to another.
  public struct Edge: Sendable, Hashable {
    /// Who refers.
    public var from: Int
    /// To whom.
    public var to: Int

    /// Makes a reference.
    public init(_ from: Int, _ to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// Makes a graph.
  public init(
    nodes: [CandidateCard], heldFromOutside: [Int], paths: [Path], others: [Edge] = [], followed: Edge? = nil,
    measure: String = "", notes: [String] = []
  ) {
    self.nodes = nodes
    self.heldFromOutside = heldFromOutside
    self.paths = paths
    self.others = others
    self.followed = followed
    self.measure = measure
    self.notes = notes
  }
}

/// `gc_refs` of the objects after each part of the collection; it grows to the right.
public struct GCRefsTable: Sendable, Hashable {
  /// What one object had after one part.
  public typealias Entry = GCRefsHistory.Entry

  /// One part of the collection.
  public struct Column: Sendable, Hashable {
    /// Its name.
    public var title: String
    /// What each object had, in the rows' order.
    public var entries: [Entry]

    /// Makes a column.
    public init(_ title: String, _ entries: [Entry]) {
      self.title = title
      self.entries = entries
    }
  }

  /// The objects' names.
  public var names: [String]
  /// The parts so far.
  public var columns: [Column]
  /// The row that this step changed.
  public var now: Int?
  /// How many more objects there are.
  public var more: Int

  /// Makes a table.
  public init(names: [String], columns: [Column], now: Int? = nil, more: Int = 0) {
    self.names = names
    self.columns = columns
    self.now = now
    self.more = more
  }
}

/// A generation's count against its threshold.
public struct GenerationTray: Sendable, Hashable {
  /// The count.
  public var count: Int
  /// Above it a collection is due.
  public var threshold: Int

  /// Makes a tray.
  public init(count: Int, threshold: Int) {
    self.count = count
    self.threshold = threshold
  }
}

/// What became of one object in a collection.
public struct CandidateFate: Sendable, Hashable {
  /// The object.
  public var card: CandidateCard
  /// Why.
  public var reason: String

  /// Makes a fate.
  public init(_ card: CandidateCard, reason: String) {
    self.card = card
    self.reason = reason
  }
}

/// A collection at one of its steps.
public struct CollectionScene: Sendable, Hashable {
  /// A step of the phase in words.
  public struct LogRow: Sendable, Hashable {
    /// Its number in the phase, from 1.
    public var number: Int
    /// What it does.
    public var text: String

    /// Makes a row.
    public init(_ number: Int, _ text: String) {
      self.number = number
      self.text = text
    }
  }

  /// The collection's number in the trace, from 1.
  public var number: Int
  /// How many collections the trace has.
  public var total: Int
  /// The generation.
  public var generation: Int
  /// How many objects it looks at.
  public var objects: Int
  /// The names of the parts of a collection as the strip shows them, in the order of `CollectionProgress.Part`.
  public static let phaseNames = [
    "start", "update refs", "subtract refs", "move unreachable", "weakrefs", "finalizers", "recheck", "clear", "done",
  ]

  /// The names of the phases.
  public var phases: [String]
  /// The one that runs.
  public var phase: Int
  /// How many steps of the phase have been taken.
  public var step: Int
  /// The step in words.
  public var caption: CaptionScene
  /// What is held, then what is in doubt.
  public var lists: [CandidateListScene]
  /// The references among the objects.
  public var graph: ReferenceGraph?
  /// How `gc_refs` became what it is.
  public var table: GCRefsTable?
  /// The objects around the one that matters, in the collector's order, where there are too many for `graph`.
  public var rows: CandidateListScene?
  /// What the object that is looked at refers to, where there are too many for `graph`.
  public var looking: CandidateListScene?
  /// The counts that the collection began with.
  public var generations: [GenerationTray]
  /// What was counted when.
  public var generationNote: String
  /// The last steps of the phase, the newest last.
  public var log: [LogRow]
  /// What began the collection.
  public var cause: String
  /// At the end, what became of the objects around the chosen one.
  public var fates: [CandidateFate] = []
  /// How many objects come before the first of these.
  public var firstFate = 0
  /// The number of the chosen object.
  public var chosen: Int?

  /// Makes a collection's picture.
  public init(
    number: Int, total: Int, generation: Int, objects: Int, phases: [String], phase: Int, step: Int,
    caption: CaptionScene, lists: [CandidateListScene], graph: ReferenceGraph? = nil, table: GCRefsTable? = nil,
    rows: CandidateListScene? = nil, looking: CandidateListScene? = nil, generations: [GenerationTray] = [],
    generationNote: String = "", log: [LogRow] = [], cause: String = "", chosen: Int? = nil
  ) {
    self.number = number
    self.total = total
    self.generation = generation
    self.objects = objects
    self.phases = phases
    self.phase = phase
    self.step = step
    self.caption = caption
    self.lists = lists
    self.graph = graph
    self.table = table
    self.rows = rows
    self.looking = looking
    self.generations = generations
    self.generationNote = generationNote
    self.log = log
    self.cause = cause
    self.chosen = chosen
  }
}

/// What the collection view shows: a collection, or why there is none.
public enum CollectionPicture: Sendable, Hashable {
  /// A collection at one of its steps.
  case collection(CollectionScene)
  /// One sentence.
  case absence(String)
}
