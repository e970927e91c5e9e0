import Cells

extension Session {
  /// The command line that opens this trace with this screen, as large and in the colours and glyphs in which it was
  /// drawn last; nil in the library.
  public var commandLine: String? {
    guard let trace, let request else { return nil }
    var words = ["arenascope", trace.path] + request.words
    if let options = state.lesson?.options {
      if options.isPresented { words.append("--present") }
      if options.showsNotes { words.append("--notes") }
      if !options.asksQuestions { words.append("--no-questions") }
    }
    words += ["--theme", state.settings.theme]
    if let drawn {
      if drawn.glyphs == .ascii { words.append("--ascii") }
      if drawn.depth == .mono, !state.settings.colours.isMono { words += ["--color", "never"] }
      words += ["--size", "\(drawn.width)x\(drawn.height)"]
    }
    return words.map(Session.quoted).joined(separator: " ")
  }

  /// A word as a shell takes it.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || "/._-+,=@%:".utf8.contains($0)
    }
    return isPlain && !word.isEmpty
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
