import Trace

/// A lesson as it is written: its stops, before anything is worked out.
struct LessonDraft {
  struct Choice {
    var item: ProseItem
    var key: ProseItem.ChoiceKey
    var text: String
    var why: String?
  }

  struct Asked {
    var item: ProseItem
    var kind: QuestionKind
    var text: String
    var answer: (measure: Measure, item: ProseItem)?
    var choices: [Choice] = []
    var right: String?
    var wrong: String?
    var reveal: ProseItem?
    var revealLook: ProseItem.Look?
  }

  struct Stop {
    var item: ProseItem
    var chapter: Int
    var narration: String?
    var look: (look: ProseItem.Look, item: ProseItem)?
    var question: Asked?
    var notes: [String] = []
    var pauses = false
  }

  private(set) var title: String?
  private(set) var aim: String?
  private(set) var minutes: Int?
  private(set) var chapters: [String] = []
  private(set) var stops: [Stop] = []
  private(set) var claims: [(claim: Claim, item: ProseItem)] = []
  private(set) var mistakes: [LessonMistake] = []
  private var pendingLook: (look: ProseItem.Look, item: ProseItem)?
  private var pendingNotes: [String] = []
  /// Whether what follows belongs to a stop that is still to come.
  private var isAfterChapter = true
  private var seen: [String: Int] = [:]
  /// Whether the question that was asked last can't be read, so that what stands below it belongs to nothing.
  private var isQuestionBroken = false

