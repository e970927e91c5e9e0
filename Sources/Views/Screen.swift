import Cells
import Scene

/// Where the parts stand that all views have, by the size of the screen.
struct ScreenLayout {
  let caption: Rect
  let panes: Rect
  let timeline: Rect
  let hasTimelineTitle: Bool
  let hasMarks: Bool
  let statusRow: Int
  let footerRow: Int

  /// The least size that anything is drawn in.
  static let least = (width: 40, height: 12)

  init(width: Int, height: Int, view: ViewKind, areaRows wanted: Int) {
    footerRow = height - 1
    statusRow = height - 2
    if width < 60 {
      // Small: the caption is wrapped, one pane, no timeline.
      let rows = min(4, max(height - 8, 2))
      caption = Rect(x: 0, y: 1, width: width, height: rows)
      (hasTimelineTitle, hasMarks) = (false, false)
      let line = height >= 18 ? 1 : 0
      timeline = Rect(x: 0, y: height - 2 - line, width: width, height: line)
      panes = Rect(x: 1, y: 1 + rows, width: width - 1, height: max(height - 3 - rows - line, 0))
      return
    }
    caption = Rect(x: 0, y: 1, width: width, height: 2)
    hasTimelineTitle = height >= 30
    hasMarks = height >= 26
    let area = height < 20 ? 0 : height >= 50 ? max(wanted, 6) : height >= 36 ? wanted : 1
    // The blocks of a pool need every row of a small screen.
    let rows =
      height < 14 || height < 26 && view == .pool ? 0 : 1 + area + (hasMarks ? 1 : 0) + (hasTimelineTitle ? 1 : 0)
    timeline = Rect(x: 0, y: height - 2 - rows, width: width, height: rows)
    panes = Rect(x: 1, y: 3, width: width - 1, height: max(height - 5 - rows, 0))
  }
}

/// The whole screen of a recording, drawn from a scene.
public enum Screen {
  /// Draws a view with all that stands around it; on a screen too small for anything, the sentence that says so.
  public static func draw(_ scene: ScreenScene, width: Int, height: Int, theme: Theme, glyphs: GlyphSet) -> Frame {
    var frame = Frame(width: width, height: height, theme: theme, glyphs: glyphs)
    guard width >= ScreenLayout.least.width, height >= ScreenLayout.least.height else {
      frame.drawTooSmall()
      return frame
    }
    frame.hasKeys = !scene.footer.isEmpty
    let isCrowded = scene.timeline.showsHeld
    let layout = ScreenLayout(
      width: width, height: height, view: scene.state.view, areaRows: isCrowded ? 4 : 2)
    frame.draw(scene.title, view: scene.state.view)
    frame.draw(scene.caption, in: layout.caption)
    if layout.timeline.height > 0, scene.state.view != .collection, scene.state.view != .objects {
      frame.draw(
        scene.timeline, in: layout.timeline, hasTitle: layout.hasTimelineTitle, hasMarks: layout.hasMarks)
    }
    switch scene.state.view {
    case .heap: frame.drawHeapView(scene, in: layout.panes)
    case .pool: frame.drawPoolView(scene, in: layout.panes)
    case .objects:
      let top = layout.caption.maxY
      frame.drawObjectsView(
        scene.objects, state: scene.state, in: Rect(x: 1, y: top, width: width - 2, height: layout.statusRow - top))
    case .collection:
      let top = layout.caption.maxY
      frame.drawCollectionView(
        scene.collection, in: Rect(x: 1, y: top, width: width - 2, height: layout.statusRow - top))
    case .source: frame.drawSourceView(scene, in: layout.panes)
    case .pins: frame.drawPinsView(scene, in: layout.panes)
    case .raw:
      if let raw = scene.raw { frame.draw(raw, in: layout.panes.inset(right: width >= 100 ? 1 : 0), isFocused: true) }
    case .events: frame.drawEventsView(scene, in: layout.panes)
    }
    let lead = frame.lead(of: scene)
    frame.draw(
      scene.status, y: layout.statusRow, lead: lead, isLeadAlone: scene.state.view == .collection && !lead.isEmpty)
    frame.draw(footer: scene.footer, y: layout.footerRow)
    return frame
  }
}

extension Frame {
  /// One sentence in the middle of a screen on which nothing else has room.
  mutating func drawTooSmall() {
    let words =
      "arenascope needs \(ScreenLayout.least.width) x \(ScreenLayout.least.height) cells; here are \(width) x \(height)."
    let lines = words.wrapped(to: max(width, 1))
    let top = max((height - lines.count) / 2, 0)
    for (index, line) in lines.enumerated() {
      canvas.put(line, x: max((width - line.cellCount) / 2, 0), y: top + index, style: theme.text)
    }
  }

