import HeapCore
import Replay
import Trace

extension SceneBuilder {
  // MARK: title, caption, status

  func title(_ playback: Playback) -> TitleScene {
    let python = timeline.trace.header.python
    return TitleScene(
      file: fileName, python: "CPython \(python.major).\(python.minor)", state: SceneBuilder.words(playback),
      views: ViewKind.allCases.filter { kind in
        ViewKind.always.contains(kind)
          || (kind == .source ? hasSource : kind == .objects ? hasObjects : hasCollectionObjects)
      })
  }

  static func words(_ playback: Playback) -> String {
    switch playback {
    case .paused: "paused"
    case .playing(let steps): "\(steps < 0 ? "back, " : "")\(Numbers.count(abs(steps))) a second"
    }
  }

  /// The last step in words; before the first one, that there was none.
  public func narration() -> Narration {
    guard let outcome = timeline.outcome else {
      return timeline.position == 0 ? .start : .onTheWay(timeline.position)
    }
    var words = Narration(of: outcome, in: narrationContext(outcome))
    if let objects = objectNarration() {
      let sentences = objects.sentences
      if case .moment = outcome.event, let first = sentences.first ?? objects.objectLayer.first {
        words.row1 = ([first] + sentences.dropFirst().prefix(2)).joined(separator: " ")
        words.row2 = [objects.counts, objects.objectLayer.joined(separator: " ")].filter { !$0.isEmpty }
          .joined(separator: " ")
        if words.row2.isEmpty { words.row2 = "No block is taken or given back." }
      } else {
        words.more = (objects.objectLayer + sentences + [objects.counts, words.more]).filter { !$0.isEmpty }
          .joined(separator: " ")
      }
    }
    return words
  }

  func narrationContext(_ outcome: StepOutcome) -> Narration.Context {
    var context = Narration.Context(rules: timeline.trace.header.rules)
    timeline.withHeap { heap in
      context.arenasObtained = heap.totals.arenasAllocated
      for handle in outcome.touchedArenas {
        var arena = Narration.Context.Arena(name: arenaName(handle))
        if outcome.turns.contains(.poolEmptied), heap.isHeld(handle) {
          arena.emptyPools = heap.freePools(of: handle).count
        }
        context.arenas[handle] = arena
      }
      switch outcome.effect {
      case .freed(let block) where outcome.turns.isDisjoint(with: [.poolEmptied, .poolWasFull, .arenaReturned]):
        let chain = heap.freeChain(of: block.poolRef)
        context.follower = chain.count > 1 ? chain[1] : nil
      case .ghost(let address):
        switch heap.locate(recorded: address) {
        case .block(let block)?: context.ghostPool = name(block.poolRef)
        case .pool(let pool)?: context.ghostPool = name(pool)
        default: break
        }
      default: break
      }
    }
    if case .mark(let number) = outcome.event {
      let marks = timeline.definitions.marks
      context.mark = marks.indices.contains(Int(number)) ? marks[Int(number)] : "number \(number)"
    }
    context.subject = label(of: outcome) ?? objectNarration()?.subject
    return context
  }

  /// The label that a written trace gives the block of a step.
  private func label(of outcome: StepOutcome) -> String? {
    let labels = blockLabels()
    guard !labels.isEmpty else { return nil }
    if case .allocation = outcome.event { return labels[outcome.step] }
    return outcome.bornAt.flatMap { labels[$0] }
  }

  func blockLabels() -> [Int: String] {
    if let labels { return labels }
    let read = Dictionary(
      timeline.definitions.labels.map { (Int(clamping: $0.step), $0.text) }, uniquingKeysWith: { $1 })
    labels = read
    return read
  }

  func caption(_ outcome: StepOutcome?) -> CaptionScene {
    let words = narration()
    let site = outcome.flatMap { sites.site(ofStep: $0.step, timeline) }
    return CaptionScene(sign: words.sign, row1: words.row1, row2: words.row2, more: words.more, site: site)
  }

  func status(
    _ outcome: StepOutcome?, _ live: HeapTotals, index: RecordingIndex, _ surroundings: Surroundings,
    _ playback: Playback
  ) -> StatusScene {
    let collections = index.landmarks.collections
    let run = Landmarks.indices(of: collections, in: 0..<timeline.position, step: \.start).count
    let time = outcome?.context.microseconds ?? 0
    let threads = index.overview.buckets.last.map { $0.thread } ?? 0
    let heaps = timeline.withHeap { $0.heaps.count }
    var status = StatusScene(
      position: timeline.position, total: timeline.stepCount, liveBlocks: live.liveBlocks, liveBytes: live.liveBytes,
      rawBlocks: live.rawBlocks, rawBytes: Int(clamping: live.rawBytes), collectionsRun: run,
      collectionsTotal: collections.count, microseconds: time > 0 ? time : nil,
      thread: threads > 1 || (outcome?.context.thread ?? 0) > 1 ? outcome?.context.thread : nil,
      heap: heaps > 1 ? (outcome?.context.heap).map { Int($0) } : nil, indexed: timeline.indexingProgress,
      mismatches: live.mismatches, message: surroundings.message, state: SceneBuilder.words(playback))
    if timeline.trace.hasObjects { status.generations = generationsScene()?.trays ?? [] }
    return status
  }

