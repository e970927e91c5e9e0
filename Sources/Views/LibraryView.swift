import Cells
import Scene

extension Screen {
  /// Draws the library: what can be opened, and about the chosen one what its note says.
  public static func draw(_ library: LibraryScene, width: Int, height: Int, theme: Theme, glyphs: GlyphSet) -> Frame {
    var frame = Frame(width: width, height: height, theme: theme, glyphs: glyphs)
    guard width >= ScreenLayout.least.width, height >= ScreenLayout.least.height else {
      frame.drawTooSmall()
      return frame
    }
    frame.drawLibrary(library)
    return frame
  }
}

extension Frame {
  mutating func drawLibrary(_ library: LibraryScene) {
    canvas.fill(Rect(x: 0, y: 0, width: width, height: 1), with: theme.bar)
    let tab =
      theme.isMono ? theme.selection : theme.bar.on(theme.bar.background.moved(0.26, toward: theme.text.foreground))
    canvas.fill(Rect(x: 1, y: 0, width: 9, height: 1), with: tab)
    canvas.put(" Library ", x: 1, y: 0, style: theme.bold.on(tab))
    canvas.put("arenascope \(library.version)", right: width - 1, y: 0, style: theme.dim.on(theme.bar))
    canvas.put("See CPython's memory, one step at a time.", x: 1, y: 1, style: theme.bold)
    let inside = width >= 76 ? " Inside, → is one step forward, ← one back." : width >= 60 ? " Tab tells about it." : ""
    canvas.put(glyphs.text("Choose a lesson and press Enter.\(inside)"), x: 1, y: 2, style: theme.text)
    let hasSide = width >= 76
    let listWidth = hasSide ? min(max(width * 5 / 8 - 1, 49), 90) : width - 2
    let list = Rect(x: 1, y: 3, width: listWidth, height: height - 7)
    if hasSide || !library.isReading {
      drawGroups(library, in: list)
    } else {
      drawNote(library, in: list)
    }
    if hasSide {
      drawNote(library, in: Rect(x: list.maxX + 2, y: 3, width: width - list.maxX - 3, height: height - 7))
    }
    var command: [Run] = [("Your own program: ", theme.dim), ("arenascope run prog.py", theme.bold)]
    if width >= 74 { command += [("   any command: ", theme.dim), ("arenascope record", theme.bold)] }
    put(command, x: 1, y: height - 3, limit: width - 2)
    let line = library.message.isEmpty ? library.lastPlace : library.message
    canvas.put(
      glyphs.text(line), x: 1, y: height - 2, style: library.message.isEmpty ? theme.dim : theme.bold, limit: width - 2)
    draw(footer: library.footer, y: height - 1)
  }

  private mutating func drawGroups(_ library: LibraryScene, in rect: Rect) {
    // One list of lines, of which as many are shown as fit, the chosen one among them.
    enum Line {
      case title(LibraryScene.Group, isFocused: Bool)
      case row(LibraryScene.Row, Int)
      case space
    }
    var lines: [Line] = []
    var number = 0
    var chosenLine = 0
    for group in library.groups {
      if !lines.isEmpty { lines.append(.space) }
      let numbers = number..<number + group.rows.count
      lines.append(.title(group, isFocused: numbers.contains(library.chosen) && !library.isReading))
      for row in group.rows {
        if number == library.chosen { chosenLine = lines.count }
        lines.append(.row(row, number))
        number += 1
      }
    }
    let isLong = lines.count > rect.height
    // What is above or below is told in a line of its own where the list doesn't end there.
    let room = isLong ? rect.height - 1 : rect.height
    // Nothing moves until the chosen row needs it; then two rows below it are seen.
    let first = chosenLine < room ? 0 : min(chosenLine + 3 - room, lines.count - room)
    for (index, line) in lines[first...].prefix(room).enumerated() {
      let place = Rect(x: rect.x, y: rect.y + index, width: rect.width, height: 1)
      switch line {
      case .space: break
      case .title(let group, let isFocused):
        title(group.title, [(group.measure, theme.dim)], in: place, isFocused: isFocused)
      case .row(let row, let number):
        if let lesson = row.lesson, lesson.number != nil {
          draw(lesson, title: row.title, isChosen: number == library.chosen, in: place)
        } else {
          draw(row, isChosen: number == library.chosen, in: place)
        }
        region(place, .action("open \(number)"))
      }
    }
    if number == 0 {
      canvas.put("Nothing to open here yet: make a recording as below.", x: rect.x + 3, y: rect.y + 1, style: theme.dim)
    }
    guard isLong else { return }
    func rows(_ lines: ArraySlice<Line>) -> Int { lines.count { if case .row = $0 { true } else { false } } }
    /// The groups whose titles are among the lines.
    func groups(_ lines: ArraySlice<Line>) -> String {
      let names = lines.compactMap { if case .title(let group, _) = $0 { group.title.lowercased() } else { nil } }
      return names.isEmpty ? "" : ": \(names.joined(separator: ", "))"
    }
    let hidden = [
      (lines[..<first], "above", ""), (lines[(first + room)...], "below", groups(lines[(first + room)...])),
    ]
    let words = hidden.filter { rows($0.0) > 0 }.map { "\(Numbers.count(rows($0.0))) more \($0.1)\($0.2)" }
    canvas.put(words.joined(separator: ", "), right: rect.maxX - 1, y: rect.maxY - 1, style: theme.dim)
  }

  private mutating func draw(_ row: LibraryScene.Row, isChosen: Bool, in line: Rect) {
    if isChosen {
      canvas.fill(line.inset(left: 1), with: theme.selection)
      canvas.put("▶" as Unicode.Scalar, x: line.x, y: line.y, style: theme.bold)
    }
    let ground = isChosen ? theme.selection : theme.text
    let text = isChosen ? theme.selection : theme.text
    let dim = isChosen ? theme.selection : theme.dim
    canvas.put(row.python, right: line.maxX - 1, y: line.y, style: dim)
    let measureRight = line.maxX - 7
    let start = canvas.put(row.measure, right: measureRight, y: line.y, style: dim)
    let room = start - line.x - 5
    let end = canvas.put(Numbers.middle(row.name, limit: max(room, 4)), x: line.x + 3, y: line.y, style: text)
    let title = start - end - 4
    if title > 12, !row.title.isEmpty {
      canvas.put(row.title, x: end + 2, y: line.y, style: theme.dim.on(ground), limit: title)
    }
  }
}
