import Collector
import HeapCore
import Replay
import Trace

/// Makes the picture of one recorded collection at any of its steps.
final class RecordedCollection {
  let facts: CollectionFacts
  let names: CandidateNames
  /// The address of each object's block; empty where nobody knows them.
  let addresses: [UInt64]
  let stepper: CollectionStepper
  private let left: [Bool]?
  private lazy var directory = Dictionary(
    addresses.indices.lazy.map { (self.addresses[$0], Int32($0)) }, uniquingKeysWith: { first, _ in first })
  private let predicted: PredictedGeneration
  private let layout: ReferenceLayout
  private let hasFinalizer: [Int32]

  /// O(objects and references).
  init(_ run: CollectionRun, names: CandidateNames? = nil, python: PythonVersion) {
    let record = run.record
    facts = record.facts
    self.names = names ?? CandidateNames(types: record.types.map(\.name), of: record.objects.lazy.map(\.type))
    addresses = record.objects.indices.map { run.block(of: Int32($0)) }
    left = record.leftTheLists()
    predicted = PredictedGeneration(facts, python: python)
    stepper = CollectionStepper(run.steps)
    layout = ReferenceLayout(run.candidates)
    hasFinalizer = layout.objects.filter { run.candidates.traits[Int($0)].contains(.finalizer) }
  }

  /// Runs a collection at once of which nothing but the candidates is known.
  init(
    _ candidates: CandidateSet, facts: CollectionFacts, names: CandidateNames, python: PythonVersion
  ) throws(CollectorError) {
    self.facts = facts
    self.names = names
    addresses = []
    left = nil
    predicted = PredictedGeneration(facts, python: python)
    var steps = try CollectionSteps(of: candidates, rules: CollectorRules(python))
    steps.prepare(steps: .max / 2)
    stepper = CollectionStepper(steps)
    layout = ReferenceLayout(candidates)
    hasFinalizer = layout.objects.filter { candidates.traits[Int($0)].contains(.finalizer) }
  }

  private var walk: CollectionProgress { stepper.progress }

  /// The candidate that stands in a block, behind up to 64 bytes of headers, or at an address behind its headers. O(candidates) once.
  func object(inBlockAt address: UInt64, bytes: Int) -> Int32? {
    for offset in stride(from: UInt64(0), to: UInt64(min(max(bytes, 8), 64)), by: 8) {
      if let found = directory[address &+ offset] { return found }
    }
    for header in [UInt64(16), 32] where bytes <= 8 {
      if let found = directory[address &- header] { return found }
    }
    return nil
  }

  /// The objects as they were when the collection began.
  func network(number: Int) -> ObjectNetwork {
    let network = ObjectNetwork(
      .collection(number), walk.collection.candidates, types: names, addresses: addresses)
    if let left { network.traits = left.map { $0 ? .left : .stays } }
    return network
  }

  /// The picture at the step that the stepper has got to.
  func scene(number: Int, total: Int, chosen: Int32?, columns: Int, rows: Int) -> CollectionScene {
    let words = CollectionWords(names: names, walk: walk)
    let firstNumber = walk.phaseSteps - walk.recent.count + 1
    var scene = CollectionScene(
      number: number, total: total, generation: facts.generation, objects: walk.states.count,
      phases: CollectionScene.phaseNames, phase: walk.part.rawValue, step: walk.phaseSteps,
      caption: words.caption, lists: lists(chosen: chosen, columns: columns), graph: graph(chosen: chosen),
      table: table(),
      rows: rowList(chosen: chosen, rows: rows), looking: looking(chosen: chosen, rows: rows),
      generations: zip(facts.counts, facts.thresholds).map { GenerationTray(count: $0, threshold: $1) },
      generationNote: "as counted when it began",
      log: walk.recent.enumerated().map { .init(firstNumber + $0, words.line($1)) }, cause: cause,
      chosen: chosen.map { Int($0) })
    if walk.isFinished { (scene.fates, scene.firstFate) = fates(chosen: chosen, rows: rows) }
    return scene
  }

  private var cause: String {
    predicted == .automatic(facts.generation)
      ? "generation \(facts.generation) was due" : "asked for, or at the interpreter's end"
  }

