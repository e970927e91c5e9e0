import Lesson

/// A lesson in lines of words, one for each thing that is told, asked and answered.
public struct LessonWords {
  private let lesson: Lesson
  /// Whether the speaker's notes are among them.
  private let hasNotes: Bool

  /// Makes the words of a lesson.
  public init(_ lesson: Lesson, notes: Bool = false) {
    self.lesson = lesson
    hasNotes = notes
  }

  /// What the lesson is about.
  public var heading: [String] {
    var lines = ["lesson: \(lesson.title)"]
    if !lesson.aim.isEmpty { lines.append("aim: \(lesson.aim)") }
    return lines + ["about: \(lesson.facts)"]
  }

  /// What a stop tells and asks, with the chapter that it begins; the answer comes later.
  public func lines(ofStop index: Int) -> [String] {
    let stop = lesson.stops[index]
    let number = lesson.chapter(ofStop: index)
    let chapter = lesson.chapters[number]
    var lines: [String] = []
    if chapter.stops.lowerBound == index, !chapter.title.isEmpty {
      lines.append("chapter \(number + 1): \(chapter.title)")
    }
    lines += stop.narration.map { "say: \($0)" }
    if let question = stop.question {
      lines.append("question \(question.number): \(question.text)")
      for (index, choice) in question.choices.enumerated() {
        lines.append("choice \(question.number).\(index + 1): \(choice.text)")
      }
    }
    if hasNotes { lines += stop.notes.map { "note: \($0)" } }
    if stop.pauses { lines.append("pause: what plays by itself waits here") }
    return lines
  }

  /// The answer of a question, and what is said to wrong ones.
  public func answer(of question: Question) -> [String] {
    let right = question.choices.firstIndex { $0.isRight }
    let number = right.map { "choice \(question.number).\($0 + 1), " } ?? ""
    let why = [right.flatMap { question.choices[$0].why }, question.right].compactMap(\.self)
    var lines = ["answer \(question.number): \(([number + question.answerWords + "."] + why).joined(separator: " "))"]
    for (index, choice) in question.choices.enumerated() where !choice.isRight {
      guard let why = choice.why else { continue }
      lines.append("wrong \(question.number).\(index + 1): \(why)")
    }
    if let wrong = question.wrong { lines.append("wrong \(question.number): \(wrong)") }
    return lines
  }
}

extension Lesson {
  /// The version, the minutes and the numbers of chapters and questions in a few words.
  var facts: String {
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    var words = ["CPython \(python.major).\(python.minor)"]
    if let minutes { words.append(count(minutes, "minute")) }
    words.append(count(chapters.count { !$0.title.isEmpty }, "chapter"))
    words.append(count(questions.count, "question"))
    return words.joined(separator: ", ")
  }
}