  /// What stands first in the status row; the pool view speaks of the chosen block.
  func lead(of scene: ScreenScene) -> [Run] {
    if scene.state.view == .collection { return collectionLead(scene.collection) }
    guard scene.state.view == .pool, width < 100, let pool = scene.pool, let block = pool.chosen, !pool.blocks.isEmpty,
      !pool.delta.isEmpty
    else { return [] }
    return [
      ("block ", theme.dim), ("\(block)", theme.bold), (" of 0-\(pool.blocks.count - 1)", theme.dim),
      ("   ", theme.dim), (glyphs.text(pool.delta), theme.text),
    ]
  }

  // MARK: the heap view

  mutating func drawHeapView(_ scene: ScreenScene, in panes: Rect) {
    let map = scene.map
    let state = scene.state
    if state.isZoomed {
      drawHeapPane(state.focus, scene, in: panes.inset(right: 1))
      return
    }
    let beside = panes.width >= 99 ? 60 : 29
    let slots = state.showsOneArena ? 1 : map.cells.count
    let density = MapDensity.fitting(
      arenas: slots, pools: map.poolsPerArena, width: panes.width, rows: panes.height - 3 + (slots <= 3 ? 1 : 0),
      beside: beside)
    guard panes.width >= 76 else {
      drawStackedHeap(scene, in: panes)
      return
    }
    if case .cells(let perRow) = density {
      drawOverview(scene, density: density, perRow: perRow, in: panes)
      return
    }
    let gap = panes.width >= 99 ? 4 : 2
    let left = Rect(x: panes.x, y: panes.y, width: density.columns - (density == .rows ? 0 : 1), height: panes.height)
    let isWide = panes.width >= 169
    let mapRows = slots * density.rowsPerArena(pools: map.poolsPerArena) + slots + 2
    let below = isWide && panes.height - mapRows >= 5 ? panes.height - mapRows : 0
    let (top, bottom) = left.split(rows: left.height - below)
    var mapRect = top
    if density == .rows { mapRect.height -= drawChosen(scene, below: map.cells.count + 3, in: top) }
    draw(map, density: density, in: mapRect, isFocused: state.focus == .arenas, isAlone: state.showsOneArena)
    if below > 0 { draw(scene.stack, in: bottom, isFocused: state.focus == .stack) }
    let rest = Rect(
      x: left.maxX + gap, y: panes.y, width: panes.maxX - left.maxX - gap - (panes.width >= 99 ? 2 : 1),
      height: panes.height)
    if isWide, rest.width >= 100 {
      let middle = Rect(x: rest.x + 1, y: rest.y, width: 56, height: rest.height)
      drawPoolAndClasses(scene, in: middle)
      let side = Rect(x: middle.maxX + 5, y: rest.y, width: panes.maxX - middle.maxX - 7, height: rest.height)
      drawBlockAndEvents(scene, in: side, hasStack: below == 0)
    } else {
      drawPoolAndClasses(scene, in: rest)
    }
  }

  /// Draws the chosen arena with its letters below a map of so many rows, where there is room; gives the rows taken.
  private mutating func drawChosen(_ scene: ScreenScene, below rows: Int, in rect: Rect) -> Int {
    let tiles = MapDensity.trays(5)
    let needed = tiles.rowsPerArena(pools: scene.map.poolsPerArena) + 1
    guard let chosen = scene.map.arenas.first(where: { $0.name.arena == scene.map.chosen?.arena }),
      rows + needed <= rect.height, rect.width >= tiles.columns
    else { return 0 }
    let place = Rect(x: rect.x, y: rect.y + rows + 1, width: tiles.columns - 1, height: needed - 1)
    drawChosenArena(chosen, map: scene.map, density: tiles, in: place)
    return rect.height - rows
  }

  private mutating func drawPoolAndClasses(_ scene: ScreenScene, in rect: Rect) {
    let isNarrow = rect.width < 54
    let isWide = width >= 170
    guard let pool = scene.pool else {
      draw(scene.classes, in: rect, isFocused: scene.state.focus == .classes, chosenRow: scene.state.rows[.classes])
      return
    }
    let classRows = min(scene.classes.rows.count + 2, max(rect.height * 2 / 5, 1))
    let form: BlockForm? = isWide && pool.blocks.count <= 25 * (rect.height - 6 - classRows) ? .spaced : nil
    let poolHeight = rect.height >= 22 ? rect.height - classRows - 1 : rect.height - 1
    let used = draw(
      pool, in: Rect(x: rect.x, y: rect.y, width: rect.width, height: poolHeight),
      isFocused: scene.state.focus == .pool, isNarrow: isNarrow, form: form)
    if rect.height >= 22 {
      let top = rect.y + used + 1
      draw(
        scene.classes, in: Rect(x: rect.x, y: top, width: rect.width, height: rect.maxY - top),
        isFocused: scene.state.focus == .classes, chosenRow: scene.state.rows[.classes])
    } else if used < rect.height {
      draw(
        scene.classes, in: Rect(x: rect.x, y: rect.y + used, width: rect.width, height: 1), isFocused: false)
    }
  }

