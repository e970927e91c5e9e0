import Cells
import Scene

extension Frame {
  /// Draws the arenas in a density; the title row is the first of `rect`.
  mutating func draw(_ map: ArenaMapScene, density: MapDensity, in rect: Rect, isFocused: Bool, isAlone: Bool = false) {
    guard rect.height > 1 else { return }
    title(
      "Arenas", measure(of: map, density: density), in: density == .letters ? rect.inset(right: 1) : rect,
      isFocused: isFocused)
    region(rect, .pane(.arenas))
    let body = rect.inset(top: 1)
    if map.held == 0 {
      canvas.put("No arena yet: the first small request gets one.", x: rect.x + 1, y: body.y + 1, style: theme.dim)
      return
    }
    switch density {
    case .cells(let perRow): drawCells(map, perRow: perRow, in: body)
    case .rows: drawRows(map, in: body)
    case .strips, .letters, .trays: drawTiles(map, density: density, in: body, isAlone: isAlone)
    }
  }

  private func measure(of map: ArenaMapScene, density: MapDensity) -> [Run] {
    let size = Frame.sizeText(map.arenaSize)
    let count = "\(Numbers.count(map.held)) × \(size)"
    var runs: [Run] = [(count, theme.text)]
    switch density {
    case .cells: runs.append((", one cell each, height is share used", theme.dim))
    case .rows: runs.append((", a row each, \(map.poolsPerArena) pools of \(Frame.sizeText(map.poolSize))", theme.dim))
    case .strips, .letters: runs.append((", \(map.poolsPerArena) pools each", theme.dim))
    case .trays(let width):
      runs.append((", \(map.poolsPerArena) pools of \(Frame.sizeText(map.poolSize)) each", theme.dim))
      if width > 5 {
        runs.append((", ", theme.dim))
        runs.append(("\(Numbers.percent(map.usedBytes, of: map.held * map.arenaSize)) used", theme.text))
      }
    }
    if map.heaps > 1 { runs.insert(("heap \(map.heap): ", theme.dim), at: 0) }
    return runs
  }

  /// A power of two in its unit: `256 KiB`, `1 MiB`.
  static func sizeText(_ bytes: Int) -> String {
    bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }

  // MARK: one row an arena

  private mutating func drawRows(_ map: ArenaMapScene, in body: Rect) {
    let left = body.x + 5
    for pool in stride(from: 0, to: map.poolsPerArena, by: 8) {
      canvas.put("\(pool)", x: left + pool, y: body.y, style: theme.faint)
    }
    let room = body.height - 2
    let page = map.chosenPosition / max(room, 1) * max(room, 1)
    let lower = min(max(page - map.first, 0), map.arenas.count)
    var y = body.y + 1
    for arena in map.arenas[lower..<min(lower + room, map.arenas.count)] {
      let isChosen = map.chosen?.arena == arena.name.arena
      let style = arena.change != .none ? theme.now : isChosen ? theme.bold : theme.faint
      canvas.put("\(arena.name.arena)", right: left - 1, y: y, style: style)
      if arena.isReturned {
        canvas.put("went back to the system", x: left, y: y, style: theme.faint)
      } else {
        for (index, pool) in arena.pools.enumerated() { drawCell(pool, x: left + index, y: y) }
        canvas.put(Numbers.percent(arena.usedBytes, of: arena.size), right: left + 70, y: y, style: theme.dim)
      }
      if isChosen, let pool = map.chosen?.pool {
        canvas.put("[" as Unicode.Scalar, x: left + pool - 1, y: y, style: theme.bold)
        canvas.put("]" as Unicode.Scalar, x: left + pool + 1, y: y, style: theme.bold)
      }
      region(
        Rect(x: left, y: y, width: arena.pools.count, height: 1),
        .pools(arena.name, first: 0, count: arena.pools.count, perRow: 64, stride: 1))
      y += 1
    }
    drawStripLegend(x: left, y: body.maxY - 1, limit: body.width - 5)
  }

