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

  // MARK: pools with letters

  private mutating func drawTiles(_ map: ArenaMapScene, density: MapDensity, in body: Rect, isAlone: Bool) {
    let rowsEach = density.rowsPerArena(pools: map.poolsPerArena)
    var arenas = map.arenas[...]
    var first = map.first
    if isAlone, let place = arenas.firstIndex(where: { $0.name.arena == map.chosen?.arena }) {
      first += place
      arenas = arenas[place...place]
    }
    let fit = max((body.height - (body.height > rowsEach ? 1 : 0)) / rowsEach, 1)
    let isPaged = !isAlone && map.cells.count > fit
    if isPaged {
      // Whole pages, so that an arena keeps its place while another of the same page is chosen.
      let page = map.chosenPosition / fit * fit
      let lower = min(max(page - map.first, 0), arenas.count)
      first = map.first + lower
      arenas = arenas[lower..<min(lower + fit, arenas.count)]
    }
    let spare = body.height - arenas.count * rowsEach - 1
    let gap = spare >= arenas.count && arenas.count > 1 || spare > arenas.count ? 1 : 0
    var y = body.y
    for arena in arenas {
      let place = Rect(x: body.x, y: y, width: body.width, height: min(rowsEach, body.maxY - y))
      if density == .strips {
        drawChosenArena(arena, map: map, density: density, in: place)
      } else {
        drawTile(arena, map: map, density: density, in: place)
      }
      y += rowsEach + gap
    }
    guard y < body.maxY || body.height > arenas.count * rowsEach else { return }
    let legendRow = gap == 1 ? min(y, body.maxY - 1) : body.maxY - 1
    if isPaged {
      let (low, high) = (
        Numbers.count(map.cells[first].index), Numbers.count(map.cells[first + arenas.count - 1].index)
      )
      let text: [Run] = [
        (low == high ? "arena \(low)" : "arenas \(low)–\(high)", theme.text),
        (" of \(Numbers.count(map.held)); hjkl go on", theme.dim),
      ]
      put(text, x: body.x + 2, y: legendRow, limit: body.width - 2)
    } else {
      if density == .strips {
        drawStripLegend(x: body.x + 5, y: legendRow, limit: body.width - 5)
      } else {
        drawTileLegend(density, x: body.x + 3, y: legendRow, limit: body.width - 3)
      }
    }
  }

  private mutating func drawStripLegend(x: Int, y: Int, limit: Int) {
    let words =
      limit < 58 ? " one pool, height is share used" : " one pool: colour is its block size, height the share used"
    put([(glyphs.isASCII ? "5" : "▅", theme.classUsed(3)), (words, theme.dim)], x: x, y: y, limit: limit)
  }

  private mutating func drawTileLegend(_ density: MapDensity, x: Int, y: Int, limit: Int) {
    let wide: Int
    if case .trays(let width) = density { wide = width } else { wide = 1 }
    canvas.put(sizeClassLetter(3), x: x, y: y, style: theme.classLetter(3))
    if wide == 1 {
      tray(used: 35, capacity: 80, x: x + 1, y: y, full: theme.classUsed(3), baseline: theme.classBaseline(3))
    } else {
      tray(
        used: wide == 5 ? 49 : 50, capacity: 100, x: x + 1, y: y, width: wide, full: theme.classUsed(3),
        baseline: theme.classBaseline(3))
    }
    let column = x + wide + 2
    let words = wide == 1 ? "one pool: size and share used" : "one pool: block size, part used"
    var runs: [Run] = [
      (words, theme.dim), (wide == 8 ? "    ·" : wide == 5 ? "   ·" : "  ·", theme.faint), (" not carved", theme.dim),
    ]
    if wide == 8 { runs += [("    ", theme.dim), ("+", theme.bold), (" this step", theme.dim)] }
    put(runs, x: column, y: y, limit: max(limit - wide - 1, 0))
  }

  private mutating func drawTile(_ arena: ArenaScene, map: ArenaMapScene, density: MapDensity, in rect: Rect) {
    let isNarrow = density == .letters
    let isChosen = map.chosen?.arena == arena.name.arena
    let nameX = rect.x + (isNarrow ? 0 : 1)
    var column = canvas.put(
      "arena \(arena.name.arena)", x: nameX, y: rect.y,
      style: arena.change != .none ? theme.now : isChosen || !isNarrow ? theme.bold : theme.text)
    if density == .trays(8) {
      column = put([("  at ", theme.faint), (Numbers.address(arena.base), theme.dim)], x: column, y: rect.y)
    }
    if arena.isReturned {
      canvas.put("went back to the system", right: rect.maxX, y: rect.y, style: theme.dim)
      return
    }
    var counts: [String] = []
    for (state, word) in [
      (PoolTile.State.full, "full"), (.used, "part"), (.empty, "empty"), (.notCarved, "not carved"),
    ] {
      let count = arena.count(state)
      if count > 0 { counts.append("\(count) \(word)") }
    }
    let share = Frame.share(arena.usedBytes, of: arena.size)
    while !counts.isEmpty,
      column + 2 + counts.reduce(0, { $0 + $1.cellCount + 2 }) + share.cellCount > rect.maxX
    {
      counts.removeLast()
    }
    put([(counts.joined(separator: "  "), theme.dim), ("  \(share)", theme.text)], right: rect.maxX, y: rect.y)

    let wide: Int
    if case .trays(let width) = density { wide = width } else { wide = 1 }
    let perRow = isNarrow ? 16 : 8
    let stride = wide + 2
    let left = rect.x + (isNarrow ? 2 : 3)
    let numberRight = rect.x + (isNarrow ? 1 : 2)
    for (index, pool) in arena.pools.enumerated() {
      let y = rect.y + 1 + index / perRow
      guard y < rect.maxY else { break }
      if index % perRow == 0 { canvas.put("\(index)", right: numberRight, y: y, style: theme.faint) }
      draw(pool, x: left + index % perRow * stride, y: y, width: wide)
    }
    region(
      Rect(x: left, y: rect.y + 1, width: perRow * stride, height: rect.height - 1),
      .pools(arena.name, first: 0, count: arena.pools.count, perRow: perRow, stride: stride))
    region(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), .place(arena.name.arenaName))
    if isChosen, let pool = map.chosen?.pool, pool < arena.pools.count {
      let y = rect.y + 1 + pool / perRow
      guard y < rect.maxY else { return }
      let x = left + pool % perRow * stride
      canvas.put("[" as Unicode.Scalar, x: x - 1, y: y, style: theme.bold)
      canvas.put("]" as Unicode.Scalar, x: x + wide + 1, y: y, style: theme.bold)
    }
  }

  /// One arena in its own rectangle, below a map that has only a cell for it.
  mutating func drawChosenArena(_ arena: ArenaScene, map: ArenaMapScene, density: MapDensity, in rect: Rect) {
    if density != .rows && density != .strips {
      drawTile(arena, map: map, density: density, in: rect)
      return
    }
    canvas.put("arena \(arena.name.arena)", x: rect.x, y: rect.y, style: theme.bold)
    canvas.put(Frame.share(arena.usedBytes, of: arena.size), right: rect.x + 37, y: rect.y, style: theme.text)
    for (index, pool) in arena.pools.enumerated() where index / 32 < rect.height - 1 {
      drawCell(pool, x: rect.x + 5 + index % 32, y: rect.y + 1 + index / 32)
      if index % 32 == 0 { canvas.put("\(index)", right: rect.x + 4, y: rect.y + 1 + index / 32, style: theme.faint) }
    }
    if map.chosen?.arena == arena.name.arena, let pool = map.chosen?.pool, pool / 32 < rect.height - 1 {
      let (x, y) = (rect.x + 5 + pool % 32, rect.y + 1 + pool / 32)
      canvas.put("[" as Unicode.Scalar, x: x - 1, y: y, style: theme.bold)
      canvas.put("]" as Unicode.Scalar, x: x + 1, y: y, style: theme.bold)
    }
    region(
      Rect(x: rect.x + 5, y: rect.y + 1, width: 32, height: rect.height - 1),
      .pools(arena.name, first: 0, count: arena.pools.count, perRow: 32, stride: 1))
  }

  /// One pool: its letter (or the sign of what the step did to it) and a tray.
  mutating func draw(_ pool: PoolTile, x: Int, y: Int, width: Int) {
    let sizeClass = Int(pool.sizeClass)
    if pool.state == .notCarved {
      canvas.put("·" as Unicode.Scalar, x: x, y: y, style: pool.change == .none ? theme.faint : theme.now)
      return
    }
    if let sign = pool.change.sign {
      canvas.put(sign, x: x, y: y, style: theme.now)
    } else if pool.change == .touched {
      canvas.put(sizeClassLetter(sizeClass), x: x, y: y, style: theme.now)
    } else {
      canvas.put(
        sizeClassLetter(sizeClass), x: x, y: y,
        style: pool.state == .empty ? theme.faint : theme.classLetter(sizeClass))
    }
    let full = theme.classUsed(sizeClass)
    let baseline = theme.classBaseline(sizeClass)
    if width == 1 {
      tray(used: Int(pool.used), capacity: Int(pool.capacity), x: x + 1, y: y, full: full, baseline: baseline)
    } else {
      tray(
        used: Int(pool.used), capacity: Int(pool.capacity), x: x + 1, y: y, width: width, full: full, baseline: baseline
      )
    }
    if pool.hasGhosts { canvas.put("?" as Unicode.Scalar, x: x + width, y: y, style: theme.warn) }
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
        ("; hjkl go on", theme.dim),
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
