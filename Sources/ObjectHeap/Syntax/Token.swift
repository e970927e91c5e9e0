/// A word, number, text or sign of a statement, with its place.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case word(String)
    case integer(Int)
    case float(Double)
    case string(String)
    case bytes([UInt8])
    /// What stands between the quotes of `f"…"`.
    case formatted(String)
    /// An operator or a bracket.
    case sign(String)
    case lineEnd
    case indent
    case dedent
  }

  let kind: Kind
  let place: Place

  /// The token as it is named in a message.
  var spelling: String {
    switch kind {
    case .word(let word): "`\(word)`"
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .string: "a string"
    case .bytes: "bytes"
    case .formatted: "a string"
    case .sign(let sign): "`\(sign)`"
    case .lineEnd: "the end of the line"
    case .indent: "an indented line"
    case .dedent: "the end of the indented lines"
    }
  }
}

/// Cuts statements into tokens, indentation included.
struct Tokenizer {
  private let bytes: [UInt8]
  private var index = 0
  private var line: Int
  private var lineStart = 0
  private var depth = 0
  private var indents = [0]
  /// Whether lines are indented with tabs; nil before the first that is.
  private var usesTabs: Bool?
  private var tokens: [Token] = []

  /// The tokens of a text whose first line has a number.
  static func tokens(of text: String, firstLine: Int) throws(StatementMistake) -> [Token] {
    var tokenizer = Tokenizer(bytes: Array(text.utf8), line: firstLine)
    try tokenizer.run()
    return tokenizer.tokens
  }

  private init(bytes: [UInt8], line: Int) {
    self.bytes = bytes
    self.line = line
  }

  private var place: Place { Place(line: line, column: index - lineStart + 1) }
  private func byte(_ offset: Int = 0) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

  private mutating func run() throws(StatementMistake) {
    while index < bytes.count {
      if depth == 0, index == lineStart, try !readIndentation() { continue }
      try readToken()
    }
    if let last = tokens.last, last.kind != .lineEnd { add(.lineEnd, place) }
    guard depth == 0 else { throw StatementMistake(place, "a bracket is never closed") }
    while indents.count > 1 {
      indents.removeLast()
      add(.dedent, place)
    }
  }

  private mutating func add(_ kind: Token.Kind, _ place: Place) { tokens.append(Token(kind: kind, place: place)) }

  private mutating func newLine() {
    index += 1
    line += 1
    lineStart = index
  }

  /// Reads the blanks before a line; false when there is nothing in it.
  private mutating func readIndentation() throws(StatementMistake) -> Bool {
    var width = 0
    let start = index
    while byte() == 0x20 || byte() == 0x09 {
      width = byte() == 0x09 ? (width / 8 + 1) * 8 : width + 1
      index += 1
    }
    if byte() == UInt8(ascii: "#") { skipComment() }
    if byte() == 0x0D { index += 1 }
    if index >= bytes.count { return false }
    if byte() == 0x0A {
      newLine()
      return false
    }
    // CPython refuses as well what depends on how wide a tab is.
    let ownTabs = bytes[start..<index].contains(0x09)
    let isMixed = ownTabs && bytes[start..<index].contains(0x20) || width > 0 && usesTabs.map { $0 != ownTabs } == true
    guard !isMixed else {
      throw StatementMistake(place, "tabs and blanks are mixed before these lines: use four blanks for each level")
    }
    if width > 0 { usesTabs = ownTabs }
    if width > indents.last ?? 0 {
      guard tokens.last?.kind == .lineEnd, tokens.dropLast().last?.kind == .sign(":") else {
        throw StatementMistake(place, "this line is indented, and no line that ends in `:` stands before it")
      }
      indents.append(width)
      add(.indent, place)
    }
    while width < indents.last ?? 0 {
      indents.removeLast()
      add(.dedent, place)
    }
    guard width == indents.last else {
      throw StatementMistake(place, "this line is indented less than the one before, and like none above")
    }
    return true
  }

  private mutating func skipComment() { while index < bytes.count, byte() != 0x0A { index += 1 } }

