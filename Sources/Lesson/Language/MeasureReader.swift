import HeapCore
import Trace

/// Reads measures, values and claims from the tokens of a line of prose.
struct MeasureReader {
  private let reader: ProseReader
  private let tokens: [ProseReader.Token]
  private var index = 0
  private let end: Int

  /// Reads a part of the line: `offset` is where it begins behind the keyword.
  init(_ reader: ProseReader, _ text: some StringProtocol, at offset: Int = 0) {
    self.reader = reader
    tokens = ProseReader.tokens(text, at: offset)
    end = (tokens.last.map { $0.offset + $0.text.utf8.count }) ?? offset
  }

  var isAtEnd: Bool { index == tokens.count }
  private var next: String? { isAtEnd ? nil : tokens[index].text }
  private var offset: Int { isAtEnd ? end : tokens[index].offset }

  func mistake(_ what: String) -> LessonMistake { reader.mistake(what, at: offset) }

  mutating func takes(_ word: String) -> Bool {
    guard next == word else { return false }
    index += 1
    return true
  }

  func expectEnd() throws(LessonMistake) {
    guard let next else { return }
    throw mistake("the line should end here, before `\(shown(next))`")
  }

  // MARK: Claims

  /// Reads `[not] MEASURE [OPERATOR] VALUE`, or a measure that is so or not.
  mutating func claim() throws(LessonMistake) -> Claim {
    let isNegated = takes("not")
    let start = self
    let hasOperator = tokens[index...].contains { Self.comparison($0.text) != nil }
    let measure = try measure(leavesValue: !hasOperator)
    if isAtEnd {
      guard measure.word.isTruth else {
        throw mistake("what \(measure.text) should be is missing here: write a number or name behind it")
      }
      return Claim(measure: measure, comparison: .equal, value: nil, isNegated: isNegated)
    }
    var comparison = Claim.Comparison.equal
    if let next, let found = Self.comparison(next) {
      comparison = found
      index += 1
    } else if takes("at") {
      if takes("least") {
        comparison = .atLeast
      } else if takes("most") {
        comparison = .atMost
      } else {
        throw mistake("`least` or `most` should stand behind `at`")
      }
    }
    guard !measure.word.isTruth || measure.since == nil else { throw start.mistake("only numbers change by an amount") }
    return Claim(measure: measure, comparison: comparison, value: try value(), isNegated: isNegated)
  }

  private static func comparison(_ text: String) -> Claim.Comparison? {
    text == "=" ? .equal : Claim.Comparison(rawValue: text)
  }

  // MARK: Values

  /// Reads a number with or without a unit, `yes`, `no`, a quoted text, or a measure.
  mutating func value() throws(LessonMistake) -> ProseValue {
    guard let next else { throw mistake("a value is missing here") }
    if next.first == "\"" {
      index += 1
      return .text(String(next.dropFirst().dropLast(next.count > 1 && next.last == "\"" ? 1 : 0)))
    }
    if next.utf8.first.map({ $0 &- UInt8(ascii: "0") < 10 }) == true { return .number(try number()) }
    if takes("yes") || takes("true") { return .truth(true) }
    if takes("no") || takes("false") { return .truth(false) }
    return .measure(try measure(leavesValue: false))
  }

