import Trace

/// What the simulated collections say of the counts and sums that decide about the next ones.
///
/// Between two collections the program changes only the count of generation 0; `gc.freeze` sets all counts to 0.
struct GenerationLedger {
  private struct Expectation {
    var index: Int
    /// The first step after the collection before.
    var step: Int
    var counts: [Int]
    var longLivedTotal: ClosedRange<Int>
    var longLivedPending: ClosedRange<Int>
  }

  private var expectation: Expectation?

  /// Whether a collection begins as was expected; nil when the one before it isn't known.
  func agrees(with facts: CollectionFacts, index: Int) -> Bool? {
    // The recorder reads counts at allocator events: where there was none since, they are from before the last collection.
    guard let expectation, expectation.index == index, facts.step > expectation.step else { return nil }
    let counts = Array(facts.counts.dropFirst())
    return (counts == expectation.counts || counts == [0, 0])
      && expectation.longLivedTotal.contains(facts.longLivedTotal)
      && expectation.longLivedPending.contains(facts.longLivedPending)
  }

  /// Takes a collection into account; `index` is its number among all collections of the trace.
  mutating func note(_ record: CollectionRecord, _ comparison: CollectionComparison, index: Int) {
    let facts = record.facts
    // What is untracked before the survivors are counted can't be told from tuples and dictionaries that died after it.
    let most = record.objects.count - comparison.unreachable - comparison.deviations.uncollectable
    let survivors = max(0, most - comparison.deviations.untracked)...max(0, most)
    var next = Expectation(
      index: index + 1, step: (record.outcome?.step ?? facts.step) + 1, counts: Array(facts.counts.dropFirst()),
      longLivedTotal: facts.longLivedTotal...facts.longLivedTotal,
      longLivedPending: facts.longLivedPending...facts.longLivedPending)
    switch facts.generation {
    case 0: next.counts[0] += 1
    case 1:
      next.counts = [0, next.counts[1] + 1]
      next.longLivedPending =
        facts.longLivedPending + survivors.lowerBound...facts.longLivedPending + survivors.upperBound
    default:
      next.counts = [0, 0]
      next.longLivedTotal = survivors
      next.longLivedPending = 0...0
    }
    expectation = next
  }

  /// Forgets what was expected.
  mutating func forget() { expectation = nil }
}
