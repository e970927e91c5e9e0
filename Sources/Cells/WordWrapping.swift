extension String {
  /// Breaks the text into lines of at most `width` cells at its blanks; a word that's longer is cut.
  ///
  /// A width of 0 or less cuts no word: each has a line of its own. Complexity: O(length), but for words that are cut.
  public func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.cellCount + 1 + word.unicodeScalars.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
      while line.cellCount > width, width > 0 {
        let scalars = Array(line.unicodeScalars)
        lines.append(String(String.UnicodeScalarView(scalars[..<width])))
        line = String(String.UnicodeScalarView(scalars[width...]))
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
