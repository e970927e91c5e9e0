import Cells
import Scene

extension Frame {
  /// Draws the requests above 512 bytes: the list, largest first, and how many there are by size.
  mutating func draw(_ raw: RawScene, in rect: Rect, isFocused: Bool) {
    guard rect.height > 2 else { return }
    let isWide = rect.width >= 100
    let (listRect, sideRect) =
      isWide ? rect.split(columns: rect.width - 44) : (rect, Rect(x: 0, y: 0, width: 0, height: 0))
    let list = isWide ? listRect.inset(right: 4) : listRect
    title(
      "Raw",
      [
        (Numbers.count(raw.count, "block"), theme.text), (" from malloc, ", theme.dim),
        (Numbers.bytes(raw.bytes), theme.text),
      ], in: list, isFocused: isFocused)
    region(list, .pane(.rawList))
    canvas.put("address", x: list.x + 2, y: list.y + 1, style: theme.dim)
    canvas.put("bytes", right: list.x + 30, y: list.y + 1, style: theme.dim)
    canvas.put("for", x: list.x + 33, y: list.y + 1, style: theme.dim)
    canvas.put("since event", right: list.x + 50, y: list.y + 1, style: theme.dim)
    canvas.put("taken at", x: list.x + 53, y: list.y + 1, style: theme.dim)
    if raw.rows.isEmpty {
      canvas.put("Malloc holds nothing for the program now.", x: list.x + 2, y: list.y + 2, style: theme.dim)
    }
    for (index, row) in raw.rows.enumerated() {
      let y = list.y + 2 + index
      guard y < list.maxY else { break }
      let isChosen = raw.first + index == raw.chosen
      let line = Rect(x: list.x + 1, y: y, width: list.width - 1, height: 1)
      if isChosen {
        canvas.fill(line, with: theme.selection)
        canvas.put("▶" as Unicode.Scalar, x: list.x, y: y, style: theme.bold)
      }
      let ground = isChosen ? theme.selection : theme.text
      let isNow = row.change != .none
      if let sign = row.change.sign { canvas.put(sign, x: list.x, y: y, style: theme.now) }
      canvas.put(Numbers.address(row.address), x: list.x + 2, y: y, style: (isNow ? theme.bold : theme.dim).on(ground))
      canvas.put(Numbers.count(row.size), right: list.x + 30, y: y, style: (isNow ? theme.bold : theme.text).on(ground))
      canvas.put(row.domain, x: list.x + 33, y: y, style: theme.dim.on(ground))
      canvas.put(Numbers.count(row.since), right: list.x + 50, y: y, style: theme.text.on(ground))
      if let site = row.site, list.width > 62 {
        let runs = Frame.runs(
          site, theme.text.on(ground), theme.dim.on(ground), limit: list.maxX - list.x - 53)
        put(runs, x: list.x + 53, y: y)
      }
      region(line, .raw(row.address))
    }
    if isWide { drawSizes(raw, in: sideRect) }
  }

  private mutating func drawSizes(_ raw: RawScene, in rect: Rect) {
    title("How large are they?", [(Numbers.bytes(raw.bytes), theme.dim)], in: rect.inset(right: 1), isFocused: false)
    let most = raw.steps.reduce(1) { max($0, $1.bytes) }
    for (index, step) in raw.steps.enumerated() where rect.y + 2 + index < rect.maxY {
      let y = rect.y + 2 + index
      canvas.put(
        step.atLeast == 0 ? "to 512 bytes" : "from \(Frame.roundSize(step.atLeast))", x: rect.x + 1, y: y,
        style: theme.text)
      canvas.put(Numbers.count(step.count), right: rect.x + 21, y: y, style: theme.bold)
      let length = Int((Double(step.bytes) / Double(most) * 20).rounded())
      for column in 0..<max(length, step.bytes > 0 ? 1 : 0) {
        canvas.put(glyphs.isASCII ? "#" as Unicode.Scalar : "▇", x: rect.x + 23 + column, y: y, style: theme.areaPast)
      }
    }
    canvas.put("blocks", right: rect.x + 21, y: rect.y + 1, style: theme.dim)
    canvas.put("bytes in them", x: rect.x + 23, y: rect.y + 1, style: theme.dim)
  }

  private static func roundSize(_ bytes: Int) -> String {
    bytes < 1024 ? "513 bytes" : bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
  }
}
