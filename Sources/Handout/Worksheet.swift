import Lesson

/// A lesson's questions on paper, and the key to them; the same seed gives the same sheet.
public struct Worksheet: Sendable {
  /// A question with its choices in the order in which the sheet has them.
  public struct Item: Sendable {
    /// The chapter that begins with it; nil where none does.
    public var chapter: String?
    /// The question.
    public var question: Question
    /// The indices of the question's choices, in the sheet's order.
    public var order: [Int]
    /// What is to be seen when it's asked; nil where that would give the answer away.
    public var picture: LessonHandout.Picture?

    /// The letter of a choice of the question, by its index there.
    public func letter(of choice: Int) -> String {
      let place = order.firstIndex(of: choice) ?? 0
      return String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place)))
    }

    /// The answer with the letters of the sheet and why, in whole sentences.
    public var key: String {
      let right = question.choices.firstIndex(where: \.isRight)
      let answer = right.map { "\(letter(of: $0)), \(question.choices[$0].text)" } ?? question.answerWords
      return question.reason.isEmpty ? "\(answer)." : "\(answer). \(question.reason)"
    }

    /// Why other choices are wrong, by their letters; only those of which the lesson says it.
    public var wrong: [String] {
      order.filter { !question.choices[$0].isRight }.compactMap { choice in
        question.choices[choice].why.map { "Not \(letter(of: choice)): \($0)" }
      }
    }
  }

  /// The lesson's title and what it's for.
  public let title: String
  public let aim: String
  /// The version and the like.
  public let facts: String
  /// What chose the orders and the numbers that are left out.
  public let seed: UInt64
  /// The questions, in the lesson's order.
  public let items: [Item]
  /// Sentences of the lesson with a number left out, to be filled in afterwards.
  public let blanks: [MissingNumber]

  /// Makes the sheet of a lesson with at most so many blanks to be filled in; `picture` draws what a stop shows while its
  /// question waits.
  public init(
    _ lesson: Lesson, seed: UInt64, blanks limit: Int,
    picture: (_ stop: Int) -> LessonHandout.Picture? = { _ in nil }
  ) {
    title = lesson.title
    aim = lesson.aim
    facts = lesson.facts
    self.seed = seed
    var order = SeededOrder(seed: seed)
    var items: [Item] = []
    var lastChapter: Int?
    for (index, stop) in lesson.stops.enumerated() {
      guard let question = stop.question else { continue }
      let number = lesson.chapter(ofStop: index)
      let title = lesson.chapters[number].title
      let begins = number != lastChapter && !title.isEmpty
      items.append(
        Item(
          chapter: begins ? title : nil, question: question, order: order.order(of: question.choices.count),
          picture: picture(index)))
      lastChapter = number
    }
    self.items = items
    let answers = Set(items.map { $0.question.answerWords.filter { $0 != "," } })
    let sentences = lesson.stops.flatMap(\.narration).flatMap { MissingNumber.sentences(of: $0) }
    let possible = sentences.compactMap { MissingNumber($0, answers: answers, &order) }
    // No sentence may show the number that another one lacks.
    var chosen: [Int] = []
    for index in order.order(of: possible.count) where chosen.count < limit {
      let blank = possible[index]
      let tells = chosen.contains { possible[$0].shows(blank.number) || blank.shows(possible[$0].number) }
      if !tells { chosen.append(index) }
    }
    blanks = chosen.sorted().map { possible[$0] }
  }
}
