import Cells
import Scene

/// Where the boxes of a neighbourhood stand on the screen.
private struct BoxGrid {
  let boxWidth: Int
  let boxHeight: Int
  let gapAcross: Int
  let gapDown: Int
  let origin: Rect
  /// Whether a class looks at it: boxes as large as the room allows, and thick arrows.
  let isLarge: Bool

  /// Nil where the boxes have no room.
  init?(_ scene: NeighbourhoodScene, in rect: Rect, isLarge: Bool) {
    let columns = (scene.boxes.map(\.column).max() ?? 0) + 1
    let rows = (scene.boxes.map(\.row).max() ?? 0) + 1
    boxWidth = isLarge ? min(max((rect.width - (columns - 1) * 11) / columns, 15), 36) : 15
    boxHeight = isLarge ? min(max((rect.height - rows - (rows - 1)) / rows, 3), 11) : 3
    let free = rect.width - columns * boxWidth
    gapAcross = columns > 1 ? min(free / (columns - 1), isLarge ? 20 : 12) : 0
    let freeRows = rect.height - rows * boxHeight - 1
    gapDown = rows > 1 ? min(freeRows / rows, 2) : 1
    guard columns == 1 ? free >= 0 : gapAcross >= 5, rows * boxHeight <= rect.height,
      rows == 1 || gapDown >= 1
    else { return nil }
    origin = rect
    self.isLarge = isLarge
  }

  func rect(_ box: NeighbourhoodScene.Box) -> Rect {
    Rect(
      x: origin.x + box.column * (boxWidth + gapAcross), y: origin.y + box.row * (boxHeight + gapDown),
      width: boxWidth, height: boxHeight)
  }

  /// The row of a box in which arrows to the right leave it; those to the left take the next one.
  var arrowRow: Int { boxHeight / 2 - (boxHeight > 3 ? 1 : 0) }
}

extension Frame {
  /// Draws objects and their references as boxes and arrows, where there's no room for these as lines.
  mutating func draw(
    _ scene: NeighbourhoodScene, in rect: Rect, isFocused: Bool, hasKeys: Bool = true, isLarge: Bool = false
  ) {
    let steps = scene.radius == 1 ? "1 step out" : "\(scene.radius) steps out"
    title(
      "Around \(scene.centre)",
      [(steps, theme.text), (hasKeys && self.hasKeys ? "   > wider  < closer" : "", theme.dim)], in: rect,
      isFocused: isFocused)
    region(rect, .pane(.around))
    guard rect.height > 2 else { return }
    let inner = Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    guard let grid = BoxGrid(scene, in: inner, isLarge: isLarge) else {
      drawArrowLines(scene, Array(scene.arrows.indices), in: inner)
      return
    }
    var rest: [Int] = []
    for (index, arrow) in scene.arrows.enumerated() where !draw(arrow, of: scene, on: grid) { rest.append(index) }
    for box in scene.boxes {
      if isLarge { drawLarge(box, in: grid.rect(box)) } else { draw(box, in: grid.rect(box)) }
    }
    let bottom = scene.boxes.map { grid.rect($0).maxY }.max() ?? inner.y
    let below = Rect(
      x: inner.x, y: bottom + 1, width: inner.width, height: max(inner.maxY - bottom - 1, 0))
    drawArrowLines(scene, rest, in: below)
  }

  private mutating func draw(_ box: NeighbourhoodScene.Box, in rect: Rect) {
    let object = box.object
    let edge = object.isNow ? theme.bold : object.role == .plain ? theme.dim : stateStyle(of: object)
    drawBox(rect, style: edge, isStrong: object.isNow, isDashed: object.role == .gone)
    let name = Numbers.middle(object.name, limit: rect.width - 5)
    canvas.put(
      box.isChosen ? "[\(name)]" : " \(name) ", x: rect.x + 2, y: rect.y,
      style: box.isChosen ? theme.selection : theme.bold)
    canvas.put(object.references == nil ? "immortal" : "refs", x: rect.x + 2, y: rect.y + 1, style: theme.dim)
    if object.references != nil {
      canvas.put(
        glyphs.text(object.count), right: rect.maxX - 2, y: rect.y + 1,
        style: object.referencesBefore == nil ? theme.text : theme.now)
    }
    let (label, style) =
      object.variables.isEmpty
      ? (object.state, stateStyle(of: object)) : (object.variables.joined(separator: ", "), theme.warn)
    if !label.isEmpty {
      canvas.put(" \(Numbers.middle(label, limit: rect.width - 6)) ", x: rect.x + 2, y: rect.y + 2, style: style)
    }
    region(rect, .row(.candidates, object.number))
  }