  private static let signs = [
    "**=", "//=", "<<=", ">>=", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**", "//",
    "<<", ">>", "->", ":=", "+", "-", "*", "/", "%", "&", "|", "^", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}",
    ",", ":", ".", ";", "@",
  ].map { Array($0.utf8) }

  private mutating func readToken() throws(StatementMistake) {
    let start = place
    switch byte() {
    case 0x20, 0x09, 0x0D: index += 1
    case UInt8(ascii: "#"): skipComment()
    case 0x0A:
      if depth == 0, tokens.last?.kind != .lineEnd, !tokens.isEmpty { add(.lineEnd, start) }
      newLine()
    case UInt8(ascii: "\\") where byte(1) == 0x0A:
      index += 1
      newLine()
      lineStart = index - 1
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      add(.string(String(decoding: try readText(start), as: UTF8.self)), start)
    case UInt8(ascii: "f") where byte(1) == UInt8(ascii: "\"") || byte(1) == UInt8(ascii: "'"):
      index += 1
      add(.formatted(String(decoding: try readText(start), as: UTF8.self)), start)
    case UInt8(ascii: "b") where byte(1) == UInt8(ascii: "\"") || byte(1) == UInt8(ascii: "'"):
      index += 1
      add(.bytes(try readText(start, isBytes: true)), start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber(start)
    case let first where Self.isWord(first):
      let from = index
      while Self.isWord(byte()) { index += 1 }
      add(.word(String(decoding: bytes[from..<index], as: UTF8.self)), start)
    default: try readSign(start)
    }
  }

  private mutating func readSign(_ start: Place) throws(StatementMistake) {
    guard let sign = Self.signs.first(where: { bytes[index...].starts(with: $0) }) else {
      let name = byte() > 0x20 && byte() < 0x7F ? "`\(Character(Unicode.Scalar(byte())))`" : "byte \(byte())"
      throw StatementMistake(start, "\(name) means nothing here")
    }
    index += sign.count
    switch sign[0] {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      guard depth > 0 else {
        throw StatementMistake(start, "this bracket closes nothing: none was opened before")
      }
      depth -= 1
    default: break
    }
    add(.sign(String(decoding: sign, as: UTF8.self)), start)
  }

  static func isWord(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
      || byte >= 0x80
  }

  private mutating func readNumber(_ start: Place) throws(StatementMistake) {
    var digits = ""
    var isFloat = false
    if byte() == UInt8(ascii: "0"), byte(1) | 0x20 == UInt8(ascii: "x") {
      index += 2
      while Self.isWord(byte()) {
        digits.append(Character(Unicode.Scalar(byte())))
        index += 1
      }
      guard let number = Int(digits, radix: 16) else {
        throw StatementMistake(start, "0x\(digits) is no number below 2 ** 63")
      }
      return add(.integer(number), start)
    }
    while true {
      let next = byte()
      if next &- UInt8(ascii: "0") < 10 {
        digits.append(Character(Unicode.Scalar(next)))
      } else if next == UInt8(ascii: "."), !isFloat {
        isFloat = true
        digits.append(".")
      } else if next | 0x20 == UInt8(ascii: "e"), !digits.contains("e") {
        isFloat = true
        digits.append("e")
        if byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+") {
          index += 1
          digits.append(Character(Unicode.Scalar(byte())))
        }
      } else if next != UInt8(ascii: "_") {
        break
      }
      index += 1
    }
    guard !Self.isWord(byte()) else { throw StatementMistake(start, "a name can't begin with a digit") }
    if isFloat {
      guard let number = Double(digits.hasSuffix(".") ? digits + "0" : digits) else {
        throw StatementMistake(start, "\(digits) is no number")
      }
      add(.float(number), start)
    } else {
      guard let number = Int(digits) else {
        throw StatementMistake(start, "\(digits) is too large here: at most 2 ** 63 - 1 is possible")
      }
      add(.integer(number), start)
    }
  }

  private mutating func readText(_ start: Place, isBytes: Bool = false) throws(StatementMistake) -> [UInt8] {
    let quote = byte()
    var content: [UInt8] = []
    index += 1
    while index < bytes.count, byte() != 0x0A {
      let next = byte()
      index += 1
      if next == quote { return content }
      guard next == UInt8(ascii: "\\") else {
        content.append(next)
        continue
      }
      try readEscape(into: &content, isBytes)
    }
    throw StatementMistake(start, "the string that begins here has no closing quote")
  }

  private mutating func readEscape(into content: inout [UInt8], _ isBytes: Bool) throws(StatementMistake) {
    let start = Place(line: line, column: index - lineStart)
    let escape = byte()
    index += 1
    switch escape {
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "0"): content.append(0)
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): content.append(escape)
    case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
      let length = escape == UInt8(ascii: "x") ? 2 : escape == UInt8(ascii: "u") ? 4 : 8
      guard index + length <= bytes.count,
        let value = UInt32(String(decoding: bytes[index..<index + length], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      else { throw StatementMistake(start, "this escape needs \(length) hexadecimal digits") }
      index += length
      if isBytes { content.append(UInt8(truncatingIfNeeded: value)) } else { content += Array(String(scalar).utf8) }
    default:
      throw StatementMistake(start, "this escape is unknown: there are \\\\ \\' \\\" \\n \\r \\t \\0 \\x \\u \\U")
    }
  }
}
