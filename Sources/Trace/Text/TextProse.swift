/// A line of prose that is being read: lines that begin with `|` may still continue it.
struct OpenProse {
  let place: TextPlace
  let column: Int
  var text: String
}

extension TextParser {
  /// Takes a line that is prose or continues it; false for every other line.
  mutating func readProse(_ line: ArraySlice<UInt8>, _ place: TextPlace) throws(TraceError) -> Bool {
    let content = line.drop { $0 == 0x20 || $0 == 0x09 }
    if content.first == UInt8(ascii: "|"), openProse != nil {
      let rest = content.dropFirst()
      openProse?.text += "\n" + Self.trimmed(rest.first == 0x20 ? rest.dropFirst() : rest)
      guard openProse?.text.utf8.count ?? 0 <= ProseLine.byteLimit else {
        openProse = nil
        throw place.mistake(1, "this text is too long: \(ProseLine.byteLimit) bytes are possible")
      }
      return true
    }
    try endProse()
    guard hasFirstLine, ProseLine.isProse(content) else { return false }
    guard content.count <= ProseLine.byteLimit else {
      throw place.mistake(1, "this text is too long: \(ProseLine.byteLimit) bytes are possible")
    }
    guard ending == nil else { throw place.mistake(1, "nothing can follow the lines of `end`") }
    try endBlock()
    openProse = OpenProse(
      place: place, column: content.startIndex - line.startIndex + 1, text: Self.trimmed(content))
    return true
  }

  /// Hands on the prose that ends before this line; what stands before the head's end waits for it.
  mutating func endProse() throws(TraceError) {
    guard let prose = openProse else { return }
    openProse = nil
    guard proseCount < ProseLine.countLimit else {
      throw prose.place.mistake(1, "a lesson has at most \(ProseLine.countLimit) lines of prose")
    }
    proseCount += 1
    let line = ProseLine(
      step: writer?.step ?? 0, line: prose.place.line, column: prose.column, text: prose.text)
    if let writer { try writer.append(line) } else { earlyProse.append(line) }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var rest = bytes
    while let last = rest.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
