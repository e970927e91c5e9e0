import Collector

/// The list of the objects of one moment, sorted and filtered, and any of them closely.
final class ObjectList {
  let network: ObjectNetwork
  private var listed: (order: ObjectOrder, filter: ObjectFilter, isWithCycles: Bool, objects: [Int32])?

  init(_ network: ObjectNetwork) { self.network = network }

  /// The rows around the chosen object and what there is to know of it.
  func scene(
    chosen: Int32?, order: ObjectOrder, filter: ObjectFilter, rows: Int, block: (UInt64) -> String
  ) -> ObjectsScene {
    let objects = list(order, filter)
    let chosen = chosen.flatMap { (0..<Int32(network.count)).contains($0) ? $0 : nil } ?? objects.first
    let place = chosen.flatMap { objects.firstIndex(of: $0) } ?? 0
    let first = min(max(place - rows / 2, 0), max(objects.count - rows, 0))
    return ObjectsScene(
      total: network.count, listed: objects.count, first: first,
      rows: objects[first..<min(first + rows, objects.count)].map { row($0, block) }, words: words(order, filter),
      cycles: network.cycleCount, detail: chosen.map { detail($0, limit: rows, block) })
  }

  private func words(_ order: ObjectOrder, _ filter: ObjectFilter) -> String {
    switch filter {
    case .all: order.words
    case .cycles: "in cycles, \(order.words)"
    case .left: network.isCollection ? "left, \(order.words)" : "garbage, \(order.words)"
    case .changed: "that this step changed, \(order.words)"
    case .type(let type): "\(type), \(order.words)"
    case .generation(let generation): "\(ObjectList.words(generation)), \(order.words)"
    }
  }

  private static func words(_ generation: Int) -> String {
    switch generation {
    case -1: "untracked"
    case 3: "permanent"
    default: "generation \(generation)"
    }
  }

  private func isShown(_ object: Int32, _ filter: ObjectFilter) -> Bool {
    switch filter {
    case .all: true
    case .cycles: network.cycle(of: object) > 0
    case .left: network.isCollection ? network.has(.left, object) : !network.isReachable(object)
    case .changed: network.isChanged(object)
    case .type(let type): network.types.type(of: object) == type
    case .generation(let generation):
      network.generations.isEmpty || Int(network.generations[Int(object)]) == generation
    }
  }

  private func list(_ order: ObjectOrder, _ filter: ObjectFilter) -> [Int32] {
    let isWithCycles = network.cycleCount != nil
    if let listed, listed.order == order, listed.filter == filter, listed.isWithCycles == isWithCycles {
      return listed.objects
    }
    var objects = (0..<Int32(network.count)).filter { isShown($0, filter) }
    switch order {
    case .collector: break
    case .type:
      objects.sort { (network.types.type(of: $0), $0) < (network.types.type(of: $1), $1) }
    case .references:
      let counts = network.candidates.referenceCounts
      objects.sort { (-counts[Int($0)], $0) < (-counts[Int($1)], $1) }
    case .holders:
      let holders = network.holders
      objects.sort { (-holders.holders(of: $0).count, $0) < (-holders.holders(of: $1).count, $1) }
    case .generation:
      if !network.generations.isEmpty {
        objects.sort { (network.generations[Int($0)], $0) < (network.generations[Int($1)], $1) }
      }
    case .cycle:
      func key(_ object: Int32) -> Int { network.cycle(of: object) == 0 ? .max : network.cycle(of: object) }
      objects.sort { (key($0), $0) < (key($1), $1) }
    }
    listed = (order, filter, isWithCycles, objects)
    return objects
  }

  /// The object that comes so many rows after another; of one that isn't listed, the first.
  func object(_ distance: Int, from object: Int32?, order: ObjectOrder, filter: ObjectFilter) -> Int32? {
    let objects = list(order, filter)
    guard let object, let place = objects.firstIndex(of: object) else { return objects.first }
    return objects[min(max(place + distance, 0), objects.count - 1)]
  }

  // MARK: one object

  func row(_ object: Int32, _ block: (UInt64) -> String) -> ObjectRow {
    let index = Int(object)
    let cycle = network.cycle(of: object)
    let (state, role) = state(of: object)
    return ObjectRow(
      number: index, name: network.name(object), type: network.types.type(of: object),
      variables: network.variables[object] ?? [],
      references: network.has(.immortal, object) ? nil : Int(network.candidates.referenceCounts[index]),
      referencesBefore: network.countsBefore[object], fromOthers: network.holders.holders(of: object).count,
      targets: network.candidates.references(of: object).count,
      block: network.addresses.isEmpty ? "" : block(network.addresses[index]),
      generation: network.generations.isEmpty ? "" : ObjectList.short(Int(network.generations[index])),
      cycle: cycle > 0 ? cycle : nil, state: state, role: role, isNow: network.isChanged(object))
  }

  private static func short(_ generation: Int) -> String {
    switch generation {
    case -1: "–"
    case 3: "perm."
    default: "\(generation)"
    }
  }

