import Cells
import Scene

extension Frame {
  /// Draws the objects around the one that is looked at as large boxes, with the collector's counts where these matter.
  mutating func drawLargeObjects(_ scene: ObjectsScene, _ lesson: LessonScene, in rect: Rect) -> Bool {
    let looksAtThing = lesson.looksAtThing
    guard let around = scene.around, let detail = scene.detail else { return false }
    var area = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
    if let generations = scene.generations, !looksAtThing || area.height >= 12 {
      let rows = looksAtThing ? 1 : min(generations.trays.count * 2 + 1, area.height / 2)
      let (top, bottom) = area.split(rows: area.height - rows)
      area = top
      drawLarge(generations, in: bottom)
    }
    guard looksAtThing else {
      drawObjectCards(scene, in: area)
      return true
    }
    // While a question waits, what would follow is left to the class.
    let verdict = lesson.hidesTime ? [] : detail.verdict.wrapped(to: area.width - 4)
    let words = area.height >= 10 + verdict.count ? verdict : []
    let (top, bottom) = area.split(rows: area.height - words.count)
    draw(around, in: top, isFocused: false, hasKeys: false, isLarge: true)
    for (row, line) in words.enumerated() {
      canvas.put(glyphs.text(line), x: bottom.x + 2, y: bottom.y + row, style: theme.text)
    }
    return true
  }

  /// The first objects of the list as boxes side by side.
  private mutating func drawObjectCards(_ scene: ObjectsScene, in rect: Rect) {
    title(
      "Objects", [(Numbers.count(scene.total, "object"), theme.text)],
      in: Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), isFocused: false)
    // What belongs to everybody comes last.
    let rows = scene.rows.filter { $0.references != nil } + scene.rows.filter { $0.references == nil }
    let room = rect.height - 1
    let perRow = max((rect.width - 3) / 18, 1)
    let lines = min((rows.count + perRow - 1) / perRow, max(room / 5, 1))
    let height = min(max(room / max(lines, 1) - 1, 3), 6)
    let isCut = rows.count > perRow * lines
    for (index, row) in rows.prefix(perRow * lines - (isCut ? 1 : 0)).enumerated() {
      drawLarge(
        NeighbourhoodScene.Box(row, row: 0, column: 0),
        in: Rect(
          x: rect.x + 2 + index % perRow * 18,
          y: rect.y + 1 + index / perRow * (height + (room > height * lines ? 1 : 0)),
          width: 16, height: height))
    }
    guard isCut else { return }
    let words = "\(Numbers.count(scene.total - perRow * lines + 1)) more"
    let last = perRow * lines - 1
    canvas.put(
      words, x: rect.x + 4 + last % perRow * 18, y: rect.y + 1 + last / perRow * (height + 1) + height / 2,
      style: theme.text)
  }

  /// The counts against their thresholds, a row each; in a single row side by side.
  private mutating func drawLarge(_ generations: GenerationsScene, in rect: Rect) {
    guard rect.height >= 3 else { return draw(generations, in: rect.inset(bottom: rect.height - 1)) }
    title(
      "Generations", [(glyphs.text(generations.note), theme.text)],
      in: Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), isFocused: false)
    let step = (rect.height - 1) / max(generations.trays.count, 1) >= 2 ? 2 : 1
    let cells = max(rect.width - 50, 12)
    for (index, tray) in generations.trays.enumerated() {
      let y = rect.y + 1 + index * step
      guard y < rect.maxY else { return }
      canvas.put("generation \(index)", x: rect.x + 2, y: y, style: theme.bold)
      self.tray(
        used: max(tray.count, 0), capacity: max(tray.threshold, 1), x: rect.x + 16, y: y, width: cells,
        full: theme.areaPast, baseline: theme.areaFuture)
      let size = generations.sizes.indices.contains(index) ? ", holds \(Numbers.count(generations.sizes[index]))" : ""
      let due = tray.count > tray.threshold ? " due" : ""
      let x = canvas.put(
        "\(Numbers.count(tray.count)) of \(Numbers.count(tray.threshold))", x: rect.x + 18 + cells, y: y,
        style: theme.bold)
      let end = canvas.put(due, x: x, y: y, style: theme.warn)
      canvas.put(size, x: end, y: y, style: theme.text, limit: rect.maxX - end)
    }
  }
}
