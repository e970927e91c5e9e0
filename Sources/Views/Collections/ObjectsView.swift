import Cells
import Scene

extension Frame {
  /// Draws the objects of a collection: the list, and the chosen one closely.
  mutating func drawObjectsView(_ picture: ObjectsPicture?, in area: Rect) {
    switch picture {
    case nil: break
    case .absence(let words)?:
      for (index, line) in Frame.wrap(words, width: area.width - 4).enumerated() where index + 1 < area.height {
        canvas.put(glyphs.text(line), x: area.x + 2, y: area.y + 1 + index, style: theme.text)
      }
    case .objects(let scene)?:
      if area.width >= 98 {
        let (left, right) = area.split(columns: area.width / 2 + 6)
        drawList(scene, in: left.inset(right: 3))
        if let detail = scene.detail { draw(detail, in: right.inset(right: 1)) }
      } else if area.height >= 16, let detail = scene.detail {
        let (top, bottom) = area.split(rows: area.height - 10)
        drawList(scene, in: top.inset(right: 1))
        draw(detail, in: bottom.inset(right: 1))
      } else {
        drawList(scene, in: area.inset(right: 1))
      }
    }
  }

  private mutating func drawList(_ scene: ObjectsScene, in rect: Rect) {
    let cycles = scene.cycles.map { Numbers.count($0, "cycle") } ?? "looking for cycles"
    title(
      "Objects of collection \(Numbers.count(scene.collection))",
      [
        (Numbers.count(scene.listed), theme.text), (" of \(Numbers.count(scene.total))", theme.dim),
        (", \(scene.words)", theme.dim), (", \(cycles)", theme.dim),
      ],
      in: rect, isFocused: true)
    guard rect.height > 2 else { return }
    region(rect, .pane(.candidates))
    let isWide = rect.width >= 56
    let fateWidth = isWide ? 16 : 0
    let columns = [("refs", 0), ("held by", 8), ("holds", 7), ("cycle", 7)]
    var right = rect.maxX - fateWidth - columns.reduce(0) { $0 + $1.1 }
    let nameRoom = right - 6 - rect.x - 2
    for (title, width) in columns {
      right += width
      canvas.put(title, right: right, y: rect.y + 1, style: theme.dim)
    }
    let room = rect.height - 3
    let chosen = scene.rows.firstIndex { $0.number == scene.detail?.row.number } ?? 0
    let start = min(max(chosen - room / 2, 0), max(scene.rows.count - room, 0))
    if scene.rows.isEmpty { canvas.put("There is none.", x: rect.x + 1, y: rect.y + 2, style: theme.dim) }
    var y = rect.y + 2
    for row in scene.rows[start..<min(start + room, scene.rows.count)] {
      let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
      let isChosen = row.number == scene.detail?.row.number
      if isChosen {
        canvas.fill(line, with: theme.selection)
        canvas.put("▶" as Unicode.Scalar, x: rect.x - 1, y: y, style: theme.bold)
      }
      let ground = isChosen ? theme.selection : theme.text
      canvas.put(Numbers.middle(row.name, limit: nameRoom), x: rect.x + 1, y: y, style: theme.bold.on(ground))
      var right = rect.maxX - fateWidth - columns.reduce(0) { $0 + $1.1 }
      let cycle = row.cycle.map { "⇄ \(Numbers.count($0))" } ?? ""
      for (index, text) in [row.references, row.fromCandidates, row.targets].enumerated() {
        right += columns[index].1
        canvas.put(Numbers.count(text), right: right, y: y, style: theme.text.on(ground))
      }
      canvas.put(cycle, right: right + columns[3].1, y: y, style: theme.special.on(ground))
      if isWide {
        canvas.put(
          row.fate, x: rect.maxX - fateWidth + 1, y: y, style: (row.role == .gone ? theme.bad : theme.dim).on(ground))
      }
      region(line, .row(.candidates, row.number))
      y += 1
    }
    let before = scene.first + start
    let after = max(scene.listed - before - min(room, scene.rows.count), 0)
    guard before > 0 || after > 0 else { return }
    canvas.put(
      "\(Numbers.count(before)) before, \(Numbers.count(after)) after", x: rect.x + 1, y: rect.maxY - 1,
      style: theme.dim)
  }

  private mutating func draw(_ detail: ObjectDetail, in rect: Rect) {
    title(detail.row.name, [(glyphs.text(detail.block), theme.dim)], in: rect, isFocused: false)
    let width = rect.width - 15
    var lines: [(String, String)] = [
      (
        "references",
        "\(Numbers.count(detail.row.references)): \(Numbers.count(detail.fromOutside)) from outside the collection, "
          + "\(Numbers.count(detail.row.fromCandidates)) from its objects"
      ),
      ("held by", Frame.names(detail.holders, of: detail.holderCount)),
      ("refers to", Frame.names(detail.targets, of: detail.targetCount)),
    ]
    if let path = detail.path {
      lines.append(("alive by", "outside → " + path.joined(separator: " → ")))
    } else {
      lines.append(("alive by", "nothing outside: no way leads to it"))
    }
    if let cycle = detail.row.cycle {
      lines.append(
        (
          "cycle \(Numbers.count(cycle))",
          "\(Numbers.count(detail.cycleCount, "object")): \(Frame.names(detail.cycleMembers, of: detail.cycleCount))"
        ))
    }
    if !detail.row.fate.isEmpty { lines.append(("collection", detail.row.fate)) }
    var y = rect.y + 1
    let most = rect.height >= 20 ? 6 : 2
    for (label, text) in lines {
      var wrapped = Frame.wrap(glyphs.text(text), width: max(width, 10))
      if wrapped.count > most { wrapped = wrapped.prefix(most - 1) + [wrapped[most - 1] + " …"] }
      for (index, line) in wrapped.enumerated() where y < rect.maxY {
        if index == 0 { canvas.put(label, x: rect.x + 1, y: y, style: theme.dim) }
        canvas.put(line, x: rect.x + 14, y: y, style: theme.text, limit: width + 1)
        y += 1
      }
    }
  }

  /// Names with how many more there are.
  private static func names(_ names: [String], of count: Int) -> String {
    guard count > 0 else { return "none of its objects" }
    let shown = names.prefix(12)
    let more = count - shown.count
    return shown.joined(separator: ", ") + (more > 0 ? " and \(Numbers.count(more)) more" : "")
  }
}
