import Lesson
import Scene

extension LessonState {
  /// The lesson as it's to be seen.
  func scene(message: String) -> LessonScene {
    let lesson = player.lesson
    let pending = player.pendingQuestion
    let (sign, narration) = words(pending)
    var place = "step \(player.index + 1) of \(lesson.stops.count)"
    if let question = player.stop.question { place += "   question \(question.number) of \(lesson.questions.count)" }
    if options.isPresented, !isOffPath { place = "\(player.index + 1) / \(lesson.stops.count)" }
    var scene = LessonScene(
      title: [number.map { "\($0)" }, lesson.title].compactMap(\.self).joined(separator: "  "),
      place: isOffPath ? "off the path" : place, sign: sign, narration: narration, panel: panel(pending),
      notes: options.showsNotes ? player.stop.notes : [], stops: lesson.stops.count, stop: player.index,
      score: score, hidesPicture: !isOffPath && pending.map { hidesPicture($0) } ?? false,
      hidesTime: !isOffPath && pending != nil, isPresented: options.isPresented, message: message,
      footer: footer.map(LessonKeys.button))
    scene.looksAtThing = look?.thing != nil
    return scene
  }

  /// What the picture must not show now.
  var hides: Set<HiddenFact> { isOffPath ? [] : player.hides }

  /// Where what's asked is true of the very moment that is shown, its picture is the answer.
  private func hidesPicture(_ question: Question) -> Bool {
    question.reveal == player.stop.place && !question.hides.isEmpty && [.number, .object].contains(question.kind)
      || question.reveal == player.stop.place && question.choices.contains { $0.value != nil }
  }

  private func words(_ pending: Question?) -> (Unicode.Scalar, [String]) {
    if isOffPath {
      let words =
        tried.isEmpty ? ["Nothing was tried yet: type an event or a line of Python."] : tried.map { "> \($0)" }
      return ("?", ["You have left the lesson here. It waits for you: Esc goes back."] + words.suffix(4))
    }
    if let question = player.stop.question { return ("?", [question.text]) }
    return ("▶", player.stop.narration)
  }

  private func panel(_ pending: Question?) -> LessonScene.Panel? {
    if isOffPath {
      let words = complaint.isEmpty ? [] : [complaint]
      return LessonScene.Panel(
        title: "What if?", measure: "Enter does it, Esc goes back to the lesson", typed: trying ?? "", words: words)
    }
    guard let question = player.stop.question else {
      guard player.isAtEnd else { return nil }
      return LessonScene.Panel(title: "The end of the lesson", words: ending)
    }
    if pending != nil { return asked(question) }
    return answered(question)
  }

  private func asked(_ question: Question) -> LessonScene.Panel {
    let choices = question.choices.enumerated().map { index, choice in
      LessonScene.Choice(choice.text, .open, hands: hands.indices.contains(index) ? hands[index] : 0)
    }
    if options.isPrinted { return LessonScene.Panel(title: "What do you think?", choices: choices) }
    if options.isPresented {
      let hands = hands.reduce(0, +)
      return LessonScene.Panel(
        title: "What happens next?",
        measure: choices.isEmpty ? "Enter shows it" : "a digit counts a hand, Enter shows it",
        choices: choices, words: hands > 0 ? ["\(hands) \(hands == 1 ? "hand" : "hands") counted"] : [])
    }
    if !choices.isEmpty {
      return LessonScene.Panel(
        title: "What do you think?", measure: "1 to \(choices.count), or → to see without guessing", choices: choices)
    }
    let how =
      switch question.kind {
      case .number: "type a number, then Enter; → shows it"
      case .block: "choose a block with hjkl, then Enter; → shows it"
      case .object, .choice: "type a name, then Enter; → shows it"
      }
    return LessonScene.Panel(title: "What do you think?", measure: how, typed: question.kind == .block ? nil : typed)
  }

