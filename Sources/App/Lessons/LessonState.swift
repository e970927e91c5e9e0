import Lesson

/// How lessons are shown.
public struct LessonOptions: Hashable, Sendable {
  /// Whether questions wait for an answer.
  public var asksQuestions = true
  /// Whether the speaker's notes show.
  public var showsNotes = false
  /// Whether it's shown to a class: digits count hands, and there is less on the screen.
  public var isPresented = false
  /// Whether it's drawn for paper or a film, where nobody presses keys.
  public var isPrinted = false

  /// Makes the usual options.
  public init() {}
}

/// A lesson under way.
public struct LessonState: Hashable, Sendable {
  /// Where it is, and what was answered.
  public var player: LessonPlayer
  /// How it's shown.
  public var options: LessonOptions
  /// Its number in the library; nil for a lesson without one.
  public var number: Int?
  /// The lesson that follows in the library; nil for the last one and for lessons of the user's own.
  public var next: LibraryState.Entry?
  /// What is typed as an answer.
  var typed = ""
  /// The statement that is typed to be tried; nil while none is.
  var trying: String?
  /// The statements that were tried, while the lesson's path is left.
  var tried: [String] = []
  /// What is wrong with the statement that was tried last.
  var complaint = ""
  /// The hands that were counted for each choice.
  var hands: [Int] = []

  /// Begins a lesson.
  public init(_ lesson: Lesson, options: LessonOptions, number: Int? = nil) {
    player = LessonPlayer(lesson, asksQuestions: options.asksQuestions)
    self.options = options
    self.number = number
  }

  /// How far it has come.
  public var progress: LessonProgress {
    LessonProgress(
      farthest: player.farthest, stops: player.lesson.stops.count, answered: player.score.answered,
      right: player.score.right, questions: player.score.questions,
      isDone: player.farthest == player.lesson.stops.count - 1)
  }

  /// What the stop looks at: its own, or the last one said before.
  var look: LessonLook? { player.look }

  /// Whether the path was left.
  var isOffPath: Bool { trying != nil || !tried.isEmpty }
}
