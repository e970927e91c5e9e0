import Cells
import Scene

extension Frame {
  /// Draws the collection view from under the caption down to the status row.
  mutating func drawCollectionView(_ picture: CollectionPicture?, in area: Rect) {
    guard case .collection(let scene)? = picture else {
      guard case .absence(let words)? = picture else { return }
      for (index, line) in words.wrapped(to: area.width - 4).enumerated() where index + 1 < area.height {
        canvas.put(glyphs.text(line), x: area.x + 2, y: area.y + 1 + index, style: theme.text)
      }
      return
    }
    guard area.height >= 11, area.width >= 56 else {
      drawCollectionLines(scene, in: area)
      return
    }
    region(area, .pane(.candidates))
    let isTall = area.height >= 30
    var y = area.y + (isTall ? 1 : 0)
    drawPhases(scene, in: Rect(x: area.x, y: y, width: area.width, height: 1))
    y += area.height >= 16 ? 2 : 1
    drawLists(scene.lists, in: Rect(x: area.x, y: y, width: area.width, height: 9))
    y += 9 + (isTall ? 1 : 0)
    var bottom = area.maxY
    if isTall {
      let log = scene.log.isEmpty ? -1 : min(max(area.height - 31, 3), 8)
      drawLog(scene, in: Rect(x: area.x, y: bottom - log - 1, width: area.width, height: log + 1))
      bottom -= log + 1
      drawGenerations(scene, in: Rect(x: area.x, y: bottom - 2, width: area.width, height: 2), hasTitle: true)
      bottom -= 3
    } else if bottom - y >= 6 {
      bottom -= 1
      drawGenerations(scene, in: Rect(x: area.x, y: bottom, width: area.width, height: 1), hasTitle: false)
    }
    drawReferencesAndCounts(scene, in: Rect(x: area.x, y: y, width: area.width, height: bottom - y))
  }

  private mutating func drawReferencesAndCounts(_ scene: CollectionScene, in rect: Rect) {
    guard rect.height >= 3 else { return }
    let half = rect.width >= 99 ? rect.width / 2 + 1 : rect.width * 2 / 5
    let left = Rect(x: rect.x, y: rect.y, width: half - 3, height: rect.height)
    let right = Rect(x: rect.x + half, y: rect.y, width: rect.width - half - 1, height: rect.height)
    if let graph = scene.graph {
      draw(graph, in: left)
    } else if let objects = scene.rows {
      drawRows(objects, in: left)
    }
    if !scene.fates.isEmpty {
      drawFates(scene, in: right)
    } else if let table = scene.table {
      draw(table, in: right)
    } else if let looking = scene.looking {
      drawRows(looking, in: right)
    }
  }

  /// What became of the objects, and why.
  private mutating func drawFates(_ scene: CollectionScene, in rect: Rect) {
    title(
      "What became of them", [(Numbers.count(scene.objects, "object"), theme.dim)], in: rect, isFocused: false)
    let room = rect.height - 1
    let isCut = scene.objects > room
    let rows = isCut ? room - 1 : room
    let chosen = scene.fates.firstIndex { $0.card.isChosen } ?? 0
    let start = min(max(chosen - rows / 2, 0), max(scene.fates.count - rows, 0))
    let shown = scene.fates[start..<min(start + max(rows, 0), scene.fates.count)]
    let names = min(shown.reduce(4) { max($0, $1.card.name.cellCount) }, rect.width / 3)
    var y = rect.y + 1
    for fate in shown {
      let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
      if fate.card.isChosen { canvas.fill(line, with: theme.selection) }
      let ground = fate.card.isChosen ? theme.selection : theme.text
      canvas.put(Numbers.middle(fate.card.name, limit: names), x: rect.x + 1, y: y, style: theme.bold.on(ground))
      canvas.put(fate.card.state, x: rect.x + names + 3, y: y, style: style(of: fate.card).on(ground), limit: 12)
      canvas.put(
        glyphs.text(fate.reason), x: rect.x + names + 16, y: y, style: theme.dim.on(ground),
        limit: rect.width - names - 16)
      region(line, .row(.candidates, fate.card.number))
      y += 1
    }
    guard isCut, y < rect.maxY else { return }
    let before = scene.firstFate + start
    canvas.put(
      "\(Numbers.count(before)) before, \(Numbers.count(scene.objects - before - shown.count)) after", x: rect.x + 1,
      y: y, style: theme.dim)
  }

  /// The strip of the phases with the current one in brackets.
  mutating func drawPhases(_ scene: CollectionScene, in rect: Rect) {
    var names = scene.phases
    let needs = names.reduce(0) { $0 + $1.cellCount + 3 }
    var first = 0
    if needs > rect.width - 2 {
      // The narrow strip shortens the words and leaves out both ends alike, but never the phase that runs.
      names = names.map { CollectionScene.short[$0] ?? $0 }
      var dropsFirst = true
      while names.count > 1, !dropsFirst || names.reduce(-1, { $0 + $1.cellCount + 3 }) > rect.width {
        if dropsFirst, scene.phase > first || scene.phase == first + names.count - 1 {
          names.removeFirst()
          first += 1
        } else if scene.phase < first + names.count - 1 {
          names.removeLast()
        }
        dropsFirst.toggle()
      }
    }
    let rest = rect.width - 2 - names.reduce(0) { $0 + $1.cellCount + 2 }
    let dash = min(max(rest / max(names.count - 1, 1), 1), 4)
    var x = rect.x + 1
    for (index, name) in names.enumerated() {
      let isCurrent = index + first == scene.phase
      let isPast = index + first < scene.phase
      if index > 0 { canvas.hline(x: x, y: rect.y, length: dash, style: isPast ? theme.dim : theme.rule) }
      if index > 0 { x += dash }
      let style = isCurrent ? theme.selection : isPast ? theme.text : theme.faint
      canvas.put(isCurrent ? "[\(name)]" : " \(name) ", x: x, y: rect.y, style: style)
      x += name.cellCount + 2
    }
  }

