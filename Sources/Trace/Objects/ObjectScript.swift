import HeapCore
import ObjectGraph
import ObjectHeap

/// What a written program has done with objects so far, and the blocks in which they live.
struct ObjectScript {
  private var machine: ObjectMachine
  /// Where blocks of objects are or were.
  private var addresses: [BlockID: UInt64] = [:]
  /// The object whose block is at an address, or which a free list keeps it for.
  private var owners: [UInt64: ObjectID] = [:]
  /// The object that a name referred to last.
  private var lastNamed: [String: ObjectID] = [:]
  /// True between a written `gc start` and its stop.
  private var isCollecting = false

  private let placements: Placements

  init(_ python: PythonVersion, _ placements: Placements) {
    machine = ObjectMachine(python)
    self.placements = placements
  }

  var graph: ObjectGraph { machine.graph }
  var changes: [ObjectChange] { machine.changes }
  /// The statements that the last action executed.
  var runs: [StatementRun] { machine.runs }
  /// An empty history that goes on from here.
  var history: ObjectHistory { ObjectHistory(machine.graph) }

  /// Does an action; after an error nothing has changed.
  mutating func perform(_ action: ObjectAction) throws(ObjectMistake) {
    if case .collect = action { try checkCollecting() }
    try machine.perform(action)
    noteNames()
  }

  /// Executes a statement of Python; after an error nothing has changed.
  mutating func run(_ text: String, firstLine: Int) throws(StatementMistake) {
    try machine.run(text, firstLine: firstLine)
    noteNames()
  }

  private func checkCollecting() throws(ObjectMistake) {
    if isCollecting { throw ObjectMistake("a collection is under way since its `gc start`: `gc stop` ends it") }
  }

  private mutating func noteNames() { for case .name(let name, _, let new?) in changes { lastNamed[name] = new } }

  /// Whether an object is one that Python statements made, or the first of its kind.
  func isPython(_ id: ObjectID) -> Bool { machine.isPython(id) }

  /// How much the last statement did.
  var work: Int { machine.work }

  /// The value of a number or text as Python shows it; nil for other objects.
  func value(of id: ObjectID) -> String? { machine.value(of: id) }

  /// Takes note of a step that follows from no action.
  mutating func note(_ step: Step) {
    switch step {
    case .collectionStart: isCollecting = true
    case .collectionStop: isCollecting = false
    default: break
    }
  }

  /// Takes note of what a change does to blocks; a new or moved one is at an address.
  mutating func note(_ change: ObjectChange, placedAt address: UInt64) {
    switch change {
    case .request(let request):
      if let old = addresses[request.block], request.oldSize > 0 || request.function == .realloc { owners[old] = nil }
      guard request.function != .free else { return }
      addresses[request.block] = address
      owners[address] = request.owner
    case .born(let id, let object):
      for block in object.blocks { if let address = addresses[block.id] { owners[address] = id } }
    case .layer(let note):
      if case .taken(_, let block, _) = note.event, let address = addresses[block.id] { owners[address] = note.object }
    default: break
    }
  }

  /// Whether a name refers to an object now.
  func hasObject(named name: String) -> Bool { machine.graph.names[name] != nil }

  func hasObject(at address: UInt64) -> Bool { owners[address] != nil }

  /// Where a block is or was.
  func address(ofBlock block: BlockID) -> UInt64? { addresses[block] }

  /// The object whose block a step would take, change or free.
  func owner(touchedBy step: Step) -> GraphObject? {
    guard !owners.isEmpty else { return nil }
    let touched: [UInt64] =
      switch step {
      case .allocation(_, _, _, let address): [address]
      case .realloc(_, let old, _, let address): [old, address]
      case .free(_, let address): [address]
      default: []
      }
    return touched.compactMap { owners[$0] }.first.flatMap { graph[$0] }
  }

  /// The object that a name refers to, or referred to last.
  func object(named name: String) -> ObjectID? { graph.names[name] ?? lastNamed[name] }

  /// Spells an object so that it will be understood.
  func spelling(of id: ObjectID) -> String {
    guard let object = graph[id], self.object(named: object.name) == id else { return "@\(id)" }
    return object.name
  }

