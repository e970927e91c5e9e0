/// A sentence with one of its numbers left out.
public struct MissingNumber: Hashable, Sendable {
  /// What stands before the number, and behind it.
  public var before: String
  public var after: String
  /// The number as it's written.
  public var number: String

  /// Leaves a number out of a sentence; nil where it has none that could be asked for.
  ///
  /// A number that answers a question is left out rather than another one: it would give the answer away.
  init?(_ sentence: Substring, answers: Set<String>, _ order: inout SeededOrder) {
    let numbers = Self.numbers(in: sentence)
    let telling = numbers.filter { answers.contains(sentence[$0].filter { $0 != "," }) }
    // A single digit is found out by guessing.
    let possible = telling.isEmpty ? numbers.filter { sentence[$0].count > 1 } : telling
    guard !possible.isEmpty, sentence.split(separator: " ").count >= 5 else { return nil }
    let chosen = possible[order.below(possible.count)]
    before = String(sentence[..<chosen.lowerBound])
    after = String(sentence[chosen.upperBound...])
    number = String(sentence[chosen])
  }

  /// Whether the sentence says a number, beside the one that's left out.
  func shows(_ number: String) -> Bool {
    Self.numbers(in: before[...]).contains { before[$0] == number }
      || Self.numbers(in: after[...]).contains { after[$0] == number }
  }

  /// The sentences of a paragraph: each ends with a full stop, a question or an exclamation mark before a blank.
  static func sentences(of paragraph: String) -> [Substring] {
    var sentences: [Substring] = []
    var start = paragraph.startIndex
    for index in paragraph.indices where ".?!".contains(paragraph[index]) {
      let next = paragraph.index(after: index)
      guard next == paragraph.endIndex || paragraph[next] == " " else { continue }
      sentences.append(paragraph[start..<next])
      start = paragraph[next...].firstIndex { $0 != " " } ?? paragraph.endIndex
    }
    if start < paragraph.endIndex { sentences.append(paragraph[start...]) }
    return sentences
  }

  /// The whole numbers that stand alone: `1,024` is one, what's in `x1`, `3.13`, `0.7.3` or `0x40` isn't.
  private static func numbers(in sentence: Substring) -> [Range<Substring.Index>] {
    var found: [Range<Substring.Index>] = []
    for word in sentence.split(separator: " ") {
      var core = word
      while let first = core.first, "(\"'".contains(first) { core = core.dropFirst() }
      while let last = core.last, ".,;:!?)\"'".contains(last) { core = core.dropLast() }
      guard let first = core.first, first.isWholeNumber, core.allSatisfy({ $0.isWholeNumber || $0 == "," }) else {
        continue
      }
      found.append(core.startIndex..<core.endIndex)
    }
    return found
  }
}