  private func answered(_ question: Question) -> LessonScene.Panel {
    let given: Int?
    var title = "The answer"
    var measure = ""
    var words: [String] = []
    switch player.answer {
    case .answered(let answer, let verdict):
      given = if case .choice(let index) = answer { index } else { nil }
      title = "Your answer"
      measure = "you said \(verdict.given): \(verdict.isRight ? "right" : "not right")"
      if measure.unicodeScalars.count > 44 { measure = verdict.isRight ? "right" : "not right" }
      if !verdict.explanation.isEmpty { words.append("Why: \(verdict.explanation)") }
    case .shown, nil:
      given = nil
      let why = question.choices.first { $0.isRight }?.why ?? question.right
      if let why { words.append("Why: \(why)") }
    }
    let choices = question.choices.enumerated().map { index, choice in
      LessonScene.Choice(
        choice.text, choice.isRight ? .right : index == given ? .wrong : .other,
        hands: hands.indices.contains(index) ? hands[index] : 0)
    }
    if choices.isEmpty { words.insert("It is \(question.answerWords).", at: 0) }
    if options.isPresented, !hands.isEmpty {
      let right = choices.filter { $0.state == .right }.reduce(0) { $0 + $1.hands }
      words.append("\(right) of \(hands.reduce(0, +)) hands were right.")
    }
    return LessonScene.Panel(title: title, measure: measure, choices: choices, words: words)
  }

  private var score: String {
    let score = player.score
    guard score.questions > 0, options.asksQuestions, !options.isPresented else { return "" }
    return score.answered == 0 ? "" : "\(score.right) of \(score.answered) right"
  }

  /// What is said when nothing is left: the score, the questions to look at again, and what comes next.
  private var ending: [String] {
    let score = player.score
    var words = "This was \"\(player.lesson.title)\"."
    if score.answered > 0, !options.isPresented {
      words += " You answered \(score.answered) of \(score.questions) questions, \(score.right) of them right."
      let wrong = player.answers.filter {
        if case .answered(_, let verdict) = $0.value { !verdict.isRight } else { false }
      }
      let numbers = wrong.keys.sorted().compactMap { player.lesson.stops[$0].question.map { "\($0.number)" } }
      if !numbers.isEmpty {
        let list = numbers.count == 1 ? " \(numbers[0])" : "s \(numbers.joined(separator: ", "))"
        words += " Look at question\(list) again."
      }
    }
    if options.isPrinted { return [words] }
    let after = next.map { next in
      let number = next.lesson?.number.map { "lesson \($0), " } ?? ""
      return "Enter opens \(number)\"\(next.title)\". L opens the library, { the questions, and t tries what you like."
    }
    return [words, after ?? "L opens the library, { the questions, and t tries what you like."]
  }

  private var footer: [FooterEntry] {
    if options.isPrinted { return [] }
    if isOffPath {
      return [FooterEntry("Enter", "do it"), FooterEntry("Esc", "back to the lesson"), FooterEntry("^Z", "stop")]
    }
    if options.isPresented { return presenterFooter }
    var entries: [FooterEntry] = []
    if let question = player.pendingQuestion {
      if !question.choices.isEmpty {
        entries.append(FooterEntry("1-\(question.choices.count)", "answer"))
      } else {
        entries.append(FooterEntry("Enter", "answer"))
      }
      entries += [FooterEntry("←", "back"), FooterEntry("→", "show")]
    } else {
      if player.isAtEnd, next != nil { entries.append(FooterEntry("Enter", "next lesson")) }
      entries += [FooterEntry("← →", "step"), FooterEntry(", .", player.place.phase == nil ? "event" : "inside")]
      if player.stop.question != nil { entries.append(FooterEntry("r", "try again")) }
    }
    entries += [
      FooterEntry("{ }", "question"), FooterEntry("[ ]", "chapter"), FooterEntry("t", "what if"),
      FooterEntry("T", "notes"), FooterEntry("P", "present"), FooterEntry("?", "help"), FooterEntry("q", "quit"),
    ]
    return entries
  }
  /// What a teacher needs in front of a class.
  private var presenterFooter: [FooterEntry] {
    var entries = [FooterEntry("Enter", "go on"), FooterEntry("←", "back")]
    if let question = player.pendingQuestion {
      entries[0] = FooterEntry("Enter", "reveal")
      if !question.choices.isEmpty {
        entries.insert(FooterEntry("1-\(question.choices.count)", "count a hand"), at: 0)
      }
    } else if player.stop.question != nil {
      entries.append(FooterEntry("r", "ask again"))
    }
    entries += [FooterEntry("T", "notes"), FooterEntry("Esc", "leave presenting")]
    return entries + [FooterEntry("{ }", "question"), FooterEntry("[ ]", "chapter"), FooterEntry("?", "help")]
  }
}
