import HeapCore

/// A report, source file or unknown frame whose lines are being read.
struct TextBlock {
  enum Kind {
    case report(moment: Int, interpreter: UInt32, heap: UInt32)
    case source(name: String)
    case frame(kind: FrameKind, first: Int)
    case collection
    case outcome
  }

  let kind: Kind
  let place: TextPlace
  var content: [UInt8] = []

  var isOfObjects: Bool {
    switch kind {
    case .collection, .outcome: true
    default: false
    }
  }
}

extension TextRule {
  static let frames: [String: TextRule] = [
    "meta": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      let key = try statement.value("a key")
      guard !key.isEmpty, !key.utf8.contains(where: { $0 == 0x20 || $0 == 0x0A }) else {
        throw start.mistake("a key is one word")
      }
      let value = statement.isAtEnd ? "" : try statement.value("a value")
      try parser.body().add(meta: KeyedLines.Entry(key, value))
    },
    "report": TextRule(.body) { (parser, statement) throws(TraceError) in
      let interpreter = statement.takes("interpreter") ? try statement.number("an interpreter") : 0 as UInt16
      let heap = statement.takes("heap") ? try statement.number("a heap") : 0 as UInt16
      let moment = try parser.body().step
      let kind = TextBlock.Kind.report(moment: moment, interpreter: UInt32(interpreter), heap: UInt32(heap))
      parser.block = TextBlock(kind: kind, place: statement.place)
    },
    "source": TextRule(.body) { (parser, statement) throws(TraceError) in
      _ = try parser.body()
      parser.block = TextBlock(kind: .source(name: try statement.text("the name of a file")), place: statement.place)
    },
    "frame": TextRule(.body) { (parser, statement) throws(TraceError) in
      _ = try parser.body()
      let start = statement
      let kind = FrameKind(rawValue: try statement.number("the kind of a frame"))
      guard !kind.isKnown else { throw start.mistake("frames of kind \(kind.rawValue) have statements of their own") }
      let first = statement.takes("at") ? try statement.number("the number of a step") : 0 as UInt32
      parser.block = TextBlock(kind: .frame(kind: kind, first: Int(first)), place: statement.place)
    },
    "end": TextRule(.end) { (parser, statement) throws(TraceError) in
      _ = try parser.body()
      let start = statement
      let key = try statement.value("how it ended (`exit 0`, `signal 9`, `exec` or `note \"…\"`)")
      guard !key.isEmpty, !key.utf8.contains(where: { $0 == 0x20 || $0 == 0x0A }) else {
        throw start.mistake("a key is one word")
      }
      let value = statement.isAtEnd ? "" : try statement.value("a value")
      if parser.ending == nil { parser.ending = KeyedLines() }
      parser.ending?.entries.append(KeyedLines.Entry(key, value))
    },
  ]
}

extension TextParser {
  /// Reads `| text`, which is a line, or `"text"`, which is just that.
  mutating func readBlockLine(_ line: ArraySlice<UInt8>, _ place: TextPlace) throws(TraceError) {
    guard block != nil else {
      throw place.mistake(
        1, "lines that begin with `|` or a quote belong under `report`, `source`, `collection` or `frame`")
    }
    let start = line.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.endIndex
    if line[start] == UInt8(ascii: "|"), block?.isOfObjects == true {
      // Read at once: there can be very many.
      let blank = line[..<start].map { _ in UInt8(ascii: " ") } + [UInt8(ascii: " ")] + line[(start + 1)...]
      let content = try TextLine(blank[...], at: place)
      var statement = TextStatement(content.tokens, place: place, endColumn: content.endColumn)
      try readCollectionLine(&statement)
      try statement.expectEnd()
    } else if line[start] == UInt8(ascii: "|") {
      var text = line[(start + 1)...]
      if text.first == 0x20 { text = text.dropFirst() }
      block?.content += text
      block?.content.append(0x0A)
    } else {
      let content = try TextLine(line, at: place)
      var statement = TextStatement(content.tokens, place: place, endColumn: content.endColumn)
      block?.content += Array(try statement.text("a text").utf8)
      try statement.expectEnd()
    }
    guard let count = block?.content.count, count <= 3 * TraceLimit.payload else {
      throw place.mistake(1, "this is too long: at most \(TraceLimit.payload) bytes are possible")
    }
  }

  /// Hands on the block that ends before this line.
  mutating func endBlock() throws(TraceError) {
    guard let block else { return }
    self.block = nil
    switch block.kind {
    case .report(let moment, let interpreter, let heap):
      let text = String(decoding: block.content, as: UTF8.self)
      try body().append(Report(moment: moment, interpreter: interpreter, heap: heap, text: text))
    case .source(let name):
      try body().append(source: name, text: String(decoding: block.content, as: UTF8.self))
    case .collection, .outcome: try endCollection()
    case .frame(let kind, let first):
      guard let payload = Hexadecimal.bytes(block.content.filter { $0 != 0x0A }) else {
        throw block.place.mistake(1, "the bytes of a frame are written as pairs of hexadecimal digits")
      }
      try body().append(kind, first: first, payload: payload)
    }
  }
}
