extension Canvas {
  /// The picture as an HTML document: one `<pre>` with a span for each run of one style, no script, nothing fetched.
  public func html(title: String) -> String {
    let ground = Canvas.ground(of: self)
    var result = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>\(title.markupEscaped)</title>
      </head>
      <body style="margin:0;background:\(ground.webName)">
      <pre style="margin:0;padding:1em;line-height:1.2;font-family:\(Canvas.fonts)">

      """
    for row in rows {
      for run in Run.runs(of: row) {
        result += "<span style=\"\(run.style.css)\">\(run.text.markupEscaped)</span>"
      }
      result += "\n"
    }
    return result + "</pre>\n</body>\n</html>\n"
  }

  static let fonts = "'DejaVu Sans Mono',Menlo,Consolas,monospace"

  /// The background that most cells have.
  static func ground(of canvas: Canvas) -> RGB {
    var counts: [RGB: Int] = [:]
    for row in canvas.rows { for cell in row { counts[cell.style.shown.background, default: 0] += 1 } }
    // Ties are broken by the number of the colour, so that the same picture gives the same file.
    return counts.max { ($0.value, $0.key.hex) < ($1.value, $1.key.hex) }?.key ?? RGB(0)
  }
}

extension Style {
  fileprivate var css: String {
    var result = "color:\(shown.foreground.webName);background:\(shown.background.webName)"
    if bold { result += ";font-weight:bold" }
    if underline { result += ";text-decoration:underline" }
    return result
  }
}
