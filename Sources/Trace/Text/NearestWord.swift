/// Finds the word that somebody most likely meant.
enum NearestWord {
  /// Returns the candidate with the fewest edits from `word`, if they are few enough to be a slip. Looks at a thousand candidates of like length at most.
  static func of(_ word: String, among candidates: some Sequence<String>) -> String? {
    guard word.utf8.count <= 32 else { return nil }
    let limit = word.utf8.count <= 3 ? 1 : 2
    let length = word.utf8.count
    return candidates.lazy.filter { abs($0.utf8.count - length) <= limit }.prefix(1000)
      .map { ($0, distance(word, $0)) }.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
  }

  /// The insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
  private static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var rows = [Array(0...right.count)]
    for i in 1...left.count {
      var row = [i]
      for j in 1...right.count {
        let same = left[i - 1] == right[j - 1]
        var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
