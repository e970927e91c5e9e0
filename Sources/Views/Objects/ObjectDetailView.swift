import Cells
import Scene

extension Frame {
  /// Draws what is known of one object.
  mutating func draw(_ detail: ObjectDetail, in rect: Rect) {
    let row = detail.row
    guard rect.height > 1 else { return }
    title(row.name, [(row.block.isEmpty ? "" : "block \(row.block)", theme.dim)], in: rect, isFocused: false)
    let label = 12
    let width = max(rect.width - label - 1, 10)
    var y = rect.y + 1
    for line in fitted(lines(of: detail), width: width, rows: rect.height - 1) {
      for (index, text) in line.rows.enumerated() where y < rect.maxY {
        if index == 0 { canvas.put(line.label, x: rect.x + 1, y: y, style: theme.dim, limit: label - 1) }
        let style =
          line.label == "state" ? stateStyle(of: row) : line.label.hasPrefix("cycle") ? theme.special : theme.text
        canvas.put(text, x: rect.x + label, y: y, style: style, limit: width + 1)
        y += 1
      }
    }
  }

  /// A line of what is known of an object, in parts, of which the last ones can be left out.
  private struct DetailLine {
    var label: String
    var start = ""
    var parts: [String]
    /// How many there are, where those left out are to be counted.
    var count: Int?

    /// The first parts; the number of the others and its `more` stay in one row.
    func text(_ shown: Int) -> String {
      let left = (count ?? 0) - shown
      return start + parts.prefix(shown).joined(separator: ", ")
        + (left > 0 ? " and \(Numbers.count(left))\u{A0}more" : "")
    }
  }

  private func lines(of detail: ObjectDetail) -> [DetailLine] {
    let row = detail.row
    var lines: [DetailLine] = []
    if !detail.facts.isEmpty { lines.append(DetailLine(label: "is", parts: detail.facts)) }
    lines.append(counts(detail))
    if !row.variables.isEmpty {
      lines.append(DetailLine(label: "named", parts: row.variables, count: row.variables.count))
    }
    lines.append(names("held by", detail.holders, of: detail.holderCount) { "\($0.name)\($0.label)" })
    lines.append(
      names("refers to", detail.targets, of: detail.targetCount) {
        "\($0.label)\($0.label.isEmpty ? "" : " ")\($0.name)"
      })
    if let cycle = row.cycle {
      lines.append(
        DetailLine(
          label: "cycle \(Numbers.count(cycle))", start: "\(Numbers.count(detail.cycleCount, "object")): ",
          parts: Array(detail.cycleMembers.prefix(8)), count: detail.cycleCount))
    }
    if !row.state.isEmpty {
      let isLeft = row.role == .gone
      let state = isLeft ? "left the collector's lists: it died, or was untracked" : row.state
      lines.append(DetailLine(label: "state", parts: [state]))
    }
    return lines
  }

  /// The lines in so many rows: each has one, with the parts that fit; those above get more first.
  private func fitted(_ lines: [DetailLine], width: Int, rows: Int) -> [(label: String, rows: [String])] {
    var room = max(rows - lines.count, 0)
    return lines.map { line in
      var wrapped: [String] = []
      for shown in (1...max(line.parts.count, 1)).reversed() {
        wrapped = line.text(shown).wrapped(to: width).map { glyphs.text($0.replacing("\u{A0}", with: " ")) }
        if wrapped.count - 1 <= min(room, 3) { break }
      }
      if wrapped.count - 1 > min(room, 3) {
        let last = min(room, 3)
        wrapped = wrapped.prefix(last) + [wrapped[last] + glyphs.text(" …")]
      }
      room -= wrapped.count - 1
      return (line.label, wrapped)
    }
  }

  private func counts(_ detail: ObjectDetail) -> DetailLine {
    let row = detail.row
    guard row.references != nil else {
      return DetailLine(label: "references", parts: ["∞: it's immortal, nothing counts them"])
    }
    var parts: [String] = []
    if !row.variables.isEmpty { parts.append("\(Numbers.count(row.variables.count)) by name") }
    parts.append("\(Numbers.count(row.fromOthers)) from objects")
    if detail.fromOutside > 0 { parts.append("\(Numbers.count(detail.fromOutside)) from outside") }
    return DetailLine(label: "references", start: "\(row.count): ", parts: parts)
  }

  private func names(
    _ label: String, _ references: [ObjectDetail.Reference], of count: Int, _ text: (ObjectDetail.Reference) -> String
  ) -> DetailLine {
    guard count > 0 else { return DetailLine(label: label, parts: ["none of the objects"]) }
    return DetailLine(label: label, parts: references.prefix(8).map(text), count: count)
  }

  /// Draws the way from a name or from outside to an object, and what would follow if it went.
  mutating func drawWay(_ detail: ObjectDetail, in rect: Rect) {
    guard rect.height > 1 else { return }
    title("Why is it alive?", [], in: rect, isFocused: false)
    var y = rect.y + 1
    let verdict = detail.verdict.wrapped(to: max(rect.width - 2, 8))
    var ways = detail.path ?? []
    // The ends matter most: what holds it, and the object.
    let room = max(rect.height - 1 - verdict.count, 2)
    if ways.count > room {
      let left = ways.count - room + 1
      let end = ways.suffix(room / 2)
      ways = ways.prefix(max(room - 1 - end.count, 1)) + [.init(label: "", name: "\(Numbers.count(left)) more")] + end
    }
    for (index, way) in ways.enumerated() where y < rect.maxY {
      if index == 0 {
        put(
          [(way.label, theme.warn), (glyphs.text(" ▶ "), theme.dim), (way.name, theme.bold)], x: rect.x + 1, y: y,
          limit: rect.width - 1)
      } else {
        let indent = min(index * 2, max(rect.width / 3, 2))
        put(
          [
            (glyphs.text("╰▶ "), theme.dim), (way.label.isEmpty ? "" : way.label + "  ", theme.text),
            (way.name, index == ways.count - 1 ? theme.bold : theme.text),
          ], x: rect.x + indent, y: y, limit: rect.width - indent)
      }
      y += 1
    }
    for line in verdict where y < rect.maxY {
      canvas.put(glyphs.text(line), x: rect.x + 1, y: y, style: detail.path == nil ? theme.bad : theme.dim)
      y += 1
    }
  }
}
