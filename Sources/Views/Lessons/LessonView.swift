import Cells
import Scene

extension Screen {
  /// The rows above and below a view's panes, which a lesson has words of its own for.
  private static let above = 3
  private static let below = 2

  /// The number of rows that a view is to be made for, so that its panes fit between the words of a lesson; 0 where
  /// there is no room for a picture.
  public static func pictureRows(_ lesson: LessonScene, width: Int, height: Int) -> Int {
    let layout = LessonLayout(lesson, width: width, height: height)
    return layout.picture.isEmpty ? 0 : layout.picture.height + above + below
  }

  /// The number of columns that a view is to be made for: the cards of a class need more than the view's own.
  public static func pictureColumns(_ lesson: LessonScene, view: ViewKind, width: Int) -> Int {
    lesson.isPresented && view == .collection ? 100 + 18 * Frame.largeCards(columns: width) : width
  }

  /// Draws a stop of a lesson with the picture of its moment, which was made for `pictureRows`; with another beside it,
  /// each has half of the columns.
  public static func draw(
    _ lesson: LessonScene, over scene: ScreenScene?, beside other: ScreenScene? = nil, width: Int, height: Int,
    theme: Theme, glyphs: GlyphSet
  ) -> Frame {
    let theme = lesson.isPresented ? theme.raised : theme
    // The keys of the lesson are those of its picture.
    var (scene, other) = (scene, other)
    scene?.footer = lesson.footer
    other?.footer = lesson.footer
    var frame = Frame(width: width, height: height, theme: theme, glyphs: glyphs)
    frame.hasKeys = !lesson.footer.isEmpty
    guard width >= ScreenLayout.least.width, height >= ScreenLayout.least.height else {
      frame.drawTooSmall()
      return frame
    }
    let layout = LessonLayout(lesson, width: width, height: height)
    if lesson.hidesPicture, !layout.picture.isEmpty {
      frame.drawHidden(in: layout.picture)
    } else if let scene, let other, !layout.picture.isEmpty {
      for (index, half) in [scene, other].enumerated() {
        frame.draw(half, name: lesson.halves[index], half: index, in: layout.picture)
      }
    } else if let scene, !layout.picture.isEmpty, frame.drawLarge(scene, lesson, in: layout.picture) {
      // It was drawn for the lesson alone.
    } else if let scene, !layout.picture.isEmpty {
      let rows = layout.picture.height + above + below
      let inner = draw(scene, width: width, height: rows, theme: theme, glyphs: glyphs)
      let whole = ScreenLayout(
        width: width, height: rows, view: scene.state.view, areaRows: scene.timeline.showsHeld ? 4 : 2)
      let hasTimeline = whole.timeline.height > 0 && ![.objects, .collection].contains(scene.state.view)
      let end = lesson.hidesTime && hasTimeline ? whole.timeline.y : rows - below
      frame.take(inner, rows: above..<min(end, rows - below), to: layout.picture.y)
    }
    if layout.picture.isEmpty { frame.drawNoRoom(layout) }
    frame.draw(lesson, layout)
    return frame
  }
}

extension Frame {
  /// Copies rows of another picture with what they stand for under the mouse.
  fileprivate mutating func take(_ other: Frame, rows: Range<Int>, to top: Int) {
    for row in rows {
      for column in 0..<min(width, other.width) {
        canvas[column, row - rows.lowerBound + top] = other.canvas[column, row]
      }
    }
    for region in other.regions where rows.contains(region.rect.y) {
      var rect = region.rect
      rect.y += top - rows.lowerBound
      regions.append(HitRegion(rect: rect, kind: region.kind))
    }
  }

  /// Draws the panes of a scene into one half of a picture, under its name.
  fileprivate mutating func draw(_ scene: ScreenScene, name: String, half: Int, in rect: Rect) {
    let columns = rect.width / 2
    let left = rect.x + half * columns
    // On a narrow screen up to eight rows around the panes belong to the caption, the timeline and the keys.
    let rows = rect.height - 1 + 8
    let inner = Screen.draw(scene, width: columns, height: rows, theme: theme, glyphs: glyphs)
    let panes = ScreenLayout(width: columns, height: rows, view: scene.state.view, areaRows: 2).panes
    title(name, [], in: Rect(x: left + 1, y: rect.y, width: columns - 2, height: 1), isFocused: false)
    for row in 0..<min(panes.height, rect.height - 1) {
      for column in 0..<columns {
        canvas[left + column, rect.y + 1 + row] = inner.canvas[column, panes.y + row]
      }
    }
  }

  fileprivate mutating func drawHidden(in rect: Rect) {
    let words = "The picture comes when you have answered."
    let row = rect.y + rect.height / 2
    canvas.hline(x: 1, y: rect.y, length: width - 2, style: theme.rule, scalar: "─")
    canvas.put(words, x: max((width - words.cellCount) / 2, 1), y: row, style: theme.dim, limit: width - 2)
  }

