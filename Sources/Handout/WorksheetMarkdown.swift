extension Worksheet {
  /// The sheet as Markdown that can also be read and printed as it is.
  public var sheet: String {
    var lines = ["# \(LessonHandout.plain(title))", ""]
    lines += ["Name: \(Self.rule(30))   Date: \(Self.rule(12))", ""]
    if !aim.isEmpty { lines += [LessonHandout.line(aim), ""] }
    lines += ["*\(LessonHandout.plain(facts)). Sheet \(seed).*", ""]
    for item in items {
      if let chapter = item.chapter { lines += ["## \(LessonHandout.plain(chapter))", ""] }
      lines += ["**\(item.question.number).** \(LessonHandout.plain(item.question.text))", ""]
      if let picture = item.picture { lines += LessonHandout.fenced(picture.canvas) }
      for choice in item.order {
        lines.append("- [ ] \(item.letter(of: choice)). \(LessonHandout.plain(item.question.choices[choice].text))")
      }
      if !item.order.isEmpty { lines.append("") }
      if item.order.isEmpty { lines += ["Answer: \(Self.rule(24))", ""] }
      lines += ["Why? \(Self.rule(64))", ""]
    }
    if !blanks.isEmpty {
      lines += ["## Afterwards: the missing numbers", ""]
      for (index, blank) in blanks.enumerated() {
        lines.append(
          "\(index + 1). \(LessonHandout.plain(blank.before))\(Self.rule(8))\(LessonHandout.plain(blank.after))")
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  /// The key as Markdown.
  public var key: String {
    var lines = ["# Key: \(LessonHandout.plain(title))", "", "*Sheet \(seed).*", ""]
    for item in items {
      lines += ["**\(item.question.number).** \(LessonHandout.plain(item.key))", ""]
      for words in item.wrong { lines += [LessonHandout.plain(words), ""] }
      if let wrong = item.question.wrong { lines += [LessonHandout.line(wrong), ""] }
    }
    if !blanks.isEmpty {
      let numbers = blanks.enumerated().map { "\($0 + 1). \($1.number)" }
      lines += ["**The missing numbers.** \(LessonHandout.plain(numbers.joined(separator: "  ")))", ""]
    }
    return lines.joined(separator: "\n")
  }

  /// A line to write on; between blanks, underscores are no markup.
  private static func rule(_ width: Int) -> String { String(repeating: "_", count: width) }
}