  /// A box for a class: what is in it stands in rows of its own.
  mutating func drawLarge(_ box: NeighbourhoodScene.Box, in rect: Rect) {
    guard rect.height > 3 else { return draw(box, in: rect) }
    let object = box.object
    let edge = object.isNow ? theme.bold : object.role == .plain ? theme.text : stateStyle(of: object)
    drawBox(rect, style: edge, isStrong: object.isNow || box.isChosen, isDashed: object.role == .gone)
    let counted = object.references == nil ? "immortal" : "refs \(glyphs.text(object.count))"
    let isTyped = !object.type.isEmpty && !object.name.hasPrefix(object.type)
    var lines: [Run] = [
      (object.name, object.isNow ? theme.now : box.isChosen ? theme.selection : theme.bold),
      (isTyped ? object.type : "", theme.text),
      (counted, object.referencesBefore == nil ? theme.text : theme.now),
      (object.variables.isEmpty ? "" : "name " + object.variables.joined(separator: ", "), theme.warn),
      (object.state == counted ? "" : object.state, stateStyle(of: object)),
    ]
    let room = rect.height - 2
    // The type is the first to go, then the name that leads there.
    for place in [1, 3, 4] where lines.count(where: { !$0.text.isEmpty }) > room { lines[place].text = "" }
    lines.removeAll { $0.text.isEmpty }
    let top = rect.y + 1 + max((room - lines.count) / 2, 0)
    for (row, line) in lines.prefix(room).enumerated() {
      let text = Numbers.middle(line.text, limit: rect.width - 2)
      canvas.put(text, x: rect.x + (rect.width - text.cellCount) / 2, y: top + row, style: line.style)
    }
    region(rect, .row(.candidates, object.number))
  }

  private func style(of arrow: NeighbourhoodScene.Arrow, isLarge: Bool = false) -> (
    style: Style, line: Unicode.Scalar, down: Unicode.Scalar
  ) {
    switch arrow.change {
    case .none: isLarge ? (theme.text, "━", "┃") : (theme.dim, "─", "│")
    case .made: (theme.bold, "━", "┃")
    case .gone: (theme.faint, "╌", "╎")
    }
  }

  /// A label for all references from one object to another, where the step did the same to each; nil where it has no
  /// room.
  private func commonLabel(_ arrow: NeighbourhoodScene.Arrow, of scene: NeighbourhoodScene, room: Int) -> String? {
    let all = scene.arrows.filter { $0.from == arrow.from && $0.to == arrow.to }
    guard all.count > 1, all.allSatisfy({ $0.change == arrow.change }) else { return nil }
    let labels = all.map(\.label).joined(separator: " ")
    return [labels, "\(all[0].label) ×\(all.count)", "×\(all.count)"].first { $0.cellCount <= room }
  }

  /// Draws an arrow between neighbours; false where they are none.
  private mutating func draw(_ arrow: NeighbourhoodScene.Arrow, of scene: NeighbourhoodScene, on grid: BoxGrid) -> Bool
  {
    let (from, to) = (scene.boxes[arrow.from], scene.boxes[arrow.to])
    let (start, end) = (grid.rect(from), grid.rect(to))
    // A second reference between the same two has no room beside the first.
    let isSecond =
      scene.arrows.firstIndex { $0.from == arrow.from && $0.to == arrow.to } != scene.arrows.firstIndex(of: arrow)
    let common = commonLabel(arrow, of: scene, room: from.row == to.row ? grid.gapAcross - 4 : grid.boxWidth / 2 - 3)
    guard arrow.from != arrow.to, !isSecond else { return arrow.from != arrow.to && grid.isLarge && common != nil }
    var arrow = arrow
    if grid.isLarge, let common { arrow.label = common }
    let (style, line, down) = self.style(of: arrow, isLarge: grid.isLarge)
    if from.row == to.row, to.column == from.column + 1 {
      canvas.hline(x: start.maxX, y: start.y + grid.arrowRow, length: grid.gapAcross - 1, style: style, scalar: line)
      canvas.put("▶" as Unicode.Scalar, x: end.x - 1, y: start.y + grid.arrowRow, style: style)
      put(arrow.label, between: start.maxX, and: end.x, y: start.y + grid.arrowRow, style: style)
      return true
    }
    if from.row == to.row, to.column == from.column - 1 {
      canvas.put("◀" as Unicode.Scalar, x: end.maxX, y: start.y + grid.arrowRow + 1, style: style)
      canvas.hline(
        x: end.maxX + 1, y: start.y + grid.arrowRow + 1, length: grid.gapAcross - 1, style: style, scalar: line)
      put(arrow.label, between: end.maxX + 1, and: start.x, y: start.y + grid.arrowRow + 1, style: style)
      return true
    }
    guard from.column == to.column, abs(from.row - to.row) == 1 else {
      return drawLoop(arrow, of: scene, on: grid)
    }
    let isDown = to.row > from.row
    let x = start.x + (isDown ? 3 : grid.boxWidth - 4)
    let top = isDown ? start.maxY : end.maxY
    for y in top..<top + grid.gapDown { canvas.put(down, x: x, y: y, style: style) }
    canvas.put(isDown ? "▼" as Unicode.Scalar : "▲", x: x, y: isDown ? top + grid.gapDown - 1 : top, style: style)
    let hasBack = scene.arrows.contains { $0.from == arrow.to && $0.to == arrow.from }
    let label = Numbers.middle(arrow.label, limit: hasBack ? grid.boxWidth / 2 - 3 : grid.boxWidth - 5)
    if isDown {
      canvas.put(label, x: x + 2, y: top, style: style)
    } else {
      canvas.put(label, right: x - 1, y: top, style: style)
    }
    return true
  }

