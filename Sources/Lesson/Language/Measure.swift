import HeapCore

/// A question to a moment: a word with what it is about.
public struct Measure: Hashable, Sendable {
  /// What is asked.
  public var word: MeasureWord
  /// The size in bytes, or the generation.
  public var number: Int?
  /// The names of the things that it's about.
  public var things: [ThingName]
  /// The name of a type's free list.
  public var list: String?
  /// The mark since which it has changed by the value that counts; nil for the value itself.
  public var since: String?
  /// The version of Python on which the same statements are asked about; nil for the lesson's own.
  public var python: PythonVersion?

  /// The measure as it's written.
  public var text: String {
    var words = word == .thing ? [] : [word.rawValue]
    if let number { words.append("\(number)") }
    if let list { words.append(list.contains(" ") ? "\"\(list)\"" : list) }
    words += things.map(\.text)
    if let since { words += ["since", "\"\(since)\""] }
    if let python { words += ["on", python.description] }
    return words.joined(separator: " ")
  }
}

/// A block or object by its name: a name, then attributes and items, as in Python.
public struct ThingName: Hashable, Sendable {
  /// The name that a lesson or script gave it.
  public var name: String
  /// `.attribute` or `[0]`, in order.
  public var path: [String]

  /// The name as it's written.
  public var text: String { name + path.joined() }

  /// Reads `name`, `name.attribute` or `name[0]`; nil where it's none of them.
  init?(_ text: some StringProtocol) {
    var parts: [String] = []
    var part = ""
    for character in text {
      if character == "." || character == "[" {
        guard !part.isEmpty else { return nil }
        if part.first == "[", part.last != "]" { return nil }
        parts.append(part)
        part = String(character)
      } else {
        part.append(character)
      }
    }
    if part.isEmpty || part == "." || part.first == "[" && (part.last != "]" || part.count < 3) { return nil }
    parts.append(part)
    guard let first = parts.first, let letter = first.utf8.first, letter &- UInt8(ascii: "0") >= 10,
      first.utf8.allSatisfy({
        $0 >= 0x80 || $0 == UInt8(ascii: "_") || $0 &- UInt8(ascii: "0") < 10 || ($0 | 0x20) &- UInt8(ascii: "a") < 26
      })
    else { return nil }
    name = first
    path = Array(parts.dropFirst())
  }
}

/// Something that a lesson says of a moment: that a measure has a value, or compares to one.
public struct Claim: Hashable, Sendable {
  /// How the two are compared.
  public enum Comparison: String, CaseIterable, Hashable, Sendable {
    case equal = "=="
    case different = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="

    func holds(_ left: Int, _ right: Int) -> Bool {
      switch self {
      case .equal: left == right
      case .different: left != right
      case .less: left < right
      case .atMost: left <= right
      case .greater: left > right
      case .atLeast: left >= right
      }
    }
  }

  /// What is measured.
  public var measure: Measure
  /// How it compares.
  public var comparison: Comparison
  /// What it is compared with; nil where the measure itself is what is claimed.
  public var value: ProseValue?
  /// Whether the opposite is claimed.
  public var isNegated: Bool

  /// The claim as it's written.
  public var text: String {
    var words = isNegated ? ["not", measure.text] : [measure.text]
    if comparison != .equal { words.append(comparison.rawValue) }
    if let value { words.append(value.text) }
    return words.joined(separator: " ")
  }
}

/// A value as a lesson writes it.
public enum ProseValue: Hashable, Sendable {
  case number(Int)
  case truth(Bool)
  case measure(Measure)
  case text(String)

  /// The value as it's written.
  public var text: String {
    switch self {
    case .number(let number): "\(number)"
    case .truth(let truth): truth ? "yes" : "no"
    case .measure(let measure): measure.text
    case .text(let text): "\"\(text)\""
    }
  }
}
