import HeapCore
import Replay

extension SceneBuilder {
  /// The pool that a place lies in with every block; nil where there is no such arena now.
  func poolScene(_ place: PlaceName, isChosen: Bool, outcome: StepOutcome?) -> PoolScene? {
    guard let handle = handle(of: place) else { return nil }
    // Of an arena as a whole the first pool in use is shown.
    let first = picture.slot(ofHandle: handle)?.tiles.firstIndex { $0.used > 0 }
    let reference = PoolRef(arena: handle, pool: place.pool ?? first ?? 0)
    let changed = (outcome?.changedBlocks ?? []).filter { $0.block.poolRef == reference }
    return timeline.withHeap { heap in
      guard heap.isHeld(handle) else { return nil }
      let arena = heap.arena(handle)
      guard reference.pool < arena.poolCount else { return nil }
      let info = heap.pool(reference)
      let rules = heap.rules
      let name = PlaceName(heap: Int(arena.heap), arena: arena.index, pool: reference.pool)
      guard let sizeClass = info.sizeClass else {
        return PoolScene(
          name: name, base: info.address, state: .notCarved, sizeClass: 0, blockSize: 0, blocks: [], chain: [],
          isChosen: isChosen,
          note: "Not carved yet: an arena cuts its pools in the order of their addresses, when no other pool has room.")
      }
      let chain = heap.freeChain(of: reference)
      var blocks = heap.blocks(of: reference).map { state in
        switch state {
        case .used: BlockTile(.used)
        case .free: BlockTile(.free)
        case .notCarved: BlockTile(.notCarved)
        case .ghost: BlockTile(.ghost)
        }
      }
      for (order, block) in chain.enumerated() where blocks.indices.contains(block) {
        blocks[block].order = UInt8(clamping: order < 255 ? order + 1 : 0)
      }
      for change in changed where blocks.indices.contains(change.block.block) {
        blocks[change.block.block].change = change.change
      }
      let state: PoolTile.State = info.state == .full ? .full : info.state == .empty ? .empty : .used
      return PoolScene(
        name: name, base: info.address, state: state, sizeClass: sizeClass, blockSize: rules.blockSize(sizeClass),
        headerSize: AllocatorRules.poolHeaderSize, blocks: blocks, chain: chain,
        chosen: place.block ?? changed.first?.block.block, isChosen: isChosen,
        header: header(info, arena: arena, outcome: changed.isEmpty ? nil : outcome),
        note: note(info, heap: heap, arena: arena, reference: reference),
        delta: changed.isEmpty ? "" : delta(name, info, chain: chain.count, outcome: outcome))
    }
  }

  private func header(_ info: PoolInfo, arena: ArenaInfo, outcome: StepOutcome?) -> [PoolScene.HeaderField] {
    let turns = outcome?.turns ?? []
    var change = Change.none
    switch outcome?.effect {
    case .placed?: change = .taken
    case .freed?: change = .given
    case .moved?: change = .touched
    default: break
    }
    let links: Change = turns.isDisjoint(with: [.newPool, .poolWasFull, .poolFilled, .poolEmptied]) ? .none : .touched
    return [
      .init("count", Numbers.count(info.count), change: change),
      .init("freeblock", info.freeblock.map { "block \($0)" } ?? "null", change: change == .none ? .none : .touched),
      .init("nextpool", words(info.next), change: links),
      .init("prevpool", words(info.previous), change: links),
      .init("arenaindex", "\(arena.index)"), .init("szidx", "\(info.szidx)"),
      .init(
        "nextoffset", Numbers.count(info.nextoffset),
        change: turns.isDisjoint(with: [.nextBlockCarved, .poolCarved]) ? .none : .touched),
      .init("maxnextoffset", Numbers.count(info.maxnextoffset)),
    ]
  }

  private func words(_ link: PoolLink) -> String {
    switch link {
    case .null: "null"
    case .pool(let pool): "pool \(name(pool))"
    case .usedpools: "usedpools"
    }
  }

  /// Where the pool stands among those of its size.
  private func note(_ info: PoolInfo, heap: borrowing Heap, arena: ArenaInfo, reference: PoolRef) -> String {
    let size = info.sizeClass.map { heap.rules.blockSize($0) } ?? 0
    switch info.state {
    case .notCarved: return ""
    case .full: return "full, so in no ring; one block given back brings it to the front"
    case .empty:
      let count = heap.freePools(of: reference.arena).count
      return count == 1
        ? "the only empty pool of arena \(arena.index): any size may use it"
        : "one of \(count) empty pools of arena \(arena.index): any size may use it"
    case .used:
      guard let sizeClass = info.sizeClass else { return "" }
      let waiting = picture.heap == arena.heap ? picture.classes[sizeClass].waiting : 0
      if waiting <= 1 { return "the only pool in use with \(size)-byte blocks that has free ones" }
      let isFront = heap.ringFront(heap: arena.heap, sizeClass: sizeClass) == reference
      return isFront
        ? "serves \(size)-byte blocks next; \(Numbers.count(waiting - 1, "pool")) \(waiting == 2 ? "waits" : "wait") "
          + "behind it in the ring"
        : "one of \(Numbers.count(waiting)) pools in the ring of \(size)-byte blocks"
    }
  }

  /// `+ pool 2.42: 190 → 191 used, 10 → 9 free`.
  private func delta(_ name: PlaceName, _ info: PoolInfo, chain: Int, outcome: StepOutcome?) -> String {
    guard let outcome else { return "" }
    switch outcome.effect {
    case .placed:
      let isCut = outcome.turns.contains(.nextBlockCarved) || outcome.turns.contains(.poolCarved)
      return "+ pool \(name): \(info.count - 1) → \(info.count) used, \(isCut ? chain : chain + 1) → \(chain) free"
    case .freed: return "- pool \(name): \(info.count + 1) → \(info.count) used, \(chain - 1) → \(chain) free"
    default: return ""
    }
  }

