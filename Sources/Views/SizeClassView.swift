import Cells
import Scene

extension Frame {
  /// Draws the table of size classes; columns go from the right of the numbers as the width shrinks.
  mutating func draw(_ classes: SizeClassScene, in rect: Rect, isFocused: Bool, chosenRow: Int? = nil) {
    guard rect.height > 2 else {
      drawLine(classes, in: rect)
      return
    }
    title(
      "Size classes",
      [("\(classes.rows.count) of \(classes.total) in use", theme.dim)], in: rect, isFocused: isFocused)
    region(rect, .pane(.classes))
    let columns = SizeClassColumns(width: rect.width)
    drawHeader(columns, x: rect.x, y: rect.y + 1)
    let body = rect.inset(top: 2)
    let rows = classes.rows
    let fits = rows.count <= body.height
    let room = fits ? rows.count : max(body.height - 1, 0)
    var first = 0
    let wanted =
      isFocused && chosenRow != nil
      ? chosenRow
      : rows.firstIndex { $0.change != .none } ?? rows.firstIndex { $0.sizeClass == classes.chosen }
    if let wanted, wanted >= room { first = min(wanted - room + 1, rows.count - room) }
    for offset in 0..<room {
      let row = rows[first + offset]
      let line = Rect(x: rect.x, y: body.y + offset, width: rect.width, height: 1)
      draw(row, columns: columns, in: line, isMarked: isFocused && chosenRow == first + offset)
      region(line, .sizeClass(row.sizeClass))
    }
    if !fits {
      let hidden = rows[..<first] + rows[(first + room)...]
      let pools = hidden.reduce(0) { $0 + $1.pools }
      var runs: [Run] = []
      if first == 0, let low = hidden.first, let high = hidden.last {
        let letters = "\(sizeClassLetter(low.sizeClass))–\(sizeClassLetter(high.sizeClass))"
        runs.append(
          (low.sizeClass == high.sizeClass ? " \(sizeClassLetter(low.sizeClass))   " : letters + "  ", theme.bold))
      }
      runs.append(("\(Numbers.count(hidden.count, "more size")), \(Numbers.count(pools, "pool"))", theme.dim))
      put(runs, x: rect.x + 1, y: body.y + room, limit: rect.width - 1)
    }
  }

  private mutating func drawHeader(_ columns: SizeClassColumns, x: Int, y: Int) {
    let style = theme.dim
    canvas.put("block", x: x, y: y, style: style)
    canvas.put("pools", right: x + 12, y: y, style: style)
    canvas.put("in use", x: x + 15, y: y, style: style)
    if let right = columns.used { canvas.put("used", right: x + right, y: y, style: style) }
    if let right = columns.free { canvas.put("free", right: x + right, y: y, style: style) }
    canvas.put(columns.used == nil ? "next" : "next from", x: x + columns.next, y: y, style: style)
  }

  private mutating func draw(_ row: SizeClassRow, columns: SizeClassColumns, in line: Rect, isMarked: Bool) {
    let (x, y) = (line.x, line.y)
    if isMarked { canvas.fill(line, with: theme.selection) }
    let ground = isMarked ? theme.selection : theme.text
    let text = isMarked ? theme.selection : theme.text
    let dim = isMarked ? theme.selection : theme.dim
    canvas.put(sizeClassLetter(row.sizeClass), x: x, y: y, style: theme.classLetter(row.sizeClass).on(ground))
    if let sign = row.change.sign {
      canvas.put(sign, x: x + 2, y: y, style: theme.now)
    } else if row.change == .touched {
      canvas.put("·" as Unicode.Scalar, x: x + 2, y: y, style: theme.now)
    } else if isMarked {
      canvas.put("▶" as Unicode.Scalar, x: x + 2, y: y, style: theme.selection)
    }
    canvas.put("\(row.blockSize)", right: x + 6, y: y, style: text)
    canvas.put(Numbers.count(row.pools), right: x + 13, y: y, style: text)
    let capacity = row.used + row.free
    tray(
      used: row.used, capacity: capacity, x: x + 15, y: y, width: 10, full: theme.classUsed(row.sizeClass),
      baseline: theme.classBaseline(row.sizeClass))
    canvas.put(Numbers.percent(row.used, of: capacity), right: x + 31, y: y, style: dim)
    if let right = columns.used { canvas.put(Numbers.count(row.used), right: x + right, y: y, style: text) }
    if let right = columns.free { canvas.put(Numbers.count(row.free), right: x + right, y: y, style: text) }
    var next: [Run] = []
    if let pool = row.next {
      next.append((pool.description, text))
      if row.waiting > 0 { next.append((" +\(Numbers.count(row.waiting))", dim)) }
    } else {
      next.append(("new pool", dim))
    }
    put(next, x: x + columns.next, y: y, limit: line.maxX + 1 - x - columns.next)
  }

  /// The class of the chosen pool, else of the moment, in one row, for screens without room for the table.
  private mutating func drawLine(_ classes: SizeClassScene, in rect: Rect) {
    guard rect.height > 0,
      let row = classes.rows.first(where: { $0.sizeClass == classes.chosen })
        ?? classes.rows.first(where: { $0.change != .none })
    else { return }
    var runs: [Run] = [("all ", theme.dim), (String(sizeClassLetter(row.sizeClass)), theme.classLetter(row.sizeClass))]
    runs.append(
      ("  \(Numbers.count(row.pools, "pool")), \(Numbers.percent(row.used, of: row.used + row.free)) used", theme.text))
    put(runs, x: rect.x, y: rect.y, limit: rect.width + 1)
  }
}

/// Where the columns of the class table end, from its left; *free* goes first when it gets narrow, then *used*.
private struct SizeClassColumns {
  let used: Int?
  let free: Int?
  let next: Int

  init(width: Int) {
    switch width {
    case 55...: (used, free, next) = (38, 46, 48)
    case 47...: (used, free, next) = (38, nil, 40)
    default: (used, free, next) = (nil, nil, 33)
    }
  }
}
