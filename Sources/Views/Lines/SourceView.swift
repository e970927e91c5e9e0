import Cells
import Scene

extension Frame {
  /// Draws the script with the line that is about to run, the names with what they refer to, the steps of the line, and
  /// the arena that they lie in.
  mutating func drawSourceView(_ scene: ScreenScene, in panes: Rect) {
    guard let source = scene.source else { return }
    let focus = scene.state.focus
    if scene.state.isZoomed {
      let rect = panes.inset(right: 1)
      if focus == .names {
        drawNames(source, in: rect, isFocused: true)
      } else {
        drawScript(source, in: rect, isFocused: true)
      }
      return
    }
    let hasNames = source.count > 0
    guard panes.width >= 76 else {
      let (top, bottom) = panes.inset(right: 1).split(rows: panes.height / 2)
      drawScript(source, in: top, isFocused: focus == .script)
      if hasNames {
        drawNames(source, in: bottom, isFocused: focus == .names)
      } else {
        draw(scene.stack, in: bottom)
      }
      return
    }
    let strip = stripRows(scene, height: panes.height)
    let (upper, lower) = panes.split(rows: panes.height - strip)
    let half = upper.width / 2 - 2
    let left = Rect(x: upper.x, y: upper.y, width: half, height: upper.height)
    let right = Rect(x: upper.x + half + 3, y: upper.y, width: upper.width - half - 5, height: upper.height)
    let events = eventRows(source, height: left.height)
    let (script, below) = left.split(rows: left.height - events)
    drawScript(source, in: script, isFocused: focus == .script)
    if events > 0 { drawSteps(source, scene.events, in: below) }
    if hasNames {
      let rows = pictureRows(source, height: right.height)
      let (names, picture) = right.split(rows: right.height - rows)
      drawNames(source, in: names, isFocused: focus == .names)
      if let around = source.around, rows > 0 { draw(around, in: picture, isFocused: false, hasKeys: false) }
    } else {
      draw(scene.stack, in: right)
    }
    if strip > 0 { drawStrip(scene, in: lower) }
  }

  /// The rows for the chosen arena, where there is room beside a script of ten lines.
  private func stripRows(_ scene: ScreenScene, height: Int) -> Int {
    guard scene.map.poolsPerArena > 0, !scene.map.arenas.isEmpty, height >= 22 else { return 0 }
    return 2 + (scene.map.poolsPerArena + 31) / 32
  }

  /// The rows for what lies around an object, where all names have theirs.
  private func pictureRows(_ source: SourceScene, height: Int) -> Int {
    guard let around = source.around else { return 0 }
    let wanted = 4 * ((around.boxes.map(\.row).max() ?? 0) + 1) + 2
    let names = source.rowCount + 1
    let room = height - names
    return room >= wanted ? max(wanted, min(room, height / 2)) : 0
  }

  private func eventRows(_ source: SourceScene, height: Int) -> Int {
    guard source.count > 0, height >= 16 else { return 0 }
    return min(max(source.steps.count, 1) + 2, max(height / 4, 5))
  }

