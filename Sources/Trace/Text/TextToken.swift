/// A word, number, text or sign of a line, with the column at which it starts (from 1, in bytes).
struct TextToken: Hashable {
  enum Kind: Hashable {
    /// A name or keyword: letters, digits, `_`; no digit first.
    case word(String)
    /// What starts with a digit: a number or a version.
    case number(String)
    /// A quoted text, unescaped.
    case text(String)
    /// `=`, `@` or `.`.
    case sign(Character)
  }

  let kind: Kind
  let column: Int

  /// The token as it is named in a message.
  var spelling: String {
    switch kind {
    case .word(let word): "`\(shown(word))`"
    case .number(let number): "`\(shown(number))`"
    case .text: "a quoted text"
    case .sign(let sign): "`\(sign)`"
    }
  }
}

/// A line of a text trace, to say where a mistake is.
struct TextPlace {
  let file: String
  let line: Int

  func mistake(_ column: Int, _ what: String) -> TraceError {
    .text(file: file, line: line, column: column, what: what)
  }
}

/// The tokens of one line, and the comment that ends it.
struct TextLine {
  var tokens: [TextToken] = []
  /// What stands behind `#`, without the one space that may follow it.
  var comment: String?
  /// The column behind the last token.
  private(set) var endColumn = 1

  init(_ bytes: ArraySlice<UInt8>, at place: TextPlace) throws(TraceError) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      let column = index - bytes.startIndex + 1
      defer { if index > bytes.startIndex, bytes[index - 1] > 0x20 { endColumn = index - bytes.startIndex + 1 } }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
      case UInt8(ascii: "#"):
        var text = bytes[(index + 1)...]
        if text.first == UInt8(ascii: " ") { text = text.dropFirst() }
        comment = String(decoding: text, as: UTF8.self)
        return
      case UInt8(ascii: "\""):
        let text = try Self.text(in: bytes, at: &index, place)
        tokens.append(TextToken(kind: .text(text), column: column))
      case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "."):
        tokens.append(TextToken(kind: .sign(Character(Unicode.Scalar(byte))), column: column))
        index += 1
      case let byte where Self.isDigit(byte):
        // The number of an object ends before a point, that of a version goes on.
        let hasParts = tokens.last?.kind != .sign("@")
        let end =
          bytes[index...].firstIndex { !Self.isWord($0) && !(hasParts && $0 == UInt8(ascii: ".")) } ?? bytes.endIndex
        let text = String(decoding: bytes[index..<end], as: UTF8.self)
        tokens.append(TextToken(kind: .number(text), column: column))
        index = end
      case let byte where Self.isWord(byte):
        let end = bytes[index...].firstIndex { !Self.isWord($0) } ?? bytes.endIndex
        tokens.append(TextToken(kind: .word(String(decoding: bytes[index..<end], as: UTF8.self)), column: column))
        index = end
      case UInt8(ascii: "-"):
        throw place.mistake(column, "numbers can't be negative")
      default:
        let name = byte > 0x20 && byte < 0x7F ? "`\(Character(Unicode.Scalar(byte)))`" : "byte \(byte)"
        throw place.mistake(column, "\(name) means nothing here: put texts in double quotes")
      }
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Letters, digits, `_` and everything beyond ASCII.
  static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  /// Reads a quoted text whose opening quote is at `index`.
  private static func text(
    in bytes: ArraySlice<UInt8>, at index: inout Int, _ place: TextPlace
  ) throws(TraceError) -> String {
    let open = index - bytes.startIndex + 1
    var content: [UInt8] = []
    index += 1
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        content.append(byte)
        continue
      }
      let column = index - bytes.startIndex
      guard index < bytes.endIndex else { break }
      let escape = bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"): content.append(0x0A)
      case UInt8(ascii: "r"): content.append(0x0D)
      case UInt8(ascii: "t"): content.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): content.append(escape)
      case UInt8(ascii: "u"):
        guard let scalar = scalar(in: bytes, at: &index) else {
          throw place.mistake(column, "a character is written as \\u{1F40D}, with 1 to 6 hexadecimal digits")
        }
        content.append(contentsOf: String(Character(scalar)).utf8)
      default:
        throw place.mistake(column, "this escape is unknown: there are \\\" \\\\ \\n \\r \\t and \\u{…}")
      }
    }
    throw place.mistake(open, "the text that begins here has no closing quote")
  }

  /// Reads `{…}` of a \u escape.
  private static func scalar(in bytes: ArraySlice<UInt8>, at index: inout Int) -> Unicode.Scalar? {
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "{"),
      let close = bytes[index...].prefix(8).firstIndex(of: UInt8(ascii: "}")),
      let value = UInt32(String(decoding: bytes[index + 1..<close], as: UTF8.self), radix: 16)
    else { return nil }
    index = close + 1
    return Unicode.Scalar(value)
  }
}

/// Returns a text in double quotes, with everything escaped that doesn't belong in a line.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\":
      result += "\\"
      result.unicodeScalars.append(scalar)
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    default:
      if isControl(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + "\""
}
