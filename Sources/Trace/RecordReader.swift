import HeapCore

/// Goes through the records of a whole trace, from the first to the last.
///
/// Threads, interpreters and times come as facts where they change, whether a frame's header or an operation says them:
/// the records alone say everything. For people's purposes; a replay loads the frames itself.
public struct RecordReader: ~Copyable {
  private let trace: TraceFile
  private var decoder: EventDecoder
  private var nextFrame = 0
  /// What the facts so far said.
  private var told = FrameContext()
  /// What is to come before the next record is read, the first one last.
  private var pending: [Item] = []
  private var sites: [UInt32]?
  private var nextSite = 0

  /// A record, the number of the step that it is or belongs to, and the stack node of a request whose site is known.
  public typealias Item = (step: Int, record: TraceRecord, site: UInt32?)

  /// Begins at the start of a trace.
  public init(_ trace: TraceFile) {
    self.trace = trace
    decoder = EventDecoder(rules: trace.header.rules)
  }

  /// Returns the next record, nil after the last.
  public mutating func next() throws(TraceError) -> Item? {
    while true {
      if let item = pending.popLast() { return item }
      let record: TraceRecord?
      do {
        record = try decoder.next()
      } catch {
        throw trace.damage(inFrame: nextFrame - 1, error)
      }
      switch record {
      case .fact(.thread), .fact(.interpreter), .fact(.clock): continue
      case .fact(let fact): pending = [(decoder.position, .fact(fact), nil)]
      case .step(let step): pending = [(decoder.position - 1, .step(step), site(of: step))]
      case nil: if try startFrame() { continue }
      }
      tellContext(before: pending.first?.step ?? decoder.position)
      if record == nil && pending.isEmpty { return nil }
    }
  }

  private mutating func site(of step: Step) -> UInt32? {
    guard step.isRequest, let sites, nextSite < sites.count else { return nil }
    nextSite += 1
    return sites[nextSite - 1]
  }

  /// Puts what has changed since the last record before the next one.
  private mutating func tellContext(before step: Int) {
    let now = decoder.context
    if now.microseconds != told.microseconds {
      pending.append((step, .fact(.clock(microseconds: now.microseconds)), nil))
    }
    if now.thread != told.thread { pending.append((step, .fact(.thread(now.thread)), nil)) }
    if now.interpreter != told.interpreter || now.heap != told.heap {
      pending.append((step, .fact(.interpreter(now.interpreter, heap: now.heap)), nil))
    }
    told = now
  }

  private mutating func startFrame() throws(TraceError) -> Bool {
    guard nextFrame < trace.frames.count else { return false }
    let frame = trace.frames[nextFrame]
    try trace.load(frame, into: &decoder)
    sites = try trace.sites(of: frame)
    nextSite = 0
    nextFrame += 1
    return true
  }
}

extension TraceFile {
  /// Says where in the file an events frame is wrong; frames are counted as in `frames`.
  public func damage(inFrame index: Int, _ error: EventError) -> TraceError {
    let frame = frames[index]
    return .damaged(
      file: segments[frame.segment].source.name, offset: frame.place.offset + FrameHeader.size, what: error.message)
  }
}
