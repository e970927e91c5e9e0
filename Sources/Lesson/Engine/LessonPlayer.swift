/// A way through a lesson: where one is, which questions are answered, and the score.
///
/// A value without a terminal or clock: each change is a function of the state before.
public struct LessonPlayer: Hashable, Sendable {
  /// The lesson.
  public let lesson: Lesson
  /// Whether questions are put; without, they show their answers at once and nothing is scored.
  public let asksQuestions: Bool
  /// The index of the stop.
  public private(set) var index = 0
  /// Where the picture is to stand.
  public private(set) var place: LessonPlace
  /// What became of the questions that were put, by the indices of their stops.
  public private(set) var answers: [Int: AnswerState] = [:]
  /// The highest index of a stop that was reached: what the library calls done.
  public private(set) var farthest = 0

  /// What became of a question.
  public enum AnswerState: Hashable, Sendable {
    /// It was answered.
    case answered(GivenAnswer, Verdict)
    /// Its answer was shown without a guess.
    case shown
  }

  /// How far a step goes.
  public enum StepSize: Hashable, Sendable, CaseIterable {
    /// One step of the trace.
    case event
    /// One stop of the lesson.
    case stop
    /// To the first stop of a chapter.
    case chapter
    /// To the next question, or the one before.
    case question
  }

  /// How many questions were right.
  public struct Score: Hashable, Sendable {
    public var right = 0
    /// Those that were answered, right or wrong.
    public var answered = 0
    /// Those whose answer was shown without a guess.
    public var shown = 0
    /// All of the lesson's.
    public var questions = 0
  }

  /// Begins with the first stop.
  public init(_ lesson: Lesson, asksQuestions: Bool = true) {
    self.lesson = lesson
    self.asksQuestions = asksQuestions
    place = lesson.stops.first?.place ?? LessonPlace(moment: 0)
  }

  /// The stop.
  public var stop: LessonStop { lesson.stops[index] }

  /// The chapter.
  public var chapter: LessonChapter { lesson.chapters[lesson.chapter(ofStop: index)] }

  /// The question of this stop that still waits for an answer; what it hides must not be shown.
  public var pendingQuestion: Question? {
    guard asksQuestions, answers[index] == nil else { return nil }
    return stop.question
  }

  /// What must not be shown now.
  public var hides: Set<HiddenFact> { pendingQuestion?.hides ?? [] }

  /// Where one looks now.
  public var look: LessonLook? { lesson.look(ofStop: index, isAnswered: pendingQuestion == nil) }

  /// What became of this stop's question; nil while it waits, and where there is none.
  public var answer: AnswerState? { stop.question == nil ? nil : answers[index] ?? (asksQuestions ? nil : .shown) }

  /// The verdict on this stop's answer.
  public var verdict: Verdict? { if case .answered(_, let verdict)? = answers[index] { verdict } else { nil } }

  /// Whether this is the last stop and nothing of it is left.
  public var isAtEnd: Bool { index == lesson.stops.count - 1 && pendingQuestion == nil }

  /// The score so far.
  public var score: Score {
    var score = Score(questions: lesson.questions.count)
    for answer in answers.values {
      switch answer {
      case .answered(_, let verdict):
        score.answered += 1
        if verdict.isRight { score.right += 1 }
      case .shown: score.shown += 1
      }
    }
    return score
  }

  // MARK: Moving

  /// Goes forward. A pending question is shown first, without moving on. False where nothing is left.
  @discardableResult
  public mutating func forward(by size: StepSize = .stop) -> Bool {
    if pendingQuestion != nil, size != .chapter {
      show()
      return true
    }
    switch size {
    case .event:
      guard place.moment < lesson.stepCount else { return enter(stopAfter: index) }
      let next = index + 1 < lesson.stops.count ? lesson.stops[index + 1] : nil
      if let next, next.place.moment <= place.moment + 1 { return enter(index + 1) }
      place = LessonPlace(moment: place.moment + 1, phase: nil, line: nil)
      return true
    case .stop: return enter(stopAfter: index)
    case .chapter:
      guard let next = lesson.chapters.first(where: { $0.stops.lowerBound > index && !$0.stops.isEmpty }) else {
        return enter(lesson.stops.count - 1)
      }
      return enter(next.stops.lowerBound)
    case .question:
      guard let next = lesson.stops.indices.first(where: { $0 > index && lesson.stops[$0].question != nil }) else {
        return enter(lesson.stops.count - 1)
      }
      return enter(next)
    }
  }

  /// Goes back; answers that were given stay. False at the start.
  @discardableResult
  public mutating func back(by size: StepSize = .stop) -> Bool {
    let isBehindStop = place != shownPlace(of: index)
    switch size {
    case .event:
      guard place.moment > 0 else { return enter(index - 1) }
      if place == stop.place, index > 0, place.moment - 1 <= shownPlace(of: index - 1).moment {
        return enter(index - 1)
      }
      place = LessonPlace(moment: place.moment - 1, phase: nil, line: nil)
      if place.moment < stop.place.moment { index = lesson.stop(at: place.moment) }
      return true
    case .stop: return isBehindStop ? enter(index) : enter(index - 1)
    case .chapter:
      let start = chapter.stops.lowerBound
      guard start == index, !isBehindStop else { return enter(start) }
      return enter(lesson.chapters.last { $0.stops.lowerBound < index && !$0.stops.isEmpty }?.stops.lowerBound ?? 0)
    case .question:
      return enter(lesson.stops.indices.last { $0 < index && lesson.stops[$0].question != nil } ?? 0)
    }
  }

  /// Goes to a stop; false where there is none, or it's there already.
  @discardableResult
  public mutating func enter(_ stop: Int) -> Bool {
    guard lesson.stops.indices.contains(stop) else { return false }
    let before = (index, place)
    index = stop
    farthest = max(farthest, stop)
    place = shownPlace(of: stop)
    return before != (index, place)
  }

  private mutating func enter(stopAfter stop: Int) -> Bool { enter(stop + 1) }

  /// Takes note that somebody moved to a moment by other means: the stop is the last one before it.
  public mutating func follow(moment: Int) {
    guard moment != place.moment else { return }
    index = lesson.stop(at: moment)
    farthest = max(farthest, index)
    place = LessonPlace(moment: moment, phase: nil, line: nil)
  }

  /// Where a stop stands: behind the steps that were to be predicted, once its question is answered.
  private func shownPlace(of stop: Int) -> LessonPlace {
    guard let question = lesson.stops[stop].question, !asksQuestions || answers[stop] != nil else {
      return lesson.stops[stop].place
    }
    return question.reveal
  }

  // MARK: Answering

  /// Answers the pending question; nil where none is pending. The picture moves on to the answer.
  public mutating func answer(_ given: GivenAnswer) -> Verdict? {
    guard let question = pendingQuestion else { return nil }
    let verdict = question.verdict(of: given)
    answers[index] = .answered(given, verdict)
    place = question.reveal
    return verdict
  }

  /// Shows the answer of the pending question without a guess.
  public mutating func show() {
    guard let question = pendingQuestion else { return }
    answers[index] = .shown
    place = question.reveal
  }

  /// Puts this stop's question again.
  public mutating func retry() {
    guard stop.question != nil else { return }
    answers[index] = nil
    place = stop.place
  }
}
