/// A range of fill and how many arenas are in it.
public struct FillRange: Sendable, Hashable {
  /// The range in words: `1 to 10 %`.
  public var title: String
  /// How many arenas.
  public var count: Int
  /// How the bar is drawn.
  public var grade: Grade

  /// How urgent a range is.
  public enum Grade: Sendable, Hashable { case fine, low, least, kept }

  /// Makes a range.
  public init(_ title: String, _ count: Int, grade: Grade) {
    self.title = title
    self.count = count
    self.grade = grade
  }
}

/// A call site that holds nearly empty arenas.
public struct SitePins: Sendable, Hashable {
  /// Where the blocks were taken; nil: no Python frame was running.
  public var site: CallSite?
  /// How many blocks it holds in nearly empty arenas.
  public var blocks: Int
  /// How many of these arenas nobody else holds.
  public var aloneIn: Int

  /// Makes a row.
  public init(site: CallSite?, blocks: Int, aloneIn: Int) {
    self.site = site
    self.blocks = blocks
    self.aloneIn = aloneIn
  }

  /// The place as text.
  public var text: String {
    site.map { $0.function.isEmpty ? $0.text : "\($0.text) \($0.function)" } ?? "no Python code"
  }
}

/// Which call sites keep arenas from going back to the system.
public struct PinsScene: Sendable, Hashable {
  /// How full the arenas are.
  public var fills: [FillRange]
  /// Arenas held.
  public var held: Int
  /// Arenas in the chosen state of emptiness.
  public var nearlyEmpty: Int
  /// The call sites that hold nearly empty arenas, the one alone in most arenas first.
  public var sites: [SitePins]
  /// Nearly empty arenas that two or more of the sites hold together.
  public var together: Int
  /// The number of the chosen site.
  public var chosen: Int
  /// Bytes of an arena.
  public var arenaSize: Int
  /// The share of the search that is done, 0 to 1.
  public var progress: Double
  /// The empty arena that the allocator keeps, nil if there is none.
  public var keptArena: PlaceName?
  /// Whether call sites were recorded.
  public var hasSites: Bool

  /// Makes the pane.
  public init(
    fills: [FillRange], held: Int, nearlyEmpty: Int, sites: [SitePins], together: Int = 0, chosen: Int = 0,
    arenaSize: Int, progress: Double = 1, keptArena: PlaceName? = nil, hasSites: Bool = true
  ) {
    self.fills = fills
    self.held = held
    self.nearlyEmpty = nearlyEmpty
    self.sites = sites
    self.together = together
    self.chosen = chosen
    self.arenaSize = arenaSize
    self.progress = progress
    self.keptArena = keptArena
    self.hasSites = hasSites
  }
}

/// One group of live blocks of an arena.
public struct ArenaPin: Sendable, Hashable {
  /// The pool.
  public var pool: PlaceName
  /// Its size class.
  public var sizeClass: Int
  /// How many blocks.
  public var blocks: Int
  /// Who took them; nil where it isn't known.
  public var site: CallSite?
  /// The step that took the oldest of them; nil where it isn't known.
  public var oldest: Int?
  /// What a written trace calls the block, where it's one and has a name.
  public var blockName: String?

  /// Makes a group.
  public init(
    pool: PlaceName, sizeClass: Int, blocks: Int, site: CallSite?, oldest: Int? = nil, blockName: String? = nil
  ) {
    self.pool = pool
    self.sizeClass = sizeClass
    self.blocks = blocks
    self.site = site
    self.oldest = oldest
    self.blockName = blockName
  }
}

/// The live blocks of one arena: what must go before it can go back.
public struct ArenaPinsScene: Sendable, Hashable {
  /// The arena.
  public var name: PlaceName
  /// Live blocks in it.
  public var blocks: Int
  /// Bytes of live blocks.
  public var usedBytes: Int
  /// Bytes that its pools could hand out.
  public var size: Int
  /// Its pools, for a small map.
  public var pools: [PoolTile]
  /// Pools that have a live block.
  public var poolsInUse: Int
  /// The groups, those of the emptiest pools first.
  public var pins: [ArenaPin]
  /// The number of the first group that is shown.
  public var first: Int
  /// How many groups there are.
  public var total: Int
  /// The chosen group.
  public var chosen: Int?

  /// Makes the pane.
  public init(
    name: PlaceName, blocks: Int, usedBytes: Int, size: Int, pools: [PoolTile], poolsInUse: Int, pins: [ArenaPin],
    first: Int = 0, total: Int? = nil, chosen: Int? = nil
  ) {
    self.name = name
    self.blocks = blocks
    self.usedBytes = usedBytes
    self.size = size
    self.pools = pools
    self.poolsInUse = poolsInUse
    self.pins = pins
    self.first = first
    self.total = total ?? pins.count
    self.chosen = chosen
  }
}
