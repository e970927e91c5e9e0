import Cells
import Scene

extension Frame {
  /// Draws how full the arenas are, as bars.
  mutating func drawFills(_ pins: PinsScene, in rect: Rect) {
    guard rect.height > 1 else { return }
    title(
      "How full are they?",
      [(Numbers.count(pins.held), theme.text), (pins.held == 1 ? " arena" : " arenas", theme.dim)], in: rect,
      isFocused: false)
    let most = pins.fills.reduce(1) { max($0, $1.count) }
    let barX = rect.x + 21
    let barRoom = max(rect.maxX - barX, 1)
    for (index, fill) in pins.fills.enumerated() where rect.y + 1 + index < rect.maxY {
      let y = rect.y + 1 + index
      canvas.put(fill.title, x: rect.x + 1, y: y, style: theme.text)
      canvas.put(Numbers.count(fill.count), right: rect.x + 19, y: y, style: theme.bold)
      let style: Style
      switch fill.grade {
      case .fine: style = theme.areaPast
      case .low: style = theme.warn
      case .least: style = theme.bad
      case .kept: style = theme.text
      }
      let length = fill.count == 0 ? 0 : max(Int((Double(fill.count) / Double(most) * Double(barRoom)).rounded()), 1)
      for column in 0..<length {
        canvas.put(glyphs.isASCII ? "#" as Unicode.Scalar : "▇", x: barX + column, y: y, style: style)
      }
    }
  }

  /// Draws which call sites hold the nearly empty arenas, and what would go back if the chosen one let go.
  mutating func drawSites(_ pins: PinsScene, in rect: Rect, isFocused: Bool) {
    guard rect.height > 2 else { return }
    let measure: [Run] =
      pins.progress < 1
      ? [("\(Int(pins.progress * 100)) % looked through", theme.dim)]
      : [(Numbers.count(pins.nearlyEmpty), theme.text), (" nearly empty", theme.dim)]
    title("Who keeps them?", measure, in: rect, isFocused: isFocused)
    region(rect, .pane(.sites))
    let x = rect.x + 1
    guard !pins.sites.isEmpty else {
      let words =
        pins.progress < 1
        ? "Looking through the live blocks."
        : !pins.hasSites
          ? "This recording has no call sites: record with --stacks full."
          : pins.nearlyEmpty == 0
            ? "No arena is less than a tenth full: nothing is held by a few blocks."
            : "No call site is known for the blocks that hold these arenas."
      for (index, line) in words.wrapped(to: rect.width - 2).enumerated() where rect.y + 1 + index < rect.maxY {
        canvas.put(line, x: x, y: rect.y + 1 + index, style: theme.dim)
      }
      return
    }
    canvas.put("blocks", right: rect.maxX - 9, y: rect.y + 1, style: theme.dim)
    canvas.put("alone in", right: rect.maxX, y: rect.y + 1, style: theme.dim)
    let explains = rect.height >= 11
    let room = rect.height - 2 - (explains ? 5 : 0) - (pins.together > 0 ? 1 : 0)
    let first = max(min(pins.chosen - room / 2, pins.sites.count - room), 0)
    let isCut = pins.sites.count > room
    canvas.put(
      isCut ? "taken at: \(room) of \(Numbers.count(pins.sites.count)) places" : "taken at", x: x, y: rect.y + 1,
      style: theme.dim, limit: rect.width - 18)
    var y = rect.y + 2
    for index in first..<min(first + room, pins.sites.count) {
      let row = pins.sites[index]
      let isChosen = index == pins.chosen
      let line = Rect(x: rect.x, y: y, width: rect.width + 1, height: 1)
      if isChosen { canvas.fill(line, with: theme.selection) }
      let style = isChosen ? theme.selection : theme.text
      put(Frame.runs(row.site, style, style, limit: rect.width - 18), x: x, y: y)
      canvas.put(Numbers.count(row.blocks), right: rect.maxX - 9, y: y, style: style)
      canvas.put(Numbers.count(row.aloneIn), right: rect.maxX, y: y, style: style)
      region(line, .row(.sites, index))
      y += 1
    }
    if pins.together > 0 {
      canvas.put("two or more of these together", x: x, y: y, style: theme.dim)
      canvas.put(Numbers.count(pins.together), right: rect.maxX, y: y, style: theme.text)
      y += 1
    }
    guard explains, pins.sites.indices.contains(pins.chosen) else { return }
    y += 1
    drawPromise(pins.sites[pins.chosen], pins, in: Rect(x: x, y: y, width: rect.width - 1, height: rect.maxY - y))
  }

