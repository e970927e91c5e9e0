/// Gives the name that is at most two slips away from a word, the nearest one, or nil.
///
/// Complexity: product of the lengths, for each name.
func nearest(to word: String, among names: [String]) -> String? {
  guard word.count <= 40 else { return nil }
  let best = names.map { ($0, slips(Array(word.lowercased()), Array($0))) }.min { $0.1 < $1.1 }
  guard let (name, count) = best, count <= 2, count < name.count else { return nil }
  return name
}

/// Counts the letters to insert, drop, change or swap between two words (restricted Damerau–Levenshtein distance).
private func slips(_ left: [Character], _ right: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in 1..<(left.count + 1) {
    var line = [row]
    for column in 1..<(right.count + 1) {
      let same = left[row - 1] == right[column - 1]
      var least = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
      if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
        least = min(least, beforeLast[column - 2] + 1)
      }
      line.append(least)
    }
    (beforeLast, last) = (last, line)
  }
  return last[right.count]
}

/// Gives the text with control characters replaced, so that a file's name can't steer the terminal.
func printable(_ text: String) -> String {
  String(
    String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? "?" : $0 }))
}
