import Cells
import Scene

extension Frame {
  /// Draws the script with the line that is about to run, and the names with what they refer to.
  mutating func drawSourceView(_ source: SourceScene?, in panes: Rect) {
    guard let source else { return }
    guard panes.width >= 76 else {
      let (top, bottom) = panes.inset(right: 1).split(rows: panes.height / 2)
      drawScript(source, in: top)
      drawNames(source, in: bottom)
      return
    }
    let half = panes.width / 2 - 2
    drawScript(source, in: Rect(x: panes.x, y: panes.y, width: half, height: panes.height))
    drawNames(
      source, in: Rect(x: panes.x + half + 3, y: panes.y, width: panes.width - half - 5, height: panes.height))
  }

  private mutating func drawScript(_ source: SourceScene, in rect: Rect) {
    let measure: [Run] = [
      (source.file, theme.text), (source.function.isEmpty ? "" : ", \(source.function)", theme.dim),
    ]
    title("Source", measure, in: rect, isFocused: true)
    region(rect, .pane(.script))
    guard !source.lines.isEmpty else {
      let words =
        source.count == 0
        ? "This trace has no lines of a script: arenascope run PROG.py records them."
        : "Line \(source.line ?? 0); the script's text isn't in the recording."
      for (index, text) in Frame.wrap(words, width: rect.width - 2).enumerated() where index + 1 < rect.height {
        canvas.put(text, x: rect.x + 1, y: rect.y + 1 + index, style: theme.dim)
      }
      return
    }
    let room = rect.height - 1
    let first = max(min((source.line ?? 1) - 1 - room / 2, source.lines.count - room), 0)
    for row in 0..<max(min(room, source.lines.count - first), 0) {
      let number = first + row + 1
      let isNow = number == source.line
      let y = rect.y + 1 + row
      if isNow { canvas.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), with: theme.selection) }
      let ground = isNow ? theme.selection : theme.text
      if isNow { canvas.put("▶" as Unicode.Scalar, x: rect.x, y: y, style: theme.bold.on(ground)) }
      canvas.put("\(number)", right: rect.x + 6, y: y, style: theme.dim.on(ground))
      canvas.put(source.lines[number - 1], x: rect.x + 8, y: y, style: ground, limit: rect.width - 8)
    }
  }

  private mutating func drawNames(_ source: SourceScene, in rect: Rect) {
    let place = source.place
    title(
      "Names and objects",
      place.count == 0
        ? []
        : [
          ("line ", theme.dim), (Numbers.count(place.number), theme.text),
          (" of \(Numbers.count(place.count))", theme.dim),
        ],
      in: rect, isFocused: false)
    var y = rect.y + 1
    if source.line == nil, place.count > 0, y < rect.maxY {
      canvas.put(
        "The script has not begun: . goes to its first line.", x: rect.x + 1, y: y, style: theme.dim, limit: rect.width)
    }
    for scope in source.scopes {
      guard y < rect.maxY else { return }
      canvas.put("in \(scope.title)", x: rect.x + 1, y: y, style: theme.dim, limit: rect.width - 1)
      y += 1
      let nameWidth = min(scope.variables.reduce(4) { max($0, $1.name.cellCount) }, 16)
      for variable in scope.variables where y < rect.maxY {
        y = draw(variable, nameWidth: nameWidth, x: rect.x + 3, y: y, in: rect)
      }
      y += 1
    }
  }

  private mutating func draw(_ variable: SourceScene.Variable, nameWidth: Int, x: Int, y: Int, in rect: Rect) -> Int {
    canvas.put(variable.name, x: x, y: y, style: theme.bold, limit: nameWidth)
    guard let object = variable.object else {
      canvas.put("no value yet", x: x + nameWidth + 4, y: y, style: theme.dim, limit: rect.maxX - x - nameWidth - 4)
      return y + 1
    }
    canvas.put(glyphs.text("→"), x: x + nameWidth + 1, y: y, style: theme.dim)
    let block = variable.block.map { "\($0)  " } ?? ""
    let start = put([(block, theme.dim), (variable.references, theme.text)], right: rect.maxX, y: y)
    canvas.put(object, x: x + nameWidth + 4, y: y, style: theme.text, limit: max(start - x - nameWidth - 5, 1))
    var y = y + 1
    for target in variable.targets.prefix(6) where y < rect.maxY {
      canvas.put(
        glyphs.text(target), x: x + nameWidth + 6, y: y, style: theme.dim, limit: rect.maxX - x - nameWidth - 6)
      y += 1
    }
    return y
  }
}