  private mutating func drawPromise(_ row: SitePins, _ pins: PinsScene, in rect: Rect) {
    let name = row.site.map { Numbers.middle($0.text, limit: 24) } ?? "the interpreter itself"
    var lines: [(String, Style)] = [("Without the blocks of \(name)", theme.text)]
    if row.aloneIn == 0 {
      lines.append(("no arena would be empty: others hold them too.", theme.dim))
    } else {
      lines.append(("\(Numbers.count(row.aloneIn, "arena")) would be empty and", theme.text))
      lines.append(("\(Frame.sizeText(row.aloneIn * pins.arenaSize)) would go back to the system", theme.bold))
    }
    if let kept = pins.keptArena { lines.append(("(\(kept) is the empty one that is kept)", theme.dim)) }
    var y = rect.y
    for (text, style) in lines {
      for line in text.wrapped(to: rect.width) where y < rect.maxY {
        canvas.put(line, x: rect.x, y: y, style: style)
        y += 1
      }
    }
  }

  /// Draws what holds one arena: a small map of its pools, then the live blocks by pool and call site.
  mutating func drawArenaPins(_ arena: ArenaPinsScene, in rect: Rect, isFocused: Bool) {
    guard rect.height > 1 else { return }
    let share = Frame.share(arena.usedBytes, of: arena.size)
    title(
      "Arena \(arena.name)",
      [(share, theme.text), (" used, \(arena.poolsInUse) of \(arena.pools.count) pools", theme.dim)], in: rect,
      isFocused: isFocused)
    region(rect, .pane(.blocks))
    var y = rect.y + 1
    if rect.height >= 9, !arena.pools.isEmpty {
      let perRow = rect.width >= 66 ? 64 : 32
      for (index, pool) in arena.pools.enumerated() {
        drawCell(pool, x: rect.x + 1 + index % perRow, y: y + index / perRow)
      }
      let rows = (arena.pools.count + perRow - 1) / perRow
      region(
        Rect(x: rect.x + 1, y: y, width: perRow, height: rows),
        .pools(arena.name, first: 0, count: arena.pools.count, perRow: perRow, stride: 1))
      y += rows + 1
    }
    guard !arena.pins.isEmpty else {
      canvas.put(
        arena.blocks == 0 ? "No block of it is in use." : "Looking for who took them.", x: rect.x + 1, y: y,
        style: theme.dim)
      return
    }
    let room = rect.maxY - y
    let isCut = arena.total > arena.first + min(room, arena.pins.count)
    let nameWidth = arena.pins.reduce(5) { max($0, $1.pool.description.cellCount) }
    let counts = arena.pins.map { Numbers.count($0.blocks, "block") }
    let countWidth = counts.reduce(0) { max($0, $1.cellCount) }
    for (index, pin) in arena.pins.enumerated() {
      guard y < rect.maxY - (isCut ? 1 : 0) else { break }
      let number = arena.first + index
      let isChosen = isFocused && number == arena.chosen
      let line = Rect(x: rect.x, y: y, width: rect.width + 1, height: 1)
      if isChosen { canvas.fill(line, with: theme.selection) }
      let ground = isChosen ? theme.selection : theme.text
      canvas.put(
        sizeClassLetter(pin.sizeClass), x: rect.x + 1, y: y, style: theme.classLetter(pin.sizeClass).on(ground))
      canvas.put(pin.pool.description, x: rect.x + 3, y: y, style: theme.text.on(ground))
      let countRight = rect.x + 5 + nameWidth + countWidth
      canvas.put(counts[index], right: countRight, y: y, style: theme.text.on(ground))
      let room = rect.maxX - countRight - 2
      var site = pin.site
      // The name of the one block says more than those that its line gives.
      if let name = pin.blockName { site?.function = name }
      var runs = Frame.runs(site, theme.dim.on(ground), theme.dim.on(ground), limit: room)
      if let oldest = pin.oldest, rect.width > 60 {
        runs.append(("  since event \(Numbers.count(oldest))", theme.faint.on(ground)))
      }
      if Frame.cellCount(runs) > room { runs.removeLast() }
      put(runs, x: countRight + 2, y: y, limit: room)
      region(line, .row(.blocks, number))
      y += 1
    }
    if isCut {
      let left = arena.total - (y - rect.y) + 1
      canvas.put(Numbers.count(max(left, 1), "more group"), x: rect.x + 1, y: y, style: theme.dim)
    }
  }

  /// A call site in so many cells: the place is kept whole while it fits, the function takes what is left.
  static func runs(_ site: CallSite?, _ style: Style, _ functionStyle: Style, limit: Int) -> [Run] {
    guard let site else { return [("no Python code", style)] }
    let place = Numbers.middle(site.text, limit: limit)
    let rest = limit - place.cellCount - 1
    guard rest >= 4, !site.function.isEmpty else { return [(place, style)] }
    guard site.function.cellCount > rest else { return [(place, style), (" \(site.function)", functionStyle)] }
    let scalars = Array(site.function.unicodeScalars.prefix(rest - 1))
    return [(place, style), (" \(String(String.UnicodeScalarView(scalars)))…", functionStyle)]
  }

  /// A share with a decimal digit below one per cent: `0.1 %`.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0, part * 100 < whole else { return Numbers.percent(part, of: whole) }
    let text = Numbers.fixed(part * 100, over: whole, digits: 1)
    return text == "0.0" ? "<0.1 %" : "\(text) %"
  }
}
