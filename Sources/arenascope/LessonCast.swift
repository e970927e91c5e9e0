import Cells
import Handout
import Lesson
import Scene

/// Plays a lesson into an asciinema recording: its cards, its pictures with the narration, and what happens between.
struct LessonCast {
  let stage: LessonStage
  let look: PictureLook
  let size: PictureSize
  /// How much faster than by default it runs.
  let haste: Double
  /// The moments that are shown.
  let moments: ClosedRange<Int>

  private let cards: LessonCards
  private var cast: Asciicast
  private var output: LineOutput
  private var time = 0

  /// Events between two stops are shown in at most so many cards.
  private static let mostBetween = 16
  /// Milliseconds for a frame between two stops, and for a card without much to read.
  private static let between = 500
  private static let card = 2000
  /// Milliseconds to think about a question.
  private static let thinking = 3000

  init(
    _ stage: LessonStage, _ look: PictureLook, _ size: PictureSize, speed: Double, moments: ClosedRange<Int>,
    output: LineOutput
  ) {
    self.stage = stage
    self.look = look
    self.size = size
    haste = speed / 2
    self.moments = moments
    self.output = output
    cards = LessonCards(stage.lesson, width: size.columns, height: size.rows, theme: look.theme)
    cast = Asciicast(columns: size.columns, rows: size.rows, title: stage.lesson.title, depth: look.depth)
  }

  /// Writes the whole recording.
  mutating func write() throws {
    let lesson = stage.lesson
    try output.write(cast.header)
    if moments.lowerBound == 0 { try show(cards.title(), for: Self.card, label: lesson.title) }
    var moment = moments.lowerBound
    for point in LessonRoute(lesson).points where moments.contains(point.moment) && output.isOpen {
      if case .stop(let index, _) = point { try showChapter(beginningWith: index) }
      try showEvents(from: moment, to: point.moment)
      moment = point.moment
      switch point {
      case .stop(let index, _): try show(stop: index)
      case .answer(let index, _): try show(answerOf: index)
      }
    }
    try showEvents(from: moment, to: min(moments.upperBound, lesson.stepCount))
    try output.write(cast.ending(at: time))
    try output.finish()
  }

  /// Shows the card of the chapter whose first stop this is, before what leads to that stop.
  private mutating func showChapter(beginningWith stop: Int) throws {
    let number = stage.lesson.chapter(ofStop: stop)
    let chapter = stage.lesson.chapters[number]
    guard chapter.stops.lowerBound == stop, !chapter.title.isEmpty else { return }
    try show(cards.chapter(number), for: Self.card, label: "chapter \(number + 1): \(chapter.title)")
  }

  private mutating func show(stop index: Int) throws {
    let stop = stage.lesson.stops[index]
    stage.enter(index, isAnswered: false)
    guard let question = stop.question else {
      try showPage(
        for: LessonCards.readingTime(stop.narration),
        label: "step \(index + 1)\(stop.narration.first.map { ": \($0)" } ?? "")")
      return
    }
    try showPage(
      for: LessonCards.readingTime([question.text] + question.choices.map(\.text)) + Self.thinking,
      label: "step \(index + 1), question \(question.number): \(question.text)")
  }

  private mutating func show(answerOf index: Int) throws {
    guard let question = stage.lesson.stops[index].question else { return }
    stage.enter(index, isAnswered: true)
    let why = [question.choices.first(where: \.isRight)?.why, question.right].compactMap(\.self)
    try showPage(
      for: LessonCards.readingTime([question.answerWords] + why), label: "answer \(question.number)")
  }

  /// Shows what happens between two moments, without the first and the last.
  private mutating func showEvents(from first: Int, to last: Int) throws {
    guard last - first > 1 else { return }
    let count = min(last - first - 1, Self.mostBetween)
    for number in 1...count {
      stage.seek(to: first + (last - first) * number / (count + 1))
      try showPage(for: Self.between)
    }
  }

  private mutating func showPage(for milliseconds: Int, label: String? = nil) throws {
    guard let page = stage.page(size) else { return }
    try show(page, for: milliseconds, label: label)
  }

  private mutating func show(_ picture: Canvas, for milliseconds: Int, label: String? = nil) throws {
    let picture = look.glyphs == .ascii ? picture.ascii() : picture
    for line in cast.show(picture, at: time, label: label.map(\.cellSafe)) { try output.write(line) }
    time += max(Int(Double(milliseconds) / haste), 2)
  }
}
