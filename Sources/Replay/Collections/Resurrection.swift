import Collector
import Trace

extension CandidateSet {
  /// Lets finalizers do what they must have done: hold what was unreachable and yet is in the lists afterwards.
  ///
  /// Which of several finalizers did it isn't recorded; the first in the list that reaches an object is given it.
  mutating func resurrect(_ record: CollectionRecord, rules: CollectorRules) {
    guard let left = record.leftTheLists(), var trial = try? Collector.Collection(of: self, rules: rules) else {
      return
    }
    trial.run(to: .weakReferences)
    let trash = trial.objects(in: .unreachable)
    guard trash.contains(where: { !left[Int($0)] }) else { return }
    var isTrash = [Bool](repeating: false, count: count)
    for object in trash { isTrash[Int(object)] = true }
    var isReached = [Bool](repeating: false, count: count)
    var isHeld = isReached
    for finalizer in trash {
      let traits = traits[Int(finalizer)]
      guard traits.contains(.finalizer), !traits.contains(.finalized) else { continue }
      var effects: [FinalizerEffect] = []
      for object in mark(from: finalizer, in: isTrash, &isReached) where !left[Int(object)] && !isHeld[Int(object)] {
        effects.append(.hold(object))
        // What a held object refers to comes along.
        mark(from: object, in: isTrash, &isHeld)
      }
      if !effects.isEmpty { setEffects(effects, of: finalizer) }
    }
  }

  /// Marks what an object reaches, itself first, and returns what hadn't been marked before.
  @discardableResult
  private func mark(from object: Int32, in members: [Bool], _ marks: inout [Bool]) -> [Int32] {
    guard !marks[Int(object)] else { return [] }
    marks[Int(object)] = true
    var found = [object]
    var next = 0
    while next < found.count {
      for target in references(of: found[next]) where members[Int(target)] && !marks[Int(target)] {
        marks[Int(target)] = true
        found.append(target)
      }
      next += 1
    }
    return found
  }
}
