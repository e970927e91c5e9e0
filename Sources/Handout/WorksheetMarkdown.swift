import Cells

extension Worksheet {
  /// The sheet as Markdown that can also be read and printed as it is.
  public var sheet: String {
    var lines = ["# \(LessonHandout.plain(title))", ""]
    lines += ["Name: \(Self.rule(30))   Date: \(Self.rule(12))", ""]
    if !aim.isEmpty { lines += Self.paragraph(LessonHandout.line(aim)) }
    lines += ["*\(LessonHandout.plain(facts)). Sheet \(seed).*", ""]
    for item in items {
      if let chapter = item.chapter { lines += ["## \(LessonHandout.plain(chapter))", ""] }
      lines += Self.paragraph("**\(item.question.number).** \(LessonHandout.plain(item.question.text))")
      if let picture = item.picture { lines += LessonHandout.fenced(picture.canvas) }
      for choice in item.order {
        let text = LessonHandout.plain(item.question.choices[choice].text)
        lines += Self.wrapped("- [ ] \(item.letter(of: choice)). \(text)", indent: 6)
      }
      if !item.order.isEmpty { lines.append("") }
      if item.order.isEmpty { lines += ["Answer: \(Self.rule(24))", ""] }
      lines += ["Why? \(Self.rule(64))", ""]
    }
    if !blanks.isEmpty {
      lines += ["## Afterwards: the missing numbers", ""]
      for (index, blank) in blanks.enumerated() {
        let text = "\(LessonHandout.plain(blank.before))\(Self.rule(8))\(LessonHandout.plain(blank.after))"
        lines += Self.wrapped("\(index + 1). \(text)", indent: 3)
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  /// The key as Markdown.
  public var key: String {
    var lines = ["# Key: \(LessonHandout.plain(title))", "", "*Sheet \(seed).*", ""]
    for item in items {
      lines += Self.paragraph("**\(item.question.number).** \(LessonHandout.plain(item.key))")
      for words in item.wrong { lines += Self.paragraph(LessonHandout.plain(words)) }
      if let wrong = item.question.wrong { lines += Self.paragraph(LessonHandout.line(wrong)) }
    }
    if !blanks.isEmpty {
      let numbers = blanks.enumerated().map { "\($0 + 1). \($1.number)" }
      lines += Self.paragraph("**The missing numbers.** \(LessonHandout.plain(numbers.joined(separator: "; ")))")
    }
    return lines.joined(separator: "\n")
  }

  private static func paragraph(_ text: String) -> [String] { wrapped(text, indent: 0) + [""] }

  /// Markdown in lines of at most 80 columns, of which none but the first can begin a list or a heading.
  private static func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    // One column is for a backslash.
    return text.wrapped(to: 79 - indent).enumerated().map { index, line in
      index == 0 ? line : margin + LessonHandout.guarded(line)
    }
  }

  /// A line to write on; between blanks, underscores are no markup.
  private static func rule(_ width: Int) -> String { String(repeating: "_", count: width) }
}
