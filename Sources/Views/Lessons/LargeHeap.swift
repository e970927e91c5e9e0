import Cells
import Scene

/// How large the pools of so many arenas are where nothing but the arenas is drawn.
private struct PoolTiles {
  let perRow: Int
  let width: Int
  let height: Int
  let rowsEach: Int

  /// The largest tiles with which all arenas are seen; nil where none are large enough for a letter and a tray.
  init?(arenas: Int, pools: Int, columns: Int, rows: Int) {
    var best: (perRow: Int, width: Int, height: Int, area: Int)?
    for perRow in [16, 8, 32] {
      let lines = (pools + perRow - 1) / perRow
      let width = min(columns / perRow, 12)
      let height = min((rows / max(arenas, 1) - 1) / lines, 6)
      guard width >= 4 || width >= 2 && height == 1, height >= 1 else { continue }
      // What is about as high as it's wide is easier to tell apart.
      let area = min(width, height * 3) * height
      if area > best?.area ?? 0 { best = (perRow, width, height, area) }
    }
    guard let best else { return nil }
    (perRow, width, height) = (best.perRow, best.width, best.height)
    rowsEach = 1 + (pools + perRow - 1) / perRow * best.height
  }
}

extension Frame {
  /// Draws the arenas alone, with pools as large as the room allows.
  mutating func drawLargeHeap(_ map: ArenaMapScene, pool: PoolScene?, in rect: Rect) {
    let body = Rect(x: rect.x + 3, y: rect.y + 1, width: rect.width - 5, height: rect.height - 2)
    title(
      "Arenas",
      [
        ("\(Numbers.count(map.held)) × \(Frame.sizeText(map.arenaSize))", theme.text),
        (", \(Numbers.percent(map.usedBytes, of: map.held * map.arenaSize)) in use", theme.dim),
      ], in: Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: 1), isFocused: false)
    region(rect, .pane(.arenas))
    guard map.held > 0 || !map.arenas.isEmpty else {
      for (row, words) in ["No arena yet.", "The first small request gets one."].enumerated() {
        canvas.put(
          words, x: rect.x + max((rect.width - words.cellCount) / 2, 0), y: rect.y + rect.height / 2 + row,
          style: theme.bold)
      }
      return
    }
    let rows = body.height
    if map.arenas.count == map.cells.count,
      let tiles = PoolTiles(arenas: map.arenas.count, pools: map.poolsPerArena, columns: body.width, rows: rows)
    {
      // Few arenas leave rows between them.
      let gap = min(max((rows - map.arenas.count * tiles.rowsEach) / max(map.arenas.count, 1), 0), 1)
      for (place, arena) in map.arenas.enumerated() {
        let y = body.y + place * (tiles.rowsEach + gap)
        draw(arena, of: map, tiles: tiles, in: Rect(x: body.x, y: y, width: body.width, height: tiles.rowsEach))
      }
    } else if map.cells.count <= 2 * rows, let used = drawArenaTrays(map, in: body) {
      drawChosenArena(of: map, in: body.inset(top: used + 1))
    } else {
      let isWide = rect.width >= MapDensity.cells(perRow: 64).columns
      draw(map, density: .cells(perRow: isWide ? 64 : 32), in: rect.inset(left: 1, right: 1), isFocused: false)
      return
    }
    drawHeapWords(map, pool, y: rect.maxY - 1, in: rect)
  }

  private mutating func draw(_ arena: ArenaScene, of map: ArenaMapScene, tiles: PoolTiles, in rect: Rect) {
    drawName(of: arena, y: rect.y, in: rect)
    guard !arena.isReturned else { return }
    for (index, pool) in arena.pools.enumerated() {
      let tile = Rect(
        x: rect.x + index % tiles.perRow * tiles.width, y: rect.y + 1 + index / tiles.perRow * tiles.height,
        width: tiles.width, height: tiles.height)
      let isChosen = map.chosen?.arena == arena.name.arena && map.chosen?.pool == index
      drawLarge(pool, isChosen: isChosen, in: tile)
      region(tile, .place(PlaceName(heap: arena.name.heap, arena: arena.name.arena, pool: index)))
    }
  }

  private mutating func drawName(of arena: ArenaScene, y: Int, in rect: Rect) {
    canvas.put("arena \(arena.name.arena)", x: rect.x, y: y, style: arena.change != .none ? theme.now : theme.bold)
    if arena.isReturned {
      canvas.put("went back to the system", right: rect.maxX, y: y, style: theme.text)
      return
    }
    var counts: [String] = []
    for (state, word) in [
      (PoolTile.State.full, "full"), (.used, "part"), (.empty, "empty"), (.notCarved, "not carved"),
    ] where arena.count(state) > 0 {
      counts.append("\(arena.count(state)) \(word)")
    }
    counts.append("\(Frame.share(arena.usedBytes, of: arena.size)) in use")
    canvas.put(counts.joined(separator: "   "), right: rect.maxX, y: y, style: theme.text)
  }

  /// One pool: its letter with the sign of the step, and below it a tray of several rows.
  private mutating func drawLarge(_ pool: PoolTile, isChosen: Bool, in tile: Rect) {
    let isFlat = tile.height == 1
    let sizeClass = Int(pool.sizeClass)
    let isNow = pool.change != .none
    let width = tile.width - (tile.width > 2 ? 1 : 0)
    guard pool.state != .notCarved else {
      canvas.put("·" as Unicode.Scalar, x: tile.x, y: tile.y, style: isNow ? theme.now : theme.faint)
      return
    }
    let style = isNow ? theme.now : pool.state == .empty ? theme.dim : theme.classLetter(sizeClass).emphasised
    let letter = String(sizeClassLetter(sizeClass))
    if isFlat {
      canvas.put(pool.change.sign.map { String($0) } ?? letter, x: tile.x, y: tile.y, style: style)
    } else {
      let name = (pool.change.sign.map { String($0) } ?? "") + letter
      canvas.put(isChosen && width > name.cellCount + 1 ? "[\(name)]" : name, x: tile.x, y: tile.y, style: style)
    }
    // The row above the next tile stays free where there are enough.
    let rows = isFlat ? 1 : tile.height - (tile.height > 2 ? 2 : 1)
    drawTray(
      pool,
      in: Rect(
        x: isFlat ? tile.x + 1 : tile.x, y: isFlat ? tile.y : tile.y + 1, width: isFlat ? max(width - 1, 1) : width,
        height: rows))
    if isFlat, isChosen { canvas.restyle(Rect(x: tile.x, y: tile.y, width: 1, height: 1)) { $0.underline = true } }
  }

  /// A tray of several rows: tall where it's in use, the baseline where there is room.
  private mutating func drawTray(_ pool: PoolTile, in rect: Rect) {
    let (full, baseline) = (theme.classUsed(Int(pool.sizeClass)), theme.classBaseline(Int(pool.sizeClass)))
    let (used, capacity) = (Int(pool.used), Int(pool.capacity))
    if rect.height == 1, rect.width == 1 {
      tray(used: used, capacity: capacity, x: rect.x, y: rect.y, full: full, baseline: baseline)
      return
    }
    tray(used: used, capacity: capacity, x: rect.x, y: rect.maxY - 1, width: rect.width, full: full, baseline: baseline)
    guard rect.height > 1 else { return }
    let tall =
      glyphs.isASCII
      ? Tray.asciiCount(used: used, capacity: capacity, width: rect.width)
      : Tray.edge(used: used, capacity: capacity, width: rect.width).tall
    guard tall > 0 else { return }
    let block: Unicode.Scalar = glyphs.isASCII ? "#" : "█"
    canvas.fill(Rect(x: rect.x, y: rect.y + 1, width: tall, height: rect.height - 1), with: full, scalar: block)
    canvas.fill(Rect(x: rect.x, y: rect.y, width: tall, height: 1), with: full, scalar: glyphs.isASCII ? "#" : "▇")
  }

  /// The arena that is looked at with its pools, below those that have only a tray.
  private mutating func drawChosenArena(of map: ArenaMapScene, in rect: Rect) {
    guard let arena = map.arenas.first(where: { $0.name.arena == map.chosen?.arena }), !arena.isReturned,
      let tiles = PoolTiles(arenas: 1, pools: map.poolsPerArena, columns: rect.width, rows: rect.height)
    else { return }
    draw(arena, of: map, tiles: tiles, in: rect)
  }

  /// A name and a tray for each arena, where there are too many to show their pools, with room for one below; gives the
  /// rows taken, nil where they don't fit either.
  private mutating func drawArenaTrays(_ map: ArenaMapScene, in rect: Rect) -> Int? {
    let perRow = max((rect.width + 1) / 15, 1)
    let lines = (map.cells.count + perRow - 1) / perRow
    // An arena below takes four rows of pools with its name, or two.
    let strides = [6, 4, 0].map { min((rect.height - $0) / max(lines, 1), 4) }
    guard let stride = strides.first(where: { $0 >= 2 }) else { return nil }
    for (index, arena) in map.cells.enumerated() {
      let (x, y) = (rect.x + index % perRow * 15, rect.y + index / perRow * stride)
      let isChosen = map.chosen?.arena == arena.index
      let name = "arena \(arena.index)"
      canvas.put(
        isChosen ? "▶\(name)" : name, x: x, y: y, style: arena.change != .none ? theme.now : theme.bold)
      region(Rect(x: x, y: y, width: 14, height: 2), .place(PlaceName(heap: map.heap, arena: arena.index)))
      if arena.isReturned {
        canvas.put("went back", x: x, y: y + 1, style: theme.text)
        continue
      }
      canvas.put(Frame.share(arena.usedBytes, of: arena.capacity), right: x + 14, y: y, style: theme.text)
      for row in 0..<max(stride - 2, 1) {
        tray(
          used: arena.usedBytes, capacity: arena.capacity, x: x, y: y + 1 + row, width: 14, full: theme.areaPast,
          baseline: theme.areaFuture)
      }
    }
    return lines * stride
  }

  /// What the tiles mean, and what the chosen pool is.
  private mutating func drawHeapWords(_ map: ArenaMapScene, _ pool: PoolScene?, y: Int, in rect: Rect) {
    guard map.arenas.contains(where: { !$0.isReturned }) else { return }
    var runs: [Run] = []
    if let pool, !pool.blocks.isEmpty {
      runs = [
        ("Pool \(pool.name): ", theme.bold),
        (String(sizeClassLetter(pool.sizeClass)), theme.classLetter(pool.sizeClass)),
        (
          ", blocks of \(pool.blockSize) bytes, \(Numbers.count(pool.used)) of \(Numbers.count(pool.blocks.count)) in use",
          theme.text
        ),
      ]
    }
    put(runs, x: rect.x + 3, y: y, limit: rect.width - 5)
  }
}
