import Cells

extension LessonHandout {
  /// The pages as one Markdown file: a fenced block of text for each picture, answers to be unfolded.
  public var markdown: String {
    var lines = ["# \(Self.plain(title))", ""]
    if !aim.isEmpty { lines += [Self.line(aim), ""] }
    lines += ["*\(Self.plain(facts))*", ""]
    for step in steps {
      if let chapter = step.chapter { lines += ["## \(Self.plain(chapter))", ""] }
      if let question = step.question {
        lines += ["**Question \(question.number).** \(Self.plain(question.text))", ""]
      }
      for paragraph in step.narration { lines += [Self.line(paragraph), ""] }
      if let picture = step.picture { lines += Self.fenced(picture.canvas) }
      if let question = step.question {
        for (index, choice) in question.choices.enumerated() {
          lines.append("\(index + 1). \(Self.plain(choice.text))")
        }
        if !question.choices.isEmpty { lines.append("") }
        lines += ["<details><summary>Answer</summary>", ""]
        lines += [Self.line("\(question.numberedAnswer). \(question.reason)").trimmedEnd, ""]
        for (index, choice) in question.choices.enumerated() where !choice.isRight {
          if let why = choice.why { lines += ["Not \(index + 1): \(Self.plain(why))", ""] }
        }
        if let wrong = question.wrong { lines += [Self.line(wrong), ""] }
        if let answer = step.answer { lines += Self.fenced(answer.canvas) }
        lines += ["</details>", ""]
      }
      for note in step.notes { lines += ["> Note: \(Self.plain(note))", ""] }
      lines += ["<sub>\(Self.plain(step.place))</sub>", "", "---", ""]
    }
    return lines.joined(separator: "\n")
  }

  /// A single picture as Markdown, with what is said of it.
  public static func markdown(_ canvas: Canvas, title: String, narration: [String]) -> String {
    var lines = ["# \(plain(title))", ""]
    for paragraph in narration { lines += [line(paragraph), ""] }
    return (lines + fenced(canvas)).joined(separator: "\n")
  }

  /// A block of text as it is; no picture holds a row of backquotes.
  static func fenced(_ canvas: Canvas) -> [String] {
    ["```text", canvas.trimmedText.trimmedEnd, "```", ""]
  }

  /// Text that begins a line: what looks like a heading or a list there isn't one.
  static func line(_ text: String) -> String { guarded(plain(text)) }

  /// Escaped text that begins a line.
  static func guarded(_ text: String) -> String {
    var result = text
    if let first = result.first, "#+-=".contains(first) { result = "\\" + result }
    if let dot = result.firstIndex(where: { !$0.isNumber }), dot > result.startIndex, ".)".contains(result[dot]) {
      result.insert("\\", at: dot)
    }
    return result
  }

  /// Text with what Markdown and HTML would take for markup escaped, on one line.
  static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "~": result += "\\\(scalar)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar.value < 32 ? " " : scalar)
      }
    }
    return result
  }
}

extension String {
  /// The text without blanks and line feeds at its end.
  fileprivate var trimmedEnd: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
