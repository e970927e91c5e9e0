extension Canvas {
  /// The size of a cell in an SVG, in its user units.
  static let cell = (width: 9.0, height: 18.0)

  /// The picture as an SVG file: backgrounds, then blocks and lines as shapes so that they join whatever the font, then
  /// the text, set to the width of its cells; without a title, a drawing to stand in a page that says what it is.
  public func svg(title: String = "") -> String {
    let (columns, rows) = (Double(width) * Canvas.cell.width, Double(height) * Canvas.cell.height)
    let ground = Canvas.ground(of: self)
    var result = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(columns)) \(number(rows))" \
      width="\(number(columns))" height="\(number(rows))" font-family="\(Canvas.fonts)" font-size="15">
      \(title.isEmpty ? "" : "<title>\(title.markupEscaped)</title>")
      <rect width="100%" height="100%" fill="\(ground.webName)"/>
      <g shape-rendering="crispEdges">

      """
    for y in 0..<height { appendBackgrounds(y, ground, to: &result) }
    for y in 0..<height { appendShapes(y, to: &result) }
    result += "</g>\n"
    for y in 0..<height { appendText(y, to: &result) }
    return result + "</svg>\n"
  }

  private func appendBackgrounds(_ y: Int, _ ground: RGB, to result: inout String) {
    var start = 0
    let row = Array(row(y))
    while start < width {
      let colour = row[start].style.shown.background
      let end = row[start...].firstIndex { $0.style.shown.background != colour } ?? width
      if colour != ground { result += rect(CellShape(0, 0, Double(end - start), 1), x: start, y: y, colour) }
      start = end
    }
  }

  private func appendShapes(_ y: Int, to result: inout String) {
    let row = Array(row(y))
    var start = 0
    while start < width {
      let cell = row[start]
      guard let shapes = CellShape.shapes(of: cell.scalar) else {
        start += 1
        continue
      }
      // Shapes as wide as the cell are drawn in one piece with their neighbours: smaller files, no seams.
      let joins = shapes.allSatisfy { $0.x == 0 && $0.width == 1 }
      let end = joins ? row[start...].firstIndex { $0 != cell } ?? width : start + 1
      for shape in shapes {
        var wide = shape
        wide.width += Double(end - start - 1)
        result += rect(wide, x: start, y: y, cell.style.shown.foreground)
      }
      start = end
    }
  }

  private func appendText(_ y: Int, to result: inout String) {
    for run in Run.runs(of: row(y)) {
      let scalars = Array(run.text.unicodeScalars)
      let isText = scalars.map { $0 != " " && CellShape.shapes(of: $0) == nil }
      var start = 0
      while let first = isText[start...].firstIndex(of: true) {
        // A single blank stays inside a piece of text, more end it.
        var end = first + 1
        while end < scalars.count, isText[end] || (scalars[end] == " " && end + 1 < scalars.count && isText[end + 1]) {
          end += 1
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[first..<end])
        result += self.text(String(text), count: end - first, x: run.x + first, y: y, run.style)
        start = end
        if start >= scalars.count { break }
      }
    }
  }

  private func text(_ text: String, count: Int, x: Int, y: Int, _ style: Style) -> String {
    var attributes = style.bold ? " font-weight=\"bold\"" : ""
    if style.underline { attributes += " text-decoration=\"underline\"" }
    return
      "<text x=\"\(number(Double(x) * Canvas.cell.width))\" y=\"\(number((Double(y) + 0.75) * Canvas.cell.height))\""
      + " textLength=\"\(number(Double(count) * Canvas.cell.width))\" fill=\"\(style.shown.foreground.webName)\""
      + "\(attributes)>\(text.markupEscaped)</text>\n"
  }

  private func rect(_ shape: CellShape, x: Int, y: Int, _ colour: RGB) -> String {
    let opacity = shape.opacity < 1 ? " fill-opacity=\"\(number(shape.opacity))\"" : ""
    return "<rect x=\"\(number((Double(x) + shape.x) * Canvas.cell.width))\""
      + " y=\"\(number((Double(y) + shape.y) * Canvas.cell.height))\""
      + " width=\"\(number(shape.width * Canvas.cell.width))\" height=\"\(number(shape.height * Canvas.cell.height))\""
      + " fill=\"\(colour.webName)\"\(opacity)/>\n"
  }

  /// Hundredths, without zeros that say nothing.
  private func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return String(whole) }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
