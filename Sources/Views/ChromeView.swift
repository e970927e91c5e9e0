import Cells
import Scene

extension Frame {
  /// The first row: the views as tabs, the recording, CPython's version, whether time runs.
  mutating func draw(_ title: TitleScene, view: ViewKind) {
    canvas.fill(Rect(x: 0, y: 0, width: width, height: 1), with: theme.bar)
    let kinds = ViewKind.allCases.filter { title.views.contains($0) || $0 == view }
    let titles = kinds.reduce(1) { $0 + $1.title.cellCount }
    // Where tabs have no cells to spare, neighbours share one.
    let spare = titles + kinds.count * 4 + title.state.cellCount + 2 < width ? 4 : 3
    let state = titles + kinds.count * spare + title.state.cellCount + 2 < width ? title.state : title.shortState
    var right = canvas.put(state, right: width - 1, y: 0, style: theme.text.on(theme.bar)) - (spare == 4 ? 2 : 1)
    var column = spare == 4 ? 1 : 0
    for kind in kinds {
      let isOpen = kind == view
      let tabWidth = kind.title.cellCount + spare
      guard column + tabWidth <= right else {
        if isOpen { column = 1 } else { continue }
        canvas.fill(Rect(x: 0, y: 0, width: right, height: 1), with: theme.bar)
        regions.removeAll { $0.rect.y == 0 }
        drawTab(kind, isOpen: true, x: 1)
        column = 1 + tabWidth
        break
      }
      drawTab(kind, isOpen: isOpen, x: column)
      column += tabWidth
    }
    if right - column > 20 {
      let file = Numbers.middle(title.file, limit: max(right - column - 4, 4))
      column = canvas.put(file, x: column + 2, y: 0, style: theme.dim.on(theme.bar))
    }
    right -= title.python.cellCount
    if width >= 100, right > column + 2 { canvas.put(title.python, x: right, y: 0, style: theme.dim.on(theme.bar)) }
  }

  /// The ground of the open tab: brighter than the bar by a quarter of the way to the text.
  private var openTab: Style {
    theme.isMono
      ? theme.selection
      : theme.bar.on(theme.bar.background.moved(0.26, toward: theme.text.foreground))
  }

  private mutating func drawTab(_ kind: ViewKind, isOpen: Bool, x: Int) {
    let label = kind.title
    let rect = Rect(x: x, y: 0, width: label.cellCount + 4, height: 1)
    let ground = isOpen ? openTab : theme.bar
    let bold = theme.bold.on(ground)
    if isOpen {
      canvas.fill(rect, with: ground)
      canvas.put("[", x: x, y: 0, style: bold)
      canvas.put("]", x: rect.maxX - 1, y: 0, style: bold)
    }
    canvas.put("\(kind.rawValue)", x: x + 1, y: 0, style: bold)
    canvas.put(label, x: x + 3, y: 0, style: isOpen ? bold : theme.dim.on(ground))
    region(rect, .tab(kind))
  }

  /// The caption: sign and row 1, then row 2 with the call site at its right; wrapped where there are more than two rows.
  mutating func draw(_ caption: CaptionScene, in rect: Rect) {
    guard rect.height > 0 else { return }
    canvas.fill(Rect(x: rect.x + 1, y: rect.y, width: 3, height: 1), with: theme.now)
    canvas.put(caption.sign, x: rect.x + 2, y: rect.y, style: theme.now)
    let x = rect.x + 5
    let room = rect.maxX - x - 1
    if rect.height > 2 {
      var row = rect.y
      for (text, style) in [(caption.row1, theme.bold), (caption.row2, theme.text)] {
        for line in glyphs.text(text).wrapped(to: room) where row < rect.maxY {
          canvas.put(line, x: x, y: row, style: style)
          row += 1
        }
      }
      return
    }
    canvas.put(glyphs.text(caption.row1), x: x, y: rect.y, style: theme.bold, limit: room)
    guard rect.height > 1 else { return }
    var words = caption.row2
    if !caption.more.isEmpty, words.cellCount + caption.more.cellCount + 1 <= room { words += " " + caption.more }
    var site: [Run] = []
    if let place = caption.site {
      site = [(place.text, theme.dim)]
      if !place.function.isEmpty { site.append(("  \(place.function)", theme.dim)) }
      // The words matter more than what was added to them, the place more than the function's name.
      if words.cellCount + 3 + Frame.cellCount(site) > room, caption.row2.cellCount + 3 + Frame.cellCount(site) <= room
      {
        words = caption.row2
      }
      while !site.isEmpty, words.cellCount + 3 + Frame.cellCount(site) > room { site.removeLast() }
    }
    canvas.put(glyphs.text(words), x: x, y: rect.y + 1, style: theme.text, limit: room)
    put(site, right: rect.maxX - 1, y: rect.y + 1)
  }

