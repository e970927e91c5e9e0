/// A JSON value that is written out, with the members of an object in the order given.
indirect enum JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  case null
  case bool(Bool)
  case integer(Int)
  /// A number that is rounded to so many places.
  case number(Double, places: Int)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(nilLiteral: ()) { self = .null }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }

  /// The text, indented by two spaces a level; arrays and objects of plain values stay on one line.
  var text: String {
    var text = ""
    write(to: &text, indent: 0)
    return text
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func write(to text: inout String, indent: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value, let places): text += Self.rounded(value, places: places)
    case .string(let value): Self.write(value, to: &text)
    case .array(let values):
      Self.write(values.map { (nil, $0) }, between: ("[", "]"), to: &text, indent: indent)
    case .object(let members):
      Self.write(members.map { ($0.0, $0.1) }, between: ("{", "}"), to: &text, indent: indent)
    }
  }

  private static func write(
    _ members: [(String?, JSON)], between brackets: (String, String), to text: inout String, indent: Int
  ) {
    let onOneLine = members.allSatisfy { $0.1.isPlain }
    text += brackets.0
    for (index, (name, value)) in members.enumerated() {
      if index > 0 { text += onOneLine ? ", " : "," }
      if !onOneLine { text += "\n" + String(repeating: " ", count: indent + 2) }
      if let name {
        write(name, to: &text)
        text += ": "
      }
      value.write(to: &text, indent: indent + 2)
    }
    if !onOneLine { text += "\n" + String(repeating: " ", count: indent) }
    text += brackets.1
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func rounded(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "null" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard abs(scaled) < 9e15 else { return "\(value)" }
    return "\(scaled / scale)"
  }
}
