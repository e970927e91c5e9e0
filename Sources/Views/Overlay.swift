import Cells
import Scene

extension Frame {
  /// A box that stands before the picture: cleared, framed, with a title and words at its right.
  mutating func box(_ rect: Rect, title: String, hint: String) {
    canvas.fill(rect, with: theme.text)
    let line = theme.isMono ? theme.text : theme.dim
    canvas.hline(x: rect.x + 1, y: rect.y, length: rect.width - 2, style: line)
    canvas.hline(x: rect.x + 1, y: rect.maxY - 1, length: rect.width - 2, style: line)
    canvas.vline(x: rect.x, y: rect.y + 1, length: rect.height - 2, style: line)
    canvas.vline(x: rect.maxX - 1, y: rect.y + 1, length: rect.height - 2, style: line)
    for (scalar, x, y) in [
      ("╭" as Unicode.Scalar, rect.x, rect.y), ("╮", rect.maxX - 1, rect.y), ("╰", rect.x, rect.maxY - 1),
      ("╯", rect.maxX - 1, rect.maxY - 1),
    ] {
      canvas.put(scalar, x: x, y: y, style: line)
    }
    let end = canvas.put(" \(title) ", x: rect.x + 2, y: rect.y, style: theme.bold, limit: rect.width - 4)
    if end + hint.cellCount + 4 < rect.maxX {
      canvas.put(" \(hint) ", right: rect.maxX - 2, y: rect.y, style: theme.dim)
    }
  }

  /// A row of a list in a box: marked with `▶` and a ground of its own if it's chosen. Gives the ground for its text.
  private mutating func row(_ rect: Rect, isChosen: Bool) -> Style {
    guard isChosen else { return theme.text }
    canvas.fill(rect.inset(left: 1), with: theme.selection)
    canvas.put("▶" as Unicode.Scalar, x: rect.x, y: rect.y, style: theme.bold)
    return theme.selection
  }

  // MARK: help

  /// Draws the help before the picture.
  public mutating func draw(_ help: HelpScene) {
    recede()
    let rect = canvas.bounds
    let subject =
      switch help.place {
      case .view: help.view.name
      case .lesson: "a lesson, with the \(help.view.name) view"
      case .library: "the library"
      }
    box(rect, title: "Help: \(subject)", hint: "/ to search, Esc to close")
    let isWide = rect.width >= 76
    let symbolWidth = isWide ? 38 : rect.width - 8
    var symbols: [Legend.Line] = []
    if help.filter.isEmpty {
      symbols =
        help.place == .library
        ? Legend.library(width: symbolWidth)
        : Legend.lines(for: help.view, poolSize: help.poolSize, width: symbolWidth)
    }
    var keys: [HelpEntry] = []
    for group in help.groups {
      let kept = group.filter {
        help.filter.isEmpty || "\($0.keys) \($0.text)".lowercased().contains(help.filter.lowercased())
      }
      if !kept.isEmpty, !keys.isEmpty { keys.append(HelpEntry("", "")) }
      keys += kept
    }
    let inner = rect.inset(left: 4, top: 1, right: 2, bottom: 1)
    let keyX = isWide && help.filter.isEmpty ? max(inner.x + 39, rect.width / 2 + 3) : inner.x
    var top = inner.y
    if isWide, help.filter.isEmpty {
      canvas.put("What you see", x: inner.x, y: top, style: theme.bold)
      canvas.put("Keys here", x: keyX, y: top, style: theme.bold)
      drawSymbols(symbols, x: inner.x, y: top + 1, scroll: help.scroll, rows: inner.height - 2)
      drawKeys(keys, x: keyX, y: top + 1, scroll: help.scroll, rows: inner.height - 2, right: inner.maxX)
      drawMore(rows: max(symbols.count, keys.count) - help.scroll - (inner.height - 2), in: rect)
    } else {
      if !help.filter.isEmpty {
        canvas.put("Keys and commands with “\(help.filter)”", x: inner.x, y: top, style: theme.bold)
        top += 1
      }
      // One column: the keys first, then the glyphs.
      let shown = max(keys.count - help.scroll, 0)
      drawKeys(keys, x: inner.x, y: top, scroll: help.scroll, rows: inner.maxY - top, right: inner.maxX)
      if shown + 1 < inner.maxY - top {
        drawSymbols(
          symbols, x: inner.x, y: top + shown + (shown > 0 ? 1 : 0), scroll: max(help.scroll - keys.count, 0),
          rows: inner.maxY - top - shown - 1)
      }
      drawMore(rows: keys.count + symbols.count + 1 - help.scroll - inner.height, in: rect)
    }
  }

