import Cells
import Scene

/// Which blocks of a pool have a card in a row of them, and how large it is.
struct BlockCardRow {
  /// The first block.
  let first: Int
  /// How many.
  let count: Int
  let width: Int
  let height: Int
  let gap: Int

  /// Above this number of carved blocks a map says more than cards.
  static let most = 10

  /// Nil where there's no room for cards.
  init?(_ pool: PoolScene, columns: Int, rows: Int, isPresented: Bool) {
    let least = isPresented ? 13 : 8
    gap = isPresented ? 2 : 1
    let carved = pool.carved
    let wanted = min(max(carved + (isPresented ? 1 : 3), isPresented ? 5 : 8), pool.blocks.count)
    count = min((columns + gap) / (least + gap), wanted)
    guard count > 0, rows >= 4 else { return nil }
    width = min((columns + gap) / count - gap, isPresented ? 24 : 16)
    height = min(max(isPresented ? width * 7 / 13 : width / 2, 4), rows)
    let now = pool.chosen ?? pool.blocks.firstIndex { $0.change != .none } ?? 0
    first = carved <= count && now < count ? 0 : min(max(now - count / 2, 0), pool.blocks.count - count)
  }
}

extension PoolScene {
  /// The number of blocks up to the last one that was carved.
  var carved: Int { (blocks.lastIndex { $0.state != .notCarved } ?? -1) + 1 }
  /// Whether its blocks are so few that each can have a card.
  var hasFewBlocks: Bool { (1...BlockCardRow.most).contains(carved) }
}

