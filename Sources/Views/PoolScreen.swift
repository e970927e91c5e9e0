import Cells
import Scene

extension Frame {
  /// Draws the pool view: every block, the header, the chosen block and who took it.
  mutating func drawPoolView(_ scene: ScreenScene, in panes: Rect) {
    guard let pool = scene.pool else {
      canvas.put("No pool yet: the first small request gets one.", x: panes.x + 2, y: panes.y + 1, style: theme.dim)
      return
    }
    if panes.width < 76 {
      drawNarrowPool(scene, pool, in: panes)
      return
    }
    if panes.width >= 99, panes.height >= 24 {
      drawWidePool(scene, pool, in: panes)
      return
    }
    let blockRows = panes.height >= 16 ? 6 : panes.height >= 9 ? 3 : 0
    let top = Rect(x: panes.x, y: panes.y, width: 54, height: panes.height - blockRows)
    drawGrid(pool, in: top, cells: 50, inset: 3, isFocused: scene.state.focus == .pool)
    drawHeader(of: pool, in: Rect(x: top.maxX + 2, y: top.y, width: panes.maxX - top.maxX - 4, height: top.height - 1))
    let below = Rect(x: panes.x, y: top.maxY, width: panes.width - 2, height: blockRows)
    if scene.state.showsStack, let stack = scene.block?.stack {
      draw(
        stack, in: below, isFocused: scene.state.focus == .block,
        name: "Call stack of \(scene.block?.name.map { "\($0)" } ?? "the block")")
    } else if let block = scene.block {
      drawSentences(block, in: below, isFocused: scene.state.focus == .block)
    }
  }

  /// The title, the blocks as large as they fit and the legend below them.
  private mutating func drawGrid(_ pool: PoolScene, in rect: Rect, cells: Int, inset: Int, isFocused: Bool) {
    let letter = String(sizeClassLetter(pool.sizeClass))
    let count = Numbers.count(pool.blocks.count)
    title(
      pool.isChosen ? "Pool \(pool.name) chosen" : "Pool \(pool.name)",
      pool.blocks.isEmpty
        ? [("not carved", theme.dim)]
        : [(letter, theme.classLetter(pool.sizeClass)), (" \(count) blocks of \(pool.blockSize) bytes", theme.dim)],
      in: rect.inset(right: 1), isFocused: isFocused)
    region(rect, .pane(.pool))
    let left = rect.x + inset
    let maxRows = rect.height - 2
    guard !pool.blocks.isEmpty, maxRows > 0 else {
      for (index, line) in pool.note.wrapped(to: rect.width - 6).enumerated() where index < maxRows {
        canvas.put(line, x: left, y: rect.y + 1 + index, style: theme.dim)
      }
      return
    }
    let spacedRows = (pool.blocks.count + cells / 2 - 1) / (cells / 2)
    let singleRows = (pool.blocks.count + cells - 1) / cells
    let canHalve = !glyphs.isASCII && !theme.isMono
    let form: BlockForm = spacedRows <= maxRows ? .spaced : singleRows <= maxRows || !canHalve ? .single : .half
    let rows = drawBlocks(
      pool, form: form, perRow: cells * 2 / form.halfColumns, x: left, y: rect.y + 1, maxRows: maxRows,
      numberRight: left - 1)
    let legendRow = min(rect.y + 1 + rows, rect.maxY - 1)
    // Below the header's last line the legend may run on under it.
    let isBesideHeader = legendRow <= rect.y + pool.header.count + 2
    let limit = isBesideHeader ? rect.maxX - left : min(max(rect.width, 66), width - left - 1)
    var legend = legend(of: pool, form: form, [.used, .free, .notCarved], saysNext: true)
    if legend.reduce(0, { $0 + $1.0.cellCount }) > limit {
      legend = self.legend(of: pool, form: form, [.used, .free, .notCarved])
    }
    put(legend, x: left, y: legendRow, limit: limit)
    guard legendRow + 2 < rect.maxY, !pool.chain.isEmpty else { return }
    canvas.put("free ones go out in this order", x: left, y: legendRow + 1, style: theme.dim)
    drawChain(pool, x: left, y: legendRow + 2, limit: rect.maxX - left)
  }

  private mutating func drawWidePool(_ scene: ScreenScene, _ pool: PoolScene, in panes: Rect) {
    let cells = panes.width >= 169 ? 100 : 50
    let blockRows = scene.block == nil ? 0 : 6
    let upper = Rect(
      x: panes.x, y: panes.y, width: panes.width, height: panes.height - blockRows - (blockRows > 0 ? 1 : 0))
    let left = Rect(x: upper.x, y: upper.y, width: cells + 8, height: upper.height)
    drawGrid(pool, in: left, cells: cells, inset: 4, isFocused: scene.state.focus == .pool)
    let right = Rect(x: left.maxX + 3, y: upper.y, width: upper.maxX - left.maxX - 5, height: upper.height)
    let fields = Rect(
      x: right.x, y: right.y, width: min(right.width, 34), height: min(pool.header.count + 3, right.height))
    drawHeader(of: pool, in: fields)
    if let block = scene.block {
      let side = right.inset(top: fields.height + 1)
      let rows = drawHistory(of: block, in: side)
      if let stack = block.stack {
        draw(stack, in: side.inset(top: rows), name: "Who took it")
      }
      drawSentences(
        block, in: Rect(x: panes.x, y: panes.maxY - blockRows, width: panes.width - 2, height: blockRows),
        isFocused: scene.state.focus == .block)
    }
  }

  /// The earlier tenants of a block; gives the rows taken with the space below.
  private mutating func drawHistory(of block: BlockScene, in rect: Rect) -> Int {
    guard !block.before.isEmpty, rect.height > 6 else { return 0 }
    let rows = min(block.before.count, max(rect.height / 2 - 2, 1))
    title("Before", [("\(Numbers.count(block.before.count, "earlier tenant"))", theme.dim)], in: rect, isFocused: false)
    for (index, tenant) in block.before.prefix(rows).enumerated() {
      canvas.put(tenant, x: rect.x + 3, y: rect.y + 1 + index, style: theme.text, limit: rect.width - 3)
    }
    return rows + 2
  }

  private mutating func drawNarrowPool(_ scene: ScreenScene, _ pool: PoolScene, in panes: Rect) {
    let isTall = panes.height >= 16
    let rect = Rect(
      x: panes.x, y: panes.y, width: min(panes.width - 1, 56), height: isTall ? panes.height - 4 : panes.height)
    if scene.state.focus == .block, !isTall, let block = scene.block {
      drawInspector(
        block, in: Rect(x: panes.x, y: panes.y, width: panes.width - 2, height: panes.height), isFocused: true)
      return
    }
    drawGrid(
      pool, in: rect, cells: panes.width >= 56 ? 50 : 32, inset: 4, isFocused: scene.state.focus == .pool)
    if isTall, let block = scene.block {
      drawSentences(
        block, in: Rect(x: panes.x, y: rect.maxY, width: panes.width - 2, height: 4),
        isFocused: scene.state.focus == .block)
    }
  }
}