  /// The way back from the last to the first of a full row, below it.
  private mutating func drawLoop(
    _ arrow: NeighbourhoodScene.Arrow, of scene: NeighbourhoodScene, on grid: BoxGrid
  ) -> Bool {
    let (from, to) = (scene.boxes[arrow.from], scene.boxes[arrow.to])
    let others = scene.arrows.filter { other in
      let (a, b) = (scene.boxes[other.from], scene.boxes[other.to])
      return a.row == from.row && b.row == from.row && a.column - b.column == 2
    }
    guard from.row == to.row, from.column - to.column == 2, others.first == arrow else { return false }
    let (start, end) = (grid.rect(from), grid.rect(to))
    let (style, line, _) = self.style(of: arrow, isLarge: grid.isLarge)
    let (left, right) = (end.x + 8, start.x + 8)
    let y = start.maxY
    canvas.put("▲" as Unicode.Scalar, x: left, y: y, style: style)
    canvas.hline(x: left + 1, y: y, length: right - left - 1, style: style, scalar: line)
    canvas.put(grid.isLarge ? "┛" as Unicode.Scalar : "╯", x: right, y: y, style: style)
    put(arrow.label, between: left + 1, and: right, y: y, style: style)
    return true
  }

  private mutating func put(_ label: String, between left: Int, and right: Int, y: Int, style: Style) {
    let text = Numbers.middle(label, limit: max(right - left - 3, 0))
    guard !text.isEmpty, right - left >= 4 else { return }
    canvas.put(text, x: left + (right - left - text.cellCount) / 2, y: y, style: style)
  }

  /// Draws references in words, as many as fit.
  private mutating func drawArrowLines(_ scene: NeighbourhoodScene, _ arrows: [Int], in rect: Rect) {
    var y = rect.y
    var left = arrows.count
    let tail = scene.more > 0 ? 1 : 0
    for index in arrows {
      guard y + tail + (left > 1 ? 1 : 0) < rect.maxY else { break }
      let arrow = scene.arrows[index]
      let (from, to) = (scene.boxes[arrow.from].object, scene.boxes[arrow.to].object)
      let style = style(of: arrow).style
      put(
        [
          (from.name, theme.text), (" \(arrow.label)", style),
          (glyphs.text(arrow.change == .gone ? " ╌▶ " : " → "), style),
          (arrow.from == arrow.to ? "itself" : to.name, theme.text),
          (arrow.change == .gone ? "  gone with this step" : "  refs \(glyphs.text(to.count))", theme.dim),
        ], x: rect.x, y: y, limit: rect.width)
      y += 1
      left -= 1
    }
    var words: [String] = []
    if left > 0 { words.append(Numbers.count(left, "more reference")) }
    if scene.more > 0 { words.append("\(Numbers.count(scene.more, "more object")) as near") }
    guard !words.isEmpty, y < rect.maxY else { return }
    canvas.put(words.joined(separator: ", "), x: rect.x, y: y, style: theme.dim, limit: rect.width)
  }
}