  private mutating func drawMore(rows: Int, in rect: Rect) {
    guard rows > 0 else { return }
    canvas.put(" \(Numbers.count(rows, "more row")), j goes down ", x: rect.x + 3, y: rect.maxY - 1, style: theme.dim)
  }

  private mutating func drawKeys(_ keys: [HelpEntry], x: Int, y: Int, scroll: Int, rows: Int, right: Int) {
    for (index, entry) in keys.dropFirst(scroll).prefix(max(rows, 0)).enumerated() {
      canvas.put(glyphs.text(entry.keys), x: x, y: y + index, style: theme.bold, limit: 11)
      let start = max(x + 8, x + entry.keys.cellCount + 1)
      canvas.put(entry.text, x: start, y: y + index, style: theme.text, limit: right - start)
    }
  }

  private mutating func drawSymbols(_ lines: [Legend.Line], x: Int, y: Int, scroll: Int, rows: Int) {
    for (index, line) in lines.dropFirst(scroll).prefix(max(rows, 0)).enumerated() {
      drawSymbol(line.symbol, x: x, y: y + index)
      put(line.words.map { ($0.text, style(of: $0.role)) }, x: x + (line.symbol == .none ? 0 : 9), y: y + index)
    }
  }

  private func style(of role: Legend.Role) -> Style {
    switch role {
    case .text: theme.text
    case .dim: theme.dim
    case .letter(let index): theme.classLetter(index)
    }
  }

  private mutating func drawSymbol(_ symbol: Legend.Symbol, x: Int, y: Int) {
    switch symbol {
    case .none: break
    case .tray(let used, let width):
      let tile = PoolTile(used == 0 ? .empty : used == 255 ? .full : .used, sizeClass: 3, used: used, capacity: 255)
      draw(tile, x: x, y: y, width: width)
    case .glyph(let glyph, let role):
      let style: Style
      switch role {
      case .used: style = usedStyle(3)
      case .free: style = freeStyle(3)
      case .faint: style = theme.faint
      case .warn: style = theme.warn
      case .bold: style = theme.bold
      case .bad: style = theme.bad
      case .past: style = theme.areaPast
      }
      canvas.put(glyph, x: x, y: y, style: style)
    case .now(let sign):
      canvas.put(" \(sign) ", x: x, y: y, style: theme.now)
    case .word(let word):
      canvas.put(
        theme.isMono && word == "white" ? "reverse" : theme.isLight && word == "white" ? "black" : word, x: x, y: y,
        style: theme.bold)
    }
  }

  // MARK: commands and search

  /// Draws the palette of commands and the prompt before the picture.
  public mutating func draw(_ commands: CommandsScene) {
    recede()
    let room = max(min(commands.rows.count, height - 8), 1)
    let rect = Rect(x: 0, y: height - 4 - room, width: width, height: room + 3)
    box(rect, title: commands.title, hint: "Tab completes, Esc leaves")
    let first = max(min((commands.chosen ?? 0) - room + 1, commands.rows.count - room), 0)
    let column = min(30, max(width / 3, 16))
    for index in first..<min(first + room, commands.rows.count) {
      let line = Rect(x: rect.x + 1, y: rect.y + 1 + index - first, width: rect.width - 2, height: 1)
      let isChosen = index == commands.chosen
      let ground = row(line, isChosen: isChosen)
      let command = commands.rows[index].command
      let x = line.x + 2
      canvas.put(command, x: x, y: line.y, style: isChosen ? ground : theme.text, limit: column - 4)
      let typed = String(String.UnicodeScalarView(commands.prompt.text.unicodeScalars.prefix(commands.typed)))
      if !typed.isEmpty, let place = Frame.place(of: typed, in: command), place + typed.cellCount <= column - 4 {
        canvas.put(typed, x: x + place, y: line.y, style: theme.warn.on(ground))
      }
      canvas.put(
        commands.rows[index].text, x: column, y: line.y, style: isChosen ? ground : theme.dim, limit: line.maxX - column
      )
      region(line, .action("command \(index)"))
    }
    canvas.put(
      "\(Numbers.count(commands.rows.count)) of \(Numbers.count(commands.total, commands.noun))", x: rect.x + 3,
      y: rect.maxY - 2, style: theme.faint)
    draw(commands.prompt, y: height - 1)
  }

