import Cells
import Lesson

/// Pages that show a lesson, or some steps of a trace, to people who don't have the program.
public struct LessonHandout {
  /// A picture with what it shows in words.
  public struct Picture: Sendable {
    /// The cells.
    public var canvas: Canvas
    /// The same for those who don't see it.
    public var words: String

    /// Makes a picture.
    public init(_ canvas: Canvas, words: String) {
      self.canvas = canvas
      self.words = words
    }
  }

  /// A step with its pictures.
  public struct Step {
    /// The chapter that begins with it; nil where none does.
    public var chapter: String?
    /// Where it stands, as in `event 4`.
    public var place: String
    /// What is told, by paragraphs.
    public var narration: [String] = []
    /// What is asked.
    public var question: Question?
    /// What is to be seen; nil where that would give an answer away.
    public var picture: Picture?
    /// What is to be seen once the question is answered.
    public var answer: Picture?
    /// What is for the speaker alone.
    public var notes: [String] = []

    /// Makes a step.
    public init(place: String) { self.place = place }
  }

  /// The title.
  public var title: String
  /// What one can do afterwards; empty where that isn't said.
  public var aim: String
  /// The version and the like.
  public var facts: String
  /// The steps in order.
  public var steps: [Step]

  /// Makes the pages of something that isn't a lesson.
  public init(title: String, facts: String, steps: [Step]) {
    self.title = title
    aim = ""
    self.facts = facts
    self.steps = steps
  }

  /// Makes the pages of a lesson; `picture` draws what a stop looks at, and what it does when its question is answered.
  public init(
    _ lesson: Lesson, notes: Bool, picture: (_ stop: Int, _ isAnswered: Bool) throws -> Picture?
  ) rethrows {
    title = lesson.title
    aim = lesson.aim
    facts = lesson.facts
    steps = try lesson.stops.indices.map { index in
      let stop = lesson.stops[index]
      let number = lesson.chapter(ofStop: index)
      var step = Step(place: "step \(index + 1) of \(lesson.stops.count), event \(stop.place.moment)")
      if lesson.chapters[number].stops.lowerBound == index, !lesson.chapters[number].title.isEmpty {
        step.chapter = lesson.chapters[number].title
      }
      step.narration = stop.narration
      step.question = stop.question
      step.picture = try picture(index, false)
      if stop.question != nil { step.answer = try picture(index, true) }
      if notes { step.notes = stop.notes }
      return step
    }
  }
}

extension Question {
  /// The number of the right choice and its text, or the answer alone.
  var numberedAnswer: String {
    guard let index = choices.firstIndex(where: \.isRight) else { return answerWords }
    return "\(index + 1). \(choices[index].text)"
  }

  /// What there is to say to the right answer, in whole sentences; empty where there is nothing.
  var reason: String {
    [choices.first(where: \.isRight)?.why, right].compactMap(\.self).joined(separator: " ")
  }
}
