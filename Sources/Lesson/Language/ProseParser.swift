import Collector
import Trace

/// Understands lines of prose, one by one.
enum ProseParser {
  /// Reads a line of prose.
  static func item(_ line: ProseLine, file: String) throws(LessonMistake) -> ProseItem {
    let reader = ProseReader(line, file: file)
    return ProseItem(line: line, reader: reader, kind: try kind(reader))
  }

  private static func kind(_ reader: ProseReader) throws(LessonMistake) -> ProseItem.Kind {
    switch reader.line.keyword {
    case "title": .title(try text(reader, "the title of the lesson"))
    case "aim": .aim(try text(reader, "what one can do after the lesson"))
    case "minutes": .minutes(try minutes(reader))
    case "chapter": .chapter(try text(reader, "the name of the chapter"))
    case "say": .say(try text(reader, "what is to be told"))
    case "look": .look(try look(reader))
    case "ask": try ask(reader)
    case "choice": try choice(reader)
    case "why": .why(try text(reader, "why this choice is right or wrong"))
    case "answer": .answer(try answer(reader))
    case "right": .right(try text(reader, "what to say to a right answer"))
    case "wrong": .wrong(try text(reader, "what to say to a wrong answer"))
    case "reveal": .reveal(reader.rest.isEmpty ? nil : try look(reader))
    case "pause": try alone(reader, .pause)
    case "note": .note(try text(reader, "a note for the speaker"))
    case "expect": .expect(try expect(reader))
    default:
      throw reader.mistakeInLine(
        NearestWord.unknown("word of a lesson", reader.line.keyword, among: ProseLine.keywords))
    }
  }

  /// The rest of the line as text, with or without quotes around all of it.
  private static func text(_ reader: ProseReader, _ what: String) throws(LessonMistake) -> String {
    let text = reader.text
    guard !text.isEmpty else { throw reader.mistake("\(what) is missing here") }
    return unquoted(text)
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count > 1, text.first == "\"", text.last == "\"", !text.dropFirst().dropLast().contains("\"") else {
      return text
    }
    return String(text.dropFirst().dropLast())
  }

  private static func alone(_ reader: ProseReader, _ kind: ProseItem.Kind) throws(LessonMistake) -> ProseItem.Kind {
    guard reader.rest.isEmpty else { throw reader.mistake("nothing can follow `\(reader.line.keyword)`") }
    return kind
  }

  private static func minutes(_ reader: ProseReader) throws(LessonMistake) -> Int {
    guard let minutes = Int(reader.text), (1...600).contains(minutes) else {
      throw reader.mistake("how many minutes the lesson takes should stand here, as a number from 1 to 600")
    }
    return minutes
  }

  private static func expect(_ reader: ProseReader) throws(LessonMistake) -> Claim {
    var measures = MeasureReader(reader, reader.rest)
    let claim = try measures.claim()
    try measures.expectEnd()
    return claim
  }

  private static func answer(_ reader: ProseReader) throws(LessonMistake) -> Measure {
    var measures = MeasureReader(reader, reader.rest)
    let measure = try measures.measure(leavesValue: false)
    try measures.expectEnd()
    return measure
  }

  // MARK: look

  private static func look(_ reader: ProseReader) throws(LessonMistake) -> ProseItem.Look {
    let tokens = reader.tokens
    guard let first = tokens.first else {
      throw reader.mistake("a view is missing here, as `heap` or `pool`")
    }
    guard let view = LessonView(rawValue: first.text) else {
      throw reader.mistake(
        NearestWord.unknown("view", first.text, among: LessonView.allCases.map(\.rawValue)), at: first.offset)
    }
    var look = ProseItem.Look(view: view)
    guard tokens.count > 1 else { return look }
    var rest = tokens[1...]
    if view == .collection, let phase = CollectionPhase(name: rest[1].text) {
      look.phase = phase.name
      rest = rest.dropFirst()
      if let number = rest.first.flatMap({ Int($0.text) }), number >= 0 {
        look.phaseSteps = number
        rest = rest.dropFirst()
      }
    }
    if rest.count > 1, rest[rest.endIndex - 2].text == "beside" {
      let last = rest[rest.endIndex - 1]
      var version = MeasureReader(reader, last.text, at: last.offset)
      look.beside = try version.version()
      rest = rest.dropLast(2)
    }
    guard let next = rest.first, let last = rest.last else { return look }
    let length = last.offset + last.text.utf8.count - next.offset
    let behind = reader.rest.utf8.dropFirst(next.offset).prefix(length)
    if let place = place(next.text), rest.count == 1 {
      look.thing = place
    } else if next.text == "arena", rest.count == 2, let number = Int(last.text) {
      look.thing = .arena(number)
    } else {
      var measures = MeasureReader(reader, String(Substring(behind)), at: next.offset)
      let measure = try measures.measure(leavesValue: false)
      try measures.expectEnd()
      guard [.thing, .next].contains(measure.word) else {
        throw reader.mistake("a name, a place as 0.2.17, `next SIZE` or `arena N` should stand here", at: next.offset)
      }
      look.thing = .measure(measure)
    }
    return look
  }

