import Cells
import Scene

extension Frame {
  /// Draws what is known of one object.
  mutating func draw(_ detail: ObjectDetail, in rect: Rect) {
    let row = detail.row
    guard rect.height > 1 else { return }
    title(row.name, [(row.block.isEmpty ? "" : "block \(row.block)", theme.dim)], in: rect, isFocused: false)
    var lines: [(label: String, text: String)] = []
    if !detail.facts.isEmpty { lines.append(("is", detail.facts.joined(separator: ", "))) }
    lines.append(("references", counts(detail)))
    if !row.variables.isEmpty { lines.append(("named", row.variables.joined(separator: ", "))) }
    lines.append(("held by", names(detail.holders, of: detail.holderCount) { "\($0.name)\($0.label)" }))
    lines.append(
      (
        "refers to",
        names(detail.targets, of: detail.targetCount) { "\($0.label)\($0.label.isEmpty ? "" : " ")\($0.name)" }
      ))
    if let cycle = row.cycle {
      let shown = detail.cycleMembers.prefix(8).joined(separator: ", ")
      let more = detail.cycleCount > 8 ? " and \(Numbers.count(detail.cycleCount - 8)) more" : ""
      lines.append(("cycle \(Numbers.count(cycle))", "\(Numbers.count(detail.cycleCount, "object")): \(shown)\(more)"))
    }
    if !row.state.isEmpty {
      let isLeft = row.role == .gone
      lines.append(("state", isLeft ? "left the collector's lists: it died, or was untracked" : row.state))
    }
    let label = 12
    let width = max(rect.width - label - 1, 10)
    // Where there is room for all of it nothing is cut.
    let most = rect.height >= lines.count * 2 + 2 ? 4 : rect.height >= lines.count + 3 ? 2 : 1
    var y = rect.y + 1
    for (name, text) in lines {
      var wrapped = glyphs.text(text).wrapped(to: width)
      if wrapped.count > most { wrapped = wrapped.prefix(most - 1) + [wrapped[most - 1] + " …"] }
      for (index, line) in wrapped.enumerated() where y < rect.maxY {
        if index == 0 { canvas.put(name, x: rect.x + 1, y: y, style: theme.dim, limit: label - 1) }
        let style = name == "state" ? stateStyle(of: row) : name.hasPrefix("cycle") ? theme.special : theme.text
        canvas.put(line, x: rect.x + label, y: y, style: style, limit: width + 1)
        y += 1
      }
    }
  }

  private func counts(_ detail: ObjectDetail) -> String {
    let row = detail.row
    guard row.references != nil else { return "∞: it's immortal, nothing counts them" }
    var parts: [String] = []
    if !row.variables.isEmpty { parts.append("\(Numbers.count(row.variables.count)) by name") }
    parts.append("\(Numbers.count(row.fromOthers)) from objects")
    if detail.fromOutside > 0 { parts.append("\(Numbers.count(detail.fromOutside)) from outside") }
    return "\(row.count): \(parts.joined(separator: ", "))"
  }

  private func names(
    _ references: [ObjectDetail.Reference], of count: Int, _ text: (ObjectDetail.Reference) -> String
  ) -> String {
    guard count > 0 else { return "none of the objects" }
    let shown = references.prefix(8)
    let more = count - shown.count
    return shown.map(text).joined(separator: ", ") + (more > 0 ? " and \(Numbers.count(more)) more" : "")
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
