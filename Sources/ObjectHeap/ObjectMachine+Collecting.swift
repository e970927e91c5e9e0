import Collector
import ObjectGraph

/// What a collection looks at, just before it changes anything.
public struct StartedCollection: Sendable {
  public let generation: Int
  /// The counters as `gc_collect_main` found them.
  public let counters: CollectorCounters
  /// True when an allocation started it that isn't counted in a recording yet (up to 3.11).
  public let isWithinAllocation: Bool
  /// The objects in the order of the merged list.
  public let candidates: [Candidate]

  /// One of them.
  public struct Candidate: Sendable {
    public let id: ObjectID
    /// The object as it is then.
    public let object: GraphObject
    /// The weak references to it.
    public let weakReferences: [(holder: ObjectID, hasCallback: Bool)]
  }
}

extension ObjectMachine {
  /// Collects when a count is above its threshold (`_PyObject_GC_Link`).
  mutating func collectIfDue() {
    let counters = graph.counters
    guard counters.isEnabled, counters.thresholds[0] > 0, counters.counts[0] > counters.thresholds[0],
      graph.collecting == nil, candidateTotal <= Self.candidateLimit
    else { return }
    guard !rules.isIncremental else { return collectIncrement() }
    let choice = GenerationChoice(
      counts: counters.counts, thresholds: counters.thresholds, longLivedTotal: counters.longLivedTotal,
      longLivedPending: counters.longLivedPending)
    if let generation = choice.generation { collect(generation, isWithinAllocation: version < (3, 12)) }
  }

  /// `gc_collect_main`.
  mutating func collect(_ generation: Int, isWithinAllocation: Bool = false) {
    if rules.isIncremental, generation == 1 { return collectIncrement() }
    let lists = [[GenerationList.young], [.middle, .young], [.old, .young, .middle]][generation]
    var ids: [ObjectID] = []
    for id in lists.flatMap({ graph.objects(in: $0) }) where !graph.objects[id - 1].isImmortal { ids.append(id) }
    start(generation, ids, isWithinAllocation: isWithinAllocation)
    for id in lists.flatMap({ graph.objects(in: $0) }) where graph.objects[id - 1].isImmortal {
      move(id, to: .permanent)
    }
    changeCounters { counters in
      if generation < 2 { counters.counts[generation + 1] += 1 }
      for index in 0...generation { counters.counts[index] = 0 }
    }
    let collected = runPhases(ids, generation)
    if rules.isIncremental { noteIncrements(after: generation, ids) }
    stop(generation, collected: collected)
  }

  mutating func start(_ generation: Int, _ ids: [ObjectID], isWithinAllocation: Bool) {
    candidateTotal += ids.count
    collections.append(
      StartedCollection(
        generation: generation, counters: graph.counters, isWithinAllocation: isWithinAllocation,
        candidates: ids.map { candidate($0) }))
    if let name = makePhaseName("start") { free(name, of: 0) }
    make(.collectionStarted(generation: generation))
  }

  mutating func stop(_ generation: Int, collected: Int) {
    let name = makePhaseName("stop")
    make(.collectionStopped(generation: generation, collected: collected))
    if let name { free(name, of: 0) }
  }

  /// `invoke_gc_callback`: from 3.12 on the name of the phase is made, whether there are callbacks or not.
  private mutating func makePhaseName(_ name: String) -> ObjectBlock? {
    // Programs that are written as references and names show their objects only.
    guard objectRules.isAtLeast(12), isRunning else { return nil }
    return ask(.malloc, .obj, stringSize(name), owner: 0, part: .other)
  }

  private func candidate(_ id: ObjectID) -> StartedCollection.Candidate {
    let object = graph.objects[id - 1]
    return StartedCollection.Candidate(
      id: id, object: object,
      weakReferences: object.weakReferrers.map { (holder: $0, hasCallback: graph.objects[$0 - 1].hasCallback) })
  }

