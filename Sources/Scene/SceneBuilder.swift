import HeapCore
import Replay
import Trace

/// Makes the scenes of a timeline: what is to be seen at its moment, with what is chosen.
///
/// It keeps what is costly between moments, so that after a step only what the step touched is read anew. What takes
/// longer (who holds which arena, what a block was before) is found in slices by `work`.
public final class SceneBuilder {
  /// The recording and its moment.
  public let timeline: Timeline
  /// The name in the title.
  public var fileName: String

  var picture = HeapPicture()
  var lastOutcome: StepOutcome?
  var lastPosition = -1
  var sites = SiteCache()
  var rows = EventRows()
  var columns = ColumnCache()
  var pins = PinsWork()
  var history = HistoryWork()
  var collections = CollectionWork()
  var objects = ObjectWork()
  let lineWork = LineWork()
  /// The names of blocks in a written trace by the steps that took them.
  var labels: [Int: String]?
  /// The steps of a written trace that took each block.
  var labelledBlocks: [BlockRef: [Int]]?

  /// Makes scenes of a timeline.
  public init(_ timeline: Timeline, fileName: String? = nil) {
    self.timeline = timeline
    let path = fileName ?? timeline.trace.name
    self.fileName = path.split(separator: "/").last.map(String.init) ?? path
  }

  /// What else a scene says that isn't in the recording.
  public struct Surroundings: Sendable {
    /// The keys of the footer.
    public var footer: [FooterEntry]
    /// What the program has to say at once.
    public var message: String
    /// How many rows and columns the screen has: lists are no longer than that.
    public var columns: Int
    /// The number of rows of the screen.
    public var rows: Int
    /// Whether lists may tell what comes after the moment.
    public var showsFuture: Bool

    /// Makes the surroundings of a scene.
    public init(
      columns: Int, rows: Int, footer: [FooterEntry] = [], message: String = "", showsFuture: Bool = true
    ) {
      self.footer = footer
      self.message = message
      self.columns = columns
      self.rows = rows
      self.showsFuture = showsFuture
    }
  }

  /// The scene of the timeline's moment.
  public func scene(_ state: ViewState, selection: Selection, in surroundings: Surroundings) -> ScreenScene {
    let index = timeline.index
    let outcome = timeline.outcome
    remember(outcome)
    let chosen = place(of: selection)
    let heap = UInt32(chosen?.heap ?? 0)
    refresh(heap: heap)
    let map = mapScene(chosen: chosen, outcome: outcome, rows: surroundings.rows)
    let pool = chosen.flatMap { poolScene($0, isChosen: selection.isChosen, outcome: outcome) }
    let block = blockScene(selection, pool: pool, outcome: outcome)
    let live = timeline.withHeap { $0.totals }
    let needsPins = state.view == .pins || state.view == .heap && map.cells.count > surroundings.rows / 5
    var scene = ScreenScene(
      state: state, title: title(state.playback), caption: caption(outcome), map: map, pool: pool,
      classes: classScene(outcome, chosen: pool?.sizeClass), block: block,
      events: rows.scene(
        timeline, sites: &sites, count: surroundings.rows, names: { self.name($0) },
        chosen: chosenEvent(selection),
        showsFuture: surroundings.showsFuture && (state.view == .events || state.view == .source)),
      stack: stackScene(outcome),
      timeline: columns.scene(
        timeline, index: index, window: state.window ?? 0..<max(timeline.stepCount, 1),
        count: TimelineScene.columnCount(screenColumns: surroundings.columns), showsHeld: map.held > 12,
        live: live.liveBytes, arenas: live.arenas),
      status: status(outcome, live, index: index, surroundings, state.playback), footer: surroundings.footer)
    if needsPins {
      scene.pins = pinsScene(state, map: map)
      scene.arenaPins = arenaPinsScene(state, chosen: chosen)
    }
    if state.view == .collection {
      let picture = collectionPicture(
        state, selection: selection, columns: surroundings.columns, rows: surroundings.rows)
      scene.collection = picture
      if case .collection(let collection) = picture { scene.caption = collection.caption }
    }
    if state.view == .objects { scene.objects = objectsPicture(state, selection: selection, rows: surroundings.rows) }
    if state.view == .source {
      var source = sourceScene(selection)
      source.around = sourceSurroundings(source, state, selection)
      scene.source = source
      if let words = lineCaption() { scene.caption = words }
    }
    if state.view == .raw {
      scene.raw = rawScene(state, selection: selection, outcome: outcome, rows: surroundings.rows)
    }
    return scene
  }

  /// Goes on with what takes longer, for about so long; false when there is nothing left to do.
  ///
  /// After it has returned true and false again the scene may say more than before.
  @discardableResult
  public func work(_ state: ViewState, selection: Selection, milliseconds: Double) -> Bool {
    if state.view == .events, rows.explain(timeline) { return true }
    let chosen = place(of: selection)
    switch state.view {
    case .pins: return pins.advance(timeline, arena: handle(of: chosen), milliseconds: milliseconds)
    case .heap where picture.held > 12:
      return pins.advance(timeline, arena: handle(of: chosen), milliseconds: milliseconds)
    case .pool, .heap, .events:
      guard let chosen, chosen.block != nil, let address = address(of: chosen) else { return false }
      return history.advance(timeline, address: address, milliseconds: milliseconds)
    case .objects: return workOnObjects(state, milliseconds: milliseconds)
    case .collection: return collections.advance(timeline, milliseconds: milliseconds)
    case .raw, .source: return false
    }
  }

