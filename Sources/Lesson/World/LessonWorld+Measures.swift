import HeapCore
import ObjectGraph
import Trace

extension LessonWorld {
  /// Says what a measure is at a point.
  func value(of measure: Measure, at point: Point) throws(Unknown) -> LessonValue {
    guard let mark = measure.since else { return try valueNow(of: measure, at: point) }
    let marks = counts.marks.filter { $0.moment <= point.moment }
    guard let start = marks.last(where: { $0.name == mark }) else {
      throw Unknown(NearestWord.unknown("mark before this", mark, among: marks.map(\.name)))
    }
    guard case .number(let now) = try valueNow(of: measure, at: point),
      case .number(let then) = try valueNow(of: measure, at: Point(moment: start.moment))
    else { throw Unknown("only numbers change by an amount") }
    return .number(now - then)
  }

  private func valueNow(of measure: Measure, at point: Point) throws(Unknown) -> LessonValue {
    switch measure.word.arguments {
    case .list:
      guard objects != nil else {
        throw Unknown("the trace says nothing of free lists: only Python statements use them")
      }
      _ = graph(at: point.moment)
      return .number(objects?.history.kept(inList: measure.list ?? "") ?? 0)
    case .none, .optionalSize, .size: return try heapValue(measure, at: point)
    case .generation, .optionalGeneration: return try collectorValue(measure, at: point)
    case .twoThings: return .truth(try same(measure.things[0], measure.things[1], at: point))
    case .thing: return try thingValue(measure.word, measure.things[0], at: point)
    }
  }

  // MARK: The heap

  private func sums(at moment: Int) -> StepCounts.Sums { counts.sums[moment] ?? StepCounts.Sums() }

  private func heapValue(_ measure: Measure, at point: Point) throws(Unknown) -> LessonValue {
    let sums = sums(at: point.moment)
    switch measure.word {
    case .requests: return .number(sums.requests)
    case .reallocs: return .number(sums.reallocs)
    case .frees: return .number(sums.frees)
    case .peak: return .number(sums.peak)
    case .collected: return .number(sums.collected)
    case .served: return .text(try served(at: point.moment))
    case .objects:
      guard let graph = graph(at: point.moment) else { throw Unknown("the trace says nothing of objects") }
      return .number(graph.objects.count { $0.isAlive })
    default: break
    }
    return try heap(at: point.moment) { heap throws(Unknown) in
      let totals = heap.totals
      switch measure.word {
      case .arenas: return .number(totals.arenas)
      case .obtained: return .number(totals.arenasAllocated)
      case .returned: return .number(totals.arenasAllocated - totals.arenas)
      case .held: return .number(totals.arenas * heap.rules.arenaSize)
      case .raw: return .number(totals.rawBlocks)
      case .rawbytes: return .number(Int(clamping: totals.rawBytes))
      case .asked: return .number(totals.requestedBytes)
      case .resident: return .number(Self.resident(heap))
      case .next: return .block(try Self.next(measure.number ?? 0, in: heap))
      default: return .number(try Self.number(measure, in: heap))
      }
    }
  }

  private static func number(_ measure: Measure, in heap: borrowing Heap) throws(Unknown) -> Int {
    guard let statistics = heap.statistics(of: 0) else { throw Unknown("there is no heap") }
    var classes = statistics.classes
    if let size = measure.number {
      guard let sizeClass = heap.rules.sizeClass(of: UInt64(max(0, size))) else {
        throw Unknown("\(size) bytes are no size of a pool's blocks: those have 1 to 512")
      }
      classes = [classes[sizeClass]]
    }
    return switch measure.word {
    case .pools: classes.reduce(0) { $0 + $1.pools }
    case .blocks: classes.reduce(0) { $0 + $1.used }
    case .free: classes.reduce(0) { $0 + $1.available }
    case .freepools: statistics.unusedPools
    default: statistics.allocatedBytes
    }
  }

  /// Bytes of the pages that the pools' blocks have reached.
  private static func resident(_ heap: borrowing Heap) -> Int {
    var bytes = 0
    for arena in heap.heldArenas {
      let info = heap.arena(arena)
      for pool in 0..<info.poolCount {
        let state = heap.pool(PoolRef(arena: arena, pool: pool))
        guard state.state != .notCarved else { continue }
        bytes += min(heap.rules.poolSize, (state.nextoffset + 4095) / 4096 * 4096)
      }
    }
    return bytes
  }

