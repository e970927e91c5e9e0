import Cells

/// The words and numbers of a picture.
enum PictureWords {
  /// The words and numbers in rows of a picture that stand in none of the lines, without the exceptions.
  static func missing(in picture: Canvas, rows: Range<Int>, from lines: [String]) -> [String] {
    let said = Set(lines.flatMap { words(of: $0) }.map { $0.lowercased() })
    var rows = rows.map { row in
      String(String.UnicodeScalarView((0..<picture.width).map { scalar(picture[$0, row]) }))
    }
    // Below its title the timeline is a chart.
    if let timeline = rows.firstIndex(where: { $0.contains("─ Timeline") }) {
      rows.removeSubrange(timeline + 1..<min(timeline + 7, rows.count))
    }
    let drawn = rows.flatMap { words(of: $0.replacing(/[0-9,]+ (before|after|more)/, with: "")) }
    var seen = Set<String>()
    return drawn.filter { word in
      let small = word.lowercased()
      return !said.contains(small) && !labels.contains(small) && !isLetter(word) && !isOrdinal(word)
        && seen.insert(small).inserted
    }
  }

  /// What is drawn faint are scales: the numbers of rows and columns.
  private static func scalar(_ cell: Cell) -> Unicode.Scalar {
    cell.style.foreground == Theme.dark.faint.foreground ? " " : cell.scalar
  }

  /// The letter of a size class, which the words tell by its bytes.
  private static func isLetter(_ word: String) -> Bool { word.count == 1 && word.first?.isLetter == true }

  /// `2nd`: which block goes out when, which the chain of the pool tells.
  private static func isOrdinal(_ word: String) -> Bool { word.wholeMatch(of: /[0-9]+(st|nd|rd|th)/) != nil }

  /// Letters, digits and underscores in a row; commas and points within numbers and names. What is cut is no word.
  private static func words(of text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || ",._…".contains($0)) }.compactMap {
      guard !$0.contains("…") else { return nil }
      var word = $0
      while let last = word.last, ",.".contains(last) { word.removeLast() }
      while let first = word.first, ",.".contains(first) { word.removeFirst() }
      return word.isEmpty ? nil : String(word)
    }
  }

  /// Titles of panes and columns, legends, and what counts the rest of a page: they say nothing of the moment.
  private static let labels = Set(
    """
    address after alive and are arena arenas at back be became block blocks by byte call came cell chosen clear \
    code collector colour cycle died do does each earlier end event few finalizers first for frames free from \
    full garbage gen generations given gives go goes group has heap height held hold holds how immortal \
    interpreter is it its itself keeps kept known large less lists looking mib move moved name named names new \
    next no not notes nothing now object objects of one ones or order others out part point pool program python \
    raw reachable recheck record recording refers refs row share since sites sizes source stack stacks start \
    state stays step steps subtract taken takes tenant tenants tenth than the them there they think this \
    timeline to too took untracked update use used was weakrefs what who why with without would yet you young
    """.split(separator: " ").map(String.init))
}
