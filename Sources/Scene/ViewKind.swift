/// A view of the program; its number is the key that opens it.
public enum ViewKind: Int, Sendable, CaseIterable, Hashable {
  /// The map of arenas with the chosen pool and the size classes.
  case heap = 1
  /// One pool: its header and every block.
  case pool = 2
  /// The objects of the moment; only where the trace tells of them.
  case objects = 3
  /// A collection, step by step; only where the trace tells what objects it looked at.
  case collection = 4
  /// The script with its variables; only where the trace tells its lines.
  case source = 5
  /// Which live blocks and call sites keep arenas from going back.
  case pins = 6
  /// Requests above 512 bytes, which malloc serves.
  case raw = 7
  /// The events around the moment.
  case events = 8

  /// The name in the tab.
  public var title: String {
    switch self {
    case .heap: "Heap"
    case .pool: "Pool"
    case .objects: "Objects"
    case .collection: "Collection"
    case .source: "Source"
    case .pins: "Pins"
    case .raw: "Raw"
    case .events: "Events"
    }
  }

  /// The views that every trace has.
  public static let always = allCases.filter { $0 != .collection && $0 != .objects && $0 != .source }

  /// The word that `render --view` takes.
  public var name: String { title.lowercased() }

  /// The view with a name, in any case; nil if there is none.
  public init?(name: String) {
    guard let view = ViewKind.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
    self = view
  }

  /// The panes of the view in the order in which Tab goes through them.
  public var panes: [Pane] {
    switch self {
    case .heap: [.arenas, .pool, .classes]
    case .pool: [.pool, .block]
    case .objects: [.candidates, .around]
    case .collection: [.candidates]
    case .source: [.script, .names]
    case .pins: [.sites, .blocks]
    case .raw: [.rawList]
    case .events: [.eventList]
    }
  }
}

/// A part of a view that can have the focus.
public enum Pane: Hashable, Sendable {
  case arenas, pool, classes, block, sites, blocks, rawList, eventList, stack, candidates, around, script, names
}

/// What a view shows and where its lists stand; chosen by the user, kept by the app.
public struct ViewState: Hashable, Sendable {
  /// The view that is open.
  public var view: ViewKind
  /// The pane that has the focus.
  public var focus: Pane
  /// Whether the focused pane has the screen for itself.
  public var isZoomed: Bool
  /// Whether the map shows the chosen arena alone, however many there are.
  public var showsOneArena: Bool
  /// Whether the pool view shows the whole call stack of the chosen block.
  public var showsStack: Bool
  /// The chosen row of each list, by pane.
  public var rows: [Pane: Int]
  /// The part of the trace that the timeline shows; nil for all of it.
  public var window: Range<Int>?
  /// The order of the list of objects.
  public var objectOrder = ObjectOrder.collector
  /// Which objects the list shows.
  public var objectFilter = ObjectFilter.all
  /// How many references out the picture around the chosen object goes.
  public var objectRadius = 2
  /// Whether the objects of the last collection are shown where a script's variables tell of others.
  public var showsCollectedObjects = false
  /// Whether the way to the chosen object stands instead of what is known of it.
  public var showsPath = false
  /// Whether time runs by itself.
  public var playback: Playback

  /// Makes the state of a view that has just been opened.
  public init(view: ViewKind = .heap) {
    self.view = view
    focus = view.panes[0]
    isZoomed = false
    showsOneArena = false
    showsStack = false
    rows = [:]
    window = nil
    playback = .paused
  }
}

/// How time runs.
public enum Playback: Hashable, Sendable {
  case paused
  /// So many steps a second, backwards if negative.
  case playing(stepsASecond: Int)
}
