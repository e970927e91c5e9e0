import Cells
import Scene

/// Where the parts of a lesson stand: the words get the rows they need, the picture what is left.
struct LessonLayout {
  /// The narration, line by line.
  let narration: [String]
  /// The lines of each choice.
  let choices: [[String]]
  /// The lines below the choices.
  let words: [String]
  /// The speaker's notes, line by line.
  let notes: [String]
  /// The rows of the picture; none where there is no room for one.
  let picture: Rect
  let panelRow: Int
  let panelRows: Int

  /// A picture in fewer rows says nothing.
  private static let leastPicture = 6
  /// The column in which words begin.
  static let indent = 5

  init(_ lesson: LessonScene, width: Int, height: Int) {
    let room = max(width - Self.indent - 2, 10)
    narration = Self.wrap(lesson.narration, width: room)
    let panel = lesson.panel
    choices = (panel?.choices ?? []).map { Self.wrap([$0.text], width: room - 6) }
    words = Self.wrap(panel?.words ?? [], width: room)
    notes = Self.wrap(lesson.notes, width: room)
    var rows = 0
    if let panel {
      rows += 1 + choices.reduce(0) { $0 + max($1.count, 1) } + (panel.typed == nil ? 0 : 1) + words.count
    }
    if !notes.isEmpty { rows += 1 + notes.count }
    panelRows = rows
    // A row for the title, one below the words, one for the steps, one for the keys.
    let top = 1 + max(narration.count, 2)
    panelRow = height - 2 - rows
    let left = panelRow - top
    let isWide = width >= 60 && left >= Self.leastPicture
    picture = isWide ? Rect(x: 0, y: top, width: width, height: left) : Rect(x: 0, y: top, width: 0, height: 0)
  }

  static func wrap(_ paragraphs: [String], width: Int) -> [String] {
    paragraphs.flatMap { $0.isEmpty ? [""] : $0.wrapped(to: width) }
  }
}
