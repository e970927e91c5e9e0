import Cells

/// A page of HTML that fetches nothing and has no scripts.
enum HTMLPage {
  /// Makes one of a title, its style sheet, which ends with a line end, and what stands in its body.
  static func text(title: String, style: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>\(title.markupEscaped)</title>
    <style>
    \(style)</style>
    </head>
    <body>
    \(body)</body>
    </html>

    """
  }
}