extension Frame {
  /// Draws the blocks of a pool as cards, with who has them and the order in which the free ones go out; below what is
  /// known of the chosen one where there is room. False where there's none for cards.
  mutating func drawCards(_ pool: PoolScene, block: BlockScene?, isPresented: Bool, in rect: Rect) -> Bool {
    guard
      let row = BlockCardRow(pool, columns: rect.width - 4, rows: rect.height - 4, isPresented: isPresented)
    else { return false }
    let letter = String(sizeClassLetter(pool.sizeClass))
    title(
      "Pool \(pool.name)",
      [
        (letter, theme.classLetter(pool.sizeClass)),
        (" \(Numbers.count(pool.blocks.count)) blocks of \(pool.blockSize) bytes", theme.dim),
      ],
      in: Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: 1), isFocused: false)
    region(rect, .pane(.pool))
    let spare = rect.height - 3 - row.height
    let top = rect.y + 1 + (isPresented ? spare / 2 : min(spare, 1))
    for place in 0..<row.count {
      let number = row.first + place
      let card = Rect(
        x: rect.x + 3 + place * (row.width + row.gap), y: top, width: row.width, height: row.height)
      draw(number, of: pool, in: card)
      drawNumber(number, of: pool, below: card, isPresented: isPresented)
      region(card, .place(PlaceName(heap: pool.name.heap, arena: pool.name.arena, pool: pool.name.pool, block: number)))
    }
    let end = rect.x + 3 + row.count * (row.width + row.gap)
    if row.first + row.count < pool.blocks.count, end + 1 < rect.maxX {
      canvas.put("…", x: end, y: top + row.height / 2, style: theme.dim)
    }
    if row.first > 0 { canvas.put("…", x: rect.x + 1, y: top + row.height / 2, style: theme.dim) }
    let chainRow = min(top + row.height + (spare > 2 ? 2 : 1), rect.maxY - 1)
    drawOrder(pool, y: chainRow, isPresented: isPresented, in: rect)
    if !isPresented, let block { drawClosely(block, pool, below: chainRow, in: rect) }
    return true
  }

  private mutating func drawNumber(_ number: Int, of pool: PoolScene, below card: Rect, isPresented: Bool) {
    let isChosen = pool.isChosen && pool.chosen == number
    let name = isPresented ? "block \(number)" : "\(number)"
    let text = isChosen ? "[\(name)]" : name
    canvas.put(
      text, x: card.x + (card.width - text.cellCount) / 2, y: card.maxY,
      style: isChosen || pool.blocks[number].state != .notCarved ? theme.bold : theme.faint)
  }

  private mutating func drawOrder(_ pool: PoolScene, y: Int, isPresented: Bool, in rect: Rect) {
    guard !pool.chain.isEmpty else { return }
    let start = canvas.put("freeblock → ", x: rect.x + 3, y: y, style: isPresented ? theme.bold : theme.text)
    let end = drawChain(pool, x: start, y: y, limit: rect.maxX - start - 2)
    let words = "   the free ones go out in this order"
    guard end + words.cellCount < rect.maxX else { return }
    canvas.put(words, x: end, y: y, style: theme.dim)
  }

  private mutating func drawClosely(_ block: BlockScene, _ pool: PoolScene, below row: Int, in rect: Rect) {
    let room = rect.maxY - row - 2
    guard room >= 4 else { return }
    let below = Rect(x: rect.x + 1, y: row + 2, width: rect.width - 2, height: min(room, 6))
    drawSentences(block, in: below, isFocused: false)
    let header = Rect(
      x: below.x, y: below.maxY + 1, width: min(below.width, 44), height: rect.maxY - below.maxY - 1)
    guard header.height >= pool.header.count + 1 else { return }
    drawHeader(of: pool, in: header)
  }

  private mutating func draw(_ number: Int, of pool: PoolScene, in card: Rect) {
    let block = pool.blocks[number]
    let isChanged = block.change != .none
    var inner = card.inset(by: 1)
    if block.state == .used, !isChanged {
      canvas.fill(card, with: theme.classUsed(pool.sizeClass), scalar: "█")
      if card.width >= 13 { inner = card.inset(left: 2, top: 1, right: 2, bottom: 1) }
      canvas.fill(inner, with: theme.text)
    } else {
      let edge =
        isChanged ? theme.bold : block.state == .free ? theme.classLetter(pool.sizeClass) : theme.faint
      drawBox(card, style: edge, isStrong: isChanged, isDashed: block.state == .notCarved)
    }
    let words = words(on: block, pool.tenants[number], of: pool, in: inner)
    let top = inner.y + (inner.height - words.count) / 2
    for (row, word) in words.prefix(inner.height).enumerated() {
      let text = Numbers.middle(word.text, limit: inner.width)
      let x = inner.x + (inner.width - text.cellCount) / 2
      if word.style == theme.now {
        canvas.fill(Rect(x: inner.x, y: top + row, width: inner.width, height: 1), with: theme.now)
      }
      canvas.put(text, x: x, y: top + row, style: word.style)
    }
  }

  /// What stands on a card: the sign of the step, whose it is and for how much, or where it is in the chain.
  private func words(on block: BlockTile, _ tenant: BlockTenant?, of pool: PoolScene, in rect: Rect) -> [Run] {
    let sign = block.change.sign.map { "\($0) " } ?? ""
    let first = sign.isEmpty ? block.change == .touched ? theme.now : theme.bold : theme.now
    switch block.state {
    case .used:
      guard let tenant else { return [("\(sign)in use", first)] }
      let bytes = rect.width < 9 ? "\(tenant.asked) B" : Numbers.bytes(tenant.asked)
      var lines = [tenant.name, tenant.type].filter { !$0.isEmpty }
      if lines.isEmpty { lines = ["in use"] }
      if lines.count < 2 || rect.height > 3 { lines.append(bytes) }
      return lines.enumerated().map { ($0 == 0 ? sign + $1 : $1, $0 == 0 ? first : theme.text) }
    case .free:
      let letter = theme.classLetter(pool.sizeClass)
      var words: [Run] = [("\(sign)free", sign.isEmpty ? letter : first)]
      if let name = tenant?.name, !name.isEmpty, rect.height > 2 || block.order == 0 {
        words.append(("was \(name)", theme.text))
      }
      if block.order > 0 {
        let place = Self.ordinal(Int(block.order))
        words.append((rect.width < 9 ? "\(place)" : "\(place) out", block.order == 1 ? theme.bold : theme.text))
      }
      return words
    case .notCarved: return [("not", theme.faint), ("carved", theme.faint)]
    case .ghost: return [("\(sign)?", sign.isEmpty ? theme.warn : first), ("older", theme.text)]
    }
  }

  /// `1st`, `2nd`, `11th`.
  private static func ordinal(_ number: Int) -> String {
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
}
