import Cells
import Scene

extension Frame {
  /// Draws the picture of a lesson's stop where it has one of its own: few blocks as cards, and for a class what is
  /// looked at, large and alone. False where the view's own panes are to be drawn.
  mutating func drawLarge(_ scene: ScreenScene, _ lesson: LessonScene, in rect: Rect) -> Bool {
    if scene.state.view == .pool, let pool = scene.pool, pool.hasFewBlocks,
      drawCards(pool, block: scene.block, isPresented: lesson.isPresented, in: rect)
    {
      return true
    }
    guard lesson.isPresented else { return false }
    var rect = rect
    if [.heap, .source, .raw].contains(scene.state.view), !lesson.hidesTime, rect.height >= 12 {
      let (top, bottom) = rect.split(rows: rect.height - 2)
      draw(scene.timeline, in: bottom, hasTitle: false, hasMarks: false)
      rect = top
    }
    let inner = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
    switch scene.state.view {
    case .pool:
      guard let pool = scene.pool, !pool.blocks.isEmpty, rect.height >= 7 else { return false }
      drawLargePool(pool, in: rect)
    case .heap:
      drawLargeHeap(scene.map, pool: scene.pool, in: rect)
    case .objects:
      guard case .objects(let objects)? = scene.objects else { return false }
      return drawLargeObjects(objects, lesson, in: rect)
    case .collection:
      guard case .collection(let collection)? = scene.collection else { return false }
      return drawLargeCollection(collection, in: rect)
    case .source:
      guard let source = scene.source else { return false }
      drawLargeSource(source, in: inner)
    case .pins:
      guard let pins = scene.pins else { return false }
      drawLargePins(pins, scene.arenaPins, looksAtThing: lesson.looksAtThing, in: inner)
    case .raw:
      guard let raw = scene.raw else { return false }
      drawLargeRaw(raw, in: inner)
    case .events:
      let total = "\(Numbers.count(scene.events.total)) in the trace"
      draw(scene.events, in: inner, title: "Events", measure: total, isFocused: false)
    }
    return true
  }

  /// The script, and beside it the names; nothing else.
  private mutating func drawLargeSource(_ source: SourceScene, in rect: Rect) {
    guard source.count > 0 else {
      drawScript(source, in: rect, isFocused: false)
      return
    }
    let (left, right) = rect.split(columns: rect.width * 3 / 5)
    drawScript(source, in: left.inset(right: 2), isFocused: false)
    drawNames(source, in: right, isFocused: false)
  }

  /// What keeps the arena that is looked at; without one how full all are, and who keeps them.
  private mutating func drawLargePins(_ pins: PinsScene, _ arena: ArenaPinsScene?, looksAtThing: Bool, in rect: Rect) {
    if looksAtThing, let arena {
      drawArenaPins(arena, in: rect, isFocused: false)
      return
    }
    let (top, bottom) = rect.split(rows: min(pins.fills.count + 2, rect.height))
    drawFills(pins, in: top.inset(bottom: 1))
    if pins.sites.isEmpty, let arena {
      drawArenaPins(arena, in: bottom, isFocused: false)
    } else {
      drawSites(pins, in: bottom, isFocused: false)
    }
  }

  /// What malloc holds, largest first, each as a bar.
  private mutating func drawLargeRaw(_ raw: RawScene, in rect: Rect) {
    title(
      "Raw",
      [
        (Numbers.count(raw.count, "block"), theme.bold), (" from malloc, ", theme.text),
        (Numbers.bytes(raw.bytes), theme.bold),
      ], in: Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), isFocused: false)
    guard let most = raw.rows.map(\.size).max() else {
      canvas.put(
        "Malloc holds nothing for the program now.", x: rect.x + 2, y: rect.y + 2, style: theme.bold,
        limit: rect.width - 2)
      return
    }
    canvas.put("largest first", x: rect.x + 3, y: rect.y + 1, style: theme.text)
    let step = (rect.height - 2) / raw.rows.count >= 2 ? 2 : 1
    let room = max((rect.height - 2) / step, 1)
    let isCut = raw.rows.count > room
    let widths = raw.rows.prefix(room).reduce(0) { max($0, Numbers.bytes($1.size).cellCount) }
    let barRoom = max(rect.width - widths - 8, 1)
    for (index, row) in raw.rows.prefix(isCut ? room - 1 : room).enumerated() {
      let y = rect.y + 2 + index * step
      let style = row.change == .none ? theme.bold : theme.now
      if let sign = row.change.sign { canvas.put(sign, x: rect.x + 1, y: y, style: theme.now) }
      canvas.put(Numbers.bytes(row.size), right: rect.x + 3 + widths, y: y, style: style)
      let (high, low) = row.size.multipliedFullWidth(by: barRoom)
      let length = max(max(most, 1).dividingFullWidth((high, low)).quotient, 1)
      canvas.hline(
        x: rect.x + 5 + widths, y: y, length: length, style: theme.areaPast, scalar: glyphs.isASCII ? "#" : "▇")
    }
    guard isCut else { return }
    canvas.put(
      "\(Numbers.count(raw.count - room + 1, "more block"))", x: rect.x + 3, y: rect.maxY - 1, style: theme.text)
  }
}
