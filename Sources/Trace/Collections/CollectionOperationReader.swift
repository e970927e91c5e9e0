/// Goes through a trace's collections without applying their operations: for copies that keep everything.
struct CollectionOperationReader {
  private var reader: CollectionPartReader
  private var coding = ReferenceCoding()

  enum Item {
    case start(CollectionStart)
    case operation(CollectionOperation)
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

  /// Returns the next item; a collection's operations follow its start.
  mutating func next() throws(TraceError) -> Item? {
    if operations != nil {
      do throws(PayloadError) {
        if let operation = try operations?.next() { return .operation(operation) }
      } catch {
        throw reader.damage("byte \(error.offset) of a collection's candidates: \(error.what)")
      }
      if let coding = operations?.finish() { self.coding = coding }
      operations = nil
    }
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
      if start.length > 0 { operations = CollectionOperationDecoder(bytes, coding: coding) }
      return .start(start)
    }
  }
}
