import Cells
import Scene

/// How the blocks of a pool stand in cells.
enum BlockForm: Hashable {
  /// A cell and a gap each: the first nine free ones carry their number.
  case spaced
  /// A cell each.
  case single
  /// Two to a cell.
  case half

  /// Half columns that a block takes.
  var halfColumns: Int {
    switch self {
    case .spaced: 4
    case .single: 2
    case .half: 1
    }
  }
}

extension Frame {
  /// Draws the pool as a pane of the heap view and gives the rows it took.
  @discardableResult
  mutating func draw(_ pool: PoolScene, in rect: Rect, isFocused: Bool, isNarrow: Bool, form wanted: BlockForm? = nil)
    -> Int
  {
    guard rect.height > 1 else { return 0 }
    let chosen = pool.isChosen ? " chosen" : ""
    title("Pool \(pool.name)\(chosen)", measure(of: pool, isNarrow: isNarrow), in: rect, isFocused: isFocused)
    region(rect, .pane(.pool))
    var y = rect.y + 1
    let left = rect.x + (isNarrow ? 3 : 4)
    if pool.blocks.isEmpty {
      let words = "not carved yet: pools are cut in the order of their addresses when no other has room"
      for line in words.wrapped(to: rect.width - 4) where y < rect.maxY {
        canvas.put(line, x: left, y: y, style: theme.dim)
        y += 1
      }
      return y - rect.y
    }
    let cells = isNarrow ? 25 : 50
    // Legend, order and chain below; the grid's numbers above.
    let below = isNarrow ? 3 : 3
    let above = isNarrow ? 0 : 1
    let rows = rect.height - 1 - above - below
    let form =
      wanted
      ?? (pool.blocks.count > cells * max(rows, 1) && !glyphs.isASCII && !theme.isMono
        || pool.blocks.count > 510 && !glyphs.isASCII && !theme.isMono ? .half : .single)
    let perRow = cells * 2 / form.halfColumns
    if above == 1 {
      for mark in stride(from: 0, to: perRow, by: form == .half ? 20 : 10) {
        canvas.put("\(mark)", x: left + mark * form.halfColumns / 2, y: y, style: theme.faint)
      }
      y += 1
    }
    y += drawBlocks(pool, form: form, perRow: perRow, x: left, y: y, maxRows: max(rows, 1), numberRight: left - 1)
    let tall = rect.maxY - y
    guard tall > 0 else { return y - rect.y }
    if isNarrow {
      put(legend(of: pool, form: form, [.used, .free]), x: left, y: y, limit: rect.maxX + 1 - left)
      y += 1
      guard y < rect.maxY else { return y - rect.y }
      put(legend(of: pool, form: form, [.notCarved]), x: left, y: y, limit: rect.maxX + 1 - left)
      y += 1
    } else {
      put(legend(of: pool, form: form, [.used, .free, .notCarved]), x: left, y: y, limit: rect.maxX - left)
      y += 1
      if !pool.chain.isEmpty, y < rect.maxY, form != .spaced {
        canvas.put("free ones go out in this order", x: left, y: y, style: theme.dim)
        y += 1
      }
    }
    guard y < rect.maxY, !pool.chain.isEmpty else { return y - rect.y }
    if isNarrow {
      let start = canvas.put("out ", x: rect.x, y: y, style: theme.dim)
      drawChain(pool, x: start, y: y, limit: rect.maxX - start + 1)
    } else {
      drawChain(pool, x: left, y: y, limit: rect.maxX - left)
    }
    y += 1
    return y - rect.y
  }

  private func measure(of pool: PoolScene, isNarrow: Bool) -> [Run] {
    guard !pool.blocks.isEmpty else { return [("not carved", theme.dim)] }
    let letter = String(sizeClassLetter(pool.sizeClass))
    var runs: [Run] = [(letter, pool.state == .empty ? theme.faint : theme.classLetter(pool.sizeClass))]
    if isNarrow {
      runs.append((" \(pool.blockSize) B", theme.dim))
      return runs
    }
    runs.append((" \(pool.blockSize)-byte blocks", theme.dim))
    runs.append((", ", theme.dim))
    runs.append(("\(Numbers.count(pool.used)) of \(Numbers.count(pool.blocks.count)) used", theme.text))
    return runs
  }