  // MARK: one block

  /// The chosen block with its history, or the one that the step changed.
  func blockScene(_ selection: Selection, pool: PoolScene?, outcome: StepOutcome?) -> BlockScene? {
    if case .raw(let address) = selection.thing, selection.isChosen { return rawBlockScene(address) }
    if !selection.isChosen, pool?.blocks.contains(where: { $0.change != .none }) != true,
      case .rawPlaced(let address)? = outcome?.effect
    {
      return rawBlockScene(address)
    }
    guard let pool, !pool.blocks.isEmpty, let number = pool.chosen ?? pool.chain.first ?? pool.blocks.indices.first,
      pool.blocks.indices.contains(number)
    else { return nil }
    let name = PlaceName(heap: pool.name.heap, arena: pool.name.arena, pool: pool.name.pool, block: number)
    guard let handle = handle(of: name), let poolNumber = name.pool else { return nil }
    let reference = BlockRef(arena: handle, pool: poolNumber, block: number)
    let state = timeline.withHeap { $0.block(reference) }
    let address = timeline.withHeap { $0.address(of: reference) }
    var scene = BlockScene(
      name: name, address: address, state: .free, sizeClass: pool.sizeClass, blockSize: pool.blockSize,
      change: pool.blocks[number].change)
    switch state {
    case .used(let since, let size, let domain):
      scene.state = .used
      scene.asked = size
      describe(&scene, since: since, domain: domain)
    case .free:
      scene.order = pool.chain.firstIndex(of: number).map { $0 + 1 }
    case .notCarved: scene.state = .notCarved
    case .ghost: scene.state = .ghost
    }
    scene.before = history.tenants(of: address, at: timeline.position)
    if scene.before.isEmpty, scene.state == .free, let outcome, outcome.changedBlocks.first?.block == reference,
      let size = outcome.oldSize
    {
      scene.before = ["\(Numbers.bytes(Int(clamping: size))), freed at event \(Numbers.count(outcome.step))"]
    }
    return scene
  }

  private func rawBlockScene(_ address: UInt64) -> BlockScene? {
    guard let raw = timeline.withHeap({ $0.rawBlock(address) }) else { return nil }
    var scene = BlockScene(
      name: nil, address: address, state: .used, sizeClass: nil, blockSize: Int(clamping: raw.size),
      asked: Int(clamping: raw.size))
    describe(&scene, since: raw.since, domain: raw.domain)
    return scene
  }

  private func describe(_ scene: inout BlockScene, since: Int, domain: Domain) {
    scene.domain = domain == .obj ? "OBJ" : domain == .mem ? "MEM" : "RAW"
    scene.since = since
    let age = timeline.position - 1 - since
    scene.age = age <= 0 ? "this step" : "\(Numbers.count(age, "event")) ago"
    scene.site = sites.site(ofStep: since, timeline)
    scene.stack = stackScene(ofStep: since, isRequest: domain != .raw)
  }

  // MARK: requests above 512 bytes

  func rawScene(_ state: ViewState, selection: Selection, outcome: StepOutcome?, rows: Int) -> RawScene {
    var all: [RawBlock] = []
    var steps = [513, 1024, 4096, 16384, 65536, 262_144, 1 << 20].map { RawScene.Step(atLeast: $0, count: 0, bytes: 0) }
    var small = RawScene.Step(atLeast: 0, count: 0, bytes: 0)
    timeline.withHeap { heap in
      all.reserveCapacity(heap.totals.rawBlocks)
      heap.forEachRaw { block in
        all.append(block)
        let size = Int(clamping: block.size)
        if let place = steps.lastIndex(where: { size >= $0.atLeast }) {
          steps[place].count += 1
          steps[place].bytes = steps[place].bytes.addingReportingOverflow(size).partialValue
        } else {
          small.count += 1
          small.bytes = small.bytes.addingReportingOverflow(size).partialValue
        }
      }
    }
    all.sort { ($0.size, $1.address) > ($1.size, $0.address) }
    let row = state.rows[.rawList] ?? Self.row(of: selection, in: all) ?? 0
    let chosen = min(max(row, 0), max(all.count - 1, 0))
    let first = max(min(chosen - rows / 3, all.count - rows), 0)
    var changed: [UInt64: Change] = [:]
    switch outcome?.effect {
    case .rawPlaced(let address)?: changed[address] = .taken
    case .moved(_, .raw(let address), _)?: changed[address] = .resized
    default: break
    }
    let shown = all[first..<min(first + rows, all.count)].map { block in
      RawRow(
        address: block.address, size: Int(clamping: block.size),
        domain: block.domain == .obj ? "OBJ" : block.domain == .mem ? "MEM" : "RAW", since: block.since,
        site: sites.site(ofStep: block.since, timeline), change: changed[block.address] ?? .none)
    }
    let bytes = Int(clamping: timeline.withHeap { $0.totals.rawBytes })
    return RawScene(
      rows: shown, first: first, count: all.count, bytes: bytes, steps: small.count > 0 ? [small] + steps : steps,
      chosen: chosen)
  }

  /// The number of the block that is chosen, or in which the chosen object lies.
  private static func row(of selection: Selection, in blocks: [RawBlock]) -> Int? {
    guard selection.isChosen else { return nil }
    switch selection.thing {
    case .raw(let address), .object(let address):
      return blocks.firstIndex { $0.address <= address && address - $0.address < $0.size }
    default: return nil
    }
  }
}