  mutating func drawScript(_ source: SourceScene, in rect: Rect, isFocused: Bool) {
    let measure: [Run] = [
      (source.file, theme.text), (source.function.isEmpty ? "" : ", \(source.function)", theme.dim),
    ]
    title("Source", measure, in: rect, isFocused: isFocused)
    region(rect, .pane(.script))
    guard !source.lines.isEmpty else {
      let words = "Line \(source.line ?? 0); the script's text isn't in the recording."
      for (index, text) in words.wrapped(to: rect.width - 2).enumerated() where index + 1 < rect.height {
        canvas.put(text, x: rect.x + 1, y: rect.y + 1 + index, style: theme.dim)
      }
      return
    }
    let room = rect.height - 1
    let numbers = source.numbers
    let here = numbers.firstIndex { $0 >= source.line ?? 1 } ?? 0
    let first = max(min(here - room / 2, numbers.count - room), 0)
    for (row, number) in numbers.dropFirst(first).prefix(max(room, 0)).enumerated() {
      let isNow = number == source.line
      let y = rect.y + 1 + row
      if isNow { canvas.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), with: theme.selection) }
      let ground = isNow ? theme.selection : theme.text
      if isNow { canvas.put("▶" as Unicode.Scalar, x: rect.x, y: y, style: theme.bold.on(ground)) }
      canvas.put("\(number)", right: rect.x + 6, y: y, style: theme.dim.on(ground))
      let end = canvas.put(source.lines[number - 1], x: rect.x + 8, y: y, style: ground, limit: rect.width - 8)
      guard isNow, let collection = source.collections.first else { continue }
      let more = source.collections.count > 1 ? " and \(source.collections.count - 1) more" : ""
      let words = "starts \(collection)\(more): Enter"
      canvas.put(
        end + 2 + words.cellCount <= rect.maxX ? words : "collects: Enter", x: end + 2, y: y,
        style: theme.bold.on(ground), limit: rect.maxX - end - 2)
    }
  }

  mutating func drawNames(_ source: SourceScene, in rect: Rect, isFocused: Bool) {
    title(
      "Names and objects",
      [
        ("line ", theme.dim), (Numbers.count(source.number), theme.text),
        (" of \(Numbers.count(source.count))", theme.dim),
      ],
      in: rect, isFocused: isFocused)
    region(rect, .pane(.names))
    var y = rect.y + 1
    if source.number == 0, y < rect.maxY {
      canvas.put(
        "The script has not begun: . goes to its first line.", x: rect.x + 1, y: y, style: theme.dim, limit: rect.width)
      return
    }
    // What a name leads to is left out before a name is.
    let room = rect.height - 1 - source.rowCount
    let each = source.choices.isEmpty ? 0 : min(max(room / source.choices.count, 0), 6)
    let nameWidth = min(source.scopes.flatMap(\.variables).reduce(4) { max($0, $1.name.cellCount) }, 16)
    for scope in source.scopes {
      guard y < rect.maxY else { return }
      canvas.put("in \(scope.title)", x: rect.x + 1, y: y, style: theme.dim, limit: rect.width - 1)
      y += 1
      for variable in scope.variables where y < rect.maxY {
        y = draw(variable, nameWidth: nameWidth, targets: each, y: y, in: rect)
      }
      y += 1
    }
    guard !source.nameless.isEmpty, y < rect.maxY else { return }
    canvas.put("no name leads to", x: rect.x + 1, y: y, style: theme.bad, limit: rect.width - 1)
    y += 1
    for object in source.nameless where y < rect.maxY {
      y = draw(object, nameWidth: nameWidth, targets: max(each, 1), y: y, in: rect)
    }
  }

  private mutating func draw(
    _ variable: SourceScene.Variable, nameWidth: Int, targets: Int, y: Int, in rect: Rect
  ) -> Int {
    let x = rect.x + 3
    let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
    if variable.isChosen { canvas.fill(line, with: theme.selection) }
    let ground = variable.isChosen ? theme.selection : theme.text
    if variable.isChosen { canvas.put("▶" as Unicode.Scalar, x: rect.x + 1, y: y, style: theme.bold.on(ground)) }
    if let address = variable.address { region(line, .object(address)) }
    let weak = theme.dim.on(ground)
    let strong = variable.isNow ? (variable.isChosen ? theme.bold.on(ground) : theme.now) : theme.bold.on(ground)
    canvas.put(variable.name, x: x, y: y, style: strong, limit: nameWidth)
    guard let object = variable.object else {
      canvas.put("no value yet", x: x + nameWidth + 4, y: y, style: weak, limit: rect.maxX - x - nameWidth - 4)
      return y + 1
    }
    if !variable.name.isEmpty { canvas.put(glyphs.text("→"), x: x + nameWidth + 1, y: y, style: weak) }
    let references = glyphs.text(variable.references)
    var block = variable.isFreed ? "given back  " : variable.block.map { "\($0)  " } ?? ""
    // What it is says more than where.
    if x + nameWidth + 5 + object.cellCount + block.cellCount + references.cellCount > rect.maxX { block = "" }
    let start = put(
      [
        (block, variable.isFreed ? theme.bad.on(ground) : weak),
        (references, variable.isNow && !variable.isChosen ? theme.bold : ground),
      ],
      right: rect.maxX, y: y)
    canvas.put(
      object, x: x + nameWidth + 4, y: y, style: variable.isFreed ? weak : ground,
      limit: max(start - x - nameWidth - 5, 1))
    var y = y + 1
    for target in variable.targets.prefix(targets) where y < rect.maxY {
      canvas.put(
        glyphs.text(target), x: x + nameWidth + 6, y: y, style: theme.dim, limit: rect.maxX - x - nameWidth - 6)
      y += 1
    }
    return y
  }

  /// The steps of the line that the screen knows, oldest at the top.
  private mutating func drawSteps(_ source: SourceScene, _ log: EventLogScene, in rect: Rect) {
    let (_, rect) = rect.split(rows: 1)
    let steps = source.steps
    var shown = log
    shown.rows = log.rows.filter { steps.contains($0.step) }.reversed()
    let done = min(max((log.current ?? -1) + 1 - steps.lowerBound, 0), steps.count)
    let room = rect.height - 1
    if shown.rows.count > room {
      let now = shown.rows.firstIndex { $0.step == log.current } ?? 0
      let first = min(max(now - room / 2, 0), shown.rows.count - room)
      shown.rows = Array(shown.rows[first..<first + room])
    }
    let name = source.line.map { "Events of line \($0)" } ?? "Events"
    // A list without a total is that of a question that waits: how much the line will do is left to the class.
    let isHidden = log.total == 0
    draw(
      shown, in: rect, title: name,
      measure: isHidden ? "\(Numbers.count(done)) so far" : "\(Numbers.count(done)) of \(Numbers.count(steps.count))",
      isFocused: false,
      absence: isHidden ? "You'll see when you have answered." : "It takes and gives back nothing.")
  }

  /// The chosen arena, a letter and a level for each pool.
  private mutating func drawStrip(_ scene: ScreenScene, in rect: Rect) {
    guard
      let arena = scene.map.arenas.first(where: { $0.name.arena == scene.map.chosen?.arena })
        ?? scene.map.arenas.first
    else { return }
    let (_, rect) = rect.split(rows: 1)
    title(
      "Heap",
      [
        ("arena \(arena.name.arena)", theme.text),
        (", \(Frame.share(arena.usedBytes, of: arena.size)) used", theme.dim),
      ], in: rect.inset(right: 1), isFocused: false)
    let perRow = 32
    let width = rect.width >= 104 ? 3 : 2
    for (index, pool) in arena.pools.enumerated() where 1 + index / perRow < rect.height {
      let (x, y) = (rect.x + 4 + index % perRow * width, rect.y + 1 + index / perRow)
      if index % perRow == 0 { canvas.put("\(index)", right: rect.x + 3, y: y, style: theme.faint) }
      draw(pool, x: x, y: y, width: 1)
      region(
        Rect(x: x, y: y, width: 2, height: 1),
        .place(PlaceName(heap: arena.name.heap, arena: arena.name.arena, pool: index)))
      guard scene.map.chosen?.pool == index, width == 3 || index % perRow > 0 else { continue }
      canvas.put("[" as Unicode.Scalar, x: x - 1, y: y, style: theme.bold)
      if width == 3 { canvas.put("]" as Unicode.Scalar, x: x + 2, y: y, style: theme.bold) }
    }
    guard let pool = scene.pool else { return }
    let words = ["pool \(pool.name)", "\(pool.used) of \(pool.blocks.count) used"]
    for (row, text) in words.enumerated() where row + 1 < rect.height {
      let x = rect.x + 5 + perRow * width
      canvas.put(text, x: x, y: rect.y + 1 + row, style: theme.dim, limit: rect.maxX - x)
    }
  }
}

extension SourceScene {
  /// The rows that the names take without what they lead to.
  fileprivate var rowCount: Int {
    scopes.reduce(0) { $0 + $1.variables.count + 2 } + (nameless.isEmpty ? 0 : nameless.count + 2)
  }
}