  /// The step that a change is, a new or moved block being at an address; nil for other changes.
  func step(of change: ObjectChange, placedAt address: UInt64) -> Step? {
    switch change {
    case .request(let request): step(of: request, placedAt: address)
    case .layer(let note): note.isStep ? .moment : nil
    case .moment: .moment
    case .collectionStarted(let generation): .collectionStart(generation: UInt8(generation))
    case .collectionStopped(let generation, let collected):
      .collectionStop(generation: UInt8(generation), collected: UInt64(collected), uncollectable: 0)
    default: nil
    }
  }

  private func step(of request: BlockRequest, placedAt address: UInt64) -> Step {
    switch request.function {
    case .malloc: .allocation(.malloc, request.domain, size: request.size, address: address)
    case .calloc: .allocation(.calloc, request.domain, size: request.size, address: address)
    case .reallocNull: .allocation(.reallocNull, request.domain, size: request.size, address: address)
    case .realloc:
      .realloc(request.domain, old: addresses[request.block] ?? 0, size: request.size, address: address)
    case .free: .free(request.domain, address: addresses[request.block] ?? 0)
    }
  }

  /// What a recorder would have written of the collections of the last action; `steps` are their first and last ones.
  func records(steps: [(start: Int, stop: Int)]) -> [CollectionRecord] {
    zip(machine.collections, steps).map { collection, steps in record(of: collection, steps.start, steps.stop) }
  }

  private struct TypeKey: Hashable {
    var name: String
    var hasFinalizer: Bool
  }

  private func record(of collection: StartedCollection, _ start: Int, _ stop: Int) -> CollectionRecord {
    var counts = collection.counters.counts
    // The object whose allocation collects isn't counted yet when a recorder looks.
    if collection.isWithinAllocation { counts[0] -= 1 }
    let facts = CollectionFacts(
      step: start, generation: collection.generation, counts: counts, thresholds: collection.counters.thresholds,
      longLivedTotal: collection.counters.longLivedTotal, longLivedPending: collection.counters.longLivedPending,
      isEnabled: collection.counters.isEnabled)
    var types: [CollectedType] = []
    var numbers: [TypeKey: Int] = [:]
    func number(_ key: TypeKey) -> Int {
      if let number = numbers[key] { return number }
      numbers[key] = types.count
      var traits: CollectedTypeTraits = [.clear, .heapType]
      if key.hasFinalizer { traits.insert(.finalizer) }
      types.append(CollectedType(address: UInt64(types.count + 1) * 8, name: key.name, traits: traits))
      return types.count - 1
    }
    let typeNumbers = collection.candidates.map {
      number(TypeKey(name: $0.object.type, hasFinalizer: $0.object.finalizer != nil))
    }
    var record = CollectionRecord(facts, types: types)
    for (candidate, type) in zip(collection.candidates, typeNumbers) {
      let object = candidate.object
      record.append(
        address: address(of: candidate.id), type: type, referenceCount: UInt32(clamping: object.referenceCount),
        isFinalized: object.isFinalized,
        references: object.attributes.map { CollectedReference(address(of: $0.target)) }
          + candidate.weakReferences.map {
            CollectedReference(address(of: $0.holder), $0.hasCallback ? .weakCallback : .weak)
          })
    }
    let left = collection.candidates.indices.filter { index in
      guard let object = graph[collection.candidates[index].id] else { return true }
      return !object.isAlive || object.place == nil
    }
    record.outcome = CollectionOutcome(step: stop, left: left.map { $0..<$0 + 1 })
    return record
  }

  /// Where the block of an object is or was; 0 for one without a block.
  func block(of id: ObjectID) -> UInt64 { graph[id]?.blocks.first.flatMap { addresses[$0.id] } ?? 0 }

  /// The address of an object: behind its collector header; 0 for one without a block.
  ///
  /// Addresses that are only names lie 16 bytes apart: without a header 8 are added, so that no two objects share one.
  func address(of id: ObjectID) -> UInt64 {
    guard let object = graph[id], !object.blocks.isEmpty else { return 0 }
    if placements == .symbolic { return block(of: id) + (object.hasHeader ? 16 : 8) }
    return block(of: id) + object.prefix
  }
}
