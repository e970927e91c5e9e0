import HeapCore

/// Spells a trace as text.
struct TextWriter {
  private let trace: TraceFile
  private let table: SiteTable
  private let sink: ByteSink
  private var events: TextEventWriter
  private let comments: [(step: UInt64, text: String)]
  private var nextComment = 0
  private var nextReport = 0
  private var collections: TextCollectionWriter
  /// What is to be named at the step that places it.
  private var labels: [Int: String] = [:]
  private var objects: ObjectScriptReader
  private let prose: [ProseLine]
  private var nextProse = 0
  /// The step before which the text ends, unless a statement is under way; nil for the whole trace.
  private let limit: Int?
  /// The version of Python that the text names instead of the trace's own.
  private let python: PythonVersion?

  init(
    _ trace: TraceFile, sink: ByteSink, upTo limit: Int? = nil, python: PythonVersion? = nil
  ) throws(TraceError) {
    self.trace = trace
    self.sink = sink
    self.limit = limit
    self.python = python
    collections = TextCollectionWriter(trace)
    table = try trace.readDefinitions()
    events = TextEventWriter(trace.header.placements, marks: table.marks)
    objects = try ObjectScriptReader(trace)
    prose = try trace.readProse()
    // By step, and where steps are equal in their order.
    comments = table.comments.enumerated().sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }
      .map(\.element)
  }

  /// Writes everything.
  mutating func write() throws(TraceError) {
    try writeHead()
    try writeDefinitions()
    try trace.forEachOtherFrame { frame throws(TraceError) in try write(frame) }
    var reader = RecordReader(trace)
    var step = -1
    while let item = try reader.next() {
      if let limit, item.step >= limit, !objects.makesMore(at: item.step) {
        for next in try objects.performStepless(before: limit) { try put(next.spelling) }
        return
      }
      if item.step != step {
        step = item.step
        try writeBefore(step: step)
      }
      switch item.record {
      case .fact(let fact): events.write(fact)
      case .step(let record):
        let performed = try objects.step(step, record)
        for next in performed { try put(next.spelling) }
        if objects.hasMade(step) {
          events.skip(record)
          continue
        }
        let label = labels[step]
        if let label, !events.write(record, site: item.site, label: label) {
          try put("label \(step) \(quoted(label))")
          events.write(record, site: item.site)
        } else if label == nil {
          events.write(record, site: item.site)
        }
      }
      try sink.append(events.takeLine())
    }
    if step != trace.stepCount { try writeBefore(step: trace.stepCount) }
    for next in try objects.finish() { try put(next.spelling) }
    try writeBefore(step: Int.max)
    guard limit == nil else { return }
    for entry in trace.ending?.entries ?? [] {
      try put("end \(Self.value(entry.key))" + (entry.value.isEmpty ? "" : " \(Self.value(entry.value))"))
    }
  }

  private func put(_ text: String) throws(TraceError) { try sink.append(Array(text.utf8) + [0x0A]) }

  private func writeHead() throws(TraceError) {
    let header = trace.header
    let version = python ?? header.python
    let isExact = PythonVersion(version.description) == version
    try put("arenascope-trace 1")
    try put("python " + (isExact ? version.description : "0x" + String(version.hex, radix: 16)))
    // What is written behind a part of a recording has no addresses: the simulation places all of it.
    try put("placements " + (header.placements == .recorded && limit == nil ? "recorded" : "symbolic"))
    if header.start != 0 { try put("started \(header.start)") }
    if header.process != 0 { try put("process \(header.process)") }
    if !header.finished { try put("unfinished") }
    for entry in trace.meta.entries { try put("meta \(Self.value(entry.key)) \(quoted(entry.value))") }
  }

  private mutating func writeDefinitions() throws(TraceError) {
    var number: UInt32 = 1
    while let code = table.code(number) {
      let names = "\(quoted(code.file)) \(quoted(code.name)) \(quoted(code.qualifiedName))"
      let table = "table \(code.lines.format.spelling) \"\(Hexadecimal.digits(code.lines.bytes))\""
      try put("code \(number) \(names) line \(code.lines.firstLine) bytecode \(code.codeLength) \(table)")
      number += 1
    }
    number = 1
    while let node = table.node(number) {
      let parent = node.parent == 0 ? "" : " in \(node.parent)"
      let position = if case .offset(let offset) = node.position { " at \(offset)" } else { "" }
      try put("node \(number)\(parent) code \(node.code)\(position)")
      number += 1
    }
    for definition in try trace.readUnknownDefinitions() {
      try put("definition \(definition.tag) \"\(Hexadecimal.digits(definition.bytes))\"")
    }
    let counts = Dictionary(table.labels.map { ($0.step, 1) }, uniquingKeysWith: +)
    for label in table.labels {
      if counts[label.step] == 1, TextNames.isName(label.text), label.step < UInt64(trace.stepCount) {
        labels[Int(label.step)] = label.text
      } else {
        try put("label \(label.step) \(quoted(label.text))")
      }
    }
  }

  private func write(_ frame: OtherFrame) throws(TraceError) {
    if frame.kind == .source, let source = SourceText(payload: frame.payload) {
      try put("source \(quoted(source.name))")
      return try writeBlock(source.text)
    }
    guard !frame.kind.isKnown else { return }
    try put("frame \(frame.kind.rawValue) at \(frame.first)")
    for start in stride(from: 0, to: frame.payload.count, by: 50) {
      try put("| \(Hexadecimal.digits(frame.payload[start..<min(start + 50, frame.payload.count)]))")
    }
  }

  /// Writes what stands before a step: reports, then comments.
  private mutating func writeBefore(step: Int) throws(TraceError) {
    while nextReport < trace.reports.count, trace.reports[nextReport].moment <= step {
      let report = try trace.readReport(trace.reports[nextReport])
      nextReport += 1
      let interpreter = report.interpreter == 0 ? "" : " interpreter \(report.interpreter)"
      try put("report" + interpreter + (report.heap == 0 ? "" : " heap \(report.heap)"))
      try writeBlock(report.text)
    }
    let sink = sink
    try collections.write(upTo: step, unlessMadeBy: objects) { line throws(TraceError) in
      try sink.append(Array(line.utf8) + [0x0A])
    }
    while nextComment < comments.count, comments[nextComment].step <= UInt64(step) {
      let comment = comments[nextComment]
      nextComment += 1
      if comment.step == UInt64(step), !comment.text.unicodeScalars.contains(where: isControl) {
        try put(comment.text.isEmpty ? "#" : "# \(comment.text)")
      } else {
        try put("comment \(comment.step) \(quoted(comment.text))")
      }
    }
    while nextProse < prose.count, prose[nextProse].step <= step {
      let lines = prose[nextProse].text.split(separator: "\n", omittingEmptySubsequences: false)
      nextProse += 1
      try put(String(lines[0]))
      for line in lines.dropFirst() { try put(line.isEmpty ? "|" : "| \(line)") }
    }
  }

  /// Writes a text of several lines: each as `| line`, quoted where it holds what doesn't belong in one.
  private func writeBlock(_ text: String) throws(TraceError) {
    var line = "".unicodeScalars
    func isPlain(_ scalar: Unicode.Scalar) -> Bool { scalar == "\t" || !isControl(scalar) }
    for scalar in text.unicodeScalars {
      if scalar != "\n" { line.append(scalar) }
      guard scalar == "\n" || line.count == 100_000 else { continue }
      if scalar == "\n" && line.allSatisfy(isPlain) {
        try put(line.isEmpty ? "|" : "| \(String(line))")
      } else {
        try put(quoted(String(line) + (scalar == "\n" ? "\n" : "")))
      }
      line.removeAll()
    }
    if !line.isEmpty { try put(quoted(String(line))) }
  }

  /// A key or value, in quotes where it isn't one word or number.
  private static func value(_ text: String) -> String {
    let isBare =
      !text.isEmpty && text.utf8.allSatisfy { TextLine.isWord($0) && $0 < 0x80 } && text.utf8.count < 100
    return isBare ? text : quoted(text)
  }
}
