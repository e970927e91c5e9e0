import Cells
import Scene

extension Frame {
  /// Draws what is to be said of the chosen row.
  mutating func drawNote(_ library: LibraryScene, in rect: Rect) {
    let rows = library.groups.flatMap(\.rows)
    guard rows.indices.contains(library.chosen) else { return }
    let row = rows[library.chosen]
    if let lesson = row.lesson {
      drawNote(lesson, title: row.title.isEmpty ? row.name : row.title, in: rect)
      return
    }
    let isShort = row.title.cellCount <= rect.width - 3
    let name = row.title.isEmpty || !isShort ? row.name : row.title
    title(Numbers.middle(name, limit: rect.width - 3), [], in: rect, isFocused: false)
    var y = rect.y + 1
    for line in isShort ? [] : row.title.wrapped(to: rect.width - 1) where y < rect.maxY {
      canvas.put(glyphs.text(line), x: rect.x + 1, y: y, style: theme.bold)
      y += 1
    }
    let picture = row.classes.isEmpty ? 0 : 3
    for paragraph in row.note.split(separator: "\n", omittingEmptySubsequences: false) {
      let lines = String(paragraph).wrapped(to: rect.width - 1)
      for line in lines.isEmpty ? [""] : lines where y < rect.maxY - picture {
        canvas.put(glyphs.text(line), x: rect.x + 1, y: y, style: theme.text)
        y += 1
      }
    }
    guard picture > 0, y + 2 < rect.maxY else { return }
    y = min(y + 1, rect.maxY - 2)
    for (index, share) in row.classes.prefix(min(7, (rect.width - 1) / 4)).enumerated() {
      let x = rect.x + 1 + index * 3
      canvas.put(sizeClassLetter(index), x: x, y: y, style: theme.classLetter(index))
      tray(
        used: Int((share * 80).rounded()), capacity: 81, x: x + 1, y: y, full: theme.classUsed(index),
        baseline: theme.classBaseline(index))
      canvas.put("\((index + 1) * 16)", x: x, y: y + 1, style: theme.dim)
    }
  }

  private mutating func drawNote(_ lesson: LibraryScene.Lesson, title name: String, in rect: Rect) {
    let width = rect.width - 1
    let isShort = name.cellCount <= rect.width - 3
    title(isShort ? name : lesson.number.map { "Lesson \($0)" } ?? "Lesson", [], in: rect, isFocused: false)
    var lines: [Run] = isShort ? [] : name.wrapped(to: width).map { ($0, theme.bold) }
    lines += lesson.aim.wrapped(to: width).map { ($0, theme.text) }
    let facts = lesson.facts.flatMap { $0.wrapped(to: width) }
    // The facts keep their place below; the chapters get what is left.
    let room = rect.height - 1 - lines.count - facts.count
    var chapters = lesson.chapters.map { chapter in
      chapter.wrapped(to: width - 2).enumerated().map { ($0.offset == 0 ? "· " : "  ") + $0.element }
    }
    let count = chapters.count
    func height() -> Int { chapters.reduce(0) { $0 + $1.count } + (chapters.count < count ? 1 : 0) }
    while height() > room - 1, !chapters.isEmpty { chapters.removeLast() }
    let areAll = chapters.count == count
    if !chapters.isEmpty {
      // Empty lines part the three where there is room for them.
      if height() < room - 1 { lines.append(("", theme.text)) }
      lines += chapters.joined().map { ($0, theme.text) }
      if !areAll { lines.append(("  and \(count - chapters.count) more", theme.dim)) }
    }
    if lines.count + facts.count < rect.height - 1 { lines.append(("", theme.text)) }
    lines += facts.map { ($0, theme.dim) }
    for (index, line) in lines.prefix(rect.height - 1).enumerated() {
      canvas.put(glyphs.text(line.text), x: rect.x + 1, y: rect.y + 1 + index, style: line.style)
    }
  }
}
