import Cells

/// A manual page, written in the macros of man(7), which groff and mandoc both read.
public struct ManualPage {
  /// The source of the page.
  public private(set) var text: String
  // A paragraph needs no break where a section begins.
  private var isAtHeading = true

  /// Begins a page of section 1: its title line and the NAME section.
  public init(name: String, version: String, date: String, abstract: String) {
    text =
      ".TH \(Self.quoted(name.uppercased())) 1 \"\(date)\" \(Self.quoted(version)) \(Self.quoted("User Commands"))\n"
    section("Name")
    text += "\(Self.escaped(name)) \\- \(Self.escaped(abstract))\n"
  }

  /// Begins a section.
  public mutating func section(_ title: String) {
    text += ".SH \(Self.quoted(title.uppercased()))\n"
    isAtHeading = true
  }

  /// Begins a part of a section.
  public mutating func subsection(_ title: String) {
    text += ".SS \(Self.quoted(title))\n"
    isAtHeading = true
  }

  /// Adds a paragraph.
  public mutating func paragraph(_ words: String) {
    breakParagraph()
    text += Self.lines(words)
  }

  /// Adds lines that keep their breaks and blanks, such as examples.
  public mutating func literal(_ lines: [String]) {
    breakParagraph()
    text += ".nf\n.RS 4\n" + lines.map { Self.line($0) }.joined() + ".RE\n.fi\n"
  }

  /// Adds how a command is called: its fixed words in bold, then the rest.
  public mutating func synopsis(_ command: String, _ arguments: [String]) {
    breakParagraph()
    text += Self.bold(command)
    // A bracket and what is in it stay together.
    for argument in arguments { text += "\n\\&" + Self.escaped(argument).replacing(" ", with: "\\ ") }
    text += "\n"
  }

  /// Adds a term in bold, with what stands for its value, and what it means.
  public mutating func entry(_ term: String, value: String? = nil, _ words: String) {
    isAtHeading = false
    text += ".TP\n\(Self.bold(term))"
    if let value { text += " \\fI\(Self.escaped(value))\\fR" }
    text += "\n" + Self.lines(words)
  }

  private mutating func breakParagraph() {
    if !isAtHeading { text += ".PP\n" }
    isAtHeading = false
  }

  private static func bold(_ words: String) -> String { "\\fB\(escaped(words))\\fR" }

  private static func quoted(_ words: String) -> String {
    "\"\(escaped(words).replacing("\"", with: "\\(dq"))\""
  }

  private static func lines(_ words: String) -> String {
    // Escapes make a line longer, and roff wants at most 80.
    words.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
      paragraph.isEmpty ? ".PP\n" : String(paragraph).wrapped(to: 64).map(line).joined()
    }
    .joined()
  }

  /// A line of text: one that begins like a request is kept from being one.
  private static func line(_ words: String) -> String {
    let isRequest = words.hasPrefix(".") || words.hasPrefix("'")
    return (isRequest ? "\\&" : "") + escaped(words) + "\n"
  }

  /// The words with what has a meaning in roff escaped, and in ASCII alone.
  private static func escaped(_ words: String) -> String {
    var result = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case " "..."~": result.unicodeScalars.append(scalar)
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}": result += "?"
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
    return result
  }
}