  // MARK: arenas

  func mapScene(chosen: PlaceName?, outcome: StepOutcome?, rows: Int) -> ArenaMapScene {
    let rules = timeline.trace.header.rules
    var changes: [Int: Change] = [:]
    for change in outcome?.changedBlocks ?? [] where changes[change.block.arena] == nil {
      changes[change.block.arena] = change.change
    }
    // Slots behind the last held one are not drawn, unless the step has just given it back.
    var last = picture.slots.lastIndex { $0.isHeld } ?? -1
    if let arena = outcome?.arena, let slot = picture.slot(ofHandle: arena) { last = max(last, slot.index) }
    let slots = picture.slots.prefix(last + 1)
    let cells = slots.map { slot in
      ArenaCell(
        index: slot.index, usedBytes: slot.usedBytes, capacity: rules.arenaSize, isReturned: !slot.isHeld,
        change: changes[slot.handle] ?? .none)
    }
    let position = chosen.flatMap { place in slots.indices.contains(place.arena) ? place.arena : nil } ?? 0
    // A page holds at most as many arenas as the screen has rows, and begins at a multiple of its size.
    let first = slots.count <= 2 * rows ? 0 : max(position - rows, 0)
    let end = slots.count <= 2 * rows ? slots.count : min(position + rows, slots.count)
    let arenas = slots[first..<end].map { arenaScene($0, outcome: outcome, rules: rules) }
    return ArenaMapScene(
      held: picture.held, arenaSize: rules.arenaSize, poolSize: rules.poolSize, usedBytes: picture.usedBytes,
      cells: cells, arenas: arenas, first: first, chosen: chosen, heap: Int(picture.heap),
      heaps: timeline.withHeap { $0.heaps.count })
  }

  private func arenaScene(_ slot: HeapPicture.Slot, outcome: StepOutcome?, rules: AllocatorRules) -> ArenaScene {
    var tiles = slot.tiles
    if let outcome {
      for change in outcome.changedBlocks where change.block.arena == slot.handle {
        if tiles.indices.contains(change.block.pool) { tiles[change.block.pool].change = change.change }
      }
    }
    var change = Change.none
    if let outcome, outcome.arena == slot.handle {
      if outcome.turns.contains(.newArena) { change = .taken }
      if outcome.turns.contains(.arenaReturned) { change = .given }
    }
    return ArenaScene(
      name: PlaceName(heap: Int(picture.heap), arena: slot.index), base: slot.base, usedBytes: slot.usedBytes,
      size: rules.arenaSize, pools: tiles, isReturned: !slot.isHeld, change: change)
  }

  // MARK: size classes

  func classScene(_ outcome: StepOutcome?, chosen: Int?) -> SizeClassScene {
    let rules = timeline.trace.header.rules
    var rows: [SizeClassRow] = []
    timeline.withHeap { heap in
      for (index, total) in picture.classes.enumerated() {
        let isChanged = outcome?.sizeClass == index
        guard total.pools > 0 || isChanged else { continue }
        let next = heap.ringFront(heap: picture.heap, sizeClass: index).map { name($0) }
        rows.append(
          SizeClassRow(
            sizeClass: index, blockSize: rules.blockSize(index), pools: total.pools, used: total.used,
            free: total.available, next: next, waiting: max(total.waiting - 1, 0),
            change: isChanged ? outcome?.changedBlocks.first?.change ?? .none : .none))
      }
    }
    return SizeClassScene(rows: rows, total: AllocatorRules.sizeClassCount, chosen: chosen)
  }

  // MARK: call stacks

  func stackScene(_ outcome: StepOutcome?) -> StackScene {
    guard let outcome else {
      return StackScene(frames: [], title: "the start", absence: "No step has run yet.")
    }
    if case .free = outcome.event, let born = outcome.bornAt {
      var scene = stackScene(ofStep: born, isRequest: true)
      scene.title = "taken at \(scene.title)"
      return scene
    }
    return stackScene(ofStep: outcome.step, isRequest: outcome.event.isRequest)
  }

  func stackScene(ofStep step: Int, isRequest: Bool) -> StackScene {
    let title = "event \(Numbers.count(step))"
    let frames = timeline.stack(ofStep: step).map { CallSite($0) }
    if !frames.isEmpty { return StackScene(frames: frames, title: title) }
    let absence: String
    if !isRequest {
      absence = "This step asks for no memory, so it has no call stack."
    } else if !timeline.hasSites {
      absence = "This recording has no call stacks."
    } else {
      absence = "No Python code was running."
    }
    return StackScene(frames: [], title: title, absence: absence)
  }
}
