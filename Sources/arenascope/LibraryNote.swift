/// The note beside a trace, `NAME.md`: its heading and the text below.
enum LibraryNote {
  /// Reads the note beside the trace at a path.
  static func read(beside path: String) -> (title: String?, lines: [String]) {
    let stem = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    guard let text = readText("\(stem).md", limit: 1 << 16) else { return (nil, []) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var title: String?
    if let first = lines.first, first.hasPrefix("# ") {
      title = String(first.dropFirst(2))
      lines.removeFirst()
    }
    return (title, paragraphs(lines))
  }

  /// Joins the lines of each paragraph, which the screen breaks anew; empty lines part paragraphs.
  private static func paragraphs(_ lines: [String]) -> [String] {
    var paragraphs: [String] = []
    var isOpen = false
    for line in lines {
      // Code is marked in the file, but has no look of its own on the screen.
      let text = line.filter { $0 != "`" }
      if text.isEmpty {
        if isOpen { paragraphs.append("") }
      } else if isOpen, !text.hasPrefix("- "), !text.hasPrefix("* ") {
        paragraphs[paragraphs.count - 1] += " " + text
      } else {
        paragraphs.append(text)
      }
      isOpen = !text.isEmpty
    }
    return paragraphs
  }
}
