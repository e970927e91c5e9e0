import Cells

extension LessonHandout {
  /// The pages as one HTML file without scripts that fetches nothing: a drawing for each picture, answers to be
  /// unfolded; printed, each step has a page of its own.
  public var html: String {
    var text = "<h1>\(title.markupEscaped)</h1>\n"
    if !aim.isEmpty { text += Self.paragraph(aim) }
    text += Self.paragraph(facts, style: "facts")
    for step in steps { text += Self.section(step) }
    return HTMLPage.text(title: title, style: Self.style, body: text)
  }

  private static let style = """
    body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.5 sans-serif; color: #1b1e24; background: #fff }
    h1, h2 { line-height: 1.2 }
    section { margin: 0 0 3rem }
    figure { margin: 1rem 0 }
    figure svg { width: 100%; height: auto; display: block }
    .facts, .place { color: #565d6a; font-size: 0.9rem }
    .note { border-left: 0.3rem solid #cdd1d8; margin: 1rem 0; padding: 0 1rem }
    summary { cursor: pointer; font-weight: bold }
    @media print { section { break-after: page; margin: 0 } body { max-width: none; margin: 0 } }

    """

  private static func section(_ step: Step) -> String {
    var text = "<section>\n"
    if let chapter = step.chapter { text += "<h2>\(chapter.markupEscaped)</h2>\n" }
    for words in step.narration { text += paragraph(words) }
    if let question = step.question {
      text += "<p><strong>Question \(question.number).</strong> \(question.text.markupEscaped)</p>\n"
    }
    if let picture = step.picture { text += figure(picture) }
    if let question = step.question {
      if !question.choices.isEmpty {
        text += "<ol>\n" + question.choices.map { "<li>\($0.text.markupEscaped)</li>\n" }.joined() + "</ol>\n"
      }
      text += "<details>\n<summary>Answer</summary>\n"
      text += paragraph("\(question.numberedAnswer). \(question.reason)")
      for (index, choice) in question.choices.enumerated() where !choice.isRight {
        if let why = choice.why { text += paragraph("Not \(index + 1): \(why)") }
      }
      if let wrong = question.wrong { text += paragraph(wrong) }
      if let answer = step.answer { text += figure(answer) }
      text += "</details>\n"
    }
    for note in step.notes { text += "<aside class=\"note\">\(note.markupEscaped)</aside>\n" }
    return text + paragraph(step.place, style: "place") + "</section>\n"
  }

  private static func paragraph(_ words: String, style: String? = nil) -> String {
    "<p\(style.map { " class=\"\($0)\"" } ?? "")>\(words.markupEscaped)</p>\n"
  }

  static func figure(_ picture: Picture) -> String {
    "<figure role=\"img\" aria-label=\"\(picture.words.markupEscaped)\">\n\(picture.canvas.svg())</figure>\n"
  }
}
