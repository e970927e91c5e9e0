import Cells
import Scene

extension Frame {
  /// Draws how `gc_refs` became what it is: a row for each object, a column for each part so far.
  mutating func draw(_ table: GCRefsTable, in rect: Rect) {
    title("gc_refs after each step", [("references from outside young", theme.dim)], in: rect, isFocused: false)
    guard rect.height > 3 else { return }
    let names = min(table.names.reduce(1) { max($0, $1.cellCount) } + 2, rect.width / 3)
    let isTight = rect.width < 56
    let cells = isTight ? 7 : 9
    let room = max((rect.width - names) / cells, 1)
    // The first column and the last ones: what fell out between is said.
    let first = table.columns.count > room ? table.columns.count - room + 1 : 0
    let shown = first > 0 ? [table.columns[0]] + table.columns[(first + 0)...] : table.columns
    for (index, column) in shown.enumerated() {
      let isLast = index == shown.count - 1
      var title = isTight ? Frame.shortTitle(column.title) : column.title
      // A long name is worth more than the word before it.
      if title.cellCount >= cells, title.hasPrefix("see ") { title.removeFirst(4) }
      canvas.put(
        Numbers.middle(title, limit: cells - 1), right: rect.x + names + (index + 1) * cells - 1, y: rect.y + 1,
        style: isLast ? theme.bold : theme.dim)
    }
    if first > 1 { canvas.put("…", x: rect.x + names + cells, y: rect.y + 1, style: theme.dim) }
    let rows = rect.height - 2
    let isCut = table.names.count > rows
    let count = isCut ? rows - 1 : table.names.count
    let start = isCut ? min(max((table.now ?? 0) - count / 2, 0), table.names.count - count) : 0
    for row in start..<start + count {
      let y = rect.y + 2 + row - start
      canvas.put(Numbers.middle(table.names[row], limit: names - 1), x: rect.x, y: y, style: theme.bold)
      for (index, column) in shown.enumerated() where column.entries.indices.contains(row) {
        let isNow = index == shown.count - 1 && row == table.now
        let (text, style) = entry(column.entries[row])
        canvas.put(
          isNow ? " \(text) " : text, right: rect.x + names + (index + 1) * cells - (isNow ? 0 : 1), y: y,
          style: isNow ? theme.now : style)
      }
    }
    if isCut {
      canvas.put(
        Numbers.count(table.names.count - count, "more object"), x: rect.x, y: rect.maxY - 1, style: theme.dim)
    } else {
      drawTableLegend(table, in: rect, y: rect.y + 3 + count)
    }
  }

  private static func shortTitle(_ title: String) -> String {
    switch title {
    case "update": "upd."
    case "subtract": "subt."
    default: title
    }
  }

  private func entry(_ entry: GCRefsTable.Entry) -> (String, Style) {
    switch entry {
    case .none: ("", theme.text)
    case .count(let count): (Numbers.count(count), theme.text)
    case .out: ("out", theme.bad)
    case .back(let count): ("back \(count)", theme.info)
    case .stays: ("stays", theme.good)
    }
  }

  private mutating func drawTableLegend(_ table: GCRefsTable, in rect: Rect, y: Int) {
    let lines: [(GCRefsTable.Entry, String)] = [
      (.count(0), "nothing outside young is known to hold it"), (.out, "moved to unreachable, for now"),
      (.back(1), "came back: a reachable object refers to it"), (.stays, "reachable, kept"),
    ]
    guard y + lines.count <= rect.maxY, rect.width >= 52 else { return }
    for (index, line) in lines.enumerated() {
      let (text, style) = entry(line.0)
      canvas.put(text, x: rect.x, y: y + index, style: style)
      canvas.put(line.1, x: rect.x + 8, y: y + index, style: theme.dim, limit: rect.width - 8)
    }
  }

  /// Draws objects as rows: name, counts, state; says how many come before and after.
  mutating func drawRows(_ list: CandidateListScene, in rect: Rect) {
    title(list.title, [(Numbers.count(list.count, "object"), theme.dim)], in: rect, isFocused: false)
    guard rect.height > 2 else { return }
    // Beside narrow names there is no room for counts: the cards have those.
    let hasCounts = rect.width >= 40
    if hasCounts {
      canvas.put("refs", right: rect.maxX - 21, y: rect.y + 1, style: theme.dim)
      canvas.put("gc_refs", right: rect.maxX - 13, y: rect.y + 1, style: theme.dim)
    }
    let rows = rect.height - 3
    // The middle of what was given is what matters.
    let centre = list.cards.firstIndex { $0.isNow } ?? list.cards.firstIndex { $0.isLookedAt } ?? 0
    let start = min(max(centre - rows / 2, 0), max(list.cards.count - rows, 0))
    var y = rect.y + 2
    for card in list.cards[start..<min(start + rows, list.cards.count)] {
      if card.isChosen { canvas.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), with: theme.selection) }
      let ground = card.isChosen ? theme.selection : theme.text
      let name = card.isNow ? theme.now : theme.bold.on(ground)
      let limit = max(rect.width - (hasCounts ? 30 : 15), 6)
      canvas.put(Numbers.middle(card.name, limit: limit), x: rect.x + 1, y: y, style: name)
      if hasCounts {
        canvas.put(Numbers.count(card.references), right: rect.maxX - 21, y: y, style: theme.text.on(ground))
        if let gcRefs = card.gcRefs {
          canvas.put(Numbers.count(gcRefs), right: rect.maxX - 13, y: y, style: theme.text.on(ground))
        }
      }
      canvas.put(card.state, x: rect.maxX - 12, y: y, style: style(of: card).on(ground))
      region(Rect(x: rect.x, y: y, width: rect.width, height: 1), .row(.candidates, card.number))
      y += 1
    }
    let before = list.first + start
    let after = list.count - before - min(rows, list.cards.count)
    if before > 0 || after > 0 {
      canvas.put(
        "\(Numbers.count(before)) before, \(Numbers.count(max(after, 0))) after", x: rect.x + 1, y: rect.maxY - 1,
        style: theme.dim)
    }
  }
}
