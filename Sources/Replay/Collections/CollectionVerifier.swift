import Collector
import HeapCore
import Trace

/// Goes through the recorded collections of a trace and compares each with the simulated one.
public struct CollectionVerifier {
  private let trace: TraceFile
  private let python: PythonVersion
  private let comparer: CollectionComparer
  private var decoder: CollectionDecoder
  private var landmarks: CollectionLandmarks
  private var ledger = GenerationLedger()

  /// One collection and what the comparison found.
  public struct Result: Sendable {
    /// The collection's number among all of the trace, from 1; nil when the step isn't the start of one.
    public var number: Int?
    public var facts: CollectionFacts
    public var comparison: CollectionComparison
    /// Whether its counts and long-lived objects are those that the collections before it left; nil when they aren't known.
    public var isExpected: Bool?
    /// What the counts before it say of its generation.
    public var choice: PredictedGeneration
  }

  /// Begins with the first collection; `collections` are those of the trace's steps.
  public init(_ trace: TraceFile, collections: [Landmarks.Collection]) {
    self.trace = trace
    python = trace.header.python
    comparer = CollectionComparer(python)
    decoder = CollectionDecoder(trace)
    landmarks = CollectionLandmarks(collections)
  }

  /// Compares the next collection; nil after the last. O(objects and references).
  public mutating func next() throws(ReplayError) -> Result? {
    while true {
      let record: CollectionRecord
      do {
        guard let next = try decoder.next() else { return nil }
        record = next
      } catch {
        throw .unreadableCollections(error.message)
      }
      if record.facts.isOmitted {
        ledger.forget()
        continue
      }
      return try compare(record)
    }
  }

  /// What CPython counted; nil without an end, or where its counters were gone when the recorder read them.
  ///
  /// CPython 3.15 gives its counters back before it ends: their difference then is no number of objects.
  private static func report(_ collection: Landmarks.Collection) -> (collected: Int, uncollectable: Int)? {
    guard collection.stop != nil, let collected = UInt32(exactly: collection.collected),
      let uncollectable = UInt32(exactly: collection.uncollectable)
    else { return nil }
    return (Int(collected), Int(uncollectable))
  }

  /// How many steps after a collection a deallocation that was under way may last.
  private static let aftermath = 1 << 16

  private mutating func compare(_ record: CollectionRecord) throws(ReplayError) -> Result {
    let index = landmarks.index(startingAt: record.facts.step)
    let stop = index.flatMap { Self.report(landmarks.collections[$0]) }
    var freed: [UInt64: Int]?
    let trace = trace
    var comparison: CollectionComparison
    do {
      comparison = try comparer.compare(record, stop: stop) { block in
        if let freed { return freed[block] }
        let last = record.outcome?.step ?? record.facts.step
        let found = trace.blocksFreed(in: record.facts.step..<last + Self.aftermath)
        freed = found
        return found[block]
      }
    } catch {
      throw .unreadableCollections(error.message)
    }
    if index == nil {
      comparison.difference = .init(
        expected: "a collection", actual: "none", what: "what begins in step \(record.facts.step)")
    }
    let choice = PredictedGeneration(record.facts, python: python)
    switch choice.verdict(on: record.facts) {
    case .differs where comparison.difference == nil:
      comparison.difference = .init(
        expected: "generation \(record.facts.generation)", actual: choice.words, what: "which generation was collected")
    case .unjudged:
      comparison.unjudged = comparison.unjudged ?? "no count made it due; a C function can have asked for it"
    default: break
    }
    var isExpected: Bool?
    if let index {
      isExpected = ledger.agrees(with: record.facts, index: index)
      ledger.note(record, comparison, index: index)
    } else {
      ledger.forget()
    }
    return Result(
      number: index.map { $0 + 1 }, facts: record.facts, comparison: comparison, isExpected: isExpected, choice: choice)
  }
}

/// The collections of a trace's steps, found by the step in which they begin.
struct CollectionLandmarks {
  let collections: [Landmarks.Collection]

  init(_ collections: [Landmarks.Collection]) { self.collections = collections }

  /// - Complexity: O(log collections).
  func index(startingAt step: Int) -> Int? {
    let range = Landmarks.indices(of: collections, in: step..<step + 1) { $0.start }
    return range.isEmpty ? nil : range.lowerBound
  }
}

extension TraceFile {
  /// The blocks that are freed in some steps, with the first step of each; where these can't be read, those before. O(steps).
  fileprivate func blocksFreed(in steps: Range<Int>) -> [UInt64: Int] {
    var freed: [UInt64: Int] = [:]
    var next = steps.lowerBound
    do {
      while next < steps.upperBound, let index = frameIndex(ofStep: next) {
        var decoder = EventDecoder(rules: header.rules)
        try load(frames[index], into: &decoder)
        try decoder.skip(to: next)
        while decoder.position < steps.upperBound {
          let step = decoder.position
          guard let record = try decoder.next() else { break }
          guard case .step(.free(_, let address)) = record, freed[address] == nil else { continue }
          freed[address] = step
        }
        next = frames[index].first + frames[index].count
      }
    } catch {
      // A trace that can't be read to here has been refused by the replay before.
    }
    return freed
  }
}
