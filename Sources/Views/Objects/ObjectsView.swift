import Cells
import Scene

extension Frame {
  /// Draws the objects of the moment: the list, the chosen one closely, and what lies around it.
  mutating func drawObjectsView(_ picture: ObjectsPicture?, state: ViewState, in area: Rect) {
    switch picture {
    case nil: break
    case .absence(let words)?:
      for (index, line) in words.wrapped(to: area.width - 4).enumerated() where index + 1 < area.height {
        canvas.put(glyphs.text(line), x: area.x + 2, y: area.y + 1 + index, style: theme.text)
      }
    case .objects(let scene)?:
      var area = area
      area.height -= drawObjectTimes(scene, in: area)
      if state.isZoomed {
        drawZoomed(scene, state.focus, in: area.inset(right: 1))
      } else if area.width >= 98 {
        drawBeside(scene, state, in: area)
      } else if state.focus == .around, let around = scene.around {
        draw(around, in: area.inset(right: 1), isFocused: true)
      } else if area.height >= 14, let detail = scene.detail {
        let (top, bottom) = area.split(rows: area.height - min(10, area.height / 2))
        drawList(scene, isFocused: true, in: top.inset(right: 1))
        drawClosely(detail, showsPath: state.showsPath, in: bottom.inset(right: 1))
      } else {
        drawList(scene, isFocused: true, in: area.inset(right: 1))
      }
    }
  }

  private mutating func drawZoomed(_ scene: ObjectsScene, _ focus: Pane, in area: Rect) {
    if focus == .around, let around = scene.around {
      draw(around, in: area, isFocused: true)
    } else {
      drawList(scene, isFocused: true, in: area)
    }
  }

  private mutating func drawBeside(_ scene: ObjectsScene, _ state: ViewState, in area: Rect) {
    let (left, right) = area.split(columns: max(area.width * 21 / 50, 51))
    let closely = scene.detail == nil ? 0 : min(max(area.height * 2 / 5, 10), 16)
    let (top, bottom) = left.inset(right: 3).split(rows: max(area.height - closely, 3))
    drawList(scene, isFocused: state.focus == .candidates, in: top)
    guard let detail = scene.detail else { return }
    draw(detail, in: bottom)
    let (upper, lower) = right.inset(right: 1).split(rows: max(area.height - closely, 3))
    let layers = scene.layers.isEmpty || upper.height < 14 ? 0 : scene.layers.count + 1
    let (graph, below) = upper.split(rows: upper.height - layers)
    if let around = scene.around { draw(around, in: graph, isFocused: state.focus == .around) }
    drawLayers(scene.layers, in: below)
    drawWay(detail, in: lower)
  }

  /// What each layer of memory does for this event, from the objects down.
  private mutating func drawLayers(_ layers: [LayerRow], in rect: Rect) {
    guard rect.height > 1 else { return }
    title("What each layer does", [], in: rect, isFocused: false)
    for (index, layer) in layers.enumerated() where index + 1 < rect.height {
      let y = rect.y + 1 + index
      canvas.put(layer.layer, x: rect.x + 1, y: y, style: layer.isActive ? theme.now : theme.dim)
      canvas.put(
        glyphs.text(layer.words), x: rect.x + 12, y: y, style: layer.isActive ? theme.text : theme.faint,
        limit: rect.width - 12)
    }
  }

  private mutating func drawClosely(_ detail: ObjectDetail, showsPath: Bool, in rect: Rect) {
    if rect.width >= 70 {
      let (left, right) = rect.split(columns: rect.width / 2)
      draw(detail, in: left.inset(right: 2))
      drawWay(detail, in: right)
    } else if showsPath {
      drawWay(detail, in: rect)
    } else {
      draw(detail, in: rect)
    }
  }

  // MARK: the list

  /// A column of the list behind the name.
  private struct ListColumn {
    var title: String
    var width: Int
    /// Those with the least number are the last to go where there is no room.
    var rank: Int
    var isLeft = false
    var text: (ObjectRow) -> String
  }

  private func listColumns(_ scene: ObjectsScene, width: Int) -> [ListColumn] {
    var all = [
      ListColumn(title: "name", width: 9, rank: 3, isLeft: true) { $0.variables.joined(separator: ", ") },
      ListColumn(title: "refs", width: 6, rank: 0) { $0.count },
      ListColumn(title: "in", width: 4, rank: 1) { Numbers.count($0.fromOthers) },
      ListColumn(title: "out", width: 4, rank: 1) { Numbers.count($0.targets) },
      ListColumn(title: "gen", width: 5, rank: 5) { $0.generation },
      ListColumn(title: "cycle", width: 6, rank: 2) { $0.cycle.map { "⇄ \(Numbers.count($0))" } ?? "" },
      ListColumn(title: "state", width: 11, rank: 4, isLeft: true) { $0.state },
      ListColumn(title: "block", width: 12, rank: 6, isLeft: true) { $0.block },
    ]
    // What nothing is known of takes no room.
    for (title, isKnown) in [
      ("name", { !$0.variables.isEmpty }), ("gen", { !$0.generation.isEmpty }), ("block", { !$0.block.isEmpty }),
      ("state", { !$0.state.isEmpty }),
    ] as [(String, (ObjectRow) -> Bool)] where !scene.rows.contains(where: isKnown) {
      all.removeAll { $0.title == title }
    }
    while let last = all.indices.max(by: { all[$0].rank < all[$1].rank }),
      all.reduce(10, { $0 + $1.width }) > width, all.count > 1
    {
      all.remove(at: last)
    }
    // Where states have no column of their own they stand where a name would.
    if !all.contains(where: { $0.title == "state" }), let name = all.firstIndex(where: { $0.title == "name" }) {
      all[name].text = { $0.variables.isEmpty ? $0.state : $0.variables.joined(separator: ", ") }
      all[name].width = 10
    }
    return all
  }

