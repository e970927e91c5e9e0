/// Goes through a trace's collections without applying their operations: for copies that keep everything.
struct CollectionOperationReader {
  private var reader: CollectionPartReader
  private var coding = ReferenceCoding()

  enum Item {
    case start(CollectionStart)
    case outcome(CollectionOutcome)
  }

  private var ahead: CollectionPart?
  private var isAtStart = true
  private var operations: CollectionOperationDecoder?

  init(_ trace: TraceFile) { reader = CollectionPartReader(trace) }

  /// The step before which the next collection or outcome belongs, nil after the last. Only between collections.
  mutating func nextStep() throws(TraceError) -> Int? {
    if isAtStart {
      isAtStart = false
      ahead = try reader.next()
    }
    return switch ahead {
    case .start(let start): start.facts.step
    case .outcome(let outcome): outcome.step
    case .candidates: throw reader.damage("candidates that belong to no collection")
    case nil: nil
    }
  }

  /// Returns the next operation of the collection whose start came last, nil at their end.
  mutating func nextOperation() throws(TraceError) -> CollectionOperation? {
    guard operations != nil else { return nil }
    do throws(PayloadError) {
      if let operation = try operations?.next() { return operation }
    } catch {
      throw reader.damage("byte \(error.offset) of a collection's candidates: \(error.what)")
    }
    if let coding = operations?.finish() { self.coding = coding }
    operations = nil
    return nil
  }

  /// Returns the next item, nil after the last; the operations of the one before must have been read.
  mutating func next() throws(TraceError) -> Item? {
    guard try nextStep() != nil, let part = ahead else { return nil }
    switch part {
    case .candidates: return nil
    case .outcome(let outcome):
      ahead = try reader.next()
      return .outcome(outcome)
    case .start(let start):
      var bytes: [UInt8] = []
      ahead = try reader.next()
      while bytes.count < start.length, case .candidates(let more) = ahead {
        bytes += more
        ahead = try reader.next()
      }
      guard bytes.count == start.length else {
        guard bytes.count < start.length, ahead == nil else {
          throw reader.damage("the candidates of the collection in step \(start.facts.step) aren't all there")
        }
        return nil
      }
      if start.isAfresh { coding = ReferenceCoding() }
      if !start.facts.isOmitted { operations = CollectionOperationDecoder(bytes, coding: coding) }
      return .start(start)
    }
  }
}