  /// The blocks of a pool with row numbers; scrolls to the chosen block if not all fit and gives the rows drawn.
  @discardableResult
  mutating func drawBlocks(
    _ pool: PoolScene, form: BlockForm, perRow: Int, x: Int, y: Int, maxRows: Int, numberRight: Int
  ) -> Int {
    let total = (pool.blocks.count + perRow - 1) / perRow
    let rows = min(total, maxRows)
    guard rows > 0 else { return 0 }
    let wanted = pool.chosen ?? pool.blocks.firstIndex { $0.change != .none } ?? 0
    let firstRow = total <= rows ? 0 : min(max(wanted / perRow - rows / 2, 0), total - rows)
    for row in 0..<rows {
      let first = (firstRow + row) * perRow
      let last = min(first + perRow, pool.blocks.count)
      // A row of dots at an edge says that there are more above or below.
      let isCut = row == 0 && firstRow > 0 || row == rows - 1 && firstRow + rows < total
      canvas.put(isCut ? "…" : "\(first)", right: numberRight, y: y + row, style: isCut ? theme.bold : theme.faint)
      if form == .half {
        drawHalves(pool, first..<last, x: x, y: y + row)
      } else {
        let step = form.halfColumns / 2
        for index in first..<last { drawBlock(pool, index, form: form, x: x + (index - first) * step, y: y + row) }
      }
    }
    if let chosen = pool.chosen, pool.isChosen {
      mark(chosen, pool, form: form, perRow: perRow, firstRow: firstRow, rows: rows, x: x, y: y)
    }
    region(
      Rect(x: x, y: y, width: perRow * form.halfColumns / 2, height: rows),
      .blocks(
        pool.name, first: firstRow * perRow, count: pool.blocks.count - firstRow * perRow, perRow: perRow,
        halfColumns: form.halfColumns))
    return rows
  }

  private mutating func mark(
    _ block: Int, _ pool: PoolScene, form: BlockForm, perRow: Int, firstRow: Int, rows: Int, x: Int, y: Int
  ) {
    let row = block / perRow - firstRow
    guard row >= 0, row < rows else { return }
    let column = x + block % perRow * form.halfColumns / 2
    if form == .spaced {
      canvas.put("[" as Unicode.Scalar, x: column - 1, y: y + row, style: theme.bold)
      canvas.put("]" as Unicode.Scalar, x: column + 1, y: y + row, style: theme.bold)
    } else if pool.blocks[block].change == .none {
      canvas.restyle(Rect(x: column, y: y + row, width: 1, height: 1)) { style in
        style = style.on(theme.selection).emphasised
        style.underline = true
      }
    }
  }

  private mutating func drawBlock(_ pool: PoolScene, _ index: Int, form: BlockForm, x: Int, y: Int) {
    let block = pool.blocks[index]
    if let sign = block.change.sign {
      canvas.put(sign, x: x, y: y, style: theme.now)
      return
    }
    let (scalar, style): (Unicode.Scalar, Style)
    switch block.state {
    case .used: (scalar, style) = ("■", usedStyle(pool.sizeClass))
    case .notCarved: (scalar, style) = ("·", theme.faint)
    case .ghost: (scalar, style) = ("?", theme.warn)
    case .free:
      let order = Int(block.order)
      let digit = order == 1 || form == .spaced && order > 0 && order < 10
      (scalar, style) = (digit ? Unicode.Scalar(UInt8(48 + order)) : "○", freeStyle(pool.sizeClass))
    }
    canvas.put(scalar, x: x, y: y, style: block.change == .touched ? theme.now : style)
  }

  /// A used block: the pure colour of its class, because it stands alone in its cell.
  func usedStyle(_ sizeClass: Int) -> Style {
    theme.isMono
      ? theme.classUsed(sizeClass)
      : Style(foreground: theme.classColor(sizeClass), background: theme.background)
  }

  /// A free block: brighter than its letter would be, so that it is found at once among the used ones.
  func freeStyle(_ sizeClass: Int) -> Style {
    var style = theme.classFree(sizeClass).emphasised
    if !theme.isMono {
      style.foreground = style.foreground.moved(0.25, toward: RGB(theme.isLight ? 0x000000 : 0xFFFFFF))
    }
    return style
  }

