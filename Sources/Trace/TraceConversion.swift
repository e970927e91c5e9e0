import HeapCore

/// The two spellings of a trace.
public enum TraceSpelling: Sendable, Hashable {
  /// Frames of bytes, as a recorder writes them.
  case binary
  /// Lines, as people write them.
  case text

  /// The spelling that a file name asks for: text for `.txt` and `.arena`, binary for `.trace`, nil for others.
  public init?(fileName: String) {
    if fileName.hasSuffix(".txt") || fileName.hasSuffix(".arena") {
      self = .text
    } else if fileName.hasSuffix(".trace") {
      self = .binary
    } else {
      return nil
    }
  }
}

extension TraceFile {
  /// Writes the trace in the other spelling or the same one, with all that it holds; a forked child's with its parents' part.
  ///
  /// O(trace) time; memory for the definitions only. `-` writes to standard output.
  public func write(_ spelling: TraceSpelling, to path: String) throws(TraceError) {
    switch spelling {
    case .text:
      let sink = path == "-" ? ByteSink(standardOutput: ()) : try ByteSink(path: path)
      try writeText(to: sink)
    case .binary:
      let sink = path == "-" ? ByteSink() : try ByteSink(path: path)
      let bytes = try copy(to: TraceWriter(header, sink: sink))
      guard path == "-" else { return }
      let output = ByteSink(standardOutput: ())
      try output.append(bytes)
      try output.complete()
    }
  }

  /// Returns the trace spelled as text.
  public func text() throws(TraceError) -> String {
    String(decoding: try writeText(to: ByteSink()), as: UTF8.self)
  }

  /// Returns what the trace was up to a moment, spelled as text to which statements can be added.
  ///
  /// Addresses of a recording become names: what is added is placed by the simulation. A statement that is under way at
  /// the moment is there as a whole. O(trace).
  public func text(upTo moment: Int) throws(TraceError) -> String {
    let sink = ByteSink()
    var writer = try TextWriter(self, sink: sink, upTo: moment)
    try writer.write()
    return String(decoding: try sink.complete(), as: UTF8.self)
  }

  /// Returns what the statements of a written trace come to on another version of Python.
  ///
  /// Its prose is the same, line by line; its steps need not be. Throws where a statement isn't possible there. O(trace).
  public func onPython(_ version: PythonVersion) throws(TraceError) -> TraceFile {
    guard header.placements == .symbolic else {
      throw .tooLarge(file: name, what: "only a written trace can be run on another Python, a recording is of its own")
    }
    let sink = ByteSink()
    var writer = try TextWriter(self, sink: sink, python: version)
    try writer.write()
    return try TraceFile.open(bytes: try sink.complete(), name: name)
  }

  /// Returns the trace as a binary file's bytes.
  public func binary() throws(TraceError) -> [UInt8] { try copy(to: TraceWriter(header)) }

  @discardableResult
  private func writeText(to sink: ByteSink) throws(TraceError) -> [UInt8] {
    var writer = try TextWriter(self, sink: sink)
    try writer.write()
    return try sink.complete()
  }

  private func copy(to writer: TraceWriter) throws(TraceError) -> [UInt8] {
    for entry in meta.entries { writer.add(meta: entry) }
    let table = try readDefinitions()
    var number: UInt32 = 1
    while let code = table.code(number) {
      try writer.define(code)
      number += 1
    }
    number = 1
    while let node = table.node(number) {
      try writer.defineNode(parent: node.parent, code: node.code, position: node.position)
      number += 1
    }
    for definition in try readUnknownDefinitions() {
      try writer.define(unknown: definition.tag, bytes: definition.bytes)
    }
    for label in table.labels { try writer.label(label.text, step: Int(clamping: label.step)) }
    for comment in table.comments { try writer.comment(comment.text, step: Int(clamping: comment.step)) }
    try forEachOtherFrame { frame throws(TraceError) in
      try writer.append(frame.kind, first: frame.first, payload: frame.payload)
    }
    var reader = RecordReader(self)
    while let item = try reader.next() {
      if case .step(.mark(let number)) = item.record, number < table.marks.count {
        try writer.mark(table.marks[Int(number)])
      } else {
        try writer.append(item.record, site: item.site)
      }
    }
    for report in reports { writer.append(try readReport(report)) }
    try copyCollections(to: writer)
    for record in try readObjectRecords() { try writer.append(record) }
    for line in try readProse() { try writer.append(line) }
    return try writer.finish(ending: ending, finished: header.finished)
  }
}
