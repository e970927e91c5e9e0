import Trace

extension LessonReader {
  mutating func read(_ asked: LessonDraft.Asked) -> Question? {
    let revealed = asked.reveal ?? asked.item
    questions += 1
    var question = Question(
      number: questions, kind: asked.kind, text: asked.text, choices: [], answer: .truth(true), names: [],
      right: asked.right, wrong: asked.wrong, reveal: place(revealed), hides: [])
    if let (measure, item) = asked.answer {
      question.hides = measure.word.hides
      do throws(LessonWorld.Unknown) {
        question.answer = try answer(measure, asked.kind, at: point(revealed))
        if case .object(_, let address) = question.answer {
          question.names = world.names(of: address, at: point(revealed))
        }
      } catch {
        mistakes.append(item.reader.mistakeInLine("the question has no answer: \(error.what)"))
        return nil
      }
    }
    guard readChoices(asked, &question) else { return nil }
    if question.hides.isEmpty { question.hides = Set(HiddenFact.allCases) }
    return question
  }

  private func answer(
    _ measure: Measure, _ kind: QuestionKind, at point: LessonWorld.Point
  ) throws(LessonWorld.Unknown) -> LessonValue {
    let value = try value(of: measure, at: point)
    switch (kind, value) {
    case (.number, .number), (.block, .block), (.object, .object), (.choice, _): return value
    case (.object, _), (.block, _), (.number, _):
      throw LessonWorld.Unknown("`\(shown(measure.text))` is \(value.words), which is no \(kind.rawValue)")
    }
  }

  /// A measure's value; a name alone is an object where there is one.
  func value(of measure: Measure, at point: LessonWorld.Point) throws(LessonWorld.Unknown) -> LessonValue {
    if let python = measure.python {
      var own = measure
      own.python = nil
      return try versions.value(of: own, at: point, on: python)
    }
    guard measure.word == .thing, let name = measure.things.first else {
      return try world.value(of: measure, at: point)
    }
    switch try world.thing(name, at: point, mayBeGone: true) {
    case .block: return .block(try world.place(of: name, at: point, mayBeGone: true))
    case .object(_, _, let address): return .object(name: name.text, address: address)
    case .recorded(let address, _): return .object(name: name.text, address: address)
    }
  }

  private mutating func readChoices(_ asked: LessonDraft.Asked, _ question: inout Question) -> Bool {
    let revealed = point(asked.reveal ?? asked.item)
    for choice in asked.choices {
      var value: LessonValue?
      var isRight = false
      do throws(LessonWorld.Unknown) {
        switch choice.key {
        case .stated(let stated): isRight = stated
        case .claim(let claim):
          isRight = try holds(claim, at: revealed).holds
          question.hides.formUnion(claim.measure.word.hides)
        case .value(let written):
          (value, isRight) = try match(written, question.answer, asked: point(asked.item), revealed: revealed)
        }
      } catch {
        mistakes.append(choice.item.reader.mistake(error.what))
        return false
      }
      question.choices.append(QuestionChoice(text: choice.text, isRight: isRight, why: choice.why, value: value))
    }
    let right = question.choices.count { $0.isRight }
    guard question.choices.isEmpty || right == 1 else {
      let answer = asked.answer == nil ? "" : ": the answer is \(question.answer.words)"
      mistakes.append(
        asked.item.reader.mistakeInLine(
          right == 0 ? "no choice is right\(answer)" : "\(right) choices are right, one has to be\(answer)"))
      return false
    }
    return true
  }

  /// Compares the value of a choice with the answer; names stand for what they were when the question was asked.
  private func match(
    _ written: ProseValue, _ answer: LessonValue, asked: LessonWorld.Point, revealed: LessonWorld.Point
  ) throws(LessonWorld.Unknown) -> (value: LessonValue?, isRight: Bool) {
    switch written {
    case .number(let number): return (.number(number), answer == .number(number))
    case .truth(let truth): return (.truth(truth), answer == .truth(truth))
    case .text(let text): return (.text(text), answer.words == text)
    case .measure(let measure):
      if case .block(let block) = answer, let name = measure.things.first, measure.word == .thing {
        let place = try world.place(of: name, at: asked, mayBeGone: true)
        return (.block(place), place.place == block.place && place.address == block.address)
      }
      let value = try self.value(of: measure, at: asked)
      if case .block(let right) = answer, case .block(let block) = value { return (value, right.place == block.place) }
      if case .object(_, let right) = answer, case .object(_, let address) = value { return (value, right == address) }
      return (value, value == answer)
    }
  }
}
