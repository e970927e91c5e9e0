import Cells
import Scene

extension Frame {
  /// Draws what is to be said of the chosen row: what can be read at the top, scrolled; below it what keeps its place.
  mutating func drawNote(_ library: LibraryScene, in rect: Rect) {
    let rows = library.groups.flatMap(\.rows)
    guard rows.indices.contains(library.chosen), rect.height > 2 else { return }
    let row = rows[library.chosen]
    let width = rect.width - 1
    let name = row.title.isEmpty ? row.name : row.title
    let isShort = name.cellCount <= rect.width - 3
    let short =
      row.lesson.map { $0.number.map { "Lesson \($0)" } ?? "Lesson" } ?? Numbers.middle(row.name, limit: width)
    title(isShort ? name : short, [], in: rect, isFocused: library.isReading)
    region(rect, .action("next-pane"))

    let text = (isShort ? [] : name.wrapped(to: width).map { ($0, theme.bold) }) + words(of: row, width: width)
    let facts = (row.lesson?.facts ?? []).flatMap { $0.wrapped(to: width) }
    let inside = rect.inset(left: 1, top: 1, right: 0, bottom: 0)
    // Where there is little room, first the words above the picture go, then the picture, then the facts.
    let hasCaption = inside.height >= text.count + facts.count + 5
    let isPictured = !row.classes.isEmpty && (hasCaption || inside.height >= facts.count + 12)
    let picture = isPictured ? (hasCaption ? 4 : 3) : 0
    let below = facts.count + picture
    let keepsBelow = inside.height - below >= min(text.count, 4)
    let room = keepsBelow ? inside.height - below : inside.height
    let isLong = text.count > room
    let shown = isLong ? room - 1 : room
    scrollLimit = max(text.count - shown, 0)
    let first = min(library.scroll, scrollLimit)
    for (index, line) in text.dropFirst(first).prefix(shown).enumerated() {
      canvas.put(glyphs.text(line.text), x: inside.x, y: inside.y + index, style: line.style)
    }
    if isLong {
      let rest = text.count - first - shown
      let keys = library.isReading ? "j k scroll" : "Tab reads"
      let words = rest > 0 ? "\(Numbers.count(rest, "more row")): \(keys)" : "the end: \(keys)"
      canvas.put(words, x: inside.x, y: inside.y + room - 1, style: theme.dim, limit: inside.width)
    }
    guard keepsBelow else { return }
    // Where there is room, what keeps its place follows the text.
    var y = inside.y + room
    if !isLong { y = min(inside.y + text.count + 1, y) }
    for line in facts {
      canvas.put(glyphs.text(line), x: inside.x, y: y, style: theme.dim)
      y += 1
    }
    guard isPictured else { return }
    y = min(y + 1, inside.maxY - picture + 1)
    if hasCaption {
      canvas.put("What is asked for, in bytes", x: inside.x, y: y, style: theme.dim, limit: inside.width)
      y += 1
    }
    drawClasses(row.classes, x: inside.x, y: y, width: inside.width)
  }

  /// The size classes as trays over their sizes: all, or where they have no room those that are asked for most.
  private mutating func drawClasses(_ classes: [Double], x: Int, y: Int, width: Int) {
    func size(_ index: Int) -> String { "\((index + 1) * 16)" }
    func room(_ indices: [Int]) -> Int { indices.reduce(-1) { $0 + size($1).count + 1 } }
    var shown = Array(classes.indices)
    if room(shown) > width { shown.removeAll { classes[$0] <= 0 } }
    while room(shown) > width, let least = shown.min(by: { classes[$0] < classes[$1] }) {
      shown.removeAll { $0 == least }
    }
    var x = x
    for index in shown {
      canvas.put(sizeClassLetter(index), x: x, y: y, style: theme.classLetter(index))
      let share = classes[index]
      tray(
        used: share > 0 ? max(Int((share * 80).rounded()), 1) : 0, capacity: 80, x: x + 1, y: y,
        full: theme.classUsed(index), baseline: theme.classBaseline(index))
      canvas.put(size(index), x: x, y: y + 1, style: theme.dim)
      x += size(index).count + 1
    }
  }

  private func words(of row: LibraryScene.Row, width: Int) -> [Run] {
    guard let lesson = row.lesson else {
      return row.note.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph -> [Run] in
        let lines = String(paragraph).wrapped(to: width)
        return lines.isEmpty ? [("", theme.text)] : lines.map { ($0, theme.text) }
      }
    }
    var lines: [Run] = lesson.aim.wrapped(to: width).map { ($0, theme.text) }
    for (title, items) in [("You will predict", lesson.asked), ("Chapters", lesson.chapters)] where !items.isEmpty {
      if !lines.isEmpty { lines.append(("", theme.text)) }
      lines.append((title, theme.dim))
      for item in items {
        for (index, line) in item.wrapped(to: width - 2).enumerated() {
          lines.append(((index == 0 ? "· " : "  ") + line, theme.text))
        }
      }
    }
    return lines
  }
}
