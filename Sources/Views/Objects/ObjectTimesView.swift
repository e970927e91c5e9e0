import Cells
import Scene

extension Frame {
  /// Draws the collector's counts and the count of the chosen object over time at the bottom; gives the rows taken.
  mutating func drawObjectTimes(_ scene: ObjectsScene, in area: Rect) -> Int {
    var rows = 0
    if let generations = scene.generations, area.height >= 16 {
      let isTall = area.height >= 28
      rows += isTall ? 3 : 1
      draw(
        generations, in: Rect(x: area.x, y: area.maxY - rows, width: area.width - 1, height: isTall ? 3 : 1))
    }
    if let history = scene.history, let detail = scene.detail, area.height >= 26, area.width >= 60 {
      rows += 3
      draw(
        history, name: detail.row.name,
        in: Rect(x: area.x, y: area.maxY - rows, width: area.width - 1, height: 3))
    }
    return rows
  }

  /// Draws counts against thresholds, and what the next allocation will do.
  mutating func draw(_ generations: GenerationsScene, in rect: Rect) {
    var y = rect.y
    if rect.height > 1 {
      title("Generations", [(glyphs.text(generations.note), theme.dim)], in: rect, isFocused: false)
      y += 1
    }
    let cells = rect.width >= 99 ? 14 : 6
    var x = rect.x + 2
    for (index, tray) in generations.trays.enumerated() {
      let size = generations.sizes.indices.contains(index) ? " (\(Numbers.count(generations.sizes[index])))" : ""
      let counts = "\(Numbers.count(tray.count)) of \(Numbers.count(tray.threshold))\(size)"
      guard x + 6 + cells + 1 + counts.cellCount <= rect.maxX else { break }
      x = canvas.put("gen \(index) ", x: x, y: y, style: theme.dim)
      self.tray(
        used: max(tray.count, 0), capacity: max(tray.threshold, 1), x: x, y: y, width: cells, full: theme.areaPast,
        baseline: theme.areaFuture)
      x = canvas.put(Numbers.count(tray.count), x: x + cells + 1, y: y, style: theme.bold)
      x = canvas.put(" of \(Numbers.count(tray.threshold))", x: x, y: y, style: theme.dim)
      x = canvas.put(size, x: x, y: y, style: theme.dim)
      if tray.count > tray.threshold { x = canvas.put(" due", x: x, y: y, style: theme.warn) }
      x += rect.width >= 99 ? 4 : 2
    }
    guard rect.height > 2 else { return }
    canvas.put(
      glyphs.text(generations.words), x: rect.x + 2, y: y + 1, style: theme.text, limit: rect.width - 3)
  }

  private mutating func draw(_ history: ReferenceHistoryScene, name: String, in rect: Rect) {
    title("References to \(name) over time", [(glyphs.text(history.words), theme.dim)], in: rect, isFocused: false)
    let most = max(history.counts.compactMap(\.self).max() ?? 1, 1)
    let label = "up to \(Numbers.count(most))"
    canvas.put(label, x: rect.x + 2, y: rect.y + 1, style: theme.dim)
    let start = rect.x + 12
    let width = rect.maxX - start
    guard width > 0, !history.counts.isEmpty else { return }
    for column in 0..<width {
      let part = column * history.counts.count / width
      let isNow = column == min(history.now * width / history.counts.count, width - 1)
      if isNow {
        canvas.put("┃" as Unicode.Scalar, x: start + column, y: rect.y + 1, style: theme.bold)
      } else if let count = history.counts[part] {
        let isPast = part <= history.now
        canvas.put(
          Frame.bar(count, of: most), x: start + column, y: rect.y + 1,
          style: isPast ? theme.areaPast : theme.areaFuture)
      }
    }
  }

  private static func bar(_ count: Int, of most: Int) -> Unicode.Scalar {
    let heights: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    return heights[min(max(count * 8 / most - (count * 8 % most == 0 ? 1 : 0), 0), 7)]
  }
}