  /// What became of the objects around the chosen one, and why.
  private func fates(chosen: Int32?, rows: Int) -> ([CandidateFate], first: Int) {
    let centre = Int(chosen ?? 0)
    let first = min(max(centre - rows / 2, 0), max(walk.states.count - rows, 0))
    let shown = first..<min(first + rows, walk.states.count)
    return (shown.map { CandidateFate(card(Int32($0), chosen: chosen), reason: reason(Int32($0))) }, first)
  }

  private func reason(_ object: Int32) -> String {
    switch walk.states[Int(object)] {
    case .freed: return "nothing outside held it"
    case .resurrected: return "a finalizer made something outside hold it"
    case .uncollectable: return "its type has tp_del"
    case .unreachable, .cleared, .finalized, .inDoubt: return "unreachable, and something holds it still"
    case .survives, .reachable, .cameBack, .waiting:
      guard let keeper = walk.keeper(of: object) else { return "something outside holds it" }
      return "held by \(names[keeper]), which stays"
    }
  }

  // MARK: lists

  /// Above so many objects only the part of a list that is shown is looked at.
  var longList = 1 << 16

  private func lists(chosen: Int32?, columns: Int) -> [CandidateListScene] {
    let room = max(columns >= 100 ? (columns - 16) / 18 : (columns - 12) / 16, 1)
    let isMarking = walk.phase <= .moveUnreachable && !walk.isFinished
    if walk.states.count > longList { return longLists(isMarking: isMarking, chosen: chosen, room: room) }
    let moved = walk.leftBehind
    return [
      list(
        title: isMarking ? "young" : "reachable",
        note: isMarking ? "walked from the left" : "goes on to the next generation", walk.held,
        ghost: moved.flatMap { $0.fromHeld ? ($0.object, $0.index) : nil }, chosen: chosen, room: room),
      list(
        title: "unreachable", note: isMarking ? "no outside holder yet" : "nobody outside holds it",
        walk.inDoubt, ghost: moved.flatMap { $0.fromHeld ? nil : ($0.object, $0.index) }, chosen: chosen, room: room),
    ]
  }

  /// The parts of very long lists around what matters, without looking at the rest.
  private func longLists(isMarking: Bool, chosen: Int32?, room: Int) -> [CandidateListScene] {
    let collection = walk.collection
    let held: [CandidateList] = isMarking ? [.young] : [.old, .young]
    return [(isMarking ? "young" : "reachable", held), ("unreachable", [.unreachable, .seen])].map { title, lists in
      let centre = [walk.last?.object, walk.focus, chosen].compactMap(\.self).first {
        lists.contains(collection.list(of: $0))
      }
      var objects: [Int32] = []
      if let centre {
        let list = collection.list(of: centre)
        let before = collection.objects(in: list, before: centre, limit: room / 2)
        objects = before + [centre] + collection.objects(in: list, after: centre, limit: room - before.count - 1)
      } else {
        objects = Array(lists.flatMap { collection.objects(in: $0, limit: room) }.prefix(room))
      }
      var scene = CandidateListScene(
        title: title, note: "", count: lists.reduce(0) { $0 + collection.count(in: $1) },
        cards: objects.map { card($0, chosen: chosen) })
      scene.knowsPlace = false
      return scene
    }
  }

  private func list(
    title: String, note: String, _ objects: [Int32], ghost: (object: Int32, index: Int)?, chosen: Int32?, room: Int
  ) -> CandidateListScene {
    var items = objects
    if let ghost { items.insert(-1 - ghost.object, at: min(ghost.index, items.count)) }
    let centre = ghost?.index ?? interest(items, chosen: chosen)
    let first = min(max(centre - room / 2, 0), max(items.count - room, 0))
    let cards = items[first..<min(first + room, items.count)].map { item in
      item >= 0
        ? card(item, chosen: chosen)
        : CandidateCard(number: -1, name: names[-1 - item], references: 0, state: "was here", wasHere: true)
    }
    return CandidateListScene(title: title, note: note, count: objects.count, first: first, cards: cards)
  }

  /// The place in a list that the picture is about: where the step changed something, else where somebody looks.
  private func interest(_ items: [Int32], chosen: Int32?) -> Int {
    for object in [walk.last?.object, walk.focus, chosen] {
      if let object, let index = items.firstIndex(of: object) { return index }
    }
    return items.firstIndex { walk.states[Int($0)] == .waiting } ?? 0
  }

