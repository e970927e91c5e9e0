import HeapCore
import Replay
import Trace

/// The steps around the moment as rows; those that were seen happening are kept with all that was known of them.
struct EventRows {
  private var seen: [Int: EventRow] = [:]
  private var frame = -1
  private var steps: [Step] = []
  private var earlier: (frame: Int, steps: [Step]) = (-1, [])
  /// The steps of the last scene, and those that were replayed to know all of them.
  private var shown = 0..<0
  private var explained = 0..<0

  /// Keeps a step that has just been explained.
  mutating func remember(_ outcome: StepOutcome, name: (BlockRef) -> PlaceName) {
    if seen[outcome.step] != nil { return }
    if seen.count > 4096 { (seen, explained) = ([:], 0..<0) }
    var row = EventRow(step: outcome.step, kind: .other, what: "", place: "")
    switch outcome.effect {
    case .placed(let block):
      row.kind = .taken
      row.place = name(block).description
    case .freed(let block):
      row.kind = .given
      row.place = name(block).description
    case .resizedInPlace(let block):
      row.kind = .resized
      row.place = name(block).description
    case .moved(_, let to, _):
      row.kind = .resized
      if case .block(let block) = to { row.place = name(block).description } else { row.place = "malloc" }
    case .rawPlaced:
      row.kind = .taken
      row.place = "malloc"
    case .rawFreed:
      row.kind = .given
      row.place = "malloc"
    case .ghost, .none: return
    }
    row.sizeClass = outcome.sizeClass
    row.given = outcome.blockSize
    switch outcome.event {
    case .allocation(_, _, let size, _), .realloc(_, _, let size, _): row.asked = Int(clamping: size)
    case .free: row.asked = outcome.oldSize.map { Int(clamping: $0) }
    default: break
    }
    seen[outcome.step] = row
  }

  /// Finds out what the rows of the last scene can't know from the moment alone; false when there is nothing left to do.
  mutating func explain(_ timeline: Timeline) -> Bool {
    guard !shown.isEmpty, explained.lowerBound > shown.lowerBound || explained.upperBound < shown.upperBound else {
      return false
    }
    let wanted = shown
    let isDone = try? timeline.explain(wanted) { outcome, heap in
      var places: [Int: ArenaInfo] = [:]
      for change in outcome.changedBlocks { places[change.block.arena] = heap.arena(change.block.arena) }
      remember(outcome) { block in
        let arena = places[block.arena]
        return PlaceName(
          heap: Int(arena?.heap ?? 0), arena: arena?.index ?? block.arena, pool: block.pool, block: block.block)
      }
    }
    // A damaged part of the trace, or one that is far away, stays as it is.
    explained = wanted
    return isDone ?? false
  }

  /// The rows for the last `count` steps, newest first; with the coming ones above if `showsFuture`.
  mutating func scene(
    _ timeline: Timeline, sites: inout SiteCache, count: Int, names: (BlockRef) -> PlaceName, chosen: Int?,
    showsFuture: Bool
  ) -> EventLogScene {
    let position = timeline.position
    let center = chosen ?? position - 1
    let ahead = showsFuture ? min(count / 3, max(timeline.stepCount - center - 1, 0)) : chosen == nil ? 0 : count / 3
    let newest = min(center + ahead, timeline.stepCount - 1)
    let oldest = max(newest - count + 1, 0)
    shown = oldest..<max(newest + 1, oldest)
    var rows: [EventRow] = []
    if newest >= oldest {
      rows.reserveCapacity(newest - oldest + 1)
      for number in stride(from: newest, through: oldest, by: -1) {
        guard var row = row(number, timeline, names: names) else { continue }
        row.site = sites.site(ofStep: number, timeline)
        rows.append(row)
      }
    }
    return EventLogScene(
      rows: rows, current: position > 0 ? position - 1 : nil, chosen: chosen, total: timeline.stepCount)
  }

  /// The place of the last step up to the moment that was about a pool's block which is still there; nil if none was of
  /// late.
  mutating func lastPlace(_ timeline: Timeline, at place: (UInt64) -> PlaceName?) -> PlaceName? {
    var number = timeline.position - 1
    for _ in 0..<512 where number >= 0 {
      let address: UInt64?
      switch step(number, timeline) {
      case .allocation(_, let domain, let size, let at)? where domain != .raw && (1...512).contains(size): address = at
      case .realloc(let domain, _, let size, let at)? where domain != .raw && (1...512).contains(size): address = at
      case .free(let domain, let at)? where domain != .raw: address = at
      default: address = nil
      }
      if let address, let found = place(address), found.block != nil { return found }
      number -= 1
    }
    return nil
  }