  private mutating func drawList(_ scene: ObjectsScene, isFocused: Bool, in rect: Rect) {
    let cycles = scene.cycles.map { Numbers.count($0, "cycle") } ?? "looking for cycles"
    title(
      "Objects",
      [
        (Numbers.count(scene.listed), theme.text), (" of \(Numbers.count(scene.total))", theme.dim),
        (", \(cycles)", theme.dim), (", \(scene.words)", theme.dim),
      ],
      in: rect, isFocused: isFocused)
    guard rect.height > 2 else { return }
    region(rect, .pane(.candidates))
    let columns = listColumns(scene, width: rect.width)
    let nameWidth = rect.width - columns.reduce(1) { $0 + $1.width }
    canvas.put("object", x: rect.x + 1, y: rect.y + 1, style: theme.dim, limit: nameWidth)
    var x = rect.x + 1 + nameWidth
    for column in columns {
      if column.isLeft {
        canvas.put(column.title, x: x + 2, y: rect.y + 1, style: theme.dim)
      } else {
        canvas.put(column.title, right: x + column.width, y: rect.y + 1, style: theme.dim)
      }
      x += column.width
    }
    var room = rect.height - 2
    var origin = scene.origin.wrapped(to: rect.width - 2)
    if room < 5 { origin = [] }
    room -= origin.count
    let isCut = scene.listed > room
    if isCut { room -= 1 }
    let chosen = scene.rows.firstIndex { $0.number == scene.detail?.row.number } ?? 0
    let start = min(max(chosen - room / 2, 0), max(scene.rows.count - room, 0))
    var y = rect.y + 2
    if scene.rows.isEmpty {
      canvas.put("There is none.", x: rect.x + 1, y: y, style: theme.dim)
      y += 1
    }
    for row in scene.rows[start..<min(start + room, scene.rows.count)] {
      drawRow(
        row, columns, isChosen: row.number == scene.detail?.row.number, nameWidth: nameWidth,
        in: Rect(x: rect.x, y: y, width: rect.width, height: 1))
      y += 1
    }
    if isCut {
      let before = scene.first + start
      let after = max(scene.listed - before - min(room, scene.rows.count), 0)
      canvas.put(
        "\(Numbers.count(before)) before, \(Numbers.count(after)) after", x: rect.x + 1, y: y, style: theme.dim)
      y += 1
    }
    for line in origin where y < rect.maxY {
      canvas.put(glyphs.text(line), x: rect.x + 1, y: y, style: theme.dim)
      y += 1
    }
  }

  private mutating func drawRow(
    _ row: ObjectRow, _ columns: [ListColumn], isChosen: Bool, nameWidth: Int, in line: Rect
  ) {
    if isChosen {
      canvas.fill(line, with: theme.selection)
      canvas.put("▶" as Unicode.Scalar, x: line.x - 1, y: line.y, style: theme.bold)
    }
    let ground = isChosen ? theme.selection : theme.text
    canvas.put(
      Numbers.middle(row.name, limit: max(nameWidth - 1, 1)), x: line.x + 1, y: line.y,
      style: row.isNow ? theme.now : theme.bold.on(ground))
    var x = line.x + 1 + nameWidth
    for column in columns {
      let text = glyphs.text(column.text(row))
      var style = theme.text.on(ground)
      switch column.title {
      case "name": style = (row.variables.isEmpty ? stateStyle(of: row) : theme.warn).on(ground)
      case "refs": if row.referencesBefore != nil { style = theme.now }
      case "cycle": style = theme.special.on(ground)
      case "state": style = stateStyle(of: row).on(ground)
      case "block", "gen": style = theme.dim.on(ground)
      default: break
      }
      if column.isLeft {
        canvas.put(Numbers.middle(text, limit: column.width - 2), x: x + 2, y: line.y, style: style)
      } else {
        canvas.put(text, right: x + column.width, y: line.y, style: style)
      }
      x += column.width
    }
    region(line, .row(.candidates, row.number))
  }

  /// The colour of how an object stands.
  func stateStyle(of row: ObjectRow) -> Style {
    switch row.role {
    case .plain: theme.dim
    case .reachable: theme.good
    case .inDoubt, .gone: theme.bad
    case .cameBack: theme.info
    case .finalized: theme.special
    }
  }
}
