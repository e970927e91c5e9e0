/// Reads the recorded collections of a trace one after the other, from the first.
///
/// Its memory is bounded by what the recorded program's collector held at once, at most 2²⁴ objects and 2²⁷ references.
public struct CollectionDecoder {
  private var reader: CollectionPartReader
  private var state = CollectionState()
  /// The record that ends what was read last.
  private var ahead: CollectionPart?
  private var isAtStart = true

  /// Begins with the first collection.
  public init(_ trace: TraceFile) { reader = CollectionPartReader(trace) }

  /// Returns the next collection, nil after the last. O(candidates and references).
  ///
  /// What a killed writer didn't complete is left out. After an error there is nothing more.
  public mutating func next() throws(TraceError) -> CollectionRecord? {
    while let start = try nextStart() {
      var bytes: [UInt8] = []
      while bytes.count < start.length {
        ahead = try reader.next()
        guard case .candidates(let more) = ahead else { break }
        bytes += more
      }
      guard bytes.count == start.length else {
        guard bytes.count < start.length, ahead == nil else {
          throw reader.damage("the candidates of the collection in step \(start.facts.step) aren't all there")
        }
        return nil
      }
      ahead = try reader.next()
      if start.isAfresh { state = CollectionState() }
      var record = CollectionRecord(start.facts, types: [])
      if !start.facts.isOmitted { record.candidates = try candidates(bytes, of: start) }
      record.types = state.types
      if case .outcome(let outcome) = ahead { record.outcome = try check(outcome, of: record) }
      return record
    }
    return nil
  }

  private mutating func nextStart() throws(TraceError) -> CollectionStart? {
    if isAtStart {
      isAtStart = false
      ahead = try reader.next()
    }
    while let part = ahead {
      if case .start(let start) = part { return start }
      guard case .outcome = part else { throw reader.damage("candidates that belong to no collection") }
      ahead = try reader.next()
    }
    return nil
  }

  private mutating func candidates(
    _ bytes: [UInt8], of start: CollectionStart
  ) throws(TraceError) -> CollectedObjects {
    do throws(PayloadError) {
      let candidates = try state.read(bytes, generation: start.facts.generation)
      guard candidates.count == start.candidateCount, candidates.references.count == start.referenceCount else {
        throw PayloadError("it has other candidates than it says", at: 0)
      }
      return candidates
    } catch {
      throw reader.damage(
        "in the collection of step \(start.facts.step), byte \(error.offset) of its candidates: \(error.what)")
    }
  }

  private func check(_ outcome: CollectionOutcome, of record: CollectionRecord) throws(TraceError) -> CollectionOutcome
  {
    guard outcome.step >= record.facts.step,
      outcome.secondLook.map({ $0.step >= record.facts.step && $0.step <= outcome.step }) ?? true,
      outcome.left?.last?.upperBound ?? 0 <= record.candidates.count
    else {
      throw reader.damage(
        "the end of the collection in step \(record.facts.step) speaks of objects that it didn't have")
    }
    return outcome
  }
}
