/// The title row.
public struct TitleScene: Sendable, Hashable {
  /// The name of the recording.
  public var file: String
  /// `CPython 3.13`.
  public var python: String
  /// `paused`, `playing 30 a second`.
  public var state: String
  /// The views that have a tab.
  public var views: [ViewKind]

  /// The state where there is little room: `paused`, `playing`.
  public var shortState: String { state == "paused" ? state : "playing" }

  /// Makes the title.
  public init(file: String, python: String, state: String, views: [ViewKind] = ViewKind.always) {
    self.file = file
    self.python = python
    self.state = state
    self.views = views
  }
}

/// The two rows of words about the last step.
public struct CaptionScene: Sendable, Hashable {
  /// The sign before row 1.
  public var sign: Unicode.Scalar
  /// What happened.
  public var row1: String
  /// Why, or what follows.
  public var row2: String
  /// What more there is to say about it where there is room.
  public var more: String
  /// Who asked; nil where it isn't known.
  public var site: CallSite?

  /// Makes a caption.
  public init(sign: Unicode.Scalar, row1: String, row2: String, more: String = "", site: CallSite? = nil) {
    self.sign = sign
    self.row1 = row1
    self.row2 = row2
    self.more = more
    self.site = site
  }
}

/// The status row: what is said of the moment, most important first.
public struct StatusScene: Sendable, Hashable {
  /// The moment.
  public var position: Int
  /// The number of steps.
  public var total: Int
  /// Whether the number of steps is known; else `total` is what has been read so far.
  public var totalIsKnown: Bool
  /// Live blocks.
  public var liveBlocks: Int
  /// Their bytes.
  public var liveBytes: Int
  /// Live requests above 512 bytes.
  public var rawBlocks: Int
  /// Their bytes.
  public var rawBytes: Int
  /// Collections that have run.
  public var collectionsRun: Int
  /// Collections of the trace.
  public var collectionsTotal: Int
  /// Time since the start; nil where the trace has none.
  public var microseconds: UInt64?
  /// The thread of the last step where there is more than one.
  public var thread: UInt32?
  /// The heap's number where there is more than one.
  public var heap: Int?
  /// The collector's counts where they are known at every moment.
  public var generations: [GenerationTray] = []
  /// The share of the index that is done, 0 to 1.
  public var indexed: Double
  /// Placements that differ from the recording, 0 if none is known.
  public var mismatches: Int
  /// What the program has to say at once; stands instead of the rest.
  public var message: String
  /// `paused`, or the speed.
  public var state: String

  /// Makes the status.
  public init(
    position: Int, total: Int, totalIsKnown: Bool = true, liveBlocks: Int, liveBytes: Int, rawBlocks: Int = 0,
    rawBytes: Int = 0, collectionsRun: Int = 0, collectionsTotal: Int = 0, microseconds: UInt64? = nil,
    thread: UInt32? = nil, heap: Int? = nil, indexed: Double = 1, mismatches: Int = 0, message: String = "",
    state: String = "paused"
  ) {
    self.position = position
    self.total = total
    self.totalIsKnown = totalIsKnown
    self.liveBlocks = liveBlocks
    self.liveBytes = liveBytes
    self.rawBlocks = rawBlocks
    self.rawBytes = rawBytes
    self.collectionsRun = collectionsRun
    self.collectionsTotal = collectionsTotal
    self.microseconds = microseconds
    self.thread = thread
    self.heap = heap
    self.indexed = indexed
    self.mismatches = mismatches
    self.message = message
    self.state = state
  }
}

/// One entry of the footer: a key and what it does.
public struct FooterEntry: Sendable, Hashable {
  /// The keys as they're shown.
  public var keys: String
  /// What they do, in a word or two.
  public var text: String
  /// Whether they can act now.
  public var isEnabled: Bool
  /// What a click on it stands for; the app gives and reads it.
  public var action: String

  /// Makes an entry.
  public init(_ keys: String, _ text: String, isEnabled: Bool = true, action: String = "") {
    self.keys = keys
    self.text = text
    self.isEnabled = isEnabled
    self.action = action
  }
}

/// Everything that is to be seen at a moment, in one view.
public struct ScreenScene: Sendable {
  /// What the user has opened and where.
  public var state: ViewState
  /// The title row.
  public var title: TitleScene
  /// The caption.
  public var caption: CaptionScene
  /// The arenas.
  public var map: ArenaMapScene
  /// The chosen pool, nil before there is one.
  public var pool: PoolScene?
  /// The size classes.
  public var classes: SizeClassScene
  /// The chosen block, nil before there is one.
  public var block: BlockScene?
  /// The steps around the moment.
  public var events: EventLogScene
  /// Who asked in the last step.
  public var stack: StackScene
  /// Who keeps the arenas; nil unless it's shown.
  public var pins: PinsScene?
  /// What holds the chosen arena; nil unless it's shown.
  public var arenaPins: ArenaPinsScene?
  /// The requests above 512 bytes; nil unless they are shown.
  public var raw: RawScene?
  /// The script; nil unless it's shown.
  public var source: SourceScene?
  /// The collection; nil unless it's shown.
  public var collection: CollectionPicture?
  /// The objects of a collection; nil unless they are shown.
  public var objects: ObjectsPicture?
  /// The timeline.
  public var timeline: TimelineScene
  /// The status row.
  public var status: StatusScene
  /// The keys of the footer.
  public var footer: [FooterEntry]

  /// Makes a screen.
  public init(
    state: ViewState, title: TitleScene, caption: CaptionScene, map: ArenaMapScene, pool: PoolScene?,
    classes: SizeClassScene, block: BlockScene?, events: EventLogScene, stack: StackScene, pins: PinsScene? = nil,
    arenaPins: ArenaPinsScene? = nil, raw: RawScene? = nil, timeline: TimelineScene, status: StatusScene,
    footer: [FooterEntry] = []
  ) {
    self.state = state
    self.title = title
    self.caption = caption
    self.map = map
    self.pool = pool
    self.classes = classes
    self.block = block
    self.events = events
    self.stack = stack
    self.pins = pins
    self.arenaPins = arenaPins
    self.raw = raw
    self.timeline = timeline
    self.status = status
    self.footer = footer
  }
}
