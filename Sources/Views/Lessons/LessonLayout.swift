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

  /// The column in which words begin.
  let indent: Int
  /// The width of a choice where all stand in one row, each above its hands; nil where they stand one below the other.
  let choiceStride: Int?

  /// A picture in fewer rows says nothing.
  private static let leastPicture = 6
  /// The columns that hands take at least, with their number.
  private static let handColumns = 16

  init(_ lesson: LessonScene, width: Int, height: Int) {
    // A class sees no sign before the words.
    indent = lesson.isPresented ? 3 : 5
    let room = max(width - indent - 2, 10)
    narration = Self.wrap(lesson.narration, width: room)
    let panel = lesson.panel
    let texts = (panel?.choices ?? []).map(\.text)
    let stride = (width - 6) / max(texts.count, 1)
    choiceStride =
      lesson.isPresented && texts.count > 1 && texts.allSatisfy { $0.cellCount + 5 <= stride } ? stride : nil
    let choiceRoom = room - 6 - (lesson.isPresented && room > 3 * Self.handColumns ? Self.handColumns : 0)
    choices = texts.map { Self.wrap([$0], width: choiceRoom) }
    words = Self.wrap(panel?.words ?? [], width: room)
    notes = Self.wrap(lesson.notes, width: room)
    var rows = 0
    if let panel {
      let list = choiceStride != nil ? 2 : choices.reduce(0) { $0 + max($1.count, 1) }
      rows += 1 + list + (panel.typed == nil ? 0 : 1) + words.count
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
