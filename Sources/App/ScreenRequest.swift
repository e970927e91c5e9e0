import Lesson
import Replay
import Scene

/// What is to be seen of a trace, as a command line says it; all of it together is a screen.
public struct ScreenRequest: Hashable, Sendable {
  /// The step of a lesson, from 1.
  public var step: Int?
  /// Whether the question of the step shows its answer, without a guess.
  public var showsAnswer = false
  /// What was said to each question of the lesson in turn, with commas between: `?` where the answer was shown, `_` where
  /// the question hasn't come yet.
  public var answers: String?
  /// How many hands were counted for each choice, with commas between.
  public var hands: String?
  /// The moment; without it that of the lesson's step, or the start.
  public var moment: Moment?
  /// The view; without it the one that the lesson looks at, the collection for a moment inside one, or the heap.
  public var view: ViewKind?
  /// What is chosen; without it what the lesson looks at, or nothing.
  public var selection: Selection?
  /// How the view stands, as in `zoom,focus=classes`.
  public var layout: String?

  /// Makes a request for the beginning.
  public init() {}

  /// The options that say it.
  var words: [String] {
    var words: [String] = []
    if let step { words += ["--step", "\(step)"] }
    if showsAnswer { words.append("--answer") }
    if let answers { words += ["--answers", answers] }
    if let hands { words += ["--hands", hands] }
    if let moment { words += ["--at", "\(moment)"] }
    if let view { words += ["--view", view.name] }
    if let selection { words += ["--select", selection.text] }
    if let layout { words += ["--layout", layout] }
    return words
  }
}

/// Why a screen can't be shown.
public enum ScreenRequestError: Error, Hashable, Sendable {
  /// The trace has no such step of a lesson.
  case noStep(Int, of: Int)
  /// The answers don't fit the questions; the word that is none.
  case noAnswer(String)
  /// The word of the layout means nothing.
  case noLayout(String)

  /// One lower-case sentence.
  public var message: String {
    switch self {
    case .noStep(let step, 0): "this is no lesson, so it has no step \(step): use --at"
    case .noStep(let step, let count): "there is no step \(step): the lesson has steps 1 to \(count)"
    case .noAnswer(let word): "'\(word)' answers no question of this lesson: write what was said to each, ? or _"
    case .noLayout(let word): "'\(word)' is no layout: copy it from the line that W says"
    }
  }
}

extension Session {
  /// Shows what a command line asks for; the moment may come later, as `work` gets there.
  public func show(_ request: ScreenRequest) throws(ScreenRequestError) {
    if request.step != nil || request.answers != nil || request.hands != nil { try enterLesson(request) }
    if let moment = request.moment { _ = perform(.goTo(moment)) }
    if let view = request.view { state.show(view) }
    if let selection = request.selection {
      state.selection = selection
      if let place = selection.place, !isBusy, trace?.scenes.address(of: place) == nil {
        state.message = "there is no \(place.noun) \(place) at this event"
      }
    }
    if let layout = request.layout, let word = ViewLayout.apply(layout, to: &state.view) { throw .noLayout(word) }
  }

  private func enterLesson(_ request: ScreenRequest) throws(ScreenRequestError) {
    let stops = state.lesson?.player.lesson.stops ?? []
    let step = request.step ?? 1
    guard stops.indices.contains(step - 1) else { throw .noStep(step, of: stops.count) }
    let questions = stops.indices.filter { stops[$0].question != nil }
    let words = request.answers?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    for (number, word) in words.enumerated() where word != "_" {
      guard questions.indices.contains(number), let question = stops[questions[number]].question else {
        throw .noAnswer(word)
      }
      state.lesson?.player.enter(questions[number])
      if word == "?" {
        state.lesson?.player.show()
      } else if let given = question.read(word) {
        _ = state.lesson?.player.answer(given)
      } else {
        throw .noAnswer(word)
      }
    }
    state.lesson?.player.enter(step - 1)
    if request.showsAnswer { state.lesson?.player.show() }
    state.lesson?.hands = request.hands?.split(separator: ",").map { min(max(Int($0) ?? 0, 0), 1_000) } ?? []
    showLesson()
  }

  /// What would show this screen again; nil in the library.
  ///
  /// What is being typed and what lies over the view is no part of it.
  public var request: ScreenRequest? {
    guard let trace else { return nil }
    var request = ScreenRequest()
    var usual: (moment: Int, view: ViewKind, selection: Selection) = (0, .heap, Selection())
    let inside = trace.scenes.stepInCollection
    var isInside = (inside?.step ?? 0) > 0
    if let lesson = state.lesson {
      let player = lesson.player
      request.step = player.index + 1
      request.showsAnswer = player.answers == [player.index: .shown]
      if !request.showsAnswer { request.answers = Session.answers(player) }
      if lesson.hands.contains(where: { $0 > 0 }) {
        request.hands = lesson.hands.map { "\($0)" }.joined(separator: ",")
      }
      let question = player.stop.question
      let place = question == nil || player.pendingQuestion != nil ? player.stop.place : question!.reveal
      usual = (place.moment, ViewKind(lesson.look), Selection(lesson.look?.thing))
      if place.phase != nil, inside != nil { isInside = true }
    }
    let position = trace.timeline.position
    if let inside, isInside {
      request.moment = .collection(inside.collection, phase: .step(inside.step))
      usual.view = .collection
    } else if state.lesson == nil || position != usual.moment {
      request.moment = .step(position)
    }
    if state.view.view != usual.view { request.view = state.view.view }
    if state.selection != usual.selection { request.selection = state.selection }
    let layout = ViewLayout.text(state.view)
    if !layout.isEmpty { request.layout = layout }
    return request
  }

  /// What was said to each question up to the last one that was answered; nil where none was.
  private static func answers(_ player: LessonPlayer) -> String? {
    let stops = player.lesson.stops
    var words = stops.indices.filter { stops[$0].question != nil }.map { player.answers[$0]?.word ?? "_" }
    while words.last == "_" { words.removeLast() }
    return words.isEmpty ? nil : words.joined(separator: ",")
  }
}

extension LessonPlayer.AnswerState {
  /// The answer as it could be typed; `?` where it can't.
  fileprivate var word: String {
    switch self {
    case .answered(.choice(let index), _): "\(index + 1)"
    case .answered(.number(let number), _): "\(number)"
    case .answered(.block(let place), _): "\(place.arena).\(place.pool).\(place.block)"
    case .answered(.object(let name), _): name
    case .answered(.address, _), .shown: "?"
    }
  }
}
