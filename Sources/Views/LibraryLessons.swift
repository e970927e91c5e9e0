import Cells
import Scene

extension Frame {
  /// Draws the row of a lesson: its number and title, how long it takes, and how much of it is done.
  mutating func draw(_ lesson: LibraryScene.Lesson, title: String, isChosen: Bool, in line: Rect) {
    if isChosen {
      canvas.fill(line.inset(left: 1), with: theme.selection)
      canvas.put("▶" as Unicode.Scalar, x: line.x, y: line.y, style: theme.bold)
    }
    let ground = isChosen ? theme.selection : theme.text
    let dim = isChosen ? theme.selection : theme.dim
    let right = line.maxX - 1
    canvas.put("\(lesson.number ?? 0)", right: line.x + 5, y: line.y, style: dim)
    let minutes = lesson.minutes.map { "\($0) min" } ?? ""
    let isWide = line.width >= 60
    var end = right
    switch lesson.standing {
    case .done: end = canvas.put("done", right: right, y: line.y, style: isChosen ? dim : theme.good.on(ground))
    case .begun(let stop, let stops):
      end = canvas.put("\(stop) of \(stops)", right: right, y: line.y, style: ground)
    case .new where !isWide:
      // Where there is one column only, the minutes stand in it until there is something to say.
      end = canvas.put(minutes, right: right, y: line.y, style: dim)
    case .new: break
    }
    if isWide { end = canvas.put(minutes, right: right - 10, y: line.y, style: dim) }
    let room = max(end - 2 - (line.x + 7), 4)
    canvas.put(Frame.shortened(title, to: room), x: line.x + 7, y: line.y, style: ground, limit: room)
  }

  /// A title without what follows a colon or a comma where there is no room for it.
  static func shortened(_ title: String, to limit: Int) -> String {
    var rest = title
    while rest.cellCount > limit {
      guard let mark = rest.lastIndex(where: { $0 == ":" || $0 == "," }) else { return title }
      rest = String(rest[..<mark])
    }
    return rest
  }
}