  private mutating func drawGenerations(_ scene: CollectionScene, in rect: Rect, hasTitle: Bool) {
    var y = rect.y
    if hasTitle {
      title(
        "Generations", [(scene.generationNote, theme.dim)], in: rect.inset(right: 1), isFocused: false)
      y += 1
    }
    let cells = rect.width >= 99 ? 14 : 8
    var x = rect.x + 2
    for (index, generation) in scene.generations.enumerated() {
      let counts = "\(Numbers.count(generation.count)) of \(Numbers.count(generation.threshold))"
      guard x + 6 + cells + 1 + counts.cellCount <= rect.maxX else { break }
      x = canvas.put("gen \(index) ", x: x, y: y, style: index == scene.generation ? theme.bold : theme.dim)
      tray(
        used: max(generation.count, 0), capacity: max(generation.threshold, 1), x: x, y: y, width: cells,
        full: theme.areaPast, baseline: theme.areaFuture)
      x = canvas.put(Numbers.count(generation.count), x: x + cells + 1, y: y, style: theme.bold)
      x = canvas.put(" of \(Numbers.count(generation.threshold))", x: x, y: y, style: theme.dim)
      if generation.count > generation.threshold { x = canvas.put(" due", x: x, y: y, style: theme.warn) }
      x += rect.width >= 99 ? 5 : 2
    }
  }

  private mutating func drawLog(_ scene: CollectionScene, in rect: Rect) {
    guard !scene.log.isEmpty else { return }
    title("Steps of this phase", [(scene.cause, theme.dim)], in: rect.inset(right: 1), isFocused: false)
    let rows = scene.log.suffix(rect.height - 1)
    for (index, row) in rows.enumerated() {
      let y = rect.y + 1 + index
      let isNow = index == rows.count - 1
      if isNow { canvas.put("▶" as Unicode.Scalar, x: rect.x, y: y, style: theme.bold) }
      let number = Numbers.count(row.number)
      canvas.put(number, x: rect.x + 2, y: y, style: isNow ? theme.bold : theme.dim)
      canvas.put(
        glyphs.text(row.text), x: rect.x + 2 + max(number.cellCount, 1) + 2, y: y,
        style: isNow ? theme.bold : theme.dim,
        limit: rect.width - number.cellCount - 5)
    }
  }

  /// The collection in a few lines of words, where there's no room for pictures.
  private mutating func drawCollectionLines(_ scene: CollectionScene, in area: Rect) {
    var lines: [(String, Style)] = [("\(scene.phases[scene.phase]): step \(Numbers.count(scene.step))", theme.bold)]
    for list in scene.lists {
      lines.append(("\(list.title) \(Numbers.count(list.count))", theme.dim))
      for card in list.cards {
        let gcRefs = card.gcRefs.map { ", gc_refs \($0)" } ?? ""
        lines.append((" \(card.name): refs \(card.references)\(gcRefs), \(card.state)", style(of: card)))
      }
      let more = list.count - list.cards.count
      if more > 0 { lines.append((" and \(Numbers.count(more)) more", theme.dim)) }
    }
    let isCut = lines.count > area.height
    for (index, line) in lines.prefix(area.height - (isCut ? 1 : 0)).enumerated() {
      canvas.put(glyphs.text(line.0), x: area.x + 1, y: area.y + index, style: line.1, limit: area.width - 2)
    }
    guard isCut, area.height > 0 else { return }
    canvas.put(
      Numbers.count(lines.count - area.height + 1, "more line"), x: area.x + 1, y: area.maxY - 1, style: theme.dim)
  }

  /// The colour of what is known of an object.
  func style(of card: CandidateCard) -> Style {
    switch card.role {
    case .plain: theme.text
    case .reachable: theme.good
    case .inDoubt: theme.bad
    case .cameBack: theme.info
    case .finalized: theme.special
    case .gone: theme.faint
    }
  }

  /// The status row of the collection view: what the moment of the collection is.
  func collectionLead(_ picture: CollectionPicture?) -> [Run] {
    guard case .collection(let scene)? = picture else { return [] }
    let (dim, text) = (theme.dim, theme.text)
    var runs: [Run] = [
      ("gc ", dim), (Numbers.count(scene.number), text), (" of \(Numbers.count(scene.total))", dim),
      (width >= 100 ? "   generation " : "  gen ", dim), ("\(scene.generation)", text), (", ", dim),
      (Numbers.count(scene.objects, "object"), text), (width >= 100 ? "   " : "  ", dim),
      (scene.phases[scene.phase], dim), (" step ", dim), (Numbers.count(scene.step), theme.bold),
    ]
    for list in scene.lists {
      runs += [("\(width >= 100 ? "   " : "  ")\(list.title) ", dim), (Numbers.count(list.count), text)]
    }
    return runs
  }
}

extension CollectionScene {
  /// The phases' names on narrow screens.
  static let short = [
    "update refs": "update", "subtract refs": "subtract", "finalizers": "finalize",
  ]
}
