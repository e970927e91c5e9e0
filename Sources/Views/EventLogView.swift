import Cells
import Scene

extension Frame {
  /// Draws the steps around the moment, newest at the top, each with what it did and where.
  mutating func draw(
    _ log: EventLogScene, in rect: Rect, title name: String, measure: String, isFocused: Bool,
    absence: String = "Nothing has happened yet."
  ) {
    guard rect.height > 1 else { return }
    title(name, [(measure, theme.dim)], in: rect, isFocused: isFocused)
    region(rect, .pane(.eventList))
    let numbers = log.rows.reduce(6) { max($0, Numbers.count($1.step).cellCount) }
    let places = log.rows.reduce(7) { $1.asked == nil && $1.given == nil ? $0 : max($0, $1.place.cellCount) }
    let classX = rect.x + 2 + numbers + 2
    let placeRight = classX + 15 + min(places, 24)
    if log.rows.isEmpty {
      canvas.put(absence, x: rect.x + 2, y: rect.y + 1, style: theme.dim, limit: rect.width - 2)
    }
    for (index, row) in log.rows.enumerated() {
      let y = rect.y + 1 + index
      guard y < rect.maxY else { break }
      let isNow = row.step == log.current
      let isFuture = log.current.map { row.step > $0 } ?? true
      let isChosen = row.step == log.chosen
      let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
      if isChosen { canvas.fill(line, with: theme.selection) }
      let ground = isChosen ? theme.selection : theme.text
      let weak = (isFuture ? theme.faint : theme.dim).on(ground)
      let plain = (isFuture ? theme.faint : isNow ? theme.bold : theme.text).on(ground)
      let sign: Style
      switch row.kind {
      case _ where isNow: sign = theme.now
      case _ where isFuture: sign = theme.faint.on(ground)
      case .given: sign = theme.bad.on(ground)
      case .taken: sign = theme.good.on(ground)
      default: sign = theme.dim.on(ground)
      }
      canvas.put(row.sign, x: rect.x, y: y, style: sign)
      canvas.put(
        Numbers.count(row.step), right: rect.x + 2 + numbers, y: y, style: isNow ? theme.bold.on(ground) : weak)
      if let sizeClass = row.sizeClass {
        canvas.put(
          sizeClassLetter(sizeClass), x: classX, y: y,
          style: isFuture ? theme.faint.on(ground) : theme.classLetter(sizeClass).on(ground))
      }
      if row.asked != nil || row.given != nil {
        if let asked = row.asked { canvas.put(Numbers.count(asked), right: classX + 6, y: y, style: plain) }
        if let given = row.given {
          canvas.put("→" as Unicode.Scalar, x: classX + 7, y: y, style: weak)
          canvas.put(Numbers.count(given), x: classX + 9, y: y, style: plain)
        }
        canvas.put(row.place, right: placeRight, y: y, style: plain)
      } else {
        canvas.put(row.place, x: classX, y: y, style: plain, limit: rect.maxX - classX)
      }
      if row.asked != nil || row.given != nil, let site = row.site {
        let room = rect.maxX - placeRight - 2
        if room >= 8 {
          var end = canvas.put(Numbers.middle(site.text, limit: room), x: placeRight + 2, y: y, style: weak)
          if rect.maxX - end > 8, !site.function.isEmpty {
            end = canvas.put(site.function, x: end + 2, y: y, style: weak, limit: rect.maxX - end - 2)
          }
        }
      }
      region(line, .event(row.step))
    }
  }

  /// Draws a call stack, innermost frame first.
  mutating func draw(_ stack: StackScene, in rect: Rect, isFocused: Bool = false, name: String = "Call stack") {
    guard rect.height > 1 else { return }
    title(name, [(stack.title, theme.dim)], in: rect, isFocused: isFocused)
    region(rect, .pane(.stack))
    if stack.frames.isEmpty {
      for (index, line) in stack.absence.wrapped(to: rect.width - 4).enumerated()
      where rect.y + 1 + index < rect.maxY {
        canvas.put(line, x: rect.x + 3, y: rect.y + 1 + index, style: theme.dim)
      }
      return
    }
    let room = rect.height - 1
    let shown = stack.frames.count <= room ? stack.frames.count : max(room - 1, 0)
    let places = stack.frames[..<shown].reduce(0) { max($0, $1.text.cellCount) }
    let placeWidth = min(places, max(rect.width / 2, 12))
    for (index, frame) in stack.frames[..<shown].enumerated() {
      let y = rect.y + 1 + index
      let isInner = index == 0
      if isInner { canvas.put("▶" as Unicode.Scalar, x: rect.x, y: y, style: theme.bold) }
      canvas.put(
        Numbers.middle(frame.text, limit: placeWidth), x: rect.x + 3, y: y, style: isInner ? theme.bold : theme.text)
      canvas.put(
        frame.function, x: rect.x + 5 + placeWidth, y: y, style: isInner ? theme.text : theme.dim,
        limit: rect.maxX - rect.x - 5 - placeWidth)
    }
    if shown < stack.frames.count {
      canvas.put(
        "\(Numbers.count(stack.frames.count - shown, "more frame"))", x: rect.x + 3, y: rect.y + 1 + shown,
        style: theme.dim)
    }
  }
}