  private mutating func row(_ number: Int, _ timeline: Timeline, names: (BlockRef) -> PlaceName) -> EventRow? {
    if let row = seen[number] { return row }
    guard let step = step(number, timeline) else { return nil }
    let rules = timeline.trace.header.rules
    var row = EventRow(step: number, kind: .other, what: "", place: "")
    switch step {
    case .allocation(_, let domain, let size, let address):
      row.kind = .taken
      row.asked = Int(clamping: size)
      place(&row, domain == .raw ? nil : rules.sizeClass(of: size), address, timeline, names)
    case .realloc(let domain, _, let size, let address):
      row.kind = .resized
      row.asked = Int(clamping: size)
      place(&row, domain == .raw ? nil : rules.sizeClass(of: size), address, timeline, names)
    case .free(let domain, let address):
      row.kind = .given
      row.place = "malloc"
      if domain != .raw, let block = block(at: address, timeline) {
        row.sizeClass = block.sizeClass
        row.given = rules.blockSize(block.sizeClass)
        row.place = names(block.reference).description
      } else {
        let gone = timeline.index.landmarks.arenas(in: number..<max(timeline.position, number))
        // Without an arena that went back since, an address outside all arenas is malloc's.
        let isGone = domain != .raw && gone.contains { !$0.isObtained }
        row.place = isGone ? "back at \(Numbers.address(address))" : "back to malloc"
        // Addresses of written traces are names: where the block was, nothing says any more.
        if domain != .raw, timeline.trace.header.placements == .symbolic { row.place = "given back" }
      }
    case .failed(_, _, let size, _):
      row.kind = .failed
      row.asked = Int(clamping: size)
      row.place = "nothing"
    case .collectionStart(let generation):
      row.kind = .collection
      row.place = "collection of generation \(generation) begins"
    case .collectionStop(let generation, let collected, _):
      row.kind = .collection
      row.place = "collection of generation \(generation) ends, \(Numbers.count(Int(clamping: collected))) unreachable"
    case .mark(let mark):
      row.kind = .mark
      let marks = timeline.definitions.marks
      row.place = "mark " + (marks.indices.contains(Int(mark)) ? marks[Int(mark)] : "\(mark)")
    case .fork: row.place = "the program forks"
    case .moment: row.place = "above the allocator"
    }
    return row
  }

  private func place(
    _ row: inout EventRow, _ sizeClass: Int?, _ address: UInt64, _ timeline: Timeline, _ names: (BlockRef) -> PlaceName
  ) {
    row.sizeClass = sizeClass
    row.place = "malloc"
    guard let sizeClass else { return }
    let rules = timeline.trace.header.rules
    row.given = rules.blockSize(sizeClass)
    row.place = Numbers.address(address)
    timeline.withHeap { heap in
      // The arena is where it was; the pool may have another class by now, so the block is counted by its own size.
      let found = heap.locate(recorded: address)
      let pool: PoolRef
      switch found {
      case .block(let block)?: pool = block.poolRef
      case .pool(let reference)?: pool = reference
      default: return
      }
      let offset = Int(address & UInt64(rules.poolSize - 1)) - AllocatorRules.poolHeaderSize
      guard offset >= 0, offset % rules.blockSize(sizeClass) == 0 else { return }
      row.place =
        names(BlockRef(arena: pool.arena, pool: pool.pool, block: offset / rules.blockSize(sizeClass))).description
    }
  }

  /// The block that lies at an address now, if the address is where a block begins.
  private func block(at address: UInt64, _ timeline: Timeline) -> (reference: BlockRef, sizeClass: Int)? {
    timeline.withHeap { heap in
      guard case .block(let block)? = heap.locate(recorded: address),
        let sizeClass = heap.pool(block.poolRef).sizeClass
      else { return nil }
      let offset = Int(address & UInt64(heap.rules.poolSize - 1)) - AllocatorRules.poolHeaderSize
      return offset % heap.rules.blockSize(sizeClass) == 0 ? (block, sizeClass) : nil
    }
  }

  /// One step of the trace, from the frame around it, which is decoded once.
  private mutating func step(_ number: Int, _ timeline: Timeline) -> Step? {
    let trace = timeline.trace
    if frame >= 0, let step = Self.pick(number, trace.frames[frame].first, steps) { return step }
    if earlier.frame >= 0, let step = Self.pick(number, trace.frames[earlier.frame].first, earlier.steps) {
      return step
    }
    guard let index = trace.frameIndex(ofStep: number) else { return nil }
    let decoded = Self.decode(trace, frame: index)
    earlier = (frame, steps)
    (frame, steps) = (index, decoded)
    return Self.pick(number, trace.frames[index].first, steps)
  }

  private static func pick(_ number: Int, _ first: Int, _ steps: [Step]) -> Step? {
    steps.indices.contains(number - first) ? steps[number - first] : nil
  }

  private static func decode(_ trace: TraceFile, frame index: Int) -> [Step] {
    var decoder = EventDecoder(rules: trace.header.rules)
    guard (try? trace.load(trace.frames[index], into: &decoder)) != nil else { return [] }
    var steps: [Step] = []
    steps.reserveCapacity(trace.frames[index].count)
    while let record = try? decoder.next() {
      if case .step(let step) = record { steps.append(step) }
    }
    return steps
  }
}
