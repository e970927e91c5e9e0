import Collector
import ObjectGraph

/// What the incremental collector of 3.14.0 to 3.14.4 keeps between increments (`struct _gc_runtime_state`).
struct IncrementState: Sendable {
  var phase = IncrementSelection.Phase.mark
  /// How many objects the collector is behind; below 0 it is ahead.
  var workToDo = 0
  /// The old objects that this cycle has dealt with; the others are pending.
  var visited: Set<ObjectID> = []
}

extension ObjectMachine {
  /// `gc_collect_increment`: what the allocations so far make it do, which can be nothing.
  ///
  /// Marking begins at the names; what only stacks or the interpreter hold isn't marked.
  mutating func collectIncrement() {
    let new = graph.counters.counts[0]
    let total = graph.count(of: .young) + graph.count(of: .old)
    increments.workToDo += new + min(total / 10 / max(2, graph.counters.thresholds[1]), 2 * new)
    let isMarking = increments.phase == .mark
    let ids = increments.workToDo < 0 || isMarking ? [] : increment()
    start(1, ids, isWithinAllocation: false)
    changeCounters { $0.counts[0] = 0 }
    var collected = 0
    if increments.workToDo >= 0 {
      if isMarking {
        // CPython takes the marked objects off twice, in mark_at_start and in its caller.
        increments.workToDo -= 2 * mark()
        increments.phase = .collect
      } else {
        collected = runPhases(ids, 1)
        noteIncrements(after: 1, ids)
      }
    }
    stop(1, collected: collected)
  }

  /// Moves what the names reach to the visited objects; returns how many there were.
  private mutating func mark() -> Int {
    var marked: [ObjectID] = []
    func take(_ id: ObjectID) {
      guard let list = graph.objects[id - 1].place?.list, list != .permanent, !increments.visited.contains(id) else {
        return
      }
      increments.visited.insert(id)
      marked.append(id)
    }
    for name in graph.names.keys.sorted() { graph.names[name].map(take) }
    var next = 0
    while next < marked.count {
      for attribute in graph.objects[marked[next] - 1].attributes { take(attribute.target) }
      next += 1
    }
    for id in marked { move(id, to: .old) }
    return marked.count
  }

  /// The young objects, then pending ones with all pending ones that they reach, until there are as many as there is work.
  private func increment() -> [ObjectID] {
    var ids = graph.objects(in: .young).filter { !graph.objects[$0 - 1].isImmortal }
    var taken = Set(ids)
    let pending = graph.objects(in: .old).filter { !increments.visited.contains($0) }
    let isPending = Set(pending)
    for first in pending where ids.count < increments.workToDo && !taken.contains(first) {
      var next = ids.count
      taken.insert(first)
      ids.append(first)
      while next < ids.count {
        for attribute in graph.objects[ids[next] - 1].attributes
        where isPending.contains(attribute.target) && taken.insert(attribute.target).inserted {
          ids.append(attribute.target)
        }
        next += 1
      }
    }
    return ids
  }

  /// Survivors have been visited; when nothing is pending any more, and after a full collection, a new cycle begins.
  mutating func noteIncrements(after generation: Int, _ ids: [ObjectID]) {
    for id in ids where graph.objects[id - 1].isAlive { increments.visited.insert(id) }
    if generation == 1 { increments.workToDo -= ids.count }
    guard generation == 2 || generation == 1 && graph.objects(in: .old).allSatisfy(increments.visited.contains) else {
      return
    }
    increments = IncrementState()
  }
}
