import Trace

/// A cursor over one line of prose that knows where in the file it is.
struct ProseReader {
  /// A word, number or sign, and its place in the line.
  struct Token: Hashable {
    var text: String
    var offset: Int
  }

  let line: ProseLine
  let file: String
  /// What stands behind the keyword, with the lines that continue it.
  let rest: String
  /// Where `rest` begins in the line, in bytes.
  private let restOffset: Int

  init(_ line: ProseLine, file: String) {
    self.line = line
    self.file = file
    let keyword = line.keyword
    let behind = line.text[keyword.endIndex...]
    let text = behind.drop { $0 == " " }
    rest = String(text)
    restOffset = line.text.utf8.distance(from: line.text.startIndex, to: text.startIndex)
  }

  /// What stands behind the keyword as text: lines that continue it join it, empty ones part paragraphs.
  var text: String { Self.text(rest) }

  static func text(_ rest: some StringProtocol) -> String {
    let paragraphs = rest.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }.split(separator: "")
    return paragraphs.map { $0.joined(separator: " ") }.joined(separator: "\n")
  }

  /// Says what is wrong at an offset of `rest`, in bytes.
  func mistake(_ what: String, at offset: Int = 0) -> LessonMistake {
    let column = line.column == 0 ? 0 : line.column + restOffset + offset
    return LessonMistake(what, file: file, line: line.line, column: column)
  }

  /// Says what is wrong with the line as a whole.
  func mistakeInLine(_ what: String, kind: LessonMistake.Kind = .unreadable) -> LessonMistake {
    LessonMistake(what, file: file, line: line.line, column: line.column, kind: kind)
  }

  /// The words, numbers and signs of a part of `rest` that begins at an offset.
  static func tokens(_ text: some StringProtocol, at start: Int = 0) -> [Token] {
    var tokens: [Token] = []
    let bytes = Array(text.utf8)
    var index = 0
    func isWord(_ byte: UInt8) -> Bool {
      byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "[")
        || byte == UInt8(ascii: "]") || byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
    while index < bytes.count {
      let byte = bytes[index]
      guard byte != 0x20, byte != 0x0A else {
        index += 1
        continue
      }
      let first = index
      if byte == UInt8(ascii: "\"") {
        index = bytes[(index + 1)...].firstIndex(of: byte).map { $0 + 1 } ?? bytes.count
      } else if isWord(byte) {
        while index < bytes.count, isWord(bytes[index]) { index += 1 }
      } else if [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "!")].contains(byte) {
        index += 1
        if index < bytes.count, bytes[index] == UInt8(ascii: "=") { index += 1 }
      } else {
        index += 1
      }
      tokens.append(Token(text: String(decoding: bytes[first..<index], as: UTF8.self), offset: start + first))
    }
    return tokens
  }

  var tokens: [Token] { Self.tokens(rest) }
}
