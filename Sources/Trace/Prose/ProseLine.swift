/// A line of prose in a lesson: a keyword and what follows it, at a moment (FORMAT.md, "Prose").
///
/// What it means is the matter of whoever shows lessons; a trace only keeps it in its place.
public struct ProseLine: Hashable, Sendable {
  /// The moment: the number of steps before it.
  public var step: Int
  /// The line of the text from which it was read, counted from 1; 0 where that isn't known.
  public var line: Int
  /// The column of its keyword, counted from 1 in bytes; 0 where that isn't known.
  public var column: Int
  /// The keyword and the rest of the line, and after each line feed a line that continues it.
  public let text: String

  /// Makes a line of prose; control characters are replaced, as nothing that is shown may hold any.
  public init(step: Int, line: Int = 0, column: Int = 0, text: String) {
    self.step = step
    self.line = line
    self.column = column
    self.text = Self.clean(text)
  }

  /// The word that says what kind of prose it is.
  public var keyword: Substring { text.prefix { $0 != " " && $0 != "\n" } }

  /// The words that begin a line of prose.
  public static let keywords: [String] = [
    "title", "aim", "minutes", "chapter", "say", "look", "ask", "choice", "why", "answer", "right", "wrong", "reveal",
    "pause", "note", "expect",
  ]

  /// The most bytes of one, and how many a trace may have.
  static let byteLimit = 1 << 16
  static let countLimit = 1 << 13

  /// Whether a text is prose: it begins with a keyword that isn't the name of something.
  public static func isProse(_ text: some StringProtocol) -> Bool { isProse(Array(text.utf8)[...]) }

  /// Whether a line without the blanks before it is prose: a keyword that nothing is assigned to.
  static func isProse(_ line: ArraySlice<UInt8>) -> Bool {
    let word = line.prefix { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A }
    guard keywordBytes.contains(Array(word)) else { return false }
    let rest = line[word.endIndex...].drop { $0 == 0x20 || $0 == 0x09 }
    let parts = rest.prefix(200).split(maxSplits: 3) { $0 == 0x20 || $0 == 0x09 }
    guard let first = parts.first else { return true }
    if first.last == UInt8(ascii: "="), first.allSatisfy({ !TextLine.isWord($0) && $0 != UInt8(ascii: "\"") }) {
      return false
    }
    // `say at 0x7f0000001030 = malloc 48` places a block.
    let isPlacement =
      first.elementsEqual("at".utf8) && parts.count > 2 && parts[1].first.map(TextLine.isDigit) == true
      && parts[2].first == UInt8(ascii: "=")
    return !isPlacement
  }

  private static let keywordBytes = Set(keywords.map { Array($0.utf8) })

  private static func clean(_ text: String) -> String {
    var result = "".unicodeScalars
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result.append(scalar)
      case "\t": result.append(" ")
      default: result.append(isControl(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    // Blanks at the end of a line say nothing.
    let lines = result.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }
    return lines.joined(separator: "\n")
  }
}