  private mutating func number() throws(LessonMistake) -> Int {
    guard var text = next else { throw mistake("a number is missing here") }
    text.removeAll { $0 == "_" }
    let number = text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
    guard let number else { throw mistake("`\(shown(text))` is no number") }
    index += 1
    // 16,384 is three tokens.
    var result = number
    while next == ",", index + 1 < tokens.count, tokens[index + 1].text.utf8.count == 3,
      let more = Int(tokens[index + 1].text), result < 1 << 40
    {
      result = result * 1000 + more
      index += 2
    }
    let units = ["KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
    guard let next, let unit = units[next] else { return result }
    guard result < 1 << 30 else { throw mistake("this is too much") }
    index += 1
    return result * unit
  }

  // MARK: Measures

  /// Reads a measure; with `leavesValue` a number at the end of the line isn't part of it.
  mutating func measure(leavesValue: Bool) throws(LessonMistake) -> Measure {
    guard let first = next else { throw mistake("what is meant is missing here, as `arenas` or `refcount a`") }
    var measure = Measure(word: .thing, number: nil, things: [])
    // A word that needs something behind it and has nothing is a name.
    if let word = MeasureWord(rawValue: first), word != .thing, !isLoneName(word, leavesValue: leavesValue) {
      index += 1
      measure.word = word
      switch word.arguments {
      case .none: break
      case .list: measure.list = try list()
      case .thing: measure.things = [try thing()]
      case .twoThings: measure.things = [try thing(), try thing()]
      case .size, .generation: measure.number = try number()
      case .optionalSize, .optionalGeneration:
        if hasNumberToTake(leavesValue) { measure.number = try number() }
      }
    } else {
      try checkName(first, leavesValue: leavesValue)
      measure.things = [try thing()]
    }
    if takes("since") {
      guard case .text(let mark) = try markName() else { throw mistake("the name of a mark is missing here") }
      measure.since = mark
    }
    if takes("on") { measure.python = try version() }
    return measure
  }

  /// Reads a version of Python.
  mutating func version() throws(LessonMistake) -> PythonVersion {
    guard let next, let version = PythonVersion(next), version.major == 3, version.minor >= 8 else {
      throw mistake("a version of Python should stand here, as 3.8 or later")
    }
    index += 1
    return version
  }

  /// A name that's nearly a measure, with something behind it that would be the measure's.
  private func checkName(_ name: String, leavesValue: Bool) throws(LessonMistake) {
    let following = index + 1 < tokens.count ? tokens[index + 1].text : nil
    let isFollowed = following.map { ThingName($0) != nil && !["since", "at", "on"].contains($0) } ?? false
    let isAlone = leavesValue && following == nil
    guard isFollowed || isAlone else { return }
    let words = MeasureWord.written.map(\.rawValue)
    if isAlone, NearestWord.of(name, among: words) == nil, let thing = ThingName(name) {
      throw mistake(
        "what is claimed of `\(thing.text)` is missing: write `alive \(thing.text)` or `cost \(thing.text) 64`")
    }
    guard isAlone || NearestWord.of(name, among: words) != nil || index + 2 < tokens.count else { return }
    throw mistake(NearestWord.unknown("measure", name, among: words))
  }

  /// The name of a free list: the type's, in quotes where it has several words.
  private mutating func list() throws(LessonMistake) -> String {
    guard let next, next.utf8.first.map({ $0 == UInt8(ascii: "\"") || $0 &- UInt8(ascii: "0") >= 10 }) == true,
      ThingName(next) != nil || next.first == "\""
    else { throw mistake("the type whose free list is meant is missing here, as `list` or \"tuple of 2\"") }
    index += 1
    return next.first == "\"" ? String(next.dropFirst().dropLast()) : next
  }

  private mutating func markName() throws(LessonMistake) -> ProseValue {
    guard let next else { throw mistake("the name of a mark is missing here") }
    if next.first == "\"" { return try value() }
    index += 1
    return .text(next)
  }

  private func isLoneName(_ word: MeasureWord, leavesValue: Bool) -> Bool {
    guard word.arguments == .thing || word.arguments == .twoThings else { return false }
    let following = index + 1 < tokens.count ? tokens[index + 1].text : nil
    return following.map { Self.comparison($0) != nil || $0 == "on" } ?? true
  }

  private func hasNumberToTake(_ leavesValue: Bool) -> Bool {
    guard let next, next.utf8.first.map({ $0 &- UInt8(ascii: "0") < 10 }) == true else { return false }
    guard leavesValue else { return true }
    // The last number is the value: `pools 64 2`, but `pools 2`.
    let rest = tokens[(index + 1)...].map(\.text)
    return !rest.isEmpty && rest.first != "," && !["KiB", "MiB", "GiB"].contains(rest[0])
  }

  private mutating func thing() throws(LessonMistake) -> ThingName {
    guard let next else { throw mistake("the name of a block or object is missing here") }
    guard let name = ThingName(next) else {
      throw mistake("the name of a block or object should stand here, not `\(shown(next))`")
    }
    index += 1
    return name
  }
}
