import Collector
import Trace

/// What the simulated collector finds in the candidates of a recorded collection, before anything is finalized.
struct JudgedCollection {
  let record: CollectionRecord
  let candidates: CandidateSet
  /// True for the candidates that nothing outside holds.
  private(set) var isUnreachable: [Bool]
  private(set) var unreachableCount = 0
  /// True for those of them that `tp_del` keeps from being collected.
  private(set) var isUncollectable: [Bool]
  private(set) var uncollectableCount = 0
  /// True for what a finalizer that is about to run can get hold of.
  private(set) var isWithinFinalizers: [Bool]
  /// How many finalizers are about to run.
  private(set) var finalizerCount = 0
  /// How many references to each candidate come from outside.
  let outside: [Int32]
  /// Weak references whose callback is about to run.
  private(set) var callbacks: [CandidateWeakReference] = []

  /// Runs the collector as far as it depends on nothing but the candidates. O(objects and references).
  init(_ record: CollectionRecord, rules: CollectorRules) throws(CollectorError) {
    self.record = record
    candidates = CandidateSet(record, CandidateDirectory(record))
    let count = candidates.count
    isUnreachable = Array(repeating: false, count: count)
    isUncollectable = isUnreachable
    isWithinFinalizers = isUnreachable
    var collection = try Collector.Collection(of: candidates, rules: rules)
    collection.run(to: .moveUnreachable)
    outside = collection.gcRefs
    collection.run(to: .legacyFinalizers)
    for object in collection.unreachable { isUnreachable[Int(object)] = true }
    collection.run(to: .weakReferences)
    for object in collection.uncollectable { isUncollectable[Int(object)] = true }
    uncollectableCount = collection.uncollectableCount
    unreachableCount = collection.unreachable.count
    findFinalizers()
    callbacks = candidates.weakReferences.filter { reference in
      reference.hasCallback && isTrash(reference.referent) && !(reference.holder.map(isTrash) ?? false)
    }
  }

  /// Whether the collector will try to clear an object.
  func isTrash(_ object: Int32) -> Bool { isUnreachable[Int(object)] && !isUncollectable[Int(object)] }

  /// Whether each candidate has lost something with the candidates that went: one that refers to it, or the one that it
  /// refers to weakly (a class that dies takes the weak reference to it from its base). O(objects and references).
  func affected(by gone: [Bool]) -> [Bool] {
    var isAffected = [Bool](repeating: false, count: candidates.count)
    for holder in gone.indices where gone[holder] {
      for target in candidates.references(of: Int32(holder)) { isAffected[Int(target)] = true }
    }
    for reference in candidates.weakReferences where gone[Int(reference.referent)] {
      if let holder = reference.holder { isAffected[Int(holder)] = true }
    }
    return isAffected
  }

  private mutating func findFinalizers() {
    var waiting: [Int32] = []
    for object in 0..<Int32(candidates.count) where isTrash(object) {
      let traits = candidates.traits[Int(object)]
      guard traits.contains(.finalizer), !traits.contains(.finalized) else { continue }
      isWithinFinalizers[Int(object)] = true
      finalizerCount += 1
      waiting.append(object)
    }
    while let object = waiting.popLast() {
      for target in candidates.references(of: object) where isTrash(target) && !isWithinFinalizers[Int(target)] {
        isWithinFinalizers[Int(target)] = true
        waiting.append(target)
      }
    }
  }
}
