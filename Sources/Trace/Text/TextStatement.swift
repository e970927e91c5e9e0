import HeapCore

/// The words of a line that were not read yet.
struct TextStatement {
  let place: TextPlace
  private let tokens: [TextToken]
  private var index = 0
  /// The column behind the last token, where something missing would have stood.
  private let endColumn: Int

  init(_ tokens: [TextToken], place: TextPlace, endColumn: Int) {
    self.tokens = tokens
    self.place = place
    self.endColumn = endColumn
  }

  var isAtEnd: Bool { index == tokens.count }
  var column: Int { isAtEnd ? endColumn : tokens[index].column }
  var next: TextToken.Kind? { isAtEnd ? nil : tokens[index].kind }

  func mistake(_ what: String) -> TraceError { place.mistake(column, what) }

  private func missing(_ what: String) -> TraceError {
    mistake(isAtEnd ? "\(what) is missing here" : "\(what) should stand here, not \(tokens[index].spelling)")
  }

  mutating func skip() { index = min(index + 1, tokens.count) }

  /// Takes a keyword if it comes next.
  mutating func takes(_ keyword: String) -> Bool {
    guard next == .word(keyword) else { return false }
    index += 1
    return true
  }

  mutating func takes(sign: Character) -> Bool {
    guard next == .sign(sign) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ keyword: String) throws(TraceError) {
    guard takes(keyword) else { throw missing("`\(keyword)`") }
  }

  mutating func expect(sign: Character) throws(TraceError) {
    guard takes(sign: sign) else { throw missing("`\(sign)`") }
  }

  mutating func word(_ what: String, among words: [String]) throws(TraceError) -> String {
    guard case .word(let word) = next else { throw missing(what) }
    guard words.contains(word) else { throw unknown(word, what, among: words) }
    index += 1
    return word
  }

  /// A mistake that names the nearest word there is, or all of them when they are few.
  func unknown(_ word: String, _ what: String, among words: [String]) -> TraceError {
    mistake(NearestWord.unknown(what, word, among: words))
  }

  mutating func number<T: FixedWidthInteger & UnsignedInteger>(
    _ what: String, as type: T.Type = T.self
  ) throws(TraceError) -> T {
    guard case .number(let digits) = next else { throw missing(what) }
    let isHexadecimal = digits.hasPrefix("0x")
    let bare = isHexadecimal ? digits.dropFirst(2) : digits[...]
    let isNumber =
      !bare.isEmpty
      && bare.utf8.allSatisfy { digit in
        TextLine.isDigit(digit) || isHexadecimal && (digit | 0x20) &- UInt8(ascii: "a") < 6
      }
    guard isNumber else { throw mistake("\(what) should stand here, and `\(shown(digits))` is no number") }
    guard let number = T(bare, radix: isHexadecimal ? 16 : 10) else {
      throw mistake("\(shown(digits)) is too large for \(what): at most \(T.max) is possible")
    }
    index += 1
    return number
  }

  mutating func address() throws(TraceError) -> UInt64 {
    let start = self
    let address: UInt64 = try number("an address")
    guard address != 0 else { throw start.mistake("no block has the address 0") }
    return address
  }

  mutating func text(_ what: String) throws(TraceError) -> String {
    guard case .text(let text) = next else { throw missing("\(what) in double quotes") }
    index += 1
    return text
  }

  /// A quoted text, a word or a number, as it stands.
  mutating func value(_ what: String) throws(TraceError) -> String {
    switch next {
    case .text(let text), .word(let text), .number(let text):
      index += 1
      return text
    default: throw missing(what)
    }
  }

  /// Bytes as hexadecimal digits in quotes.
  mutating func bytes(_ what: String) throws(TraceError) -> [UInt8] {
    let start = self
    guard let bytes = Hexadecimal.bytes(Array(try text(what).utf8)) else {
      throw start.mistake("\(what) are written as pairs of hexadecimal digits")
    }
    return bytes
  }

  mutating func domain(otherwise: Domain) throws(TraceError) -> Domain {
    guard case .word(let unit) = next else { return otherwise }
    if ["B", "byte", "bytes", "KB", "kB", "KiB", "MB", "MiB"].contains(unit) {
      throw mistake("sizes are in bytes, without a unit: 4 KiB are 4096")
    }
    switch try word("domain", among: ["raw", "mem", "obj"]) {
    case "raw": return .raw
    case "mem": return .mem
    default: return .obj
    }
  }

  /// The stack node of a request: `@ 12`.
  mutating func site() throws(TraceError) -> UInt32? {
    takes(sign: "@") ? try number("the number of a stack node", as: UInt32.self) : nil
  }

  func expectEnd() throws(TraceError) {
    guard isAtEnd else { throw mistake("the line should end here, before \(tokens[index].spelling)") }
  }
}

/// Bytes as pairs of digits.
enum Hexadecimal {
  static func bytes(_ digits: [UInt8]) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  static func digits(_ bytes: some Sequence<UInt8>) -> String {
    var digits: [UInt8] = []
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  static func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value }

  private static func value(_ digit: UInt8) -> UInt8? {
    if TextLine.isDigit(digit) { return digit - UInt8(ascii: "0") }
    let letter = (digit | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? letter + 10 : nil
  }
}
