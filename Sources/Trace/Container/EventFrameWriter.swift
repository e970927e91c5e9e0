import HeapCore

/// Collects the steps of an EVENTS frame and the sites of its requests.
struct EventFrameWriter {
  /// What the frame's header says.
  private var start = FrameContext()
  private var encoder: EventEncoder
  private var sites = SiteEncoder()
  /// Whether the frame's requests have sites; nil before the first request.
  private var hasSites: Bool?

  init(rules: AllocatorRules, firstStep: Int = 0) {
    start.firstStep = firstStep
    encoder = EventEncoder(rules: rules, context: start)
  }

  var isEmpty: Bool { encoder.bytes.isEmpty }

  var isFull: Bool {
    encoder.steps == TraceLimit.steps || encoder.bytes.count > TraceLimit.events - 2 * TraceLimit.unknownOperation
  }

  /// Sites are known for all requests of a frame or for none.
  func takes(site: UInt32?) -> Bool { hasSites == nil || hasSites == (site != nil) }

  mutating func append(_ record: TraceRecord, site: UInt32?) throws(EventError) {
    if case .fact(.unknown(_, let bytes)) = record, bytes.count > TraceLimit.unknownOperation {
      throw .unencodable("an extension of \(bytes.count) bytes, at most \(TraceLimit.unknownOperation) are allowed")
    }
    let wasEmpty = isEmpty
    try encoder.append(record)
    switch record {
    case .step(let step) where step.isRequest:
      hasSites = site != nil
      if let site { sites.append(site) }
    case .fact(.thread), .fact(.interpreter), .fact(.clock):
      // At a frame's start its header says it.
      if wasEmpty { startFrame() }
    default: break
    }
  }

  var frame: (header: FrameHeader, payload: [UInt8]) {
    var header = FrameHeader(.events, length: encoder.bytes.count)
    header.first = UInt64(start.firstStep)
    header.count = UInt32(encoder.steps)
    header.thread = start.thread
    header.microseconds = start.microseconds
    header.interpreter = UInt16(truncatingIfNeeded: start.interpreter)
    header.heap = UInt16(truncatingIfNeeded: start.heap)
    return (header, encoder.bytes)
  }

  /// The frame of the sites, nil where none are known.
  var siteFrame: (header: FrameHeader, payload: [UInt8])? {
    guard hasSites == true else { return nil }
    var header = FrameHeader(.sites, length: sites.bytes.count)
    header.first = UInt64(start.firstStep)
    header.count = UInt32(sites.count)
    return (header, sites.bytes)
  }

  /// Begins the next frame.
  mutating func startFrame() {
    encoder.reset()
    start = encoder.context
    sites.reset()
    hasSites = nil
    guard max(start.interpreter, start.heap) > UInt32(UInt16.max) else { return }
    // The header has no room for such numbers; it can't fail, an interpreter is always encodable.
    try? encoder.append(.fact(.interpreter(start.interpreter, heap: start.heap)))
  }
}