  /// The objects in the collector's order, around the one that matters; nil where the graph shows all of them.
  private func rowList(chosen: Int32?, rows: Int) -> CandidateListScene? {
    guard walk.states.count > ReferenceLayout.limit else { return nil }
    let centre = Int(walk.last?.object ?? walk.focus ?? chosen ?? 0)
    let first = min(max(centre - rows / 2, 0), max(walk.states.count - rows, 0))
    let shown = first..<min(first + rows, walk.states.count)
    return CandidateListScene(
      title: "Objects", note: "", count: walk.states.count, first: first,
      cards: shown.map { card(Int32($0), chosen: chosen) })
  }

  private func looking(chosen: Int32?, rows: Int) -> CandidateListScene? {
    guard walk.states.count > ReferenceLayout.limit, let from = walk.focus ?? chosen, Int(from) < walk.states.count
    else { return nil }
    let targets = walk.collection.candidates.references(of: from)
    let current = walk.last?.object.flatMap { targets.firstIndex(of: $0) } ?? targets.startIndex
    let first = min(max(current - rows / 2, targets.startIndex), max(targets.endIndex - rows, targets.startIndex))
    return CandidateListScene(
      title: "\(names[from]) refers to", note: "", count: targets.count, first: first - targets.startIndex,
      cards: targets[first..<min(first + rows, targets.endIndex)].map { card($0, chosen: chosen) })
  }

  func card(_ object: Int32, chosen: Int32?) -> CandidateCard {
    let index = Int(object)
    let isNow = walk.last?.object == object
    let isCopied = walk.phase > .updateRefs || walk.isFinished || (walk.last?.object ?? -1) >= object
    let (state, role) = Self.words(walk.states[index])
    return CandidateCard(
      number: index, name: names[object], references: Int(walk.collection.referenceCounts[index]),
      gcRefs: isCopied ? Int(walk.collection.gcRefs[index]) : nil,
      gcRefsBefore: isNow ? walk.gcRefsBefore.map { Int($0) } : nil, state: state, role: role, isNow: isNow,
      isLookedAt: walk.focus == object, isChosen: chosen == object)
  }

  private static func words(_ state: CandidateState) -> (String, CandidateRole) {
    switch state {
    case .waiting: ("waiting", .plain)
    case .reachable: ("reachable", .reachable)
    case .inDoubt: ("in doubt", .inDoubt)
    case .cameBack: ("came back", .cameBack)
    case .survives: ("stays", .reachable)
    case .unreachable: ("unreachable", .inDoubt)
    case .uncollectable: ("uncollectable", .inDoubt)
    case .finalized: ("finalized", .finalized)
    case .resurrected: ("resurrected", .cameBack)
    case .cleared: ("cleared", .gone)
    case .freed: ("freed", .gone)
    }
  }

  // MARK: references and gc_refs

  private func graph(chosen: Int32?) -> ReferenceGraph? {
    guard walk.states.count <= ReferenceLayout.limit else { return nil }
    let nodes = layout.objects.map { card($0, chosen: chosen) }
    let followed = walk.last?.reference.map { ReferenceGraph.Edge(Int($0.from), Int($0.to)) }
    let notes = hasFinalizer.map { "\(names[$0]) has a finalizer" }
    return ReferenceGraph(
      nodes: nodes, heldFromOutside: layout.heldFromOutside, paths: layout.paths, others: layout.others,
      followed: followed, measure: layout.cycles == 0 ? "no cycle" : Numbers.count(layout.cycles, "cycle"),
      notes: notes)
  }

  private func table() -> GCRefsTable? {
    let history = walk.history
    guard !history.columns.isEmpty else { return nil }
    let columns = history.columns.map { column in
      switch column.title {
      case .references: GCRefsTable.Column("refs", column.entries)
      case .update: GCRefsTable.Column("update", column.entries)
      case .subtract: GCRefsTable.Column("subtract", column.entries)
      case .seen(let object): GCRefsTable.Column("see \(names[object])", column.entries)
      }
    }
    let isMarking = walk.phase <= .moveUnreachable
    return GCRefsTable(
      names: walk.states.indices.map { names[Int32($0)] }, columns: columns,
      now: isMarking ? walk.last?.object.map { Int($0) } : nil)
  }
}
