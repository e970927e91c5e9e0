import HeapCore

/// Writes a binary trace, record by record.
///
/// Names are numbered here, and steps cut into frames. A file appears under its name when `finish` was called.
public final class TraceWriter {
  /// Version, placements, start and process.
  public let header: TraceHeader
  /// The number of the next step.
  public private(set) var step = 0

  let sink: ByteSink
  private var definitions = DefinitionWriter()
  private var places: [FramePlace] = []
  private var events: EventFrameWriter
  private var meta: [KeyedLines.Entry] = []
  private var reports: [Report] = []
  private var collections = CollectionFrameWriter()
  private var objectRecords: [UInt8] = []
  private var prose: [UInt8] = []

  /// Writes to a file, which takes its place when it's complete.
  public convenience init(_ header: TraceHeader, path: String) throws(TraceError) {
    try self.init(header, sink: ByteSink(path: path))
  }

  /// Writes to memory.
  public convenience init(_ header: TraceHeader) throws(TraceError) {
    try self.init(header, sink: ByteSink())
  }

  init(_ header: TraceHeader, sink: ByteSink) throws(TraceError) {
    self.header = header
    self.sink = sink
    events = EventFrameWriter(rules: header.rules)
    try sink.append(header.bytes)
  }

  /// Appends a step or a fact.
  /// - Parameter site: the stack node of a request, nil where it isn't known; without effect for other records.
  public func append(_ record: TraceRecord, site: UInt32? = nil) throws(TraceError) {
    if case .step(let next) = record {
      guard step < TraceLimit.lastStep else {
        throw .tooLarge(file: sink.name, what: "a trace has at most \(TraceLimit.lastStep) steps")
      }
      if next.isRequest && !events.takes(site: site) { try cut() }
    }
    do {
      try events.append(record, site: site)
    } catch {
      throw .tooLarge(file: sink.name, what: error.message)
    }
    if case .step = record { step += 1 }
    if events.isFull { try cut() }
  }

  /// Appends a mark at the current moment.
  public func mark(_ name: String) throws(TraceError) {
    try append(.step(.mark(try changeDefinitions { $0.mark(name) })))
  }

  /// Adds a fact about the recording.
  public func add(meta entry: KeyedLines.Entry) { meta.append(entry) }

  /// Appends one of CPython's reports; its moment can't lie behind the current one.
  public func append(_ report: Report) { reports.append(report) }

  /// Appends the text of a source file.
  public func append(source name: String, text: String) throws(TraceError) {
    var payload: [UInt8] = []
    payload.append(counted: name)
    try append(.source, first: 0, payload: payload + Array(text.utf8))
  }

  /// Appends a frame of a kind that this version need not know.
  public func append(_ kind: FrameKind, first: Int, payload: [UInt8]) throws(TraceError) {
    var header = FrameHeader(kind, length: payload.count)
    header.first = UInt64(first)
    try write(header, payload)
  }

  /// Makes the trace the continuation of another one in the same folder; before anything else is appended.
  func continueParent(_ fileName: String, steps: Int, marks: Int) throws(TraceError) {
    var payload: [UInt8] = []
    for number in [steps, 0, 0, 0, marks] { payload.append(varint: UInt64(number)) }
    payload.append(counted: fileName)
    try append(.parent, first: 0, payload: payload)
    step = steps
    events = EventFrameWriter(rules: header.rules, firstStep: steps)
  }

  /// Ends the events frame, so that what follows stands in one of its own.
  public func cut() throws(TraceError) {
    try writeMeta()
    try writeDefinitions()
    if !events.isEmpty {
      let (header, payload) = events.frame
      try write(header, payload)
      if let (header, payload) = events.siteFrame { try write(header, payload) }
      events.startFrame()
    }
    for report in reports {
      let payload = Array(report.text.utf8)
      var header = FrameHeader(.report, length: payload.count)
      header.first = UInt64(report.moment)
      header.interpreter = UInt16(clamping: report.interpreter)
      header.heap = UInt16(clamping: report.heap)
      try write(header, payload)
    }
    reports.removeAll()
    try writeCollections()
    try writeObjects()
    try writeProse()
  }

  /// Appends what a written program does with objects; the steps that follow from it are appended apart.
  func append(_ record: ObjectRecord) throws(TraceError) {
    objectRecords += record.bytes
    if objectRecords.count > TraceLimit.events { try writeObjects() }
  }

  /// Appends a line of prose; lines come in the order of their moments.
  public func append(_ line: ProseLine) throws(TraceError) {
    prose += line.bytes
    if prose.count > TraceLimit.events { try writeProse() }
  }

  private func writeProse() throws(TraceError) {
    guard !prose.isEmpty else { return }
    let payload = prose
    prose = []
    try append(.prose, first: 0, payload: payload)
  }

  private func writeObjects() throws(TraceError) {
    guard !objectRecords.isEmpty else { return }
    let payload = objectRecords
    objectRecords = []
    try append(.objects, first: 0, payload: payload)
  }

  /// Completes the trace.
  /// - Parameters:
  ///   - ending: how the recording ended, nil where nothing is known.
  ///   - finished: whether the recording that this is a copy of got to its end.
  /// - Returns: the bytes when they were written to memory, else none.
  @discardableResult
  public func finish(ending: KeyedLines? = nil, finished: Bool = true) throws(TraceError) -> [UInt8] {
    try cut()
    if let ending { try append(.end, first: step, payload: ending.payload) }
    var header = header
    header.finished = finished
    header.indexOffset = UInt64(sink.count)
    try append(.index, first: step, payload: FrameDirectory.indexPayload(places))
    return try sink.complete(replacingStart: header.bytes)
  }

  private func writeMeta() throws(TraceError) {
    guard !meta.isEmpty else { return }
    let payload = KeyedLines(meta).payload
    meta.removeAll()
    try append(.meta, first: 0, payload: payload)
  }

  /// Changes the definitions and writes them when they have become many.
  func changeDefinitions<Result>(_ change: (inout DefinitionWriter) -> Result) throws(TraceError) -> Result {
    let result = change(&definitions)
    if definitions.count > TraceLimit.events { try writeDefinitions() }
    return result
  }

  /// Changes the collections, which are written when they have become many or the events frame ends.
  func changeCollections<Result>(_ change: (inout CollectionFrameWriter) throws(TraceError) -> Result)
    throws(TraceError)
    -> Result
  {
    let result = try change(&collections)
    if collections.hasFullPayload { try writeCollections() }
    return result
  }

  private func writeCollections() throws(TraceError) {
    for payload in collections.takePayloads() { try append(.collection, first: step, payload: payload) }
  }

  private func writeDefinitions() throws(TraceError) {
    if !definitions.isEmpty { try append(.definitions, first: 0, payload: definitions.takePayload()) }
  }

  private func write(_ frame: FrameHeader, _ payload: [UInt8]) throws(TraceError) {
    guard payload.count <= TraceLimit.payload(of: frame.kind) else {
      throw .tooLarge(file: sink.name, what: "\(payload.count) bytes are too many for one frame")
    }
    places.append(
      FramePlace(
        kind: frame.kind, count: Int(frame.count), offset: sink.count, first: Int(frame.first),
        microseconds: frame.microseconds, length: payload.count))
    var header = frame
    header.seal(payload: payload)
    try sink.append(header.bytes + payload)
    try sink.append([UInt8](repeating: 0, count: -payload.count & 7))
  }
}
