import Cells
import Scene

extension Frame {
  private var cardWidth: Int { 15 }

  /// Draws the two lists as cards: what is held above, what is in doubt below, the way of what moved between them.
  mutating func drawLists(_ lists: [CandidateListScene], in rect: Rect) {
    let isWide = width >= 100
    let left = rect.x + (isWide ? 16 : 12)
    let stride = isWide ? 18 : 16
    for (index, list) in lists.prefix(2).enumerated() {
      let y = rect.y + index * 5
      drawLabel(
        list, shown: list.cards.count { !$0.wasHere },
        in: Rect(x: rect.x, y: y, width: left - rect.x - 1, height: 4))
      for (place, card) in list.cards.enumerated() {
        let frame = Rect(x: left + place * stride, y: y, width: cardWidth, height: 4)
        guard frame.maxX <= rect.maxX else { break }
        draw(card, in: frame)
        if card.isLookedAt, index == 0 {
          canvas.put("▲ looking at", x: frame.x + 2, y: y + 4, style: style(of: card).emphasised)
        }
      }
    }
    drawMove(lists, left: left, stride: stride, y: rect.y + 4, limit: rect.maxX)
  }

  private mutating func drawLabel(_ list: CandidateListScene, shown: Int, in rect: Rect) {
    canvas.put(list.title, x: rect.x, y: rect.y, style: theme.bold, limit: rect.width)
    var lines: [String] = []
    let after = list.count - list.first - shown
    if !list.knowsPlace {
      canvas.put(
        Numbers.count(list.count, "object"), x: rect.x, y: rect.y + 1, style: theme.dim, limit: rect.width)
      return
    }
    if list.first > 0 { lines.append("◀ \(Numbers.count(list.first)) before") }
    if after > 0 { lines.append("\(Numbers.count(after)) after ▶") }
    lines = Array((lines.isEmpty ? [] : [Numbers.count(list.count, "object")]) + lines)
    if lines.isEmpty { lines = list.note.wrapped(to: rect.width) }
    for (index, line) in lines.prefix(3).enumerated() {
      canvas.put(line, x: rect.x, y: rect.y + 1 + index, style: theme.dim, limit: rect.width)
    }
  }

  /// One object as a card.
  private mutating func draw(_ card: CandidateCard, in rect: Rect) {
    let edge = card.isNow ? theme.bold : card.wasHere || card.role == .gone ? theme.faint : style(of: card)
    drawBox(rect, style: edge, isStrong: card.isNow, isDashed: card.wasHere || card.role == .gone)
    let name = Numbers.middle(card.name, limit: rect.width - 5)
    let nameStyle = card.isNow ? theme.now : card.wasHere ? theme.faint : card.isChosen ? theme.selection : theme.bold
    canvas.put(card.isChosen ? "[\(name)]" : " \(name) ", x: rect.x + 2, y: rect.y, style: nameStyle)
    guard !card.wasHere else {
      canvas.put(card.state, x: rect.x + 2, y: rect.y + 1, style: theme.faint)
      return
    }
    drawCounts(card, x: rect.x + 2, right: rect.maxX - 2, y: rect.y + 1)
    canvas.put(" \(card.state) ", x: rect.x + 2, y: rect.maxY - 1, style: style(of: card).emphasised)
    region(rect, .row(.candidates, card.number))
  }

  /// The reference count and below it `gc_refs`, with what it was before this step.
  mutating func drawCounts(_ card: CandidateCard, x: Int, right: Int, y: Int, showsBefore: Bool = true) {
    canvas.put("refs", x: x, y: y, style: theme.dim)
    canvas.put(Numbers.count(card.references), right: right, y: y, style: theme.text)
    canvas.put("gc_refs", x: x, y: y + 1, style: theme.dim)
    guard let gcRefs = card.gcRefs else { return }
    let value = Numbers.count(gcRefs)
    let start = canvas.put(
      value, right: right, y: y + 1, style: card.role == .plain ? theme.text : style(of: card).emphasised)
    guard showsBefore, let before = card.gcRefsBefore else { return }
    canvas.put("\(Numbers.count(before))→", right: start, y: y + 1, style: theme.text)
  }

  /// A frame around a thing; strong is this step's.
  mutating func drawBox(_ rect: Rect, style: Style, isStrong: Bool = false, isDashed: Bool = false) {
    let corners: [Unicode.Scalar] = isStrong ? ["┏", "┓", "┗", "┛"] : ["╭", "╮", "╰", "╯"]
    let (across, down): (Unicode.Scalar, Unicode.Scalar) =
      isStrong ? ("━", "┃") : isDashed ? ("╌", "╎") : ("─", "│")
    for y in [rect.y, rect.maxY - 1] {
      canvas.hline(x: rect.x + 1, y: y, length: rect.width - 2, style: style, scalar: across)
    }
    for x in [rect.x, rect.maxX - 1] {
      canvas.vline(x: x, y: rect.y + 1, length: rect.height - 2, style: style, scalar: down)
    }
    canvas.put(corners[0], x: rect.x, y: rect.y, style: style)
    canvas.put(corners[1], x: rect.maxX - 1, y: rect.y, style: style)
    canvas.put(corners[2], x: rect.x, y: rect.maxY - 1, style: style)
    canvas.put(corners[3], x: rect.maxX - 1, y: rect.maxY - 1, style: style)
  }

  /// The arrow between the lists from where an object was to where it is.
  private mutating func drawMove(
    _ lists: [CandidateListScene], left: Int, stride: Int, y: Int, limit: Int
  ) {
    guard lists.count >= 2 else { return }
    for (from, to) in [(0, 1), (1, 0)] {
      guard let start = lists[from].cards.firstIndex(where: \.wasHere),
        let end = lists[to].cards.firstIndex(where: \.isNow)
      else { continue }
      // They stand apart by a cell, so that a way straight up has its own corner.
      let x = left + start * stride + 8
      let target = left + end * stride + 8
      guard max(x, target) < limit else { continue }
      let style = theme.bold
      if x != target {
        canvas.hline(x: min(x, target), y: y, length: abs(x - target), style: style, scalar: "━")
        let opensRight = target > x
        canvas.put(
          from == 1 ? (opensRight ? "┏" : "┓") : (opensRight ? "┗" : "┛"), x: x, y: y, style: style)
      }
      canvas.put(to == 0 ? "▲" as Unicode.Scalar : "▼", x: target, y: y, style: style)
    }
  }
}
