import Cells

extension Worksheet {
  /// The sheet, the key or both as one HTML file without scripts; printed, the key begins on a page of its own.
  public func html(sheet: Bool, key: Bool) -> String {
    HTMLPage.text(title: title, style: Self.style, body: (sheet ? sheetBody : "") + (key ? keyBody : ""))
  }

  private static let style = """
    body { max-width: 45rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.6 sans-serif; color: #000; background: #fff }
    ol.choices { list-style: none; padding: 0 }
    .line { display: inline-block; border-bottom: 1px solid #000; min-width: 6rem }
    .long { display: block; height: 2rem }
    .question { break-inside: avoid }
    figure { margin: 1rem 0 }
    figure svg { width: 100%; height: auto; display: block }
    .facts { color: #565d6a; font-size: 0.9rem }
    @media print { body { max-width: none; margin: 0 } .key { break-before: page } }

    """

  private var sheetBody: String {
    var text = "<h1>\(title.markupEscaped)</h1>\n"
    text += "<p>Name: <span class=\"line\" style=\"min-width:18rem\"></span> Date: <span class=\"line\"></span></p>\n"
    if !aim.isEmpty { text += "<p>\(aim.markupEscaped)</p>\n" }
    text += "<p class=\"facts\">\(facts.markupEscaped). Sheet \(seed).</p>\n"
    for item in items {
      if let chapter = item.chapter { text += "<h2>\(chapter.markupEscaped)</h2>\n" }
      text += "<div class=\"question\">\n"
      text += "<p><strong>\(item.question.number).</strong> \(item.question.text.markupEscaped)</p>\n"
      if let picture = item.picture { text += LessonHandout.figure(picture) }
      if item.order.isEmpty {
        text += "<p>Answer: <span class=\"line\" style=\"min-width:14rem\"></span></p>\n"
      } else {
        text += "<ol class=\"choices\">\n"
        for choice in item.order {
          text += "<li>☐ \(item.letter(of: choice)). \(item.question.choices[choice].text.markupEscaped)</li>\n"
        }
        text += "</ol>\n"
      }
      text += "<p>Why? <span class=\"line long\"></span></p>\n</div>\n"
    }
    guard !blanks.isEmpty else { return text }
    text += "<h2>Afterwards: the missing numbers</h2>\n<ol>\n"
    for blank in blanks {
      text += "<li>\(blank.before.markupEscaped)<span class=\"line\"></span>\(blank.after.markupEscaped)</li>\n"
    }
    return text + "</ol>\n"
  }

  private var keyBody: String {
    var text = "<div class=\"key\">\n<h1>Key: \(title.markupEscaped)</h1>\n<p class=\"facts\">Sheet \(seed).</p>\n"
    for item in items {
      text += "<p><strong>\(item.question.number).</strong> \(item.key.markupEscaped)</p>\n"
      for words in item.wrong { text += "<p>\(words.markupEscaped)</p>\n" }
      if let wrong = item.question.wrong { text += "<p>\(wrong.markupEscaped)</p>\n" }
    }
    if !blanks.isEmpty {
      text += "<h2>The missing numbers</h2>\n<ol>\n"
      for blank in blanks { text += "<li>\(blank.number.markupEscaped)</li>\n" }
      text += "</ol>\n"
    }
    return text + "</div>\n"
  }
}
