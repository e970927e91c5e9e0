import Cells
import Lesson

/// Draws a lesson as frames of one size: cards for its title, chapters and questions, and pictures with the narration
/// above them.
public struct LessonFrames {
  private let lesson: Lesson
  private let width: Int
  private let height: Int
  private let theme: Theme
  /// The rows that the narration has on every frame, so that the picture stays where it is.
  private let usualRows: Int

  /// The fewest rows that a picture is drawn in.
  private static let leastPicture = 13
  private static let margin = 2

  /// Prepares the frames of a lesson.
  public init(_ lesson: Lesson, width: Int, height: Int, theme: Theme) {
    self.lesson = lesson
    self.width = width
    self.height = height
    self.theme = theme
    let rows = lesson.stops.map { Self.wrapped($0.narration, width: width - 2 * Self.margin).count }
    usualRows = min(max(rows.max() ?? 1, 2), max(height - Self.leastPicture - 1, 2))
  }

  // MARK: cards

  /// The first frame: the title, the aim and how long it takes.
  public func title() -> Canvas {
    var canvas = blank(left: "arenascope", right: "")
    var y = put([lesson.title], theme.bold, from: max(height / 4, 2), &canvas) + 1
    if !lesson.aim.isEmpty { y = put([lesson.aim], theme.text, from: y, &canvas) + 1 }
    _ = put([lesson.facts], theme.dim, from: y, &canvas)
    return canvas
  }

  /// The frame that begins a chapter, by its index.
  public func chapter(_ index: Int) -> Canvas {
    var canvas = blank(left: lesson.title, right: "")
    let y = put(["Chapter \(index + 1)"], theme.dim, from: max(height / 4, 2), &canvas) + 1
    _ = put([lesson.chapters[index].title], theme.bold, from: y, &canvas)
    return canvas
  }

  /// The question of a stop with its choices; answered, with the right one marked and what there is to say to each.
  ///
  /// No picture stands beside it: it could give the answer away.
  public func question(ofStop stop: Int, isAnswered: Bool) -> Canvas {
    var canvas = blank(ofStop: stop)
    guard let question = lesson.stops[stop].question else { return canvas }
    var y = put([question.text], theme.bold, from: 2, sign: "?", &canvas) + 1
    for (index, choice) in question.choices.enumerated() {
      let isRight = isAnswered && choice.isRight
      y = put(
        ["\(index + 1). \(choice.text)"], isRight ? theme.good : theme.text, from: y, sign: isRight ? "✓" : " ", &canvas
      )
      if isAnswered, let why = choice.why { y = put([why], theme.dim, from: y, indent: 3, &canvas) }
    }
    if isAnswered {
      if question.choices.isEmpty { y = put([question.answerWords], theme.good, from: y, sign: "✓", &canvas) }
      if let right = question.right { _ = put([right], theme.text, from: y + 1, &canvas) }
    } else {
      _ = put(["What do you think?"], theme.dim, from: min(y + 1, height - 2), &canvas)
    }
    return canvas
  }

  // MARK: pictures

  /// The frame of a stop with words above a picture of so many rows, which `picture` draws; without the picture where
  /// the words leave it no room.
  public func frame(ofStop stop: Int, _ words: [String], picture: (_ rows: Int) throws -> Canvas) rethrows -> Canvas {
    var canvas = blank(ofStop: stop)
    let needed = Self.wrapped(words, width: width - 2 * Self.margin).count
    _ = put(words, theme.bold, from: 1, &canvas)
    let top = 1 + max(needed, usualRows)
    guard height - top >= min(Self.leastPicture, height - 3), needed + 1 < height else { return canvas }
    canvas.draw(try picture(height - top), x: 0, y: top)
    return canvas
  }

  /// The words for the answer of a stop's question, to stand above its picture.
  public func answerWords(ofStop stop: Int) -> [String] {
    guard let question = lesson.stops[stop].question else { return [] }
    return ["✓ \(question.numberedAnswer). \(question.reason)"]
  }

  // MARK: parts

  private func blank(ofStop stop: Int) -> Canvas {
    let chapter = lesson.chapters[lesson.chapter(ofStop: stop)].title
    var right = "step \(stop + 1) of \(lesson.stops.count)"
    if let question = lesson.stops[stop].question {
      right += "   question \(question.number) of \(lesson.questions.count)"
    }
    return blank(left: chapter.isEmpty ? lesson.title : chapter, right: right)
  }

  private func blank(left: String, right: String) -> Canvas {
    var canvas = Canvas(width: width, height: height, fill: theme.text)
    canvas.fill(Rect(x: 0, y: 0, width: width, height: 1), with: theme.bar)
    let end = right.isEmpty ? width : canvas.put(right, right: width - 1, y: 0, style: theme.bar)
    canvas.put(left, x: Self.margin, y: 0, style: theme.bar, limit: end - 2 * Self.margin)
    return canvas
  }

  /// Puts paragraphs below each other and gives the row after them.
  private func put(
    _ paragraphs: [String], _ style: Style, from row: Int, sign: String = "", indent: Int = 0, _ canvas: inout Canvas
  ) -> Int {
    var y = row
    let lead = sign.isEmpty ? 0 : 2
    let x = Self.margin + lead + (sign.isEmpty && indent > 0 ? indent + 2 : indent)
    if !sign.isEmpty { canvas.put(sign, x: Self.margin, y: y, style: style) }
    for line in Self.wrapped(paragraphs, width: width - Self.margin - x) {
      canvas.put(line, x: x, y: y, style: style)
      y += 1
    }
    return y
  }

  private static func wrapped(_ paragraphs: [String], width: Int) -> [String] {
    paragraphs.flatMap { $0.wrapped(to: width) }
  }
}

extension LessonFrames {
  /// Milliseconds that people take to read words, at 200 words a minute and one second to find them.
  public static func readingTime(_ words: [String]) -> Int {
    1000 + 300 * words.reduce(0) { $0 + $1.split(separator: " ").count }
  }
}
