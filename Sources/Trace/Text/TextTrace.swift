/// The text spelling of a trace: one event a line, for people (FORMAT.md §7).
public enum TextTrace {
  /// Reads a text trace into memory.
  static func parse(_ source: ByteSource) throws(TraceError) -> TraceFile {
    let memory = ByteSink()
    var parser = TextParser(file: source.name) { header throws(TraceError) in try TraceWriter(header, sink: memory) }
    let bytes = try read(source, with: &parser)
    let segment = try TraceSegment(ByteSource(memory: bytes, name: source.name))
    let file = try TraceFile(segments: [segment], name: source.name, isText: true, written: parser.written)
    if !parser.performed.isEmpty { file.keep(parser.performed, parser.objects) }
    return file
  }

  /// Reads a text trace to its first mistake.
  @discardableResult
  static func read(
    _ source: ByteSource, into makeWriter: @escaping (TraceHeader) throws(TraceError) -> TraceWriter
  ) throws(TraceError) -> [UInt8] {
    var parser = TextParser(file: source.name, makeWriter: makeWriter)
    return try read(source, with: &parser)
  }

  private static func read(_ source: ByteSource, with parser: inout TextParser) throws(TraceError) -> [UInt8] {
    var lines = LineReader(source)
    while let line = try lines.next() { try parser.read(line, number: lines.number) }
    return try parser.finish(lines: lines.number)
  }

  /// Returns the mistakes in order, at most `limit`; those that follow from others are left out.
  static func mistakes(in source: ByteSource, limit: Int = 20) throws(TraceError) -> [TraceError] {
    var parser = TextParser(file: source.name) { header throws(TraceError) in try TraceWriter(header) }
    var lines = LineReader(source)
    var mistakes: [TraceError] = []
    while mistakes.count < limit, let line = try lines.next() {
      do {
        try parser.read(line, number: lines.number)
      } catch .text(_, _, _, "") {
        continue
      } catch .text(let file, let line, let column, let what) {
        mistakes.append(.text(file: file, line: line, column: column, what: what))
        guard parser.hasFirstLine else { break }
      }
    }
    guard mistakes.isEmpty else { return mistakes }
    do {
      _ = try parser.finish(lines: lines.number)
    } catch .text(let file, let line, let column, let what) {
      return [.text(file: file, line: line, column: column, what: what)]
    }
    return []
  }
}

/// The lines of a source, without their ends; memory stays bounded by the longest line.
struct LineReader {
  private let source: ByteSource
  private var chunk: [UInt8] = []
  private var position = 0
  private var offset = 0
  /// The number of the line that was read last, from 1.
  private(set) var number = 0
  private static let chunkSize = 1 << 16

  init(_ source: ByteSource) { self.source = source }

  mutating func next() throws(TraceError) -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = chunk[searched...].firstIndex(of: 0x0A) {
        let line = chunk[position..<end]
        position = end + 1
        return counted(line)
      }
      let rest = chunk.count - position
      guard offset < source.count, rest <= TraceLimit.line else {
        guard rest > 0 else { return nil }
        let line = chunk[position...]
        position = chunk.count
        return counted(line)
      }
      let more = try source.prefix(at: offset, length: Self.chunkSize)
      offset += more.count
      chunk = Array(chunk[position...]) + more
      position = 0
      searched = rest
    }
  }

  private mutating func counted(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    number += 1
    // A byte order mark and the line ends of other systems are no part of the text.
    let marked = number == 1 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
    return marked.last == 0x0D ? marked.dropLast() : marked
  }
}
