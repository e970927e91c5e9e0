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
    canvas.put(
      glyphs.text("Choose a recording and press Enter. Inside, → is one step forward, ← one back."), x: 1, y: 2,
      style: theme.text, limit: width - 2)
    let hasSide = width >= 76
    let listWidth = hasSide ? min(max(width * 5 / 8 - 1, 49), 90) : width - 2
    let list = Rect(x: 1, y: 3, width: listWidth, height: height - 7)
    drawGroups(library, in: list)
    if hasSide {
      drawNote(library, in: Rect(x: list.maxX + 2, y: 3, width: width - list.maxX - 3, height: height - 7))
    }
    let command: [Run] = [
      ("Your own program: ", theme.dim), ("arenascope record python3 prog.py", theme.bold),
      ("   any Python command", theme.dim),
    ]
    put(command, x: 1, y: height - 3, limit: width - 2)
    let line = library.message.isEmpty ? library.lastPlace : library.message
    canvas.put(
      glyphs.text(line), x: 1, y: height - 2, style: library.message.isEmpty ? theme.dim : theme.bold, limit: width - 2)
    draw(footer: library.footer, y: height - 1)
  }

  private mutating func drawGroups(_ library: LibraryScene, in rect: Rect) {
    // One list of lines, of which as many are shown as fit, the chosen one among them.
    enum Line {
      case title(LibraryScene.Group)
      case row(LibraryScene.Row, Int)
      case space
    }
    var lines: [Line] = []
    var number = 0
    var chosenLine = 0
    var chosenGroup = 0
    for (place, group) in library.groups.enumerated() {
      if !lines.isEmpty { lines.append(.space) }
      lines.append(.title(group))
      for row in group.rows {
        if number == library.chosen { (chosenLine, chosenGroup) = (lines.count, place) }
        lines.append(.row(row, number))
        number += 1
      }
    }
    let first = lines.count <= rect.height ? 0 : max(min(chosenLine - rect.height / 2, lines.count - rect.height), 0)
    var titles = library.groups.indices.makeIterator()
    for line in lines[..<first] { if case .title = line { _ = titles.next() } }
    for (index, line) in lines[first...].prefix(rect.height).enumerated() {
      let y = rect.y + index
      switch line {
      case .space: break
      case .title(let group):
        let place = titles.next()
        title(
          group.title, [(group.measure, theme.dim)], in: Rect(x: rect.x, y: y, width: rect.width, height: 1),
          isFocused: place == chosenGroup)
      case .row(let row, let number):
        draw(row, isChosen: number == library.chosen, in: Rect(x: rect.x, y: y, width: rect.width, height: 1))
        region(Rect(x: rect.x, y: y, width: rect.width, height: 1), .action("open \(number)"))
      }
    }
    if library.groups.allSatisfy({ $0.rows.isEmpty }) {
      canvas.put("No recording here yet: make one as below.", x: rect.x + 3, y: rect.y + 1, style: theme.dim)
    }
    let hidden = lines.count - first - rect.height
    if hidden > 0 {
      canvas.put("\(Numbers.count(hidden)) more below", right: rect.maxX, y: rect.maxY - 1, style: theme.dim)
    }
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

  private mutating func drawNote(_ library: LibraryScene, in rect: Rect) {
    let rows = library.groups.flatMap(\.rows)
    guard rows.indices.contains(library.chosen) else { return }
    let row = rows[library.chosen]
    title(
      Numbers.middle(row.title.isEmpty ? row.name : row.title, limit: rect.width - 6), [], in: rect, isFocused: false)
    var y = rect.y + 1
    let picture = row.classes.isEmpty ? 0 : 3
    for paragraph in row.note.split(separator: "\n", omittingEmptySubsequences: false) {
      let lines = Frame.wrap(String(paragraph), width: rect.width - 1)
      for line in lines.isEmpty ? [""] : lines where y < rect.maxY - picture {
        canvas.put(glyphs.text(line), x: rect.x + 1, y: y, style: theme.text)
        y += 1
      }
    }
    guard picture > 0, y + 2 < rect.maxY else { return }
    y = min(y + 1, rect.maxY - 2)
    for (index, share) in row.classes.prefix(min(7, (rect.width - 1) / 4)).enumerated() {
      let x = rect.x + 1 + index * 3
      canvas.put(sizeClassLetter(index), x: x, y: y, style: theme.classLetter(index))
      tray(
        used: Int((share * 80).rounded()), capacity: 81, x: x + 1, y: y, full: theme.classUsed(index),
        baseline: theme.classBaseline(index))
      canvas.put("\((index + 1) * 16)", x: x, y: y + 1, style: theme.dim)
    }
  }
}