  /// Lets the simulated collector judge and does what it says; returns how many objects it found unreachable.
  mutating func runPhases(_ ids: [ObjectID], _ generation: Int) -> Int {
    let (set, weak) = candidates(ids)
    // Every reference of the set names one of its objects.
    guard var collection = try? Collector.Collection(of: set, rules: rules) else { return 0 }
    let isIncremental = rules.isIncremental
    let older = isIncremental ? .old : GenerationList(rawValue: min(generation + 1, 2)) ?? .old
    collection.run(to: .mergeSurvivors)
    let survivors = collection.young.map { ids[Int($0)] }
    changeCounters { counters in
      if generation == 1, !isIncremental { counters.longLivedPending += survivors.count }
      if generation == 2 { (counters.longLivedPending, counters.longLivedTotal) = (0, survivors.count) }
    }
    if generation < 3 { untrackAtoms(survivors, generation) }
    for id in survivors where graph.objects[id - 1].place != nil { move(id, to: older) }
    while collection.phase < .clear {
      let before = collection.phase
      guard let step = collection.advance() else { break }
      // The first step of the last phase is the graph's to do.
      if before < .clear, collection.phase == .clear { break }
      switch step {
      case .weakReferenceCleared(let index): clearWeakReference(weak[index])
      case .callback(let index): make(.callback(weak[index]))
      case .finalized(let object): finalize(ids[Int(object)])
      case .resurrected(let object): keep(ids[Int(object)], in: older)
      default: break
      }
    }
    let found = collection.unreachable.map { ids[Int($0)] }
    let unreachable = withoutResurrected(found)
    let dead = Set(unreachable)
    for id in found where !dead.contains(id) { keep(id, in: older) }
    for id in unreachable where graph.objects[id - 1].isAlive {
      clear(id)
      keep(id, in: older)
    }
    if generation == 2 { emptyFreeLists() }
    return collection.unreachableCount - (found.count - unreachable.count)
  }

  /// `handle_resurrected_objects` of what finalizers written in Python have done: what is referred to from outside is left
  /// out, with all that it leads to; up to 3.8 that saves everything.
  private func withoutResurrected(_ ids: [ObjectID]) -> [ObjectID] {
    var counts: [ObjectID: Int] = [:]
    for id in ids where graph.objects[id - 1].isAlive { counts[id] = graph.objects[id - 1].referenceCount }
    for id in ids where counts[id] != nil {
      for target in items(of: id) where counts[target] != nil { counts[target]? -= 1 }
    }
    var reached = ids.filter { counts[$0] ?? 0 > 0 }
    guard !reached.isEmpty else { return ids }
    guard objectRules.isAtLeast(9) else { return [] }
    var saved = Set(reached)
    while let id = reached.popLast() {
      for target in items(of: id) where counts[target] != nil && saved.insert(target).inserted {
        reached.append(target)
      }
    }
    return ids.filter { !saved.contains($0) }
  }

  /// `untrack_tuples` in every collection, `untrack_dicts` in a full one up to 3.13.
  private mutating func untrackAtoms(_ ids: [ObjectID], _ generation: Int) {
    for id in ids {
      switch bodies[id] {
      case .tuple where !items(of: id).contains(where: mayBeTracked): untrack(id)
      case .dict
      where generation == 2 && !objectRules.tracksDictsAtBirth && !items(of: id).contains(where: mayBeTracked):
        untrack(id)
      default: break
      }
    }
  }

  private mutating func keep(_ id: ObjectID, in list: GenerationList) {
    let object = graph.objects[id - 1]
    if object.isAlive, object.place != nil { move(id, to: list) }
  }

  /// The candidates as the collector sees them, and the weak reference objects to them.
  private func candidates(_ ids: [ObjectID]) -> (set: CandidateSet, weak: [ObjectID]) {
    var numbers: [ObjectID: Int32] = [:]
    for (number, id) in ids.enumerated() { numbers[id] = Int32(number) }
    var set = CandidateSet()
    var weak: [ObjectID] = []
    for id in ids {
      let object = graph.objects[id - 1]
      var traits: CandidateTraits = []
      if object.finalizer != nil { traits.insert(.finalizer) }
      if object.isFinalized { traits.insert(.finalized) }
      let number = set.add(
        references: object.attributes.compactMap { numbers[$0.target] },
        referenceCount: Int32(clamping: object.referenceCount), traits: traits)
      switch object.finalizer {
      case .resurrects: set.setEffects([.hold(number)], of: number)
      case .drops(let attribute):
        let target = object.attributes.first { $0.name == attribute }.flatMap { numbers[$0.target] }
        if let target { set.setEffects([.drop(from: number, to: target)], of: number) }
      case .nothing, nil: break
      }
      for referrer in object.weakReferrers {
        weak.append(referrer)
        set.add(
          CandidateWeakReference(
            referent: number, holder: numbers[referrer], hasCallback: graph.objects[referrer - 1].hasCallback))
      }
    }
    return (set, weak)
  }
}