  /// The block that `pymalloc_alloc` would hand out.
  private static func next(_ size: Int, in heap: borrowing Heap) throws(Unknown) -> LessonBlock {
    guard let sizeClass = heap.rules.sizeClass(of: UInt64(max(0, size))) else {
      throw Unknown("\(size) bytes come from malloc: pools serve 1 to 512")
    }
    if let front = heap.ringFront(heap: 0, sizeClass: sizeClass), let free = heap.pool(front).freeblock {
      return block(BlockRef(arena: front.arena, pool: front.pool, block: free), in: heap)
    }
    guard let arena = heap.usableArenas(of: 0).first else {
      // A new arena: its first pool, its first block.
      let number = heap.arenaSlots(of: 0).firstIndex { !heap.isHeld($0) } ?? heap.arenaSlots(of: 0).count
      return LessonBlock(
        address: 0, place: LessonBlock.Place(arena: number, pool: 0, block: 0), reference: nil)
    }
    let info = heap.arena(arena)
    guard let pool = heap.freePools(of: arena).first else {
      return LessonBlock(
        address: info.firstPool + UInt64(info.carvedPools * heap.rules.poolSize + AllocatorRules.poolHeaderSize),
        place: LessonBlock.Place(arena: info.index, pool: info.carvedPools, block: 0),
        reference: BlockRef(arena: arena, pool: info.carvedPools, block: 0))
    }
    let reference = PoolRef(arena: arena, pool: pool)
    let state = heap.pool(reference)
    // A pool that served the class before goes on with its chain, another one is cut anew.
    let number = state.sizeClass == sizeClass ? state.freeblock ?? 0 : 0
    return LessonBlock(
      address: state.address + UInt64(AllocatorRules.poolHeaderSize + number * heap.rules.blockSize(sizeClass)),
      place: LessonBlock.Place(arena: info.index, pool: pool, block: number),
      reference: BlockRef(arena: arena, pool: pool, block: number))
  }

  // MARK: The collector

  private func collectorValue(_ measure: Measure, at point: Point) throws(Unknown) -> LessonValue {
    if let generation = measure.number, !(0...3).contains(generation) {
      throw Unknown("there are the generations 0, 1 and 2")
    }
    let generation = measure.number ?? 0
    if measure.word == .collections {
      let counts = sums(at: point.moment).collections
      return .number(measure.number == nil ? counts.reduce(0, +) : counts[min(2, generation)])
    }
    guard let graph = graph(at: point.moment) else {
      throw Unknown("the trace says nothing of the collector's counts: only written objects are counted")
    }
    switch measure.word {
    case .count: return .number(graph.counters.counts[min(2, generation)])
    case .threshold: return .number(graph.counters.thresholds[min(2, generation)])
    default: return .number(graph.count(of: GenerationList(rawValue: generation) ?? .old))
    }
  }

  // MARK: Things

  private func same(_ left: ThingName, _ right: ThingName, at point: Point) throws(Unknown) -> Bool {
    if case .object(let first, _, _) = try thing(left, at: point, mayBeGone: true),
      case .object(let second, _, _) = try thing(right, at: point, mayBeGone: true), first == second
    {
      return true
    }
    let first = try place(of: left, at: point, mayBeGone: true)
    return try first.address == place(of: right, at: point, mayBeGone: true).address
  }

  /// The block in which a thing is, or was.
  func place(of name: ThingName, at point: Point, mayBeGone: Bool = false) throws(Unknown) -> LessonBlock {
    switch try thing(name, at: point, mayBeGone: mayBeGone) {
    case .block(let block, _): return try birthplace(block)
    case .object(let id, let object, _):
      guard let address = objects?.block(of: id), address != 0 else {
        throw Unknown("`\(shown(name.text))` has no block: it's there from the start")
      }
      // Of a dead object nothing but its birth says where it was.
      let moment = object.isAlive ? point.moment : objects?.history.birth(of: id) ?? point.moment
      return try block(recorded: address, at: moment)
    case .recorded(let address, _): return try block(recorded: address, at: point.moment)
    }
  }

