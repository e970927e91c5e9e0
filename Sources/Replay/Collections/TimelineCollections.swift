import Trace

extension Timeline {
  /// Whether the objects of any collection were recorded.
  public var hasCollections: Bool { trace.hasCollections }

  /// Begins to load a collection, by its number among all of the trace, from 1.
  ///
  /// Nil when its objects weren't recorded, or as long as the index hasn't got there.
  public func loadCollection(_ number: Int) throws(ReplayError) -> CollectionLoader? {
    let all = index.landmarks.collections
    guard all.indices.contains(number - 1), let recorded = try recordedCollections() else { return nil }
    guard let found = recorded.index(startingAt: all[number - 1].start) else { return nil }
    return CollectionLoader(number: number, index: found, of: recorded, python: trace.header.python)
  }

  /// The number, from 1, of the collection that runs at this moment or was the last before it; nil before the first.
  public func collectionNumber(at moment: Int) -> Int? {
    let all = index.landmarks.collections
    let before = Landmarks.indices(of: all, in: 0..<max(0, moment)) { $0.start }
    return before.isEmpty ? nil : before.upperBound
  }

  /// What is known of a collection before it begins: counts, thresholds and the numbers of the 25 % rule.
  public func collectionFacts(_ number: Int) throws(ReplayError) -> CollectionFacts? {
    let all = index.landmarks.collections
    guard all.indices.contains(number - 1), let recorded = try recordedCollections() else { return nil }
    let start = all[number - 1].start
    let range = Landmarks.indices(of: recorded.places, in: start..<start + 1) { $0.facts.step }
    return range.isEmpty ? nil : recorded.places[range.lowerBound].facts
  }
}
