/// Reads the events of one EVENTS frame, record by record, or hands them to a heap.
///
/// It is also the place in the frame: a heap runs forward from it, and `skip(to:)` moves it without simulating.
public struct EventDecoder: ~Copyable {
  /// The rules whose pool size the codec needs.
  public let rules: AllocatorRules
  /// The number of the next step.
  public internal(set) var position: Int
  /// Steps that the frame's header announces, nil for an open frame.
  public private(set) var count: Int?

  var bytes: [UInt8]
  var offset = 0
  var wire: EventWire

  /// Starts with an empty frame.
  public init(rules: AllocatorRules) {
    self.init(rules: rules, bytes: [], context: FrameContext(), count: 0)
  }

  /// Starts at the first operation of a frame's payload.
  ///
  /// `count` is the number of steps in the frame's header; nil says that the frame is open: then a 0 byte ends it, and so
  /// does an operation that isn't whole.
  public init(rules: AllocatorRules, bytes: [UInt8], context: FrameContext, count: Int?) {
    self.rules = rules
    self.bytes = bytes
    self.count = count
    position = context.firstStep
    wire = EventWire(rules: rules, context: context)
  }

  /// Exchanges the frame; the old payload comes back, so that its storage can be used again.
  @discardableResult
  public mutating func load(bytes: consuming [UInt8], context: FrameContext, count: Int?) -> [UInt8] {
    swap(&self.bytes, &bytes)
    self.count = count
    position = context.firstStep
    offset = 0
    wire.reset(context)
    return bytes
  }

  /// Who runs and when, at the present place; `firstStep` is the frame's.
  public var context: FrameContext { wire.context }

  /// Bytes read so far; of an open frame at its end, the bytes in use.
  public var bytesRead: Int { offset }

  /// Whether everything in the frame has been read.
  public var isAtEnd: Bool { offset >= bytes.count }

  /// Reads the next record, nil at the end.
  ///
  /// - Throws: `EventError`, with the byte of the operation that is wrong; the place doesn't move.
  public mutating func next() throws(EventError) -> TraceRecord? {
    var sink = RecordSink()
    guard try readOne(into: &sink) else {
      try checkCount()
      return nil
    }
    if case .step = sink.record { position += 1 }
    return sink.record
  }

  /// Moves forward to before step `step` or to the end of the frame, whichever comes first, without simulating.
  ///
  /// Like a replay, it reads what follows the frame's last step when it goes that far. 2 to 3 ns a step.
  public mutating func skip(to step: Int) throws(EventError) {
    var sink = StepCounter()
    while position < step || isPastLastStep(position) {
      sink.steps = 0
      guard try readOne(into: &sink) else { return try checkCount() }
      position += sink.steps
    }
  }

  /// Reads to the end and says how many steps were left.
  public mutating func countRest() throws(EventError) -> Int {
    let start = position
    try skip(to: .max)
    return position - start
  }

  /// Whether no step follows, so that what is left belongs to the frame that ends here.
  @inline(__always)
  func isPastLastStep(_ step: Int) -> Bool {
    guard let count else { return false }
    return step &- wire.context.firstStep >= count
  }

  /// Reads one operation; false at the end.
  private mutating func readOne<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(EventError) -> Bool {
    guard !isAtEnd else { return false }
    do {
      let payload = bytes
      if try wire.read(payload.span, &offset, into: &sink) { return true }
    } catch {
      guard count == nil, case .truncated = error else { throw error }
    }
    try endHere()
    return false
  }

  /// Ends an open frame where its last whole operation ended.
  mutating func endHere() throws(EventError) {
    guard count == nil else { throw .unknownOperation(0, offset: offset) }
    bytes.removeSubrange(offset...)
  }

  /// Compares the steps that were read with the frame's header, at the end.
  func checkCount() throws(EventError) {
    guard let count else { return }
    let found = position - wire.context.firstStep
    guard found == count else { throw .stepCount(expected: count, found: found) }
  }
}

/// Keeps the record that the last operation was.
private struct RecordSink: EventSink {
  var record: TraceRecord?

  mutating func allocateSmall(_ kind: Kind, at address: UInt64) {
    let function = RequestFunction(rawValue: UInt8(kind.function)) ?? .malloc
    record = .step(.allocation(function, kind.isMem ? .mem : .obj, size: UInt64(kind.size), address: address))
  }

  mutating func allocateOutside(_ function: RequestFunction, _ domain: Domain, size: UInt64, at address: UInt64) {
    record = .step(.allocation(function, domain, size: size, address: address))
  }

  mutating func freeSmall(isMem: Bool, _ address: UInt64) {
    record = .step(.free(isMem ? .mem : .obj, address: address))
  }

  mutating func freeOutside(_ domain: Domain, _ address: UInt64) {
    record = .step(.free(domain, address: address))
  }

  mutating func reallocate(_ domain: Domain, old: UInt64, size: UInt64, at address: UInt64) {
    record = .step(.realloc(domain, old: old, size: size, address: address))
  }

  mutating func other(_ step: Step) { record = .step(step) }
  mutating func fact(_ fact: Fact) { record = .fact(fact) }
}

/// Counts steps.
private struct StepCounter: EventSink {
  var steps = 0

  mutating func allocateSmall(_ kind: Kind, at address: UInt64) { steps &+= 1 }
  mutating func allocateOutside(_ function: RequestFunction, _ domain: Domain, size: UInt64, at address: UInt64) {
    steps &+= 1
  }
  mutating func freeSmall(isMem: Bool, _ address: UInt64) { steps &+= 1 }
  mutating func freeOutside(_ domain: Domain, _ address: UInt64) { steps &+= 1 }
  mutating func reallocate(_ domain: Domain, old: UInt64, size: UInt64, at address: UInt64) { steps &+= 1 }
  mutating func other(_ step: Step) { steps &+= 1 }
  mutating func fact(_ fact: Fact) {}
}
