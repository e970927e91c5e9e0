/// Finds the word that somebody most likely meant.
public enum NearestWord {
  /// Returns the candidate with the fewest slips from `word`, the first of them, or nil if all are too far from it to be
  /// meant: a slip is a letter inserted, dropped, changed or swapped with its neighbour.
  ///
  /// Complexity: product of the lengths for each of a thousand candidates of like length at most.
  public static func of(_ word: some StringProtocol, among candidates: some Sequence<String>) -> String? {
    guard word.utf8.count <= 32 else { return nil }
    let limit = word.utf8.count <= 3 ? 1 : 2
    return candidates.lazy.filter { abs($0.utf8.count - word.utf8.count) <= limit }.prefix(1000)
      .map { ($0, slips(Array(word.utf8), Array($0.utf8))) }.filter { $0.1 <= limit && $0.1 < word.utf8.count }
      .min { $0.1 < $1.1 }?.0
  }

  /// Says that there is no such word, and which one was probably meant, or all where they are few; safe to be shown.
  public static func unknown(_ what: String, _ word: some StringProtocol, among words: [String]) -> String {
    let start = "there is no \(what) `\(shown(word))`"
    if let nearest = of(word, among: words) { return "\(start): did you mean `\(shown(nearest))`?" }
    guard (1...10).contains(words.count) else { return start }
    if words.count == 1 { return "\(start): there is only `\(shown(words[0]))`" }
    return "\(start): there are \(words.map { "`\(shown($0))`" }.joined(separator: ", "))"
  }

  private static func slips(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var last = Array(0...right.count)
    var beforeLast: [Int] = []
    for (row, byte) in left.enumerated() {
      var line = [row + 1]
      for (column, other) in right.enumerated() {
        var least = min(last[column + 1] + 1, line[column] + 1, last[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          least = min(least, beforeLast[column - 1] + 1)
        }
        line.append(least)
      }
      (beforeLast, last) = (last, line)
    }
    return last[right.count]
  }
}
