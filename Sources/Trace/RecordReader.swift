import HeapCore

/// Goes through the records of a whole trace, from the first to the last.
///
/// Where a frame's header says another thread, interpreter, heap or time than holds, that comes as a fact of its own: the
/// records alone say everything. For people's purposes; a replay loads the frames itself.
public struct RecordReader: ~Copyable {
  private let trace: TraceFile
  private var decoder: EventDecoder
  private var nextFrame = 0
  private var current = FrameContext()
  private var pending: [Fact] = []
  private var sites: [UInt32]?
  private var nextSite = 0

  /// A record and, where it's a request whose site is known, the stack node of that.
  public typealias Item = (record: TraceRecord, site: UInt32?)

  /// Begins at the start of a trace.
  public init(_ trace: TraceFile) {
    self.trace = trace
    decoder = EventDecoder(rules: trace.header.rules)
  }

  /// The number of the next step.
  public var step: Int { decoder.position }

  /// Returns the next record, nil after the last.
  public mutating func next() throws(TraceError) -> Item? {
    while true {
      if let fact = pending.popLast() { return (.fact(fact), nil) }
      let record: TraceRecord?
      do {
        record = try decoder.next()
      } catch {
        throw trace.damage(inFrame: nextFrame - 1, error)
      }
      guard let record else {
        current = decoder.context
        guard try startFrame() else { return nil }
        continue
      }
      guard case .step(let step) = record, step.isRequest, let sites, nextSite < sites.count else {
        return (record, nil)
      }
      nextSite += 1
      return (record, sites[nextSite - 1])
    }
  }

  private mutating func startFrame() throws(TraceError) -> Bool {
    guard nextFrame < trace.frames.count else { return false }
    let frame = trace.frames[nextFrame]
    try trace.load(frame, into: &decoder)
    sites = try trace.sites(of: frame)
    nextSite = 0
    nextFrame += 1
    let new = decoder.context
    if new.microseconds != current.microseconds { pending.append(.clock(microseconds: new.microseconds)) }
    if new.thread != current.thread { pending.append(.thread(new.thread)) }
    if new.interpreter != current.interpreter || new.heap != current.heap {
      pending.append(.interpreter(new.interpreter, heap: new.heap))
    }
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