  private mutating func drawBlockAndEvents(_ scene: ScreenScene, in rect: Rect, hasStack: Bool) {
    var y = rect.y
    if let block = scene.block {
      y += drawInspector(block, in: Rect(x: rect.x, y: y, width: rect.width, height: min(16, rect.height))) + 1
    }
    if hasStack {
      let stackRows = min(max(scene.stack.frames.count, 1) + 1, 9)
      draw(scene.stack, in: Rect(x: rect.x, y: y, width: rect.width, height: min(stackRows, rect.maxY - y)))
      y += stackRows + 1
    }
    guard y < rect.maxY else { return }
    draw(
      scene.events, in: Rect(x: rect.x, y: y, width: rect.width, height: rect.maxY - y), title: "Last events",
      measure: "newest at the top", isFocused: false)
  }

  private mutating func drawStackedHeap(_ scene: ScreenScene, in panes: Rect) {
    let onlyOne = panes.height < 12 || panes.width < 58 && panes.height < 16
    if onlyOne {
      drawHeapPane(scene.state.focus, scene, in: panes)
      return
    }
    let isPoolFirst = scene.state.focus == .pool
    let poolRows = scene.pool.map { ($0.blocks.count + 49) / 50 + 2 } ?? 2
    let poolHeight = isPoolFirst ? min(poolRows + 2, panes.height - 6) : min(poolRows, panes.height / 2)
    let (top, bottom) = panes.split(rows: panes.height - poolHeight)
    drawHeapPane(scene.state.focus == .classes ? .classes : .arenas, scene, in: top)
    drawHeapPane(.pool, scene, in: bottom)
  }

  /// One pane of the heap view in a rectangle of its own.
  private mutating func drawHeapPane(_ pane: Pane, _ scene: ScreenScene, in rect: Rect) {
    switch pane {
    case .pool:
      guard let pool = scene.pool else { return }
      if rect.width < 56 {
        draw(pool, in: rect, isFocused: scene.state.focus == .pool, isNarrow: true)
      } else {
        let spaced = rect.height >= 16 && pool.blocks.count <= 25 * (rect.height - 5)
        draw(
          pool, in: rect, isFocused: scene.state.focus == .pool, isNarrow: false,
          form: spaced && scene.state.isZoomed ? .spaced : nil)
      }
    case .classes:
      draw(scene.classes, in: rect, isFocused: true, chosenRow: scene.state.rows[.classes])
    default:
      let slots = scene.state.showsOneArena ? 1 : scene.map.cells.count
      var density = MapDensity.fitting(
        arenas: slots, pools: scene.map.poolsPerArena, width: rect.width + 1, rows: rect.height - 2, beside: 0)
      if density.columns > rect.width + 1 { density = slots <= 12 ? .strips : .cells(perRow: 32) }
      let compact = Rect(x: rect.x, y: rect.y, width: min(rect.width, max(density.columns, 38)), height: rect.height)
      draw(
        scene.map, density: density, in: compact, isFocused: scene.state.focus == .arenas,
        isAlone: scene.state.showsOneArena)
    }
  }

  /// Thousands of arenas: one cell each, how full they are, who keeps them, and the chosen one.
  private mutating func drawOverview(_ scene: ScreenScene, density: MapDensity, perRow: Int, in panes: Rect) {
    let left = Rect(x: panes.x, y: panes.y, width: density.columns, height: panes.height)
    let rows = (scene.map.cells.count + perRow - 1) / perRow + 3
    let chosen = scene.map.arenas.first { $0.name.arena == (scene.map.chosen?.arena ?? 0) }
    let tiles: MapDensity = left.width >= MapDensity.trays(5).columns ? .trays(5) : .rows
    let tileRows = tiles == .rows ? 3 : tiles.rowsPerArena(pools: scene.map.poolsPerArena)
    var top = left
    if let chosen, rows + 1 + tileRows <= left.height {
      top.height = rows
      let below = Rect(x: left.x, y: left.y + rows + 1, width: left.width - (tiles == .rows ? 0 : 12), height: tileRows)
      drawChosenArena(chosen, map: scene.map, density: tiles, in: below)
      let room = left.maxY - below.maxY - 1
      if let pool = scene.pool, tiles != .rows, room >= 8 {
        draw(
          pool, in: Rect(x: below.x, y: below.maxY + 1, width: below.width, height: room),
          isFocused: scene.state.focus == .pool, isNarrow: false)
      }
    }
    draw(scene.map, density: density, in: top, isFocused: scene.state.focus == .arenas)
    let gap = panes.width >= 99 ? 4 : 2
    let right = Rect(
      x: left.maxX + gap, y: panes.y, width: panes.maxX - left.maxX - gap - (panes.width >= 99 ? 2 : 1),
      height: panes.height)
    guard right.width >= 30 else { return }
    guard right.width >= 110 else {
      drawPinsColumn(scene, in: right)
      return
    }
    var middle = right
    middle.width = 56
    drawPinsColumn(scene, in: middle, hasArena: false)
    let side = Rect(x: middle.maxX + 4, y: right.y, width: right.maxX - middle.maxX - 4, height: right.height)
    let (upper, lower) = side.split(rows: min(side.height / 2, 11 + (scene.arenaPins?.pins.count ?? 0)))
    if let arena = scene.arenaPins {
      drawArenaPins(arena, in: upper.inset(bottom: 1), isFocused: scene.state.focus == .blocks)
    }
    draw(
      scene.events, in: lower, title: "Last events", measure: "newest at the top", isFocused: false)
  }

