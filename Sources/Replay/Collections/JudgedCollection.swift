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
  /// The weak reference objects whose callback is about to run: they aren't trash themselves.
  private(set) var callbacks: [Callback] = []

  /// A weak reference object with a callback.
  struct Callback {
    var address: UInt64
    /// Nil when it's no candidate.
    var candidate: Int32?
  }

  /// Runs the collector as far as it depends on nothing but the candidates. O(objects and references).
  init(_ record: CollectionRecord, rules: CollectorRules) throws(CollectorError) {
    self.record = record
    let directory = CandidateDirectory(record)
    candidates = CandidateSet(record, directory)
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
    findCallbacks(directory)
  }

  private mutating func findCallbacks(_ directory: CandidateDirectory) {
    for object in 0..<Int32(candidates.count) where isTrash(object) {
      for reference in record.references(of: Int(object)) where reference.kind == .weakCallback {
        let candidate = directory.index(at: reference.address).map { Int32($0) }
        guard !(candidate.map(isTrash) ?? false) else { continue }
        callbacks.append(Callback(address: reference.address, candidate: candidate))
      }
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