  /// Says in the rows that are left why no picture stands there.
  fileprivate mutating func drawNoRoom(_ layout: LessonLayout) {
    let row = 1 + layout.narration.count
    guard row < layout.panelRow else { return }
    canvas.put(
      "The picture needs a larger screen.", x: layout.indent, y: (row + layout.panelRow) / 2, style: theme.dim)
  }

  fileprivate mutating func draw(_ lesson: LessonScene, _ layout: LessonLayout) {
    drawTitle(lesson)
    for (index, line) in layout.narration.prefix(max(height - 3, 0)).enumerated() {
      canvas.put(glyphs.text(line), x: layout.indent, y: 1 + index, style: theme.bold)
    }
    var y = max(layout.panelRow, 1 + layout.narration.count)
    if let panel = lesson.panel { y = draw(panel, layout, lesson, from: y) }
    if !layout.notes.isEmpty, y < height - 2 {
      title("Notes", [], in: Rect(x: 1, y: y, width: width - 2, height: 1), isFocused: false)
      for (index, line) in layout.notes.enumerated() where y + 1 + index < height - 2 {
        canvas.put(glyphs.text(line), x: layout.indent, y: y + 1 + index, style: theme.text)
      }
    }
    drawProgress(lesson)
    draw(footer: lesson.footer, y: height - 1)
  }

  /// The row of the title, and the sign before the words; a class sees the title without the bar.
  private mutating func drawTitle(_ lesson: LessonScene) {
    // The number of the question gives way to the title.
    let isRoomy = lesson.title.cellCount + lesson.place.cellCount + 5 <= width
    let place = isRoomy ? lesson.place : lesson.place.split(separator: "   ").first.map(String.init) ?? ""
    guard !lesson.isPresented else {
      let right = canvas.put(place, right: width - 2, y: 0, style: theme.bold)
      canvas.put(glyphs.text(lesson.title), x: 3, y: 0, style: theme.text, limit: max(right - 5, 4))
      return
    }
    canvas.fill(Rect(x: 0, y: 0, width: width, height: 1), with: theme.bar)
    let right = canvas.put(place, right: width - 1, y: 0, style: theme.text.on(theme.bar))
    canvas.put(glyphs.text(lesson.title), x: 1, y: 0, style: theme.bold.on(theme.bar), limit: max(right - 3, 4))
    canvas.fill(Rect(x: 1, y: 1, width: 3, height: 1), with: theme.now)
    canvas.put(lesson.sign, x: 2, y: 1, style: theme.now)
  }

  private mutating func draw(
    _ panel: LessonScene.Panel, _ layout: LessonLayout, _ lesson: LessonScene, from row: Int
  ) -> Int {
    let last = height - 2
    var y = row
    title(
      panel.title, panel.measure.isEmpty ? [] : [(glyphs.text(panel.measure), theme.dim)],
      in: Rect(x: 1, y: y, width: width - 2, height: 1), isFocused: false)
    y += 1
    y = drawChoices(panel.choices, layout, from: y)
    if let typed = panel.typed, y < last {
      canvas.put("▶", x: 3, y: y, style: theme.now)
      let x = canvas.put(typed, x: layout.indent + 1, y: y, style: theme.bold, limit: width - 10)
      canvas.put("▏", x: x, y: y, style: theme.bold)
      y += 1
    }
    for line in layout.words where y < last {
      canvas.put(glyphs.text(line), x: layout.indent, y: y, style: theme.text)
      y += 1
    }
    return y
  }

  /// The row of the steps: those done, the one that is shown, those to come; the score at the right.
  private mutating func drawProgress(_ lesson: LessonScene) {
    let y = height - 2
    if !lesson.message.isEmpty {
      canvas.put(glyphs.text(lesson.message), x: 1, y: y, style: theme.bold, limit: width - 2)
      return
    }
    let right = canvas.put(lesson.score, right: width - 1, y: y, style: theme.text)
    let stride = lesson.stops * 2 + 4 <= right ? 2 : 1
    let shown = min(lesson.stops, max((right - 4) / stride, 1))
    for index in 0..<shown {
      // Where there are more stops than cells, a cell stands for several.
      let stop = shown < lesson.stops ? index * lesson.stops / shown : index
      let next = shown < lesson.stops ? (index + 1) * lesson.stops / shown : index + 1
      let isNow = stop <= lesson.stop && lesson.stop < next
      let mark: Unicode.Scalar = isNow ? "◆" : stop < lesson.stop ? "●" : "·"
      canvas.put(
        mark, x: 2 + index * stride, y: y, style: isNow ? theme.bold : stop < lesson.stop ? theme.good : theme.dim)
    }
    let label = "steps of this lesson"
    let x = 2 + shown * stride + 2
    if !lesson.isPresented, x + label.cellCount + 2 <= right { canvas.put(label, x: x, y: y, style: theme.dim) }
  }
}