  private mutating func drawPinsColumn(_ scene: ScreenScene, in rect: Rect, hasArena: Bool = true) {
    guard let pins = scene.pins else { return }
    var y = rect.y
    let fills = pins.fills.count + 1
    if rect.height >= 14 {
      drawFills(pins, in: Rect(x: rect.x, y: y, width: rect.width, height: fills))
      y += fills + (rect.height >= 22 ? 1 : 0)
    }
    let left = rect.maxY - y
    let wanted = pins.sites.count + (pins.together > 0 ? 1 : 0) + 8
    let arenaRows = scene.arenaPins == nil || rect.height < 24 || !hasArena ? 0 : max(left - wanted - 1, left / 3)
    let sites = Rect(
      x: rect.x, y: y, width: rect.width, height: max(rect.maxY - y - arenaRows - (arenaRows > 0 ? 1 : 0), 0))
    drawSites(pins, in: sites, isFocused: scene.state.focus == .sites)
    if arenaRows > 0, let arena = scene.arenaPins {
      drawArenaPins(
        arena, in: Rect(x: rect.x, y: rect.maxY - arenaRows, width: rect.width, height: arenaRows),
        isFocused: scene.state.focus == .blocks)
    }
  }

  // MARK: the other views

  mutating func drawPinsView(_ scene: ScreenScene, in panes: Rect) {
    guard let pins = scene.pins else { return }
    guard panes.width >= 90 else {
      let (top, bottom) = panes.inset(right: 1).split(rows: max(panes.height / 2, min(panes.height, 8)))
      drawSites(pins, in: top, isFocused: scene.state.focus == .sites)
      if let arena = scene.arenaPins { drawArenaPins(arena, in: bottom, isFocused: scene.state.focus == .blocks) }
      return
    }
    let half = min(max(panes.width * 2 / 5, 44), 64)
    let left = Rect(x: panes.x, y: panes.y, width: half, height: panes.height)
    drawFills(pins, in: left)
    let below = pins.fills.count + 2
    drawSites(pins, in: left.inset(top: below), isFocused: scene.state.focus == .sites)
    let right = Rect(x: left.maxX + 4, y: panes.y, width: panes.maxX - left.maxX - 6, height: panes.height)
    if let arena = scene.arenaPins { drawArenaPins(arena, in: right, isFocused: scene.state.focus == .blocks) }
  }

  mutating func drawEventsView(_ scene: ScreenScene, in panes: Rect) {
    // What hides the future hides how much of it there is.
    let total = scene.events.total == 0 ? "" : "\(Numbers.count(scene.events.total)) in the trace"
    guard panes.width >= 99 else {
      draw(scene.events, in: panes.inset(right: 1), title: "Events", measure: total, isFocused: true)
      return
    }
    let side = panes.width >= 169 ? 80 : 46
    let left = Rect(x: panes.x, y: panes.y, width: panes.width - side - 5, height: panes.height)
    draw(scene.events, in: left, title: "Events", measure: total, isFocused: true)
    let right = Rect(x: left.maxX + 4, y: panes.y, width: side, height: panes.height)
    let stackRows = min(max(scene.stack.frames.count + 1, 4), max(panes.height - 10, 4))
    draw(scene.stack, in: Rect(x: right.x, y: right.y, width: right.width - 1, height: stackRows))
    if let block = scene.block {
      drawInspector(
        block,
        in: Rect(x: right.x, y: right.y + stackRows + 1, width: right.width - 1, height: right.height - stackRows - 1))
    }
  }
}
