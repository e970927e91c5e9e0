import Cells
import Scene

extension Frame {
  /// Draws every block of a pool alone, over the whole width.
  mutating func drawLargePool(_ pool: PoolScene, in rect: Rect) {
    title(
      "Pool \(pool.name)",
      [
        (String(sizeClassLetter(pool.sizeClass)), theme.classLetter(pool.sizeClass)),
        (" \(Numbers.count(pool.blocks.count)) blocks of \(pool.blockSize) bytes", theme.text),
      ],
      in: Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: 1), isFocused: false)
    region(rect, .pane(.pool))
    let left = rect.x + 7
    let room = rect.width - 9
    let rows = rect.height - 4
    let spaced = room / 20 * 10
    let isSpaced = (pool.blocks.count + spaced - 1) / spaced <= rows
    let perRow = isSpaced ? spaced : room / 10 * 10
    let used = drawBlocks(
      pool, form: isSpaced ? .spaced : .single, perRow: perRow, x: left, y: rect.y + 1 + (isSpaced ? 1 : 0),
      maxRows: max(rows, 1), numberRight: left - 1)
    let below = rect.y + 1 + (isSpaced ? 1 : 0) + used
    put(
      legend(of: pool, form: isSpaced ? .spaced : .single, [.used, .free, .notCarved]), x: left,
      y: min(below + 1, rect.maxY - 2), limit: room)
    guard !pool.chain.isEmpty else { return }
    let y = min(below + 2, rect.maxY - 1)
    let start = canvas.put("freeblock → ", x: left, y: y, style: theme.bold)
    drawChain(pool, x: start, y: y, limit: rect.maxX - start - 1)
  }
}
