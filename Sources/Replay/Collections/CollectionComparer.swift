import Collector
import HeapCore
import Trace

/// Compares collections of one interpreter.
struct CollectionComparer {
  let python: PythonVersion
  let rules: CollectorRules

  init(_ python: PythonVersion) {
    self.python = python
    rules = CollectorRules(python)
  }

  /// Compares what was recorded with what the simulated collector finds.
  ///
  /// `stop` is what CPython reported at the end; `freed` says in which step a block was first freed since the collection's
  /// start, if it was until a while after its end.
  func compare(
    _ record: CollectionRecord, stop: (collected: Int, uncollectable: Int)?, freed: @escaping (UInt64) -> Int?
  ) throws(CollectorError) -> CollectionComparison {
    let judged = try JudgedCollection(record, rules: rules)
    var comparison = CollectionComparison()
    comparison.unreachable = judged.unreachableCount
    comparison.deviations.uncollectable = judged.uncollectableCount
    guard let left = record.leftTheLists() else {
      comparison.unjudged = "nobody could look at the lists when it had ended"
      return comparison
    }
    let fates = CollectionFates(judged: judged, left: left, python: python, rules: rules, freed: freed)
    fates.compare(&comparison)
    guard comparison.difference == nil else { return comparison }
    if let stop {
      fates.compareCounts(stop, &comparison)
    } else {
      comparison.unjudged = "what CPython counted isn't known"
    }
    return comparison
  }
}
