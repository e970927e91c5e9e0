import HeapCore

@testable import Trace

/// All that a trace says, independent of how it is cut into frames and numbered.
struct TraceContent: Equatable {
  var header: TraceHeader
  var meta: TraceMeta
  var ending: KeyedLines?
  var truncated: Bool
  var records: [String] = []
  var codes: [CodeObject] = []
  var nodes: [String] = []
  var labels: [String] = []
  var comments: [String] = []
  var unknown: [String] = []
  var reports: [Report] = []
  var others: [String] = []
  var collections: [CollectionRecord] = []
  var prose: [String] = []

  init(_ trace: TraceFile) throws {
    header = trace.header
    header.indexOffset = 0
    meta = trace.meta
    ending = trace.ending
    truncated = trace.truncated
    let table = try trace.readDefinitions()
    for number in 1...UInt32(table.codeCount + 1) {
      if let code = table.code(number) { codes.append(code) }
    }
    for number in 1...UInt32(table.nodeCount + 1) {
      if let node = table.node(number) { nodes.append("\(node)") }
    }
    // In the order of their steps; those of one step in theirs.
    let byStep = { (entries: [(step: UInt64, text: String)]) in
      entries.enumerated().sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }
        .map { "\($0.element.step) \(Array($0.element.text.unicodeScalars))" }
    }
    labels = byStep(table.labels)
    comments = byStep(table.comments)
    unknown = try trace.readUnknownDefinitions().map { "\($0)" }
    for place in trace.reports { reports.append(try trace.readReport(place)) }
    var others: [String] = []
    try trace.forEachOtherFrame { others.append("\($0)") }
    self.others = others
    var decoder = CollectionDecoder(trace)
    while let collection = try decoder.next() { collections.append(collection) }
    prose = try trace.readProse().map { "\($0.step) \($0.text)" }
    try readRecords(of: trace, marks: table.marks)
  }

  /// The steps, each with who ran it and when, and the facts that aren't of that kind.
  private mutating func readRecords(of trace: TraceFile, marks: [String]) throws {
    var reader = RecordReader(trace)
    var now = FrameContext()
    while let item = try reader.next() {
      switch item.record {
      case .fact(.thread(let thread)): now.thread = thread
      case .fact(.interpreter(let interpreter, let heap)): (now.interpreter, now.heap) = (interpreter, heap)
      case .fact(.clock(let microseconds)): now.microseconds = microseconds
      case .fact(let fact): records.append("\(now) \(fact)")
      case .step(.mark(let number)):
        let name = number < marks.count ? "\(Array(marks[Int(number)].unicodeScalars))" : "\(number)"
        records.append("\(now) mark \(name)")
      case .step(let step): records.append("\(now) \(step) \(String(describing: item.site))")
      }
    }
    records.append("\(now)")
  }
}