  private func thingValue(_ word: MeasureWord, _ name: ThingName, at point: Point) throws(Unknown) -> LessonValue {
    switch word {
    case .alive, .dead:
      let isAlive = try isAlive(name, at: point)
      return .truth(word == .alive ? isAlive : !isAlive)
    case .refcount, .references, .tracked, .immortal: return try objectValue(word, name, at: point)
    case .value, .type: return try content(word, name, at: point)
    case .size:
      if case .block(let block, _) = try thing(name, at: point) { return .number(Int(clamping: block.size)) }
      if case .object(_, let object, _) = try thing(name, at: point) {
        return .number(Int(clamping: object.blocks.reduce(0) { $0 + $1.size }))
      }
    case .cost:
      if case .object(_, let object, _) = try thing(name, at: point) {
        return .number(object.blocks.reduce(0) { $0 + Self.cost(of: $1) })
      }
    default: break
    }
    let block = try place(of: name, at: point)
    switch word {
    case .pool:
      guard let place = block.place else { throw Unknown("`\(shown(name.text))` is in no pool: malloc serves it") }
      return .pool(arena: place.arena, pool: place.pool)
    case .arena:
      guard let place = block.place else { throw Unknown("`\(shown(name.text))` is in no arena: malloc serves it") }
      return .number(place.arena)
    case .index:
      guard let place = block.place else { throw Unknown("`\(shown(name.text))` is in no pool: malloc serves it") }
      return .number(place.block)
    case .address: return .text("0x" + String(block.address, radix: 16))
    case .size, .cost: return .number(try bytes(of: block, asked: word == .size, at: point.moment))
    default: return .block(block)
    }
  }

  /// Bytes that a block takes: of a pool's, those of its class.
  private static func cost(of block: ObjectBlock) -> Int {
    let isSmall = block.domain != .raw && block.size <= 512
    return Int(clamping: isSmall ? (max(1, block.size) + 15) / 16 * 16 : block.size)
  }

  private func bytes(of block: LessonBlock, asked: Bool, at moment: Int) throws(Unknown) -> Int {
    try heap(at: moment) { heap throws(Unknown) in
      guard let reference = block.reference else { return Int(clamping: heap.rawBlock(block.address)?.size ?? 0) }
      if asked, case .used(_, let size, _) = heap.block(reference) { return size }
      return heap.rules.blockSize(heap.pool(reference.poolRef).sizeClass ?? 0)
    }
  }

  private func isAlive(_ name: ThingName, at point: Point) throws(Unknown) -> Bool {
    switch try thing(name, at: point, mayBeGone: true) {
    case .block(_, let isAlive): return isAlive
    case .object(_, let object, _): return object.isAlive
    case .recorded(let address, let object):
      if object != nil { return true }
      // Its name is gone: it lives if its block still holds what was there.
      return try heap(at: point.moment) { heap throws(Unknown) in
        switch heap.locate(recorded: address) {
        case .block(let reference)?:
          if case .used = heap.block(reference) { return true }
          return false
        case .raw?: return true
        default: return false
        }
      }
    }
  }

  /// The value of a number or text, or the type of an object.
  private func content(_ word: MeasureWord, _ name: ThingName, at point: Point) throws(Unknown) -> LessonValue {
    let type: String
    let value: String?
    switch try thing(name, at: point) {
    case .block: throw Unknown("`\(shown(name.text))` is a block of bytes: only objects have a type and a value")
    case .object(let id, let object, _): (type, value) = (object.type, objects?.value(of: id))
    case .recorded(_, let object):
      guard let object else { throw Unknown("the recording says nothing of the object `\(shown(name.text))`") }
      (type, value) = (object.type, object.value)
    }
    if word == .type { return .text(type) }
    guard let value else {
      throw Unknown("`\(shown(name.text))` is a \(shown(type)): only numbers and texts have a value to compare")
    }
    if let number = Int(value) { return .number(number) }
    // Texts are known as Python shows them, in quotes.
    let isQuoted = value.count > 1 && value.first == value.last && (value.first == "'" || value.first == "\"")
    return .text(isQuoted ? String(value.dropFirst().dropLast()) : value)
  }

  private func objectValue(_ word: MeasureWord, _ name: ThingName, at point: Point) throws(Unknown) -> LessonValue {
    switch try thing(name, at: point) {
    case .block: throw Unknown("`\(shown(name.text))` is a block of bytes: only objects are counted")
    case .object(_, let object, _):
      switch word {
      case .refcount: return .number(object.referenceCount)
      case .references: return .number(object.attributes.count)
      case .tracked: return .truth(object.place != nil)
      default: return .truth(object.isImmortal)
      }
    case .recorded(_, let object):
      guard let object else { throw Unknown("the recording says nothing of the object `\(shown(name.text))`") }
      switch word {
      case .refcount:
        guard let count = object.referenceCount else {
          throw Unknown("`\(shown(name.text))` is immortal: its count says nothing")
        }
        return .number(Int(clamping: count))
      case .references: return .number(object.references.count)
      case .immortal: return .truth(object.referenceCount == nil)
      default: throw Unknown("the recording doesn't say whether `\(shown(name.text))` is tracked")
      }
    }
  }
}