  /// Two blocks a cell: the left half in the foreground, the right half behind it.
  private mutating func drawHalves(_ pool: PoolScene, _ range: Range<Int>, x: Int, y: Int) {
    let used = usedStyle(pool.sizeClass).foreground
    let free = theme.classFree(pool.sizeClass).background
    func colour(_ block: BlockTile) -> RGB {
      if block.change != .none { return theme.now.background }
      switch block.state {
      case .used: return used
      case .free: return block.order == 1 ? theme.classFree(pool.sizeClass).foreground : free
      case .notCarved: return theme.background
      case .ghost: return theme.warn.foreground
      }
    }
    for (column, first) in stride(from: range.lowerBound, to: range.upperBound, by: 2).enumerated() {
      let left = pool.blocks[first]
      let right = first + 1 < range.upperBound ? pool.blocks[first + 1] : BlockTile(.notCarved)
      if left.state == .notCarved, right.state == .notCarved, left.change == .none, right.change == .none {
        canvas.put("·" as Unicode.Scalar, x: x + column, y: y, style: theme.faint)
      } else {
        let (one, other) = (colour(left), colour(right))
        canvas.put(
          one == other ? "█" as Unicode.Scalar : "▌", x: x + column, y: y,
          style: Style(foreground: one, background: other))
      }
    }
  }

  /// What the glyphs of the blocks mean, with how many there are of each.
  func legend(of pool: PoolScene, form: BlockForm, _ states: [BlockTile.State], saysNext: Bool = false) -> [Run] {
    var runs: [Run] = []
    let gap = form == .half || form == .single ? "   " : "  "
    for state in states {
      let count = pool.count(state)
      if state != .used, count == 0 { continue }
      if !runs.isEmpty { runs.append((states.count == 2 ? " " : gap, theme.dim)) }
      switch state {
      case .used:
        runs.append((form == .half ? "▌" : "■", usedStyle(pool.sizeClass)))
        runs.append((" \(Numbers.count(count)) used", theme.dim))
      case .free:
        let style = freeStyle(pool.sizeClass)
        switch form {
        case .spaced:
          let most = min(count, 9)
          runs.append(("1", style))
          if most > 1 { runs += [("–", theme.dim), ("\(most)", style)] }
        case .single: runs.append((count > 1 ? "1○" : "1", style))
        case .half: runs.append((" ", style))
        }
        runs.append((" \(Numbers.count(count)) free\(saysNext ? ", 1 goes out next" : "")", theme.dim))
      case .notCarved:
        runs.append(("·", theme.faint))
        runs.append((" \(Numbers.count(count)) not carved", theme.dim))
      case .ghost:
        runs.append(("?", theme.warn))
        runs.append((" \(Numbers.count(count, "ghost"))", theme.dim))
      }
    }
    let ghosts = pool.count(.ghost)
    if ghosts > 0, states.contains(.used), !states.contains(.ghost) {
      runs += [(gap, theme.dim), ("?", theme.warn), (" \(Numbers.count(ghosts, "ghost"))", theme.dim)]
    }
    return runs
  }

  /// The free chain spelt out, from the block that goes out first, as far as it fits; gives the column after it.
  @discardableResult
  mutating func drawChain(_ pool: PoolScene, x: Int, y: Int, limit: Int) -> Int {
    let number = theme.classLetter(pool.sizeClass)
    var column = x
    for (place, block) in pool.chain.enumerated() {
      let text = "\(block)"
      let isLast = place == pool.chain.count - 1
      let width = (place == 0 ? 0 : 3) + text.cellCount + (isLast ? 0 : 4)
      guard column - x + width <= limit else {
        return canvas.put(place == 0 ? "…" : " → …", x: column, y: y, style: theme.dim)
      }
      if place > 0 { column = canvas.put(" → ", x: column, y: y, style: theme.dim) }
      column = canvas.put(text, x: column, y: y, style: number)
    }
    return column
  }

  /// The header's fields, and below them where the pool stands among those of its size.
  mutating func drawHeader(of pool: PoolScene, in rect: Rect) {
    title("Header", [("\(pool.headerSize) bytes", theme.dim)], in: rect, isFocused: false)
    var y = rect.y + 1
    for field in pool.header where y < rect.maxY {
      canvas.put(field.name, x: rect.x + 1, y: y, style: theme.dim)
      let value = glyphs.text(field.value)
      let start = canvas.put(value, right: rect.maxX + 1, y: y, style: field.change == .none ? theme.text : theme.bold)
      if field.change != .none {
        canvas.put(field.change.sign ?? "→", x: start - 2, y: y, style: theme.now)
      }
      y += 1
    }
    // Where the whole sentence has no room, its first part does without the rest.
    let first = pool.note.split(separator: ";").first.map(String.init) ?? ""
    let fitting = [pool.note, first].map { $0.wrapped(to: rect.width) }.first { y + $0.count <= rect.maxY }
    for line in fitting ?? [] {
      canvas.put(line, x: rect.x + 1, y: y, style: theme.dim)
      y += 1
    }
  }
}
