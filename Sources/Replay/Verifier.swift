import HeapCore
import Trace

/// Replays a recording and compares it with what CPython did: placements, arenas, statistics reports, collections.
public struct Verifier: ~Copyable {
  private let trace: TraceFile
  private var cursor: ReplayCursor
  private var result = Verification()

  /// Prepares the comparison of a whole trace.
  public init(_ trace: TraceFile) throws(ReplayError) {
    self.trace = trace
    cursor = try ReplayCursor(trace)
    cursor.logLandmarks()
    result.python = "\(trace.header.python)"
    result.isTruncated = trace.truncated
  }

  /// Replays to the end and says what was found.
  ///
  /// - Throws: `ReplayError` where the events can't be read; a difference is no error.
  /// - Complexity: O(steps).
  public consuming func run() throws(ReplayError) -> Verification {
    for report in trace.reports where report.moment <= trace.stepCount {
      try cursor.advance(to: report.moment)
      try compare(report)
    }
    try cursor.advance(to: trace.stepCount)
    try takeTotals()
    try compareCollections()
    return result
  }

  private mutating func takeTotals() throws(ReplayError) {
    let totals = cursor.heap.totals
    result.events = trace.stepCount
    result.arenasAllocated = totals.arenasAllocated
    result.arenasReleased = totals.arenasAllocated - totals.arenas
    result.ghosts = totals.ghosts
    guard trace.header.placements == .recorded else { return }
    result.placements = .init(
      compared: totals.placementsCompared, equal: totals.placementsCompared - totals.placementsDiffering)
    let changes = result.arenasAllocated + result.arenasReleased
    result.arenas = .init(compared: changes, equal: max(0, changes - totals.arenasDiffering))
    if let first = totals.firstMismatch, first.step <= result.mismatch?.event ?? .max {
      result.mismatch = try describe(first)
    }
  }

  /// Runs the simulated collector on the objects of each recorded collection.
  private mutating func compareCollections() throws(ReplayError) {
    var landmarks = Landmarks()
    for landmark in cursor.takeLandmarks() { landmarks.append(landmark, marks: []) }
    var verifier = CollectionVerifier(trace, collections: landmarks.collections)
    while let next = try verifier.next() {
      let comparison = next.comparison
      if comparison.difference == nil, let reason = comparison.unjudged {
        result.unjudgedCollections[reason, default: 0] += 1
      } else {
        result.collections.count(comparison.difference == nil)
      }
      result.unreachableObjects += comparison.unreachable
      if let isExpected = next.isExpected {
        result.counters.count(isExpected)
        if !isExpected, result.mismatch == nil {
          result.mismatch = .init(
            event: next.facts.step, expected: Self.words(next.facts), actual: "others, after the collection before",
            what: "counts and long-lived objects at the start of collection \(next.number ?? 0)")
        }
      }
      if next.choice != .requested { result.predictedCollections += 1 }
      guard let difference = comparison.difference else {
        if !comparison.deviations.isEmpty, comparison.unjudged == nil { result.explainedCollections += 1 }
        continue
      }
      guard result.mismatch == nil else { continue }
      let name = next.number.map { "collection \($0), generation \(next.facts.generation)" } ?? "a collection"
      result.mismatch = .init(
        event: next.facts.step, expected: difference.expected, actual: difference.actual,
        what: "\(name): \(difference.what)")
    }
  }

  /// Compares the simulated heap's statistics with CPython's report of this moment.
  private mutating func compare(_ place: ReportPlace) throws(ReplayError) {
    guard trace.header.placements == .recorded else { return }
    let report: Report
    do {
      report = try trace.readReport(place)
    } catch {
      throw .unreadableFrame(firstStep: place.moment, reason: error.message)
    }
    let recorded = try AllocatorReport(parsing: report.text)
    // An interpreter whose heap was already given back, or a build without pymalloc, reports nothing to compare.
    guard !recorded.lines.isEmpty else { return }
    guard let statistics = cursor.heap.statistics(of: report.heap) else { return }
    let simulated = AllocatorReport(statistics)
    let difference = recorded.firstDifference(from: simulated)
    result.reports.count(difference == nil)
    guard let difference, result.mismatch == nil else { return }
    result.mismatch = .init(
      event: place.moment, expected: difference.first, actual: difference.second, what: difference.what)
  }

  private static func words(_ facts: CollectionFacts) -> String {
    let counts = facts.counts.map(String.init).joined(separator: ", ")
    return "\(counts); \(facts.longLivedTotal) long-lived, \(facts.longLivedPending) pending"
  }

  private func describe(_ mismatch: Mismatch) throws(ReplayError) -> Verification.Mismatch {
    let request = try trace.step(mismatch.step).map(Self.words) ?? "the step"
    let what =
      switch mismatch.what {
      case .placement: "where \(request) was placed"
      case .arenaObtained: "an arena obtained for \(request)"
      case .arenaReturned: "an arena given back by \(request)"
      }
    return .init(
      event: mismatch.step, expected: Self.words(mismatch.recorded), actual: Self.words(mismatch.simulated), what: what)
  }

  private static func words(_ address: UInt64) -> String {
    address == 0 ? "none" : "0x" + String(address, radix: 16)
  }

  /// A request as C would write it.
  private static func words(_ step: Step) -> String {
    switch step {
    case .allocation(.calloc, _, let size, _): "calloc(\(size))"
    case .allocation(.reallocNull, _, let size, _): "realloc(NULL, \(size))"
    case .allocation(_, _, let size, _): "malloc(\(size))"
    case .realloc(_, let old, let size, _): "realloc(\(words(old)), \(size))"
    case .free(_, let address): "free(\(words(address)))"
    default: "the step"
    }
  }
}

extension TraceFile {
  /// A step as it stands in the trace, nil behind the end.
  ///
  /// - Complexity: O(steps in a frame).
  func step(_ number: Int) throws(ReplayError) -> Step? {
    guard let index = frameIndex(ofStep: number) else { return nil }
    let frame = frames[index]
    do {
      var decoder = EventDecoder(rules: header.rules)
      try load(frame, into: &decoder)
      try decoder.skip(to: number)
      while let record = try decoder.next() {
        if case .step(let step) = record { return step }
      }
      return nil
    } catch {
      throw ReplayError(error, firstStep: frame.first)
    }
  }
}