  /// Puts lines of prose together.
  init(_ lines: [PlacedProse]) {
    for line in lines {
      do throws(LessonMistake) {
        try add(try ProseParser.item(line.prose, file: line.file))
      } catch {
        if line.prose.keyword == "ask" { isQuestionBroken = true }
        mistakes.append(error)
      }
    }
    for index in stops.indices {
      guard let question = stops[index].question else { continue }
      let before = mistakes.count
      check(question)
      // What it lacks has been told: that it has no answer follows.
      if mistakes.count > before { stops[index].question = nil }
    }
    if !pendingNotes.isEmpty, !stops.isEmpty { stops[stops.count - 1].notes += pendingNotes }
    if let (_, item) = pendingLook {
      mistakes.append(
        item.reader.mistakeInLine(
          "no stop follows where one would look at this: write `say` behind it, or put it behind its `say`"))
    }
    if chapters.isEmpty { chapters = [""] }
    mistakes.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// Leaves out what the lesson claims.
  mutating func dropClaims() { claims = [] }

  private mutating func add(_ item: ProseItem) throws(LessonMistake) {
    switch item.kind {
    case .title(let text):
      try once(item)
      title = text
    case .aim(let text):
      try once(item)
      aim = text
    case .minutes(let number):
      try once(item)
      minutes = number
    case .chapter(let text):
      // What stands before the first one is a chapter without a name.
      if chapters.isEmpty, !stops.isEmpty { chapters.append("") }
      chapters.append(text)
      isAfterChapter = true
    case .say(let text): append(Stop(item: item, chapter: max(0, chapters.count - 1), narration: text))
    case .ask(let kind, let text, let measure):
      var asked = Asked(item: item, kind: kind, text: text)
      asked.answer = measure.map { ($0, item) }
      isQuestionBroken = false
      append(Stop(item: item, chapter: max(0, chapters.count - 1), question: asked))
    case .look(let look):
      if let last = stops.indices.last, belongsToLast(item), stops[last].look == nil {
        stops[last].look = (look, item)
      } else {
        pendingLook = (look, item)
      }
    case .note(let text):
      if let last = stops.indices.last, belongsToLast(item) {
        stops[last].notes.append(text)
      } else {
        pendingNotes.append(text)
      }
    case .pause:
      if let last = stops.indices.last, belongsToLast(item) {
        stops[last].pauses = true
      } else {
        append(Stop(item: item, chapter: max(0, chapters.count - 1), pauses: true))
      }
    case .expect(let claim): claims.append((claim, item))
    case .choice(let key, let text):
      try change(item) { $0.choices.append(Choice(item: item, key: key, text: text)) }
    case .why(let text):
      try change(item) { question throws(LessonMistake) in
        guard let last = question.choices.indices.last, question.choices[last].why == nil else {
          throw item.reader.mistakeInLine("`why` belongs under the `choice` that it explains, once")
        }
        question.choices[last].why = text
      }
    case .answer(let measure):
      try change(item) { question throws(LessonMistake) in
        guard question.answer == nil else {
          throw item.reader.mistakeInLine("the question of line \(question.item.line.line) has an answer already")
        }
        question.answer = (measure, item)
      }
    case .right(let text): try change(item) { $0.right = text }
    case .wrong(let text): try change(item) { $0.wrong = text }
    case .reveal(let look):
      let all = stops
      try change(item) { question throws(LessonMistake) in
        guard question.reveal == nil else {
          throw item.reader.mistakeInLine(Self.revealedTwice(question, among: all))
        }
        question.reveal = item
        question.revealLook = look
      }
    }
  }

  private mutating func once(_ item: ProseItem) throws(LessonMistake) {
    let keyword = String(item.line.keyword)
    if let line = seen[keyword] { throw item.reader.mistakeInLine("there is a `\(keyword)` in line \(line) already") }
    seen[keyword] = item.line.line
  }

  private func belongsToLast(_ item: ProseItem) -> Bool {
    !isAfterChapter && stops.last.map { $0.item.line.step == item.line.step } == true
  }

  private mutating func append(_ stop: Stop) {
    var stop = stop
    if let pendingLook { stop.look = pendingLook }
    stop.notes = pendingNotes
    pendingLook = nil
    pendingNotes = []
    isAfterChapter = false
    stops.append(stop)
  }

  /// Changes the question that was asked last.
  private mutating func change(
    _ item: ProseItem, _ body: (inout Asked) throws(LessonMistake) -> Void
  ) throws(LessonMistake) {
    if isQuestionBroken { return }
    guard let last = stops.lastIndex(where: { $0.question != nil }), var question = stops[last].question else {
      throw item.reader.mistakeInLine("`\(item.line.keyword)` belongs under a question: write `ask` before it")
    }
    guard last == stops.count - 1 else {
      let between = stops[last + 1].item.line
      throw item.reader.mistakeInLine(
        "`\(item.line.keyword)` belongs to the question of line \(question.item.line.line): "
          + "put it before the `\(between.keyword)` of line \(between.line)")
    }
    try body(&question)
    stops[last].question = question
  }

  /// Says what a second `reveal` of a question lacks: another question that waits for it can't be meant any more.
  private static func revealedTwice(_ question: Asked, among stops: [Stop]) -> String {
    let waiting = stops.last { $0.question != nil && $0.question?.reveal == nil }?.question
    guard let waiting else {
      return
        "the question of line \(question.item.line.line) is revealed already, in line \(question.reveal?.line.line ?? 0)"
    }
    return "questions can't stand inside one another: `reveal` the one of line \(waiting.item.line.line) "
      + "before line \(question.item.line.line) asks the next"
  }

  private mutating func check(_ question: Asked) {
    func add(_ what: String) { mistakes.append(question.item.reader.mistakeInLine(what)) }
    switch question.kind {
    case .choice:
      guard question.choices.count > 1 else {
        return add("a question of choice needs two answers or more: write `choice …:` lines under it")
      }
    case .number, .block, .object:
      guard question.answer != nil else {
        return add("the question has no answer: write `answer` and what it is under it, as `answer arenas`")
      }
    }
    let isByValue = question.choices.contains { if case .value = $0.key { true } else { false } }
    if isByValue, question.answer == nil {
      add("the choices have values, but nothing says which is right: write `answer` and what it is under the question")
    }
    if question.choices.count > 9 { add("a question can have 9 choices at most: they are answered with one key") }
  }
}
