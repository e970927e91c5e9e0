import Cells
import Scene

extension Frame {
  /// Draws the timeline: as many rows of area as there is room for, the collections, and below them marks and numbers.
  ///
  /// `rect` begins with the title row if `hasTitle`; the area gives way first, then the marks; the row of collections
  /// with the cursor stays.
  mutating func draw(_ line: TimelineScene, in rect: Rect, hasTitle: Bool, hasMarks: Bool) {
    guard rect.height > 0 else { return }
    var top = rect.y
    if hasTitle {
      var measure: [Run] = line.showsHeld ? [("·", theme.warn), (" held, not in use   ", theme.dim)] : []
      measure.append(("live \(Numbers.bytes(line.live))", theme.text))
      let arenas = Numbers.count(line.arenas, "arena")
      measure.append((" in \(arenas)", theme.dim))
      measure.append(
        line.peakArenas > line.arenas
          ? (", peak \(Numbers.count(line.peakArenas))", theme.dim)
          : (" of \(Frame.sizeText(line.arenaSize))", theme.dim))
      let title = line.window.count < line.total ? "Timeline, zoomed" : "Timeline"
      self.title(
        title, measure, in: Rect(x: 1, y: top, width: width - (width >= 100 ? 3 : 2), height: 1), isFocused: false)
      top += 1
    }
    let labels = TimelineScene.labelWidth(screenColumns: width)
    let x = labels
    let count = line.columns.count
    let areaRows = max(rect.maxY - top - 1 - (hasMarks ? 1 : 0), 0)
    let cursor = line.column(of: line.position)
    let gcRow = top + areaRows
    drawArea(line, x: x, y: top, rows: areaRows, cursor: cursor)
    if labels > 0 {
      if areaRows > 1, line.columns.contains(where: \.isKnown) {
        canvas.put(Frame.scaleText(line.scale), right: labels - 1, y: top, style: theme.faint)
      }
      if areaRows > 0 { canvas.put("live", right: labels - 1, y: gcRow - 1, style: theme.dim) }
      canvas.put("gc", right: labels - 1, y: gcRow, style: theme.dim)
    }
    for column in 0..<count {
      let style = column < cursor ? theme.bold : theme.dim
      if let generation = line.columns[column].collection {
        canvas.put(Unicode.Scalar(UInt8(48 + min(generation, 9))), x: x + column, y: gcRow, style: style)
      } else {
        canvas.put("─" as Unicode.Scalar, x: x + column, y: gcRow, style: theme.rule)
      }
    }
    let cursorStyle = Style(
      foreground: theme.isMono ? theme.text.foreground : theme.now.background, background: theme.background, bold: true)
    for row in top...gcRow { canvas.put("┃" as Unicode.Scalar, x: x + cursor, y: row, style: cursorStyle) }
    if hasMarks { drawMarks(line, x: x, y: gcRow + 1, labels: labels, cursor: cursor) }
    region(
      Rect(x: x, y: top, width: count, height: areaRows + 1), .timeline(window: line.window, columns: count))
  }

  private mutating func drawArea(_ line: TimelineScene, x: Int, y: Int, rows: Int, cursor: Int) {
    guard rows > 0, line.scale > 0 else { return }
    for (column, value) in line.columns.enumerated() {
      guard value.isKnown else {
        canvas.put("·" as Unicode.Scalar, x: x + column, y: y + rows - 1, style: theme.faint)
        continue
      }
      let style = column <= cursor ? theme.areaPast : theme.areaFuture
      var eighths = Int((Double(value.live) / Double(line.scale) * Double(rows * 8)).rounded())
      if value.live > 0 { eighths = max(eighths, 1) }
      let heldRows = line.showsHeld ? Int((Double(value.held) / Double(line.scale) * Double(rows)).rounded()) : 0
      for row in 0..<rows {
        let level = min(max(eighths - row * 8, 0), 8)
        let place = y + rows - 1 - row
        if level > 0 {
          let scalar: Unicode.Scalar = glyphs.isASCII ? (level >= 4 ? "#" : row == 0 ? "." : " ") : Tray.block(level)
          canvas.put(scalar, x: x + column, y: place, style: style)
        } else if row < heldRows {
          canvas.put("·" as Unicode.Scalar, x: x + column, y: place, style: column <= cursor ? theme.warn : theme.faint)
        }
      }
    }
  }

  private mutating func drawMarks(_ line: TimelineScene, x: Int, y: Int, labels: Int, cursor: Int) {
    if labels > 0 { canvas.put("event", right: labels - 1, y: y, style: theme.dim) }
    let right = x + line.columns.count
    let last = Numbers.count(line.window.upperBound)
    let lastStart = right - last.cellCount
    var taken: [Range<Int>] = []
    func isFree(_ range: Range<Int>) -> Bool {
      !taken.contains { $0.lowerBound < range.upperBound + 1 && range.lowerBound < $0.upperBound + 1 }
    }
    let here = Numbers.count(line.position)
    let hereStart = min(max(x + cursor - here.cellCount / 2, x), right - here.cellCount)
    canvas.put(here, x: hereStart, y: y, style: theme.bold)
    taken.append(hereStart..<hereStart + here.cellCount)
    for mark in line.marks {
      let start = x + line.column(of: mark.step)
      let name = Numbers.middle(mark.name, limit: 20)
      let length = name.cellCount + 1
      if start + length <= right, isFree(start..<start + length) {
        canvas.put("▴" as Unicode.Scalar, x: start, y: y, style: theme.dim)
        canvas.put(name, x: start + 1, y: y, style: theme.dim)
        taken.append(start..<start + length)
      } else if start + 1 - length >= x, isFree(start + 1 - length..<start + 1) {
        // Near the right end the name stands before its mark.
        canvas.put(name, x: start + 1 - length, y: y, style: theme.dim)
        canvas.put("▴" as Unicode.Scalar, x: start, y: y, style: theme.dim)
        taken.append(start + 1 - length..<start + 1)
      } else if !taken.contains(where: { $0.contains(start) }) {
        canvas.put("▴" as Unicode.Scalar, x: start, y: y, style: theme.dim)
        taken.append(start..<start + 1)
      }
    }
    let first = Numbers.count(line.window.lowerBound)
    if isFree(x..<x + first.cellCount) { canvas.put(first, x: x, y: y, style: theme.faint) }
    if isFree(lastStart..<right) { canvas.put(last, x: lastStart, y: y, style: theme.faint) }
  }

  /// A round amount of memory as a label: `2.0 MiB`.
  static func scaleText(_ bytes: Int) -> String {
    var unit = 1 << 10
    var name = 0
    let names = ["KiB", "MiB", "GiB", "TiB"]
    while name < 3, bytes >= unit * 1000 { (unit, name) = (unit << 10, name + 1) }
    let text =
      bytes >= unit * 10 ? Numbers.count((bytes + unit / 2) / unit) : Numbers.fixed(bytes, over: unit, digits: 1)
    return "\(text) \(names[name])"
  }
}
