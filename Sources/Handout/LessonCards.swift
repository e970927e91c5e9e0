import Cells
import Lesson

/// Draws the frames that a lesson has between its pictures: one for its title, one for each chapter.
public struct LessonCards {
  private let lesson: Lesson
  private let width: Int
  private let height: Int
  private let theme: Theme

  private static let margin = 2

  /// Prepares the cards of a lesson.
  public init(_ lesson: Lesson, width: Int, height: Int, theme: Theme) {
    (self.lesson, self.width, self.height, self.theme) = (lesson, width, height, theme)
  }

  /// The first frame: the title, the aim and how long it takes.
  public func title() -> Canvas {
    var canvas = blank(titled: "arenascope")
    var y = put(lesson.title, theme.bold, from: max(height / 4, 2), &canvas) + 1
    if !lesson.aim.isEmpty { y = put(lesson.aim, theme.text, from: y, &canvas) + 1 }
    _ = put(lesson.facts, theme.dim, from: y, &canvas)
    return canvas
  }

  /// The frame that begins a chapter, by its index.
  public func chapter(_ index: Int) -> Canvas {
    var canvas = blank(titled: lesson.title)
    let y = put("Chapter \(index + 1)", theme.dim, from: max(height / 4, 2), &canvas) + 1
    _ = put(lesson.chapters[index].title, theme.bold, from: y, &canvas)
    return canvas
  }

  private func blank(titled title: String) -> Canvas {
    var canvas = Canvas(width: width, height: height, fill: theme.text)
    canvas.fill(Rect(x: 0, y: 0, width: width, height: 1), with: theme.bar)
    canvas.put(title, x: Self.margin, y: 0, style: theme.bar, limit: width - 2 * Self.margin)
    return canvas
  }

  /// Puts a paragraph and gives the row after it.
  private func put(_ words: String, _ style: Style, from row: Int, _ canvas: inout Canvas) -> Int {
    let lines = words.wrapped(to: width - 2 * Self.margin)
    for (index, line) in lines.enumerated() { canvas.put(line, x: Self.margin, y: row + index, style: style) }
    return row + lines.count
  }
}

extension LessonCards {
  /// Milliseconds that people take to read words, at 200 words a minute and one second to find them.
  public static func readingTime(_ words: [String]) -> Int {
    1000 + 300 * words.reduce(0) { $0 + $1.split(separator: " ").count }
  }
}
