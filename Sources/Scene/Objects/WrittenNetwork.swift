import Collector
import ObjectGraph
import Replay
import Trace

/// The objects of a written trace at any moment.
final class WrittenObjects {
  private var objects: TraceObjects

  init(_ objects: TraceObjects) { self.objects = objects }

  /// The objects after so many steps.
  func graph(at moment: Int) -> ObjectGraph {
    if objects.history.moment != moment { objects.history.seek(to: moment) }
    return objects.history.graph
  }

  /// What the last step before a moment changed, with all that happened before the next one.
  func changes(before moment: Int) -> [ObjectChange] { objects.history.changes(ofStep: moment - 1) }

  /// The changes of the last step as they are told: what a free list says before its request is told with the request.
  func toldChanges(before moment: Int) -> [ObjectChange] {
    let (earlier, last) = (changes(before: moment - 1), changes(before: moment))
    let (waiting, own) = (earlier[Self.afterStep(earlier)...], last[..<Self.afterStep(last)])
    let following = last[Self.afterStep(last)...].filter { !$0.announcesRequest }
    return waiting.filter(\.announcesRequest) + own + following
  }

  /// Where what follows the step among its changes begins.
  private static func afterStep(_ changes: [ObjectChange]) -> Int {
    changes.firstIndex(where: \.isStep).map { $0 + 1 } ?? 0
  }

  /// The address of an object's block; of one that exists from the start, an address that nothing else has.
  func address(of id: ObjectID) -> UInt64 {
    let block = objects.block(of: id)
    return block == 0 ? ~UInt64(id) : block
  }

  /// Whether an object that a picture knows by this address lives at a moment. O(objects).
  func lives(at address: UInt64, moment: Int) -> Bool {
    let graph = graph(at: moment)
    return graph.objects.indices.contains { graph.objects[$0].isAlive && self.address(of: $0 + 1) == address }
  }

  /// What the living objects are called, by the addresses of their blocks.
  func titles(at moment: Int) -> [UInt64: String] {
    let graph = graph(at: moment)
    let ids = graph.objects.indices.map { $0 + 1 }.filter { graph.objects[$0 - 1].isAlive }
    return Dictionary(
      zip(ids.map { address(of: $0) }, WrittenObjects.titles(of: ids, graph)), uniquingKeysWith: { $1 })
  }

  /// The living objects at a moment. O(objects and references).
  func network(at moment: Int) -> (network: ObjectNetwork, ids: [ObjectID]) {
    let graph = graph(at: moment)
    let ids = graph.objects.indices.map { $0 + 1 }.filter { graph.objects[$0 - 1].isAlive }
    var numbers = [Int32](repeating: -1, count: graph.objects.count + 1)
    for (number, id) in ids.enumerated() { numbers[id] = Int32(number) }
    var set = CandidateSet()
    var labels: [String] = []
    for id in ids {
      let object = graph.objects[id - 1]
      let attributes = object.attributes.filter { numbers[$0.target] >= 0 }
      set.add(
        references: attributes.map { numbers[$0.target] }, referenceCount: Int32(clamping: object.referenceCount))
      labels += attributes.map { WrittenObjects.label($0.name) }
    }
    var typeNames: [String] = []
    var typeNumbers: [String: Int] = [:]
    let types = ids.map { id -> Int in
      let type = graph.objects[id - 1].type
      if let number = typeNumbers[type] { return number }
      typeNumbers[type] = typeNames.count
      typeNames.append(LineWork.shown(type))
      return typeNames.count - 1
    }
    let network = ObjectNetwork(
      .written(moment: moment), set, types: CandidateNames(types: typeNames, of: types),
      addresses: ids.map { address(of: $0) })
    network.titles = WrittenObjects.titles(of: ids, graph)
    network.labels = labels
    for (name, id) in graph.names where numbers[id] >= 0 {
      network.variables[numbers[id], default: []].append(LineWork.shown(name))
    }
    for (number, names) in network.variables { network.variables[number] = names.sorted() }
    network.generations = ids.map { Int8(graph.objects[$0 - 1].place?.list.rawValue ?? -1) }
    network.sizes = ids.map { Int(clamping: graph.objects[$0 - 1].size) }
    network.traits = ids.map { id in
      let object = graph.objects[id - 1]
      var traits: ObjectNetwork.Traits = []
      if object.isImmortal { traits.insert(.immortal) }
      if object.finalizer != nil { traits.insert(.finalizer) }
      if object.isFinalized { traits.insert(.finalized) }
      return traits
    }
    note(changes(before: moment), in: network, numbers, graph)
    return (network, ids)
  }

  /// What an object is called, dead or alive.
  func title(of id: ObjectID, at moment: Int) -> String {
    let graph = graph(at: moment)
    return graph[id].map { _ in WrittenObjects.titles(of: [id], graph)[0] } ?? "an object"
  }

  /// The names with which objects were born; those that have none, or one that several have, get a number.
  private static func titles(of ids: [ObjectID], _ graph: ObjectGraph) -> [String] {
    var counts: [String: Int] = [:]
    var numbers: [Int] = []
    let names = graph.objects.map { $0.name.hasPrefix("@") ? "@\($0.type)" : $0.name }
    for name in names {
      counts[name, default: 0] += 1
      numbers.append(counts[name] ?? 0)
    }
    return ids.map { id in
      let name = names[id - 1]
      if name.hasPrefix("@") { return "\(LineWork.shown(graph.objects[id - 1].type)) \(numbers[id - 1])" }
      return LineWork.shown(name) + (counts[name] == 1 ? "" : " \(numbers[id - 1])")
    }
  }

  /// A reference's name as it's written behind its holder.
  static func label(_ name: String) -> String { (name.hasPrefix("[") ? "" : ".") + LineWork.shown(name) }

  /// Notes what the last step did to counts and references.
  private func note(
    _ changes: [ObjectChange], in network: ObjectNetwork, _ numbers: [Int32], _ graph: ObjectGraph
  ) {
    var differences: [ObjectID: Int] = [:]
    func number(_ id: ObjectID) -> Int? { numbers.indices.contains(id) && numbers[id] >= 0 ? Int(numbers[id]) : nil }
    for change in changes {
      for (id, difference) in change.countDifferences { differences[id, default: 0] += difference }
      switch change {
      case .born(let id, _): if let born = number(id) { network.traits[born].insert(.isNew) }
      case .attribute(let id, let label, _, let old, let new):
        guard let from = number(id) else { continue }
        if let to = new.flatMap(number) { network.made.insert(.init(from, to)) }
        if let to = old.flatMap(number) { network.gone.append((.init(from, to), WrittenObjects.label(label))) }
      default: break
      }
    }
    for (id, difference) in differences where difference != 0 {
      guard let changed = number(id), !network.has(.isNew, Int32(changed)), !network.has(.immortal, Int32(changed))
      else { continue }
      network.countsBefore[Int32(changed)] = graph.objects[id - 1].referenceCount - difference
    }
  }
}

extension ObjectChange {
  /// Whether it says why the next step is a request.
  fileprivate var announcesRequest: Bool {
    guard case .layer(let note) = self else { return false }
    switch note.event {
    case .none, .full, .emptied: return true
    case .taken, .kept, .shared: return false
    }
  }
}