  private static func place(_ text: String) -> ProseItem.LookThing? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...3).contains(parts.count), let arena = parts[0], let pool = parts[1], arena >= 0, pool >= 0 else {
      return nil
    }
    guard parts.count == 3 else { return .place(arena: arena, pool: pool, block: nil) }
    guard let block = parts[2], block >= 0 else { return nil }
    return .place(arena: arena, pool: pool, block: block)
  }

  // MARK: ask

  private static func ask(_ reader: ProseReader) throws(LessonMistake) -> ProseItem.Kind {
    let kinds = QuestionKind.allCases.map(\.rawValue)
    guard let first = reader.tokens.first else {
      throw reader.mistake("what kind of answer is wanted is missing here: `choice`, `number`, `block` or `object`")
    }
    guard let kind = QuestionKind(rawValue: first.text) else {
      throw reader.mistake(NearestWord.unknown("kind of question", first.text, among: kinds), at: first.offset)
    }
    let behind = reader.rest.utf8.dropFirst(first.text.utf8.count)
    let text = ProseReader.text(String(Substring(behind)))
    guard text.first == "\"" else {
      guard !text.isEmpty else { throw reader.mistake("the question is missing here", at: first.text.utf8.count) }
      return .ask(kind, text, nil)
    }
    // `ask number "How many?" = arenas`
    let whole = String(Substring(behind))
    guard let open = whole.firstIndex(of: "\""), let close = whole[whole.index(after: open)...].firstIndex(of: "\"")
    else {
      throw reader.mistake("the question that begins here has no closing quote", at: first.text.utf8.count + 1)
    }
    let question = ProseReader.text(whole[whole.index(after: open)..<close])
    let rest = whole[whole.index(after: close)...]
    let offset = first.text.utf8.count + whole.utf8.distance(from: whole.startIndex, to: rest.startIndex)
    guard !rest.allSatisfy({ $0 == " " || $0 == "\n" }) else { return .ask(kind, question, nil) }
    let trimmed = rest.drop { $0 == " " }
    guard trimmed.first == "=" else { return .ask(kind, text, nil) }
    let start = offset + rest.utf8.distance(from: rest.startIndex, to: trimmed.startIndex) + 1
    var measures = MeasureReader(reader, trimmed.dropFirst(), at: start)
    let measure = try measures.measure(leavesValue: false)
    try measures.expectEnd()
    return .ask(kind, question, measure)
  }

  private static func choice(_ reader: ProseReader) throws(LessonMistake) -> ProseItem.Kind {
    guard let colon = reader.rest.firstIndex(of: ":") else {
      throw reader.mistake(
        "a choice says when it's right, then a colon, then its text: `choice 3: three arenas` or `choice wrong: …`")
    }
    let key = reader.rest[..<colon]
    let text = ProseReader.text(reader.rest[reader.rest.index(after: colon)...])
    guard !text.isEmpty else {
      throw reader.mistake("the text of the choice is missing here", at: key.utf8.count + 1)
    }
    let words = key.split(separator: " ")
    if words == ["right"] || words == ["wrong"] { return .choice(.stated(isRight: words == ["right"]), unquoted(text)) }
    var measures = MeasureReader(reader, key)
    // One word or number is a value; what compares is a claim.
    var values = measures
    if let value = try? values.value(), values.isAtEnd {
      if case .measure(let measure) = value, measure.word.isTruth {
        return .choice(
          .claim(Claim(measure: measure, comparison: .equal, value: nil, isNegated: false)), unquoted(text))
      }
      return .choice(.value(value), unquoted(text))
    }
    let claim = try measures.claim()
    try measures.expectEnd()
    return .choice(.claim(claim), unquoted(text))
  }
}
