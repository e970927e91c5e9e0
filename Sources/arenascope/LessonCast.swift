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

  private let frames: LessonFrames
  private var cast: Asciicast
  private var output: LineOutput
  private var time = 0
  /// Which stop the picture stands at, and what is said there.
  private var shown: (stop: Int, words: [String]) = (0, [])

  /// Events between two stops are shown in at most so many frames.
  private static let mostBetween = 16
  /// Milliseconds for a frame between two stops, and for a card without much to read.
  private static let between = 500
  private static let card = 2000

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
    frames = LessonFrames(stage.lesson, width: size.columns, height: size.rows, theme: look.theme)
    cast = Asciicast(columns: size.columns, rows: size.rows, title: stage.lesson.title, depth: look.depth)
  }

  /// Writes the whole recording.
  mutating func write() throws {
    let lesson = stage.lesson
    try output.write(cast.header)
    if moments.lowerBound == 0 { try show(frames.title(), for: Self.card, label: lesson.title) }
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
    try show(frames.chapter(number), for: Self.card, label: "chapter \(number + 1): \(chapter.title)")
  }

  private mutating func show(stop index: Int) throws {
    let stop = stage.lesson.stops[index]
    if let question = stop.question {
      let words = [question.text] + question.choices.map(\.text)
      try show(
        frames.question(ofStop: index, isAnswered: false), for: LessonFrames.readingTime(words) + 3000,
        label: "step \(index + 1), question \(question.number): \(question.text)")
      shown = (index, [question.text])
      return
    }
    shown = (index, stop.narration)
    try show(
      picture(at: stop.place), for: LessonFrames.readingTime(stop.narration),
      label: "step \(index + 1)\(stop.narration.first.map { ": \($0)" } ?? "")")
  }

  private mutating func show(answerOf index: Int) throws {
    guard let question = stage.lesson.stops[index].question else { return }
    let words = frames.answerWords(ofStop: index)
    try show(
      frames.question(ofStop: index, isAnswered: true),
      for: LessonFrames.readingTime(words + question.choices.compactMap(\.why)), label: "answer \(question.number)")
    shown = (index, words)
    try show(picture(at: question.reveal), for: LessonFrames.readingTime(words))
  }

  /// Shows what happens between two moments, without the first and the last.
  private mutating func showEvents(from first: Int, to last: Int) throws {
    guard last - first > 1 else { return }
    let count = min(last - first - 1, Self.mostBetween)
    for number in 1...count {
      var place = stage.lesson.stops[shown.stop].place
      place.moment = first + (last - first) * number / (count + 1)
      (place.phase, place.line) = (nil, nil)
      try show(picture(at: place), for: Self.between)
    }
  }

  private func picture(at place: LessonPlace) throws -> Canvas {
    try frames.frame(ofStop: shown.stop, shown.words) { rows in
      try stage.picture(at: place, ofStop: shown.stop, look, size, rows: rows)
    }
  }

  private mutating func show(_ picture: Canvas, for milliseconds: Int, label: String? = nil) throws {
    let picture = look.glyphs == .ascii ? picture.ascii() : picture
    for line in cast.show(picture, at: time, label: label.map(\.cellSafe)) { try output.write(line) }
    time += max(Int(Double(milliseconds) / haste), 2)
  }
}