  /// The caption of the moment alone.
  public func captionOfMoment() -> CaptionScene { caption(timeline.outcome) }

  // MARK: what is chosen

  /// The place that a selection means at this moment: what was chosen, else what the last step changed.
  public func place(of selection: Selection) -> PlaceName? {
    switch selection.thing {
    case .place(let place) where selection.isChosen: return place
    case .object(let address) where selection.isChosen: if let place = place(ofObjectAt: address) { return place }
    default: break
    }
    if let change = timeline.outcome?.changedBlocks.first { return name(change.block) }
    return rows.lastPlace(timeline) { self.place(at: $0) } ?? firstPool()
  }

  /// The place at an address of the trace: a block, or the pool or arena around it.
  public func place(at address: UInt64) -> PlaceName? {
    let found = timeline.withHeap { heap in
      heap.locate(recorded: address).flatMap { place -> (arena: ArenaInfo, pool: Int?, block: Int?)? in
        switch place {
        case .block(let block): (heap.arena(block.arena), block.pool, block.block)
        case .pool(let pool): (heap.arena(pool.arena), pool.pool, nil)
        case .arena(let handle): (heap.arena(handle), nil, nil)
        case .raw: nil
        }
      }
    }
    return found.map { PlaceName(heap: Int($0.arena.heap), arena: $0.arena.index, pool: $0.pool, block: $0.block) }
  }

  /// The address of an arena, a pool or a block at this moment; nil where there is no such place.
  public func address(of place: PlaceName) -> UInt64? {
    guard let handle = handle(of: place) else { return nil }
    return timeline.withHeap { heap in
      guard heap.isHeld(handle) else { return nil }
      let arena = heap.arena(handle)
      guard let number = place.pool else { return arena.base }
      guard number >= 0, number < arena.poolCount else { return nil }
      let pool = heap.pool(PoolRef(arena: handle, pool: number))
      guard let block = place.block else { return pool.address }
      guard pool.sizeClass != nil, block >= 0, block < pool.capacity else { return nil }
      return heap.address(of: BlockRef(arena: handle, pool: number, block: block))
    }
  }

  private func firstPool() -> PlaceName? {
    timeline.withHeap { heap in
      guard let handle = heap.heldArenas.first else { return nil }
      let info = heap.arena(handle)
      return PlaceName(heap: Int(info.heap), arena: info.index, pool: 0)
    }
  }

  private func chosenEvent(_ selection: Selection) -> Int? {
    if case .event(let step) = selection.thing, selection.isChosen { return step }
    return nil
  }

  // MARK: names

  /// The handle of the arena that a place lies in.
  func handle(of place: PlaceName?) -> Int? {
    guard let place else { return nil }
    if UInt32(place.heap) == picture.heap, let slot = picture.slot(index: place.arena) { return slot.handle }
    return timeline.withHeap { heap in
      let slots = heap.arenaSlots(of: UInt32(place.heap))
      return slots.indices.contains(place.arena) ? slots[place.arena] : nil
    }
  }

  func name(_ block: BlockRef) -> PlaceName {
    let arena = arenaName(block.arena)
    return PlaceName(heap: arena.heap, arena: arena.arena, pool: block.pool, block: block.block)
  }

  func name(_ pool: PoolRef) -> PlaceName {
    let arena = arenaName(pool.arena)
    return PlaceName(heap: arena.heap, arena: arena.arena, pool: pool.pool)
  }

  func arenaName(_ handle: Int) -> PlaceName {
    if let slot = picture.slot(ofHandle: handle) { return PlaceName(heap: Int(picture.heap), arena: slot.index) }
    return timeline.withHeap { heap in
      guard heap.isArena(handle) else { return PlaceName(arena: handle) }
      let info = heap.arena(handle)
      return PlaceName(heap: Int(info.heap), arena: info.index)
    }
  }

  // MARK: keeping up

  private func remember(_ outcome: StepOutcome?) {
    if let outcome { rows.remember(outcome, name: { self.name($0) }) }
  }

  private func refresh(heap: UInt32) {
    let position = timeline.position
    var touched: Set<Int>?
    if position == lastPosition + 1 {
      touched = timeline.outcome?.touchedArenas
    } else if position == lastPosition - 1 {
      touched = lastOutcome?.touchedArenas
    }
    timeline.withHeap { picture.update($0, heap: heap, position: position, touched: touched) }
    lastPosition = position
    lastOutcome = timeline.outcome
  }
}

/// Call sites by stack node, looked up once.
struct SiteCache {
  private var known: [UInt32: CallSite?] = [:]

  mutating func site(ofStep step: Int, _ timeline: Timeline) -> CallSite? {
    guard let node = timeline.node(ofStep: step) else { return nil }
    if let site = known[node] { return site }
    let site = timeline.definitions.frame(of: node).map(CallSite.init)
    if known.count > 1 << 16 { known = [:] }
    known[node] = site
    return site
  }
}

extension CallSite {
  /// The frame as it's shown: the file without its folders, but with its package where the name alone says little.
  init(_ frame: Trace.Frame) {
    var file = frame.file
    if let slash = file.lastIndex(of: "/") {
      let name = file[file.index(after: slash)...]
      if name == "__init__.py" || name == "__main__.py" {
        let folder = file[..<slash].split(separator: "/").last.map(String.init) ?? ""
        file = folder.isEmpty ? String(name) : "\(folder)/\(name)"
      } else {
        file = String(name)
      }
    }
    self.init(file: file, line: frame.line ?? 0, function: frame.function)
  }
}