  /// The status row: segments from the most important on, as many as fit, and what runs at the right.
  mutating func draw(_ status: StatusScene, y: Int, lead: [Run] = [], isLeadAlone: Bool = false) {
    let (dim, text, bold) = (theme.dim, theme.text, theme.bold)
    var right = width - 1
    if !status.message.isEmpty {
      canvas.put(glyphs.text(status.message), x: 1, y: y, style: bold, limit: width - 2)
      return
    }
    var tail: [Run] = width >= 100 ? [(status.state, dim)] : []
    if status.indexed < 1 { tail = [("indexing ", dim), ("\(Int(status.indexed * 100)) %", text)] }
    if status.mismatches > 0 {
      tail =
        [("\(Numbers.count(status.mismatches, "placement")) differ", theme.warn)]
        + (tail.isEmpty ? [] : [("  ", dim)] + tail)
    }
    if !tail.isEmpty { right = put(tail, right: right, y: y) - 2 }
    var segments: [[Run]] = []
    if lead.isEmpty || Frame.cellCount(lead) + 1 > right {
      segments.append([
        ("event ", dim), (Numbers.count(status.position), bold),
        (" of \(Numbers.count(status.total))\(status.totalIsKnown ? "" : "+")", dim),
      ])
    } else {
      segments.append(lead)
    }
    if isLeadAlone {
      put(lead, x: 1, y: y, limit: right - 1)
      return
    }
    if width >= 100 { segments.append([(Numbers.percent(status.position, of: status.total), dim)]) }
    let bytes = Numbers.kibibytes(status.liveBytes)
    segments.append(
      width >= 100
        ? [("live ", dim), (Numbers.count(status.liveBlocks), text), (" blocks, ", dim), (bytes, text)]
        : [("live ", dim), (bytes, text)])
    if status.rawBlocks > 0 {
      segments.append(
        width >= 100
          ? [
            ("raw ", dim), (Numbers.count(status.rawBlocks), text), (", ", dim),
            (Numbers.kibibytes(status.rawBytes), text),
          ]
          : [("raw ", dim), (Numbers.kibibytes(status.rawBytes), text)])
    }
    if status.collectionsTotal > 0 {
      segments.append([
        ("gc ", dim), (Numbers.count(status.collectionsRun), text), ("/\(Numbers.count(status.collectionsTotal))", dim),
      ])
    }
    for (index, tray) in status.generations.enumerated() {
      segments.append([
        ("gen \(index) ", dim), (Numbers.count(tray.count), tray.count > tray.threshold ? theme.warn : text),
        ("/\(Numbers.count(tray.threshold))", dim),
      ])
    }
    if let time = status.microseconds {
      segments.append([("time ", dim), (Numbers.time(microseconds: time), text)])
    }
    if let thread = status.thread { segments.append([("thread ", dim), ("\(thread)", text)]) }
    if let heap = status.heap { segments.append([("heap ", dim), ("\(heap)", text)]) }
    var column = 1
    for segment in segments {
      guard column + Frame.cellCount(segment) <= right else { break }
      column = put(segment, x: column, y: y) + 3
    }
  }

  /// The footer: whole entries from the left; the way to the help is never cut.
  mutating func draw(footer: [FooterEntry], y: Int) {
    canvas.fill(Rect(x: 0, y: y, width: width, height: 1), with: theme.bar)
    func size(_ entry: FooterEntry) -> Int { glyphText(keys: entry.keys).cellCount + 1 + entry.text.cellCount }
    var kept: [FooterEntry] = []
    var room = width - 2
    let help = footer.first { $0.keys == "?" }
    if let help { room -= size(help) + 2 }
    for entry in footer where entry != help {
      guard room >= size(entry) else { break }
      room -= size(entry) + 2
      kept.append(entry)
    }
    if let help {
      let place = footer.firstIndex(of: help) ?? kept.count
      kept.insert(help, at: min(place, kept.count))
    }
    var column = 1
    for entry in kept {
      let start = column
      let keys = entry.isEnabled ? theme.bold.on(theme.bar) : theme.faint.on(theme.bar)
      let words = entry.isEnabled ? theme.dim.on(theme.bar) : theme.faint.on(theme.bar)
      column = canvas.put(glyphText(keys: entry.keys), x: column, y: y, style: keys) + 1
      column = canvas.put(entry.text, x: column, y: y, style: words)
      region(Rect(x: start, y: y, width: column - start, height: 1), .action(entry.action))
      column += 2
    }
  }

  /// Keys as they're shown: in ASCII an arrow takes two characters where it stands alone.
  func glyphText(keys: String) -> String {
    guard glyphs.isASCII else { return keys }
    return keys.split(separator: " ", omittingEmptySubsequences: false)
      .map { word in
        switch word {
        case "←": "<-"
        case "→": "->"
        case "↑↓": "^v"
        default: glyphs.text(String(word))
        }
      }
      .joined(separator: " ")
  }

  /// The prompt in the last row.
  mutating func draw(_ prompt: PromptScene, y: Int) {
    canvas.fill(Rect(x: 0, y: y, width: width, height: 1), with: theme.bar)
    var column = canvas.put(prompt.sigil, x: 0, y: y, style: theme.bold.on(theme.bar))
    let start = column
    column = canvas.put(prompt.text, x: column, y: y, style: theme.bold.on(theme.bar))
    canvas.put(prompt.suggestion, x: column, y: y, style: theme.dim.on(theme.bar))
    canvas.restyle(Rect(x: start + prompt.cursor, y: y, width: 1, height: 1)) { $0 = theme.now }
    if column + prompt.suggestion.cellCount + prompt.hint.cellCount + 4 < width {
      canvas.put(prompt.hint, right: width - 1, y: y, style: theme.dim.on(theme.bar))
    }
  }
}
