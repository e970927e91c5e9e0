import Cells
import Scene

extension Frame {
  private static let boxWidth = 13
  private static let arrowWidth = 8

  /// Draws objects and their references: boxes and arrows where there is room, else a line for each row of them.
  mutating func draw(_ graph: ReferenceGraph, in rect: Rect) {
    title("References", [(glyphs.text(graph.measure), theme.dim)], in: rect, isFocused: false)
    let inner = Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    let longest = graph.paths.reduce(0) { max($0, $1.nodes.count) }
    let columns = longest * Frame.boxWidth + max(longest - 1, 0) * Frame.arrowWidth
    let words = Frame.otherReferences(graph, width: inner.width)
    let rows = graph.paths.reduce(0) { $0 + Frame.rows(of: $1, in: graph) }
    var y: Int
    if columns <= inner.width, rows + words.count <= inner.height {
      y = inner.y
      for path in graph.paths { y += drawBoxes(path, in: graph, x: inner.x, y: y) }
    } else {
      let isHeld = graph.heldFromOutside.contains { $0 > 0 }
      y = drawPathLines(graph, in: inner, wordRows: words.count + (isHeld ? 1 : 0))
      if isHeld, y < inner.maxY {
        canvas.put("+1: held from outside", x: inner.x, y: y, style: theme.warn, limit: inner.width)
        y += 1
      }
    }
    for line in words where y < inner.maxY {
      canvas.put(line, x: inner.x, y: y, style: theme.dim, limit: inner.width)
      y += 1
    }
  }

  /// What the rows leave out, in words.
  private static func otherReferences(_ graph: ReferenceGraph, width: Int) -> [String] {
    var lines: [String] = []
    if !graph.others.isEmpty {
      let all = graph.others.map { "\(graph.nodes[$0.from].name) → \(graph.nodes[$0.to].name)" }
      let shown = all.prefix(6).joined(separator: ", ")
      let more = all.count > 6 ? " and \(all.count - 6) more" : ""
      lines += "also \(shown)\(more)".wrapped(to: max(width, 8))
    }
    if !graph.notes.isEmpty { lines += graph.notes.prefix(3).joined(separator: ", ").wrapped(to: max(width, 8)) }
    return lines
  }

  private static func rows(of path: ReferenceGraph.Path, in graph: ReferenceGraph) -> Int {
    (path.nodes.contains { graph.heldFromOutside[$0] > 0 } ? 1 : 0) + 4 + (path.isClosed ? 2 : 0)
  }

  private mutating func drawBoxes(_ path: ReferenceGraph.Path, in graph: ReferenceGraph, x: Int, y: Int) -> Int {
    var top = y
    let step = Frame.boxWidth + Frame.arrowWidth
    if path.nodes.contains(where: { graph.heldFromOutside[$0] > 0 }) {
      for (place, node) in path.nodes.enumerated() where graph.heldFromOutside[node] > 0 {
        let start = canvas.put("▼ ", x: x + place * step + 2, y: top, style: theme.warn)
        canvas.put(
          "\(Numbers.count(graph.heldFromOutside[node])) from outside", x: start, y: top, style: theme.warn,
          limit: step - 5)
      }
      top += 1
    }
    for (place, node) in path.nodes.enumerated() {
      let card = graph.nodes[node]
      let box = Rect(x: x + place * step, y: top, width: Frame.boxWidth, height: 4)
      drawBox(box, style: card.role == .plain ? theme.dim : style(of: card), isDashed: card.role == .gone)
      canvas.put(
        " \(Numbers.middle(card.name, limit: Frame.boxWidth - 5)) ", x: box.x + 2, y: top,
        style: card.isChosen ? theme.selection : theme.bold)
      drawCounts(card, x: box.x + 2, right: box.maxX - 2, y: top + 1, showsBefore: false)
      region(box, .row(.candidates, card.number))
      guard place + 1 < path.nodes.count else { continue }
      let next = path.nodes[place + 1]
      let isFollowed = graph.followed == .init(node, next)
      let style = isFollowed ? theme.bold : theme.dim
      canvas.hline(
        x: box.maxX, y: top + 1, length: Frame.arrowWidth - 1, style: style, scalar: isFollowed ? "━" : "─")
      canvas.put("▶" as Unicode.Scalar, x: box.maxX + Frame.arrowWidth - 1, y: top + 1, style: style)
      guard path.refersBack[place] else { continue }
      let isBack = graph.followed == .init(next, node)
      let backStyle = isBack ? theme.bold : theme.dim
      canvas.put("◀" as Unicode.Scalar, x: box.maxX, y: top + 2, style: backStyle)
      canvas.hline(
        x: box.maxX + 1, y: top + 2, length: Frame.arrowWidth - 1, style: backStyle, scalar: isBack ? "━" : "─")
    }
    top += 4
    guard path.isClosed, let last = path.nodes.last else { return top - y }
    let isFollowed = graph.followed == .init(last, path.nodes[0])
    let style = isFollowed ? theme.bold : theme.dim
    let (start, end) = (x + 6, x + (path.nodes.count - 1) * step + 6)
    canvas.put("▲" as Unicode.Scalar, x: start, y: top, style: style)
    canvas.put(isFollowed ? "┃" as Unicode.Scalar : "│", x: end, y: top, style: style)
    canvas.hline(x: start, y: top + 1, length: end - start, style: style, scalar: isFollowed ? "━" : "─")
    canvas.put(isFollowed ? "┗" as Unicode.Scalar : "╰", x: start, y: top + 1, style: style)
    canvas.put(isFollowed ? "┛" as Unicode.Scalar : "╯", x: end, y: top + 1, style: style)
    return top + 2 - y
  }

