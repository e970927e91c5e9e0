import Collector

/// The objects of one collection with who holds whom, as they were when it began.
final class CollectedObjectList {
  private let candidates: CandidateSet
  private let names: CandidateNames
  private let holders: ObjectHolders
  private var cycles: CycleFinder
  private let left: [Bool]?
  private var listed: (order: ObjectOrder, filter: ObjectFilter, isWithCycles: Bool, objects: [Int32])?
  private var path: (object: Int32, objects: [Int32]?)?

  /// O(objects + references).
  init(_ candidates: CandidateSet, names: CandidateNames, left: [Bool]?) {
    self.candidates = candidates
    self.names = names
    self.left = left
    holders = ObjectHolders(candidates)
    cycles = CycleFinder(count: candidates.count)
  }

  var isBusy: Bool { !cycles.isDone }

  /// Looks for cycles for a while.
  func work() { cycles.advance(candidates, references: 1 << 14) }

  /// The rows around the chosen object and what there is to know of it.
  func scene(
    collection: Int, generation: Int, chosen: Int32?, order: ObjectOrder, filter: ObjectFilter, rows: Int,
    block: (Int32) -> String
  ) -> ObjectsScene {
    let objects = list(order, filter)
    let chosen = chosen.flatMap { Int($0) < candidates.count ? $0 : nil } ?? objects.first
    let place = chosen.flatMap { objects.firstIndex(of: $0) } ?? 0
    let first = min(max(place - rows / 2, 0), max(objects.count - rows, 0))
    return ObjectsScene(
      collection: collection, generation: generation, total: candidates.count, listed: objects.count, first: first,
      rows: objects[first..<min(first + rows, objects.count)].map { row($0) }, words: words(order, filter),
      cycles: cycles.isDone ? cycles.count : nil, detail: chosen.map { detail($0, block: block($0), limit: rows) })
  }

  private func words(_ order: ObjectOrder, _ filter: ObjectFilter) -> String {
    switch filter {
    case .all: order.words
    case .cycles: "in cycles, \(order.words)"
    case .left: "those that left, \(order.words)"
    case .typeOf(let object): "\(names.type(of: Int32(clamping: object))), \(order.words)"
    }
  }

  private func list(_ order: ObjectOrder, _ filter: ObjectFilter) -> [Int32] {
    if let listed, listed.order == order, listed.filter == filter, listed.isWithCycles == cycles.isDone {
      return listed.objects
    }
    let all = 0..<Int32(candidates.count)
    var objects: [Int32]
    switch filter {
    case .all: objects = Array(all)
    case .cycles: objects = all.filter { cycles.cycles[Int($0)] > 0 }
    case .left: objects = all.filter { left?[Int($0)] ?? false }
    case .typeOf(let object): objects = all.filter { names.isSameType($0, Int32(clamping: object)) }
    }
    switch order {
    case .collector: break
    case .type: objects.sort { (names.type(of: $0), $0) < (names.type(of: $1), $1) }
    case .references:
      objects.sort { (-candidates.referenceCounts[Int($0)], $0) < (-candidates.referenceCounts[Int($1)], $1) }
    case .holders: objects.sort { (-holders.holders(of: $0).count, $0) < (-holders.holders(of: $1).count, $1) }
    case .cycle:
      func key(_ object: Int32) -> Int32 { cycles.cycles[Int(object)] == 0 ? .max : cycles.cycles[Int(object)] }
      objects.sort { (key($0), $0) < (key($1), $1) }
    }
    listed = (order, filter, cycles.isDone, objects)
    return objects
  }

  private func row(_ object: Int32) -> ObjectRow {
    let index = Int(object)
    let cycle = Int(cycles.cycles[index])
    let isGone = left?[index]
    return ObjectRow(
      number: index, name: names[object], references: Int(candidates.referenceCounts[index]),
      fromCandidates: holders.holders(of: object).count, targets: candidates.references(of: object).count,
      cycle: cycle > 0 ? cycle : nil, fate: isGone.map { $0 ? "left the lists" : "stays" } ?? "",
      role: isGone == true ? .gone : .plain)
  }

  /// A way's ends, where it's long with how much lies between.
  private func summary(_ path: [Int32]) -> [String] {
    guard path.count > 10 else { return path.map { names[$0] } }
    return path.prefix(5).map { names[$0] } + ["\(Numbers.count(path.count - 9)) more"]
      + path.suffix(4).map { names[$0] }
  }

  private func detail(_ object: Int32, block: String, limit: Int) -> ObjectDetail {
    if path?.object != object { path = (object, holders.path(to: object)) }
    let cycle = cycles.cycles[Int(object)]
    let members = cycle == 0 ? [] : candidates.referenceCounts.indices.filter { cycles.cycles[$0] == cycle }
    let from = holders.holders(of: object)
    let targets = candidates.references(of: object)
    return ObjectDetail(
      row: row(object), block: block, fromOutside: holders.outside(of: object),
      holders: from.prefix(limit).map { names[$0] }, holderCount: from.count,
      targets: targets.prefix(limit).map { names[$0] }, targetCount: targets.count,
      path: path?.objects.map { summary($0) }, cycleMembers: members.prefix(limit).map { names[Int32($0)] },
      cycleCount: members.count)
  }
}

extension SceneBuilder {
  /// Goes on looking for cycles, or for the objects themselves; false when there is nothing left to do.
  func workOnObjects(milliseconds: Double) -> Bool {
    guard let shown = collections.shown else { return collections.advance(timeline, milliseconds: milliseconds) }
    guard shown.objects.isBusy else { return false }
    shown.objects.work()
    return true
  }

  func objectsPicture(_ state: ViewState, rows: Int) -> ObjectsPicture {
    switch collectionPicture(state, columns: 80, rows: 1) {
    case .absence(let words): return .absence(words)
    case .collection(let collection):
      guard let shown = collections.shown else { return .absence("") }
      return .objects(
        shown.objects.scene(
          collection: collection.number, generation: collection.generation,
          chosen: state.rows[.candidates].map { Int32(clamping: $0) }, order: state.objectOrder,
          filter: state.objectFilter, rows: rows
        ) { object in
          let address = shown.blocks.indices.contains(Int(object)) ? shown.blocks[Int(object)] : 0
          return place(at: address).map { "block \($0)" } ?? Numbers.address(address)
        })
    }
  }
}
