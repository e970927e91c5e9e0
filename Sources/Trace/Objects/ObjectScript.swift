import HeapCore
import ObjectGraph

/// What a written program has done with objects so far, and the blocks in which they live.
struct ObjectScript {
  private var performer: ObjectMachine
  /// Where the blocks of all objects are or were.
  private var blocks: [ObjectID: UInt64] = [:]
  /// The living object of a block.
  private var owners: [UInt64: ObjectID] = [:]
  /// The object that a name referred to last.
  private var lastNamed: [String: ObjectID] = [:]
  /// True between a written `gc start` and its stop.
  private var isCollecting = false

  init(_ python: PythonVersion) {
    performer = ObjectMachine(major: Int(python.major), minor: Int(python.minor), micro: Int(python.micro))
  }

  var graph: ObjectGraph { performer.graph }
  var changes: [ObjectChange] { performer.changes }
  /// An empty history that goes on from here.
  var history: ObjectHistory { ObjectHistory(performer) }

  /// Does an action; after an error nothing has changed.
  mutating func perform(_ action: ObjectAction) throws(ObjectMistake) {
    if case .collect = action, isCollecting {
      throw ObjectMistake("a collection is under way since its `gc start`: `gc stop` ends it")
    }
    try performer.perform(action)
    for case .name(let name, _, let new?) in changes { lastNamed[name] = new }
  }

  /// Takes note of a step that follows from no action.
  mutating func note(_ step: Step) {
    switch step {
    case .collectionStart: isCollecting = true
    case .collectionStop: isCollecting = false
    default: break
    }
  }

  /// Takes note of where an object's block is.
  mutating func place(_ id: ObjectID, at address: UInt64) {
    blocks[id] = address
    owners[address] = id
  }

  /// Takes note that an object's block is freed; returns where it was.
  mutating func removeBlock(of id: ObjectID) -> UInt64 {
    guard let address = blocks[id] else { return 0 }
    owners[address] = nil
    return address
  }

  func hasObject(at address: UInt64) -> Bool { owners[address] != nil }

  /// The living object whose block a step would take, change or free.
  func owner(touchedBy step: Step) -> GraphObject? {
    guard !owners.isEmpty else { return nil }
    let addresses: [UInt64] =
      switch step {
      case .allocation(_, _, _, let address): [address]
      case .realloc(_, let old, _, let address): [old, address]
      case .free(_, let address): [address]
      default: []
      }
    return addresses.compactMap { owners[$0] }.first.flatMap { graph[$0] }
  }

  /// The object that a name refers to, or referred to last.
  func object(named name: String) -> ObjectID? { graph.names[name] ?? lastNamed[name] }

  /// Spells an object so that it will be understood.
  func spelling(of id: ObjectID) -> String {
    guard let object = graph[id], self.object(named: object.name) == id else { return "@\(id)" }
    return object.name
  }

  /// The step that a change is, as far as it's known without the address of a new block; nil for other changes.
  func step(of change: ObjectChange, placedAt address: UInt64) -> Step? {
    switch change {
    case .born(_, let object): .allocation(.malloc, .obj, size: object.size, address: address)
    case .died(let id): .free(.obj, address: blocks[id] ?? 0)
    case .collectionStarted(let generation): .collectionStart(generation: UInt8(generation))
    case .collectionStopped(let generation, let collected):
      .collectionStop(generation: UInt8(generation), collected: UInt64(collected), uncollectable: 0)
    default: nil
    }
  }

  /// What a recorder would have written of the collections of the last action; `steps` are their first and last ones.
  func records(steps: [(start: Int, stop: Int)]) -> [CollectionRecord] {
    zip(performer.collections, steps).map { collection, steps in record(of: collection, steps.start, steps.stop) }
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

  /// Where the block of an object is or was.
  func block(of id: ObjectID) -> UInt64 { blocks[id] ?? 0 }

  /// The address of an object: behind its collector header.
  func address(of id: ObjectID) -> UInt64 { (blocks[id] ?? 0) + (graph[id]?.hasHeader == true ? 16 : 0) }
}