  /// One pool in one cell, without a letter.
  mutating func drawCell(_ pool: PoolTile, x: Int, y: Int) {
    if let sign = pool.change.sign {
      canvas.put(sign, x: x, y: y, style: theme.now)
      return
    }
    switch pool.state {
    case .notCarved: canvas.put("·" as Unicode.Scalar, x: x, y: y, style: theme.faint)
    case .empty: canvas.put("_" as Unicode.Scalar, x: x, y: y, style: theme.faint)
    case .used, .full:
      let sizeClass = Int(pool.sizeClass)
      tray(
        used: Int(pool.used), capacity: Int(pool.capacity), x: x, y: y, full: theme.classUsed(sizeClass),
        baseline: theme.classBaseline(sizeClass))
    }
  }

  // MARK: one cell an arena

  private mutating func drawCells(_ map: ArenaMapScene, perRow: Int, in body: Rect) {
    let left = body.x + 5
    for column in stride(from: 0, to: perRow, by: 8) {
      canvas.put("\(column)", x: left + column, y: body.y, style: theme.faint)
    }
    let room = max(body.height - 2, 1)
    let total = (map.cells.count + perRow - 1) / perRow
    let chosen = map.chosenPosition
    let firstRow = total <= room ? 0 : chosen / perRow / room * room
    let shown = min(firstRow + room, total)
    for row in firstRow..<shown {
      let y = body.y + 1 + row - firstRow
      canvas.put(Numbers.count(row * perRow), right: left - 1, y: y, style: theme.faint)
      for index in row * perRow..<min((row + 1) * perRow, map.cells.count) {
        drawCell(map.cells[index], x: left + index % perRow, y: y)
      }
    }
    let rect = Rect(x: left, y: body.y + 1, width: perRow, height: shown - firstRow)
    let range = firstRow * perRow..<min(shown * perRow, map.cells.count)
    region(rect, .arenas(map.cells[range].map(\.index), heap: map.heap, perRow: perRow))
    if map.chosen != nil, chosen / perRow >= firstRow, chosen / perRow < shown {
      let y = body.y + 1 + chosen / perRow - firstRow
      let x = left + chosen % perRow
      canvas.put("[" as Unicode.Scalar, x: x - 1, y: y, style: theme.bold)
      canvas.put("]" as Unicode.Scalar, x: x + 1, y: y, style: theme.bold)
    }
    let legendRow = min(body.y + 1 + shown - firstRow, body.maxY - 1)
    if total > room {
      let text: [Run] = [
        ("rows \(Numbers.count(firstRow + 1))–\(Numbers.count(shown)) of \(Numbers.count(total))", theme.text),
        (hasKeys ? "; hjkl go on" : "; \(Numbers.count(total - shown + firstRow)) more", theme.dim),
      ]
      put(text, x: left, y: body.maxY - 1, limit: body.width - 5)
    } else {
      let legend: [Run] = [
        (glyphs.isASCII ? "#" : "█", theme.areaPast), (" nearly full  ", theme.dim),
        (glyphs.isASCII ? "1" : "▁", theme.warn), (" below a tenth  ", theme.dim), (".", theme.bad),
        (" below 1 %  ", theme.dim), ("○", theme.bold), (" empty, kept", theme.dim),
      ]
      put(legend, x: left, y: legendRow, limit: body.width - 5)
    }
  }

  private mutating func drawCell(_ cell: ArenaCell, x: Int, y: Int) {
    if let sign = cell.change.sign {
      canvas.put(sign, x: x, y: y, style: theme.now)
      return
    }
    if cell.isReturned {
      canvas.put(" " as Unicode.Scalar, x: x, y: y, style: theme.faint)
      return
    }
    if cell.isEmpty {
      canvas.put("○" as Unicode.Scalar, x: x, y: y, style: theme.bold)
      return
    }
    let share = Double(cell.usedBytes) / Double(max(cell.capacity, 1))
    if share < 0.01 {
      canvas.put("." as Unicode.Scalar, x: x, y: y, style: theme.bad)
      return
    }
    let style = share < 0.1 ? theme.warn : theme.areaPast
    let level = min(max(Int((share * 8).rounded()), 1), 8)
    let scalar: Unicode.Scalar =
      glyphs.isASCII ? (level == 8 ? "#" : Unicode.Scalar(UInt8(48 + level))) : Tray.block(level)
    canvas.put(scalar, x: x, y: y, style: style)
  }
}