  /// How many characters stand before a part of a text; nil if it isn't in it.
  private static func place(of part: String, in text: String) -> Int? {
    let (whole, wanted) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
    guard wanted.count <= whole.count else { return nil }
    return (0...whole.count - wanted.count).first { whole[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }

  /// Draws the results of a search and the prompt before the picture.
  public mutating func draw(_ search: SearchScene) {
    recede()
    let examples = search.rows.isEmpty || height >= 20 ? search.examples : []
    let results = max(min(search.rows.count, height - 8 - (examples.isEmpty ? 0 : 3)), 1)
    let shownExamples = Array(examples.prefix(max(height - 8 - results, 0)))
    let inside = 1 + results + (shownExamples.isEmpty ? 0 : shownExamples.count + 1)
    let rect = Rect(x: 0, y: max(height - 3 - inside - 1, 0), width: width, height: inside + 2)
    let first = max(min((search.chosen ?? 0) - results + 1, search.rows.count - results), 0)
    var hint = "\(Numbers.count(min(results, search.rows.count))) of \(Numbers.count(search.total))"
    if let progress = search.progress { hint = "searching, \(Int(progress * 100)) %   \(hint)" }
    box(rect, title: "Find: block, pool, line, event", hint: hint)
    let columns = [
      rect.x + 3, rect.x + 12, rect.x + min(30, max(width * 3 / 8, 22)), rect.x + min(44, max(width * 11 / 20, 30)),
    ]
    for (text, x) in zip(["kind", "where", "what", "more"], columns) {
      canvas.put(text, x: x, y: rect.y + 1, style: theme.dim)
    }
    var y = rect.y + 2
    if !search.error.isEmpty {
      canvas.put(search.error, x: rect.x + 3, y: y, style: theme.warn, limit: rect.width - 5)
      y += 1
    } else if search.rows.isEmpty {
      let words = search.progress == nil ? (search.prompt.text.isEmpty ? "" : "nothing found") : "searching"
      canvas.put(words, x: rect.x + 3, y: y, style: theme.dim)
      y += 1
    } else {
      for index in first..<min(first + results, search.rows.count) {
        let line = Rect(x: rect.x + 1, y: y, width: rect.width - 2, height: 1)
        let isChosen = index == search.chosen
        let ground = row(line, isChosen: isChosen)
        let result = search.rows[index]
        let weak = isChosen ? ground : theme.dim
        canvas.put(result.kind, x: columns[0], y: y, style: weak, limit: columns[1] - columns[0] - 1)
        canvas.put(
          result.place, x: columns[1], y: y, style: isChosen ? ground : theme.text, limit: columns[2] - columns[1] - 1)
        canvas.put(
          result.what, x: columns[2], y: y, style: isChosen ? ground : theme.text, limit: columns[3] - columns[2] - 1)
        canvas.put(result.more, x: columns[3], y: y, style: weak, limit: line.maxX - columns[3])
        region(line, .action("result \(index)"))
        y += 1
      }
    }
    if !shownExamples.isEmpty {
      canvas.put("You can also type", x: rect.x + 3, y: y, style: theme.dim)
      for entry in shownExamples {
        y += 1
        canvas.put(entry.keys, x: rect.x + 3, y: y, style: theme.text)
        canvas.put(entry.text, x: rect.x + 22, y: y, style: theme.dim, limit: rect.width - 24)
      }
    }
    draw(search.prompt, y: height - 1)
  }

  /// Draws a prompt in the last row without a list above it.
  public mutating func draw(_ prompt: PromptScene) { draw(prompt, y: height - 1) }

  // MARK: breakpoints

  /// Draws the breakpoints before the picture.
  public mutating func draw(_ list: BreakpointsScene) {
    recede()
    let boxWidth = min(width, max(min(width - 16, 80), 64))
    let inputRows = list.input == nil ? 0 : 4
    let exampleRows = list.examples.isEmpty ? 0 : list.examples.count + 1
    let room = max(min(max(list.rows.count, 1), height - 6 - inputRows - exampleRows), 1)
    let boxHeight = min(room + 4 + inputRows + exampleRows, height - 2)
    let rect = Rect(
      x: (width - boxWidth) / 2, y: max((height - boxHeight) / 2, 0), width: boxWidth, height: boxHeight)
    box(rect, title: "Breakpoints", hint: "b new   d delete   x on, off")
    let hitsRight = rect.maxX - 22
    let nextRight = rect.maxX - 11
    var y = rect.y + 1
    canvas.put("stop when", x: rect.x + 2, y: y, style: theme.dim)
    canvas.put("hits", right: hitsRight, y: y, style: theme.dim)
    canvas.put("next at", right: nextRight, y: y, style: theme.dim)
    y += 1
    if list.rows.isEmpty { canvas.put("No breakpoint yet: b makes one.", x: rect.x + 3, y: y, style: theme.dim) }
    let first = max(min((list.chosen ?? 0) - room + 1, list.rows.count - room), 0)
    for index in first..<min(first + room, list.rows.count) {
      let entry = list.rows[index]
      let line = Rect(x: rect.x + 1, y: y, width: rect.width - 2, height: 1)
      let isChosen = index == list.chosen
      if isChosen { canvas.fill(line, with: theme.selection) }
      let ground = isChosen ? theme.selection : theme.text
      let text = isChosen ? theme.selection : entry.isOn ? theme.text : theme.faint
      canvas.put(
        entry.isOn ? "●" as Unicode.Scalar : "○", x: rect.x + 2, y: y,
        style: (entry.isOn ? theme.bad : theme.faint).on(ground))
      let room = hitsRight - rect.x - 6 - entry.hits.cellCount
      canvas.put(entry.condition, x: rect.x + 4, y: y, style: text, limit: room)
      canvas.put(entry.isOn ? entry.hits : "off", right: hitsRight, y: y, style: text)
      if entry.isOn { canvas.put(entry.next, right: nextRight, y: y, style: text) }
      region(line, .action("breakpoint \(index)"))
      y += 1
    }
    if list.rows.isEmpty { y += 1 }
    if let input = list.input {
      y += 1
      let start = canvas.put("New: stop when ", x: rect.x + 2, y: y, style: theme.bold)
      let field = Rect(x: start, y: y, width: rect.maxX - 2 - start, height: 1)
      canvas.fill(field, with: theme.selection)
      canvas.put(input.text, x: start + 1, y: y, style: theme.selection)
      canvas.restyle(Rect(x: start + 1 + input.cursor, y: y, width: 1, height: 1)) { $0 = theme.now }
      y += 1
      let verdict = list.isUnderstood && !list.verdict.isEmpty ? "✓ \(list.verdict)" : list.verdict
      canvas.put(
        verdict, x: start + 1, y: y, style: list.isUnderstood ? theme.good : theme.warn, limit: rect.maxX - start - 3)
      y += 1
      canvas.put("c goes there, C comes back", x: start + 1, y: y, style: theme.dim, limit: rect.maxX - start - 3)
      y += 1
    }
    for (index, example) in list.examples.enumerated() where y + 1 < rect.maxY - 1 {
      y += 1
      canvas.put(index == 0 ? "Also: " : "      ", x: rect.x + 2, y: y, style: theme.dim)
      canvas.put(example, x: rect.x + 8, y: y, style: theme.dim, limit: rect.maxX - rect.x - 10)
    }
  }
}
