import Cells
import Scene

extension Frame {
  /// The columns that the cards of a collection have for the largest ones in a class.
  private static let leastCard = 13

  /// How many cards a list of a collection has in so many columns.
  static func largeCards(columns: Int) -> Int { max((columns - 4) / (leastCard + 2), 1) }

  /// Draws the two lists of a collection alone, their objects as large cards; false where there's no room for these.
  mutating func drawLargeCollection(_ scene: CollectionScene, in rect: Rect) -> Bool {
    let lists = Array(scene.lists.prefix(2))
    let height = min((rect.height - 2 - 2 * lists.count) / max(lists.count, 1), 12)
    guard height >= 3, !lists.isEmpty else { return false }
    region(rect, .pane(.candidates))
    drawPhases(scene, in: Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: 1))
    let count = min(max(scene.objects, 3), Self.largeCards(columns: rect.width))
    let stride = min((rect.width - 4) / count, 26)
    var top = rect.y + 1 + (rect.height > lists.count * (height + 2) + 1 ? 1 : 0)
    var tops: [Int] = []
    for list in lists {
      drawName(of: list, y: top, in: rect)
      tops.append(top + 1)
      for (place, card) in list.cards.prefix(count).enumerated() {
        let box = Rect(x: rect.x + 3 + place * stride, y: top + 1, width: stride - 2, height: height)
        drawLarge(card, in: box)
        guard card.isLookedAt, list == lists[0], lists.count > 1 else { continue }
        canvas.put("▲ looking at", x: box.x + 1, y: box.maxY, style: style(of: card).emphasised)
      }
      top += height + 2
    }
    if lists.count == 2 {
      drawWay(lists, x: rect.x + 3 + stride / 2, stride: stride, y: tops[0] + height, limit: rect.maxX)
    }
    return true
  }

  private mutating func drawName(of list: CandidateListScene, y: Int, in rect: Rect) {
    let x = canvas.put(list.title, x: rect.x + 3, y: y, style: theme.bold)
    let hidden = list.count - list.cards.count { !$0.wasHere }
    let words =
      hidden > 0 ? "\(Numbers.count(list.count, "object")), \(Numbers.count(hidden)) more" : list.note
    canvas.put(words, x: x + 3, y: y, style: theme.text, limit: rect.maxX - x - 4)
  }

  private mutating func drawLarge(_ card: CandidateCard, in box: Rect) {
    let isGone = card.wasHere || card.role == .gone
    let edge = card.isNow ? theme.bold : isGone ? theme.faint : style(of: card)
    drawBox(box, style: edge, isStrong: card.isNow, isDashed: isGone)
    let name = Numbers.middle(card.name, limit: box.width - 4)
    let nameStyle = card.isNow ? theme.now : card.isChosen ? theme.selection : theme.bold
    region(box, .row(.candidates, card.number))
    if card.wasHere {
      canvas.put(" \(name) ", x: box.x + 1, y: box.y, style: theme.text)
      canvas.put(card.state, x: box.x + 2, y: box.y + box.height / 2, style: theme.text, limit: box.width - 3)
      return
    }
    let isTall = box.height >= 6
    canvas.put(
      card.isChosen && !isTall ? "[\(name)]" : " \(name) ",
      x: isTall ? box.x + (box.width - name.cellCount - 2) / 2 : box.x + 1,
      y: isTall ? box.y + 1 : box.y, style: nameStyle)
    if box.height == 3 {
      let gcRefs =
        card.gcRefs.map { "gc_refs \(card.gcRefsBefore.map { "\($0)→" } ?? "")\($0)" } ?? "refs \(card.references)"
      canvas.put(glyphs.text(gcRefs), x: box.x + 1, y: box.y + 1, style: theme.bold, limit: box.width - 2)
    } else {
      let inset = box.width < 15 ? 1 : box.width / 6
      drawCounts(card, x: box.x + inset, right: box.maxX - inset, y: box.y + (box.height - 2) / 2 + (isTall ? 1 : 0))
    }
    let state = card.state.cellCount + 4 <= box.width ? " \(card.state) " : card.state
    canvas.put(
      state, x: box.x + max((box.width - state.cellCount) / 2, 0), y: box.maxY - 1,
      style: style(of: card).emphasised)
  }

  /// The way of an object from one list to the other.
  private mutating func drawWay(_ lists: [CandidateListScene], x left: Int, stride: Int, y: Int, limit: Int) {
    for (from, to) in [(0, 1), (1, 0)] {
      guard let start = lists[from].cards.firstIndex(where: \.wasHere),
        let end = lists[to].cards.firstIndex(where: \.isNow)
      else { continue }
      let (x, target) = (left + start * stride, left + end * stride)
      guard max(x, target) < limit else { continue }
      if x != target {
        canvas.hline(x: min(x, target), y: y, length: abs(x - target), style: theme.bold, scalar: "━")
        let opensRight = target > x
        canvas.put(
          from == 1 ? (opensRight ? "┏" : "┓") : (opensRight ? "┗" : "┛"), x: x, y: y, style: theme.bold)
      }
      canvas.put(to == 0 ? "▲" as Unicode.Scalar : "▼", x: target, y: y, style: theme.bold)
    }
  }
}