  private func state(of object: Int32) -> (String, CandidateRole) {
    if network.has(.left, object) { return ("left", .gone) }
    if network.has(.stays, object) { return ("stays", .plain) }
    if network.has(.freed, object) { return ("freed", .gone) }
    if network.isCollection { return ("", .plain) }
    if network.has(.immortal, object) { return ("immortal", .plain) }
    if network.has(.isNew, object) { return ("new", .plain) }
    if !network.isReachable(object) {
      return (network.has(.finalized, object) ? "finalized" : "garbage", .inDoubt)
    }
    if network.has(.finalized, object) { return ("was saved", .cameBack) }
    return ("", .plain)
  }

  private func detail(_ object: Int32, limit: Int, _ block: (UInt64) -> String) -> ObjectDetail {
    let row = row(object, block)
    var detail = ObjectDetail(row: row)
    detail.facts = facts(object)
    let inside = network.holders.holders(of: object).count
    let named = network.variables[object]?.count ?? 0
    detail.fromOutside = max(network.outside(of: object) - named, 0)
    if row.references == nil { detail.fromOutside = 0 }
    let holders = network.holders.holders(of: object)
    var last: (holder: Int32, nth: Int)?
    detail.holders = holders.prefix(limit).map { holder in
      // The same holder stands there once for each of its references.
      let nth = last?.holder == holder ? (last?.nth ?? 0) + 1 : 0
      last = (holder, nth)
      let labels = network.references(of: holder).filter { $0.target == object }.map(\.label)
      let label = labels.indices.contains(nth) ? labels[nth] : ""
      return ObjectDetail.Reference(label: label, name: network.name(holder), note: note(holder))
    }
    detail.holderCount = inside
    let targets = network.references(of: object)
    detail.targets = targets.prefix(limit).map {
      ObjectDetail.Reference(label: $0.label, name: network.name($0.target), note: note($0.target))
    }
    detail.targetCount = targets.count
    let path = network.path(to: object)
    detail.path = path.map { ways($0) }
    let members = network.members(ofCycle: network.cycle(of: object))
    detail.cycleMembers = members.prefix(limit).map { network.name($0) }
    detail.cycleCount = members.count
    detail.verdict = verdict(object, path: path, named: named, outside: detail.fromOutside, inside: inside)
    return detail
  }

  private func facts(_ object: Int32) -> [String] {
    var facts: [String] = []
    if !network.titles.isEmpty { facts.append(network.types.type(of: object)) }
    if !network.sizes.isEmpty { facts.append(Numbers.bytes(network.sizes[Int(object)])) }
    if !network.generations.isEmpty { facts.append(ObjectList.words(Int(network.generations[Int(object)]))) }
    if network.has(.finalizer, object) {
      facts.append(network.has(.finalized, object) ? "its finalizer has run" : "has a finalizer")
    }
    return facts
  }

  private func note(_ object: Int32) -> String {
    let row = row(object) { _ in "" }
    let count = row.references == nil ? "immortal" : "refs \(row.count)"
    return (row.variables.first.map { "\($0), " } ?? "") + count
  }

  /// The way to an object, its ends where it's long, with how much lies between.
  private func ways(_ path: [Int32]) -> [ObjectDetail.Way] {
    var ways: [ObjectDetail.Way] = []
    if let first = path.first {
      let variable = network.variables[first]?.first
      ways.append(
        .init(label: variable ?? (network.has(.immortal, first) ? "immortal" : "outside"), name: network.name(first)))
    }
    for (from, to) in zip(path, path.dropFirst()) {
      ways.append(.init(label: network.label(from: from, to: to), name: network.name(to)))
    }
    guard ways.count > 9 else { return ways }
    let between = ObjectDetail.Way(label: "", name: "\(Numbers.count(ways.count - 8)) more")
    return Array(ways.prefix(4)) + [between] + ways.suffix(4)
  }

  private func verdict(_ object: Int32, path: [Int32]?, named: Int, outside: Int, inside: Int) -> String {
    if network.has(.immortal, object) { return "It's immortal: nothing counts its references." }
    guard let path else {
      return network.cycle(of: object) > 0
        ? "Nothing outside its own cycle holds it: only a collection can free it."
        : "Nothing that a variable leads to holds it: only a collection can free it."
    }
    let own = named + outside
    if path.count == 1 {
      if own == 1, inside == 0 { return "Without this one reference it would die at once." }
      if own == 1, network.cycle(of: object) > 0, isHeldByOwnCycleAlone(object) {
        return "Without this reference only its own cycle would hold it."
      }
      return ""
    }
    return inside == 1 ? "Without this reference it would die at once." : ""
  }

  private func isHeldByOwnCycleAlone(_ object: Int32) -> Bool {
    let cycle = network.cycle(of: object)
    return network.members(ofCycle: cycle).allSatisfy { member in
      (member == object || !network.isRoot(member))
        && network.holders.holders(of: member).allSatisfy { network.cycle(of: $0) == cycle }
    }
  }
}

extension ObjectNetwork {
  var isCollection: Bool { if case .collection = origin { true } else { false } }

  /// Whether the last step changed an object's count or references.
  func isChanged(_ object: Int32) -> Bool {
    countsBefore[object] != nil || has(.isNew, object) || changedHolders.contains(Int(object))
  }

  private var changedHolders: Set<Int> { Set(made.map(\.from)).union(gone.map(\.edge.from)) }
}
