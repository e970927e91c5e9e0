import HeapCore
import Replay

/// The columns of the timeline, made anew only when the window, the width or the index changes.
struct ColumnCache {
  private struct Key: Hashable {
    var window: Range<Int>
    var count: Int
    var indexed: Int
  }

  private var key: Key?
  private var columns: [TimelineScene.Column] = []
  private var marks: [TimelineScene.Mark] = []
  private var scale = 1

  mutating func scene(
    _ timeline: Timeline, index: RecordingIndex, window: Range<Int>, count: Int, showsHeld: Bool, live: Int, arenas: Int
  ) -> TimelineScene {
    let wanted = Key(window: window, count: count, indexed: index.indexedSteps)
    let arenaSize = timeline.trace.header.rules.arenaSize
    if wanted != key {
      key = wanted
      let buckets = index.overview.columns(count, over: window)
      columns = buckets.map { bucket in
        guard let bucket else { return TimelineScene.Column(live: 0, isKnown: false) }
        return TimelineScene.Column(live: Int(clamping: bucket.maxLive), held: Int(bucket.maxArenas) * arenaSize)
      }
      let known = columns.count
      for collection in index.landmarks.collections(in: window) where known > 0 {
        let column = min((collection.start - window.lowerBound) * known / max(window.count, 1), known - 1)
        columns[column].collection = max(columns[column].collection ?? 0, collection.generation)
      }
      marks = index.landmarks.marks(in: window).prefix(256).map { .init(name: $0.name, step: $0.step + 1) }
      // The scale is that of the whole trace, so that zooming changes the window and not the heights.
      scale = TimelineScene.niceScale(
        max(Int(clamping: index.overview.peakLive), showsHeld ? Int(index.overview.peakArenas) * arenaSize : 1, 1))
    }
    return TimelineScene(
      columns: columns, window: window, position: timeline.position, total: timeline.stepCount, marks: marks,
      live: live, arenas: arenas, peakArenas: Int(index.overview.peakArenas), arenaSize: arenaSize, scale: scale,
      showsHeld: showsHeld)
  }
}

/// Finds who holds the arenas, a slice at a time; what was found for an earlier moment is shown until then.
struct PinsWork {
  /// Arenas up to this share of use count as nearly empty.
  static let nearlyEmpty = 0.1

  private(set) var sites: Pins?
  private(set) var arena: Pins?
  private var arenaHandle: Int?
  private var siteRows: (moment: Int, rows: [SitePins], together: Int, progress: Double)?
  private var groups: (moment: Int, handle: Int, rows: [Pins.Group], progress: Double)?

  /// The call sites that hold nearly empty arenas, as far as known; nil before the first slice.
  var found: (moment: Int, rows: [SitePins], together: Int, progress: Double)? { siteRows }

  /// The groups of live blocks of an arena at a moment, nil while they aren't known.
  func groups(of handle: Int?, at moment: Int) -> [Pins.Group]? {
    guard let groups, groups.handle == handle, groups.moment == moment else { return nil }
    return groups.rows
  }

  mutating func advance(_ timeline: Timeline, arena handle: Int?, milliseconds: Double) -> Bool {
    let moment = timeline.position
    if let handle, arenaHandle != handle || arena?.moment != moment {
      arenaHandle = handle
      arena = timeline.pins(ofArena: handle)
    }
    if let pins = arena, let handle, groups?.handle != handle || groups?.moment != moment || groups?.progress != 1 {
      pins.advance(milliseconds: milliseconds / 2)
      groups = (moment, handle, pins.groups, pins.progress)
      return true
    }
    if sites?.moment != moment { sites = timeline.pins(inArenasUsedUpTo: Self.nearlyEmpty) }
    guard let pins = sites, siteRows?.moment != moment || siteRows?.progress != 1 else { return false }
    let isDone = pins.advance(milliseconds: milliseconds)
    if isDone || siteRows == nil || siteRows?.moment != moment {
      let found = pins.bySite.map { SitePins(site: $0.site.map(CallSite.init), blocks: $0.blocks, aloneIn: $0.aloneIn) }
      // Equals in the order of their names, so that the list is the same each time.
      let rows = found.sorted { ($0.aloneIn, $0.blocks, $1.text) > ($1.aloneIn, $1.blocks, $0.text) }
      siteRows = (moment, isDone ? rows : [], pins.heldTogether, pins.progress)
    } else {
      siteRows?.progress = min(pins.progress, 0.999)
    }
    return true
  }
}

