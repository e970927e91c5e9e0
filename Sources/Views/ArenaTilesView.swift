import Cells
import Scene

extension Frame {
  mutating func drawTiles(_ map: ArenaMapScene, density: MapDensity, in body: Rect, isAlone: Bool) {
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
        (" of \(Numbers.count(map.held))", theme.dim),
        (hasKeys ? "; hjkl go on" : "; \(Numbers.count(map.cells.count - arenas.count)) more", theme.dim),
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

  mutating func drawStripLegend(x: Int, y: Int, limit: Int) {
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
}
