import Cells
import Scene

extension Frame {
  private static let cardWidth = 13
  private static let gap = 2

  /// Draws the blocks of a pool as cards that can be read from the last row of a class: those around the chosen one.
  mutating func drawCards(_ pool: PoolScene, in rect: Rect) {
    let columns = rect.width - 4
    let count = min(max((columns + Self.gap) / (Self.cardWidth + Self.gap), 1), pool.blocks.count)
    let rows = min(rect.height - 4, 9)
    guard rows >= 4, count > 0 else { return }
    let chosen = pool.chosen ?? 0
    let first = chosen < count ? 0 : min(chosen - count / 2, pool.blocks.count - count)
    title(
      "Pool \(pool.name)", [("\(Numbers.count(pool.blocks.count)) blocks of \(pool.blockSize) bytes", theme.text)],
      in: Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: 1), isFocused: false)
    let y = rect.y + 1 + max((rect.height - 4 - rows) / 2, 0)
    for index in 0..<count {
      let x = rect.x + 3 + index * (Self.cardWidth + Self.gap)
      let card = Rect(x: x, y: y, width: Self.cardWidth, height: rows)
      let block = first + index
      draw(pool.blocks[block], of: pool, in: card)
      let name = "block \(block)"
      canvas.put(name, x: x + max((Self.cardWidth - name.cellCount) / 2, 0), y: card.maxY, style: theme.text)
      region(card, .place(PlaceName(heap: pool.name.heap, arena: pool.name.arena, pool: pool.name.pool, block: block)))
    }
    guard !pool.chain.isEmpty else { return }
    let next = pool.chain.prefix(4).map(String.init).joined(separator: ", then ")
    canvas.put(
      glyphs.text("Next out: \(next)\(pool.chain.count > 4 ? " …" : "")"), x: rect.x + 3, y: rect.maxY - 1,
      style: theme.bold, limit: rect.width - 4)
  }

  private mutating func draw(_ block: BlockTile, of pool: PoolScene, in card: Rect) {
    let isChanged = block.change != .none
    let style = block.state == .used ? theme.classLetter(pool.sizeClass) : theme.text
    if block.state == .used, !isChanged {
      canvas.fill(card, with: theme.classUsed(pool.sizeClass), scalar: "█")
      let hollow = Rect(x: card.x + 2, y: card.y + 1, width: card.width - 4, height: card.height - 2)
      canvas.fill(hollow, with: theme.text)
    } else {
      frame(card, isChanged ? .heavy : block.state == .notCarved ? .dashed : .light, style)
    }
    var words =
      switch block.state {
      case .used: ["in use"]
      case .free: block.order > 0 ? ["free", "\(ordinal(Int(block.order))) out"] : ["free"]
      case .notCarved: ["not", "carved"]
      case .ghost: ["unknown"]
      }
    if isChanged { words.insert(block.state == .used ? "+" : "-", at: 0) }
    for (row, word) in words.enumerated() {
      canvas.put(
        word, x: card.x + (card.width - word.cellCount) / 2, y: card.y + (card.height - words.count) / 2 + row,
        style: block.state == .notCarved ? theme.dim : theme.bold)
    }
  }

  /// `1st`, `2nd`, `11th`.
  private func ordinal(_ number: Int) -> String {
    let ending =
      switch (number % 10, number % 100) {
      case (_, 11...13): "th"
      case (1, _): "st"
      case (2, _): "nd"
      case (3, _): "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }

  private enum Line { case light, heavy, dashed }

  private mutating func frame(_ card: Rect, _ line: Line, _ style: Style) {
    let glyphs: (across: Unicode.Scalar, down: Unicode.Scalar, corners: [Unicode.Scalar]) =
      switch line {
      case .light: ("─", "│", ["╭", "╮", "╰", "╯"])
      case .heavy: ("━", "┃", ["┏", "┓", "┗", "┛"])
      case .dashed: ("╌", "╎", ["╭", "╮", "╰", "╯"])
      }
    for y in [card.y, card.maxY - 1] {
      canvas.hline(x: card.x, y: y, length: card.width, style: style, scalar: glyphs.across)
    }
    for x in [card.x, card.maxX - 1] {
      canvas.vline(x: x, y: card.y + 1, length: card.height - 2, style: style, scalar: glyphs.down)
    }
    canvas.put(glyphs.corners[0], x: card.x, y: card.y, style: style)
    canvas.put(glyphs.corners[1], x: card.maxX - 1, y: card.y, style: style)
    canvas.put(glyphs.corners[2], x: card.x, y: card.maxY - 1, style: style)
    canvas.put(glyphs.corners[3], x: card.maxX - 1, y: card.maxY - 1, style: style)
  }
}