/// Finds what a block was before, a slice at a time.
struct HistoryWork {
  private var search: BlockHistory?
  private var moment = -1
  private var isDone = false

  /// The earlier tenants of an address in words, the latest first; empty while they aren't known.
  func tenants(of address: UInt64, at position: Int) -> [String] {
    guard let search, search.address == address, moment == position else { return [] }
    var tenants: [String] = []
    var freedAt: Int?
    for entry in search.earlier {
      switch entry.change {
      case .freed, .movedAway: freedAt = entry.step
      case .taken(let size), .resized(let size):
        if let freed = freedAt {
          let words = "\(Numbers.bytes(Int(clamping: size))), freed at event \(Numbers.count(freed))"
          tenants.append(words)
          freedAt = nil
        }
      }
    }
    return tenants
  }

  mutating func advance(_ timeline: Timeline, address: UInt64, milliseconds: Double) -> Bool {
    if search?.address != address || moment != timeline.position {
      search = timeline.history(of: address, earlier: 9, later: 0)
      moment = timeline.position
      isDone = false
    }
    guard let search, !isDone else { return false }
    do {
      try search.advance(milliseconds: milliseconds)
      isDone = search.isComplete
    } catch {
      // A damaged part of the trace ends the search; what was found before it stands.
      isDone = true
    }
    return true
  }
}

extension SceneBuilder {
  /// How full the arenas are, and who holds those that are nearly empty, as far as known.
  func pinsScene(_ state: ViewState, map: ArenaMapScene) -> PinsScene {
    var counts = [Int](repeating: 0, count: 6)
    var kept: PlaceName?
    for cell in map.cells where !cell.isReturned {
      let share = Double(cell.usedBytes) / Double(max(cell.capacity, 1))
      let place = cell.usedBytes == 0 ? 5 : share < 0.01 ? 4 : share < 0.1 ? 3 : share < 0.5 ? 2 : share < 0.9 ? 1 : 0
      counts[place] += 1
      if place == 5 { kept = PlaceName(heap: map.heap, arena: cell.index) }
    }
    let titles: [(String, FillRange.Grade)] = [
      ("90 to 100 %", .fine), ("50 to 90 %", .fine), ("10 to 50 %", .fine), ("1 to 10 %", .low), ("below 1 %", .least),
      ("empty, kept", .kept),
    ]
    let found = pins.found
    return PinsScene(
      fills: zip(titles, counts).map { FillRange($0.0, $1, grade: $0.1) }, held: map.held,
      nearlyEmpty: counts[3] + counts[4], sites: found?.rows ?? [], together: found?.together ?? 0,
      chosen: min(max(state.rows[.sites] ?? 0, 0), max((found?.rows.count ?? 1) - 1, 0)), arenaSize: map.arenaSize,
      progress: found.map { $0.moment == timeline.position ? $0.progress : 0 } ?? 0, keptArena: kept,
      hasSites: timeline.hasSites)
  }

  /// What holds the chosen arena, as far as known.
  func arenaPinsScene(_ state: ViewState, chosen: PlaceName?) -> ArenaPinsScene? {
    guard let chosen, let handle = handle(of: chosen), let slot = picture.slot(ofHandle: handle), slot.isHeld else {
      return nil
    }
    let groups = pins.groups(of: handle, at: timeline.position) ?? []
    let inUse = slot.tiles.reduce(0) { $0 + ($1.used > 0 ? 1 : 0) }
    // The emptiest pools first: they go first when their blocks do.
    let perPool = Dictionary(groups.map { ($0.pool, $0.blocks) }, uniquingKeysWith: +)
    let sorted = groups.sorted {
      (perPool[$0.pool] ?? 0, $0.pool, -$0.blocks, $0.oldest) < (perPool[$1.pool] ?? 0, $1.pool, -$1.blocks, $1.oldest)
    }
    let row = min(max(state.rows[.blocks] ?? 0, 0), max(sorted.count - 1, 0))
    let first = max(row - 12, 0)
    let pinned = sorted[min(first, sorted.count)..<min(first + 64, sorted.count)].map { group in
      ArenaPin(
        pool: name(group.pool), sizeClass: group.sizeClass, blocks: group.blocks, site: group.site.map(CallSite.init),
        oldest: group.oldest, blockName: group.name)
    }
    return ArenaPinsScene(
      name: chosen.arenaName, blocks: slot.liveBlocks, usedBytes: slot.usedBytes, size: slot.capacity,
      pools: slot.tiles, poolsInUse: inUse, pins: Array(pinned), first: first, total: sorted.count, chosen: row)
  }
}