  /// The rows as lines of words and arrows; gives the row below them.
  private mutating func drawPathLines(_ graph: ReferenceGraph, in rect: Rect, wordRows: Int) -> Int {
    var y = rect.y
    let room = max(rect.height - wordRows, 1)
    for (index, path) in graph.paths.enumerated() {
      let left = graph.paths.count - index
      let isCycle = path.isClosed || path.nodes.count == 2 && path.refersBack == [true]
      if left > 1 ? y - rect.y + (isCycle ? 2 : 1) >= room : y - rect.y >= room {
        canvas.put("\(Numbers.count(left, "more row")) of objects", x: rect.x, y: y, style: theme.dim)
        return y + 1
      }
      var runs: [Run] = isCycle ? [("╭▶ ", theme.dim)] : []
      for (place, node) in path.nodes.enumerated() {
        let card = graph.nodes[node]
        if place > 0 { runs.append(arrow(path, before: place, in: graph)) }
        runs.append((Numbers.middle(card.name, limit: 12), card.isNow ? theme.now : style(of: card).emphasised))
        if graph.heldFromOutside[node] > 0 { runs.append(("+\(graph.heldFromOutside[node])", theme.warn)) }
      }
      if isCycle { runs.append((" ─╮", theme.dim)) }
      let end = put(runs, x: rect.x, y: y, limit: rect.width)
      y += 1
      guard isCycle, y < rect.y + room else { continue }
      let width = end - rect.x
      canvas.hline(x: rect.x, y: y, length: width, style: theme.dim)
      canvas.put("╰" as Unicode.Scalar, x: rect.x, y: y, style: theme.dim)
      canvas.put("╯" as Unicode.Scalar, x: end - 1, y: y, style: theme.dim)
      if width >= 13 { canvas.put(" a cycle ", x: rect.x + (width - 9) / 2, y: y, style: theme.dim) }
      y += 1
    }
    return y
  }

  /// The arrow between two neighbours of a row.
  private func arrow(_ path: ReferenceGraph.Path, before place: Int, in graph: ReferenceGraph) -> Run {
    let (from, to) = (path.nodes[place - 1], path.nodes[place])
    let isFollowed = graph.followed == .init(from, to) || graph.followed == .init(to, from)
    let line = isFollowed ? "━" : "─"
    // A pair's way back is the loop below it.
    let isBack = path.refersBack[place - 1] && path.nodes.count > 2
    return (" \(isBack ? "◀" : line)\(line)▶ ", isFollowed ? theme.bold : theme.dim)
  }
}
