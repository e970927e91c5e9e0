extension Canvas {
  /// The picture as text with SGR sequences (ECMA-48), one line for each row, colours reset at the end of each.
  ///
  /// In `ColorDepth.mono` only bold, dim, underline and reverse are used.
  public func ansi(_ depth: ColorDepth) -> String {
    var result = ""
    for row in rows {
      Canvas.append(row, depth, to: &result)
      result += "\n"
    }
    return result
  }

  /// The sequences that turn the picture `previous` on a terminal into this one, rewriting the rows that differ; the
  /// whole screen is cleared and drawn if there is no previous picture or it had another size.
  ///
  /// This is what an asciicast event holds.
  public func ansiFrame(after previous: Canvas? = nil, _ depth: ColorDepth) -> String {
    var result = ""
    let known = previous?.bounds == bounds ? previous : nil
    if known == nil { result += "\u{1B}[0m\u{1B}[2J" }
    for y in 0..<height where known.map({ !rowEquals(y, in: $0) }) ?? true {
      result += "\u{1B}[\(y + 1);1H"
      Canvas.append(row(y), depth, to: &result)
    }
    return result
  }

  private static func append(_ row: ArraySlice<Cell>, _ depth: ColorDepth, to result: inout String) {
    for run in Run.runs(of: row) {
      result += run.style.sgr(depth)
      result += run.text
    }
    result += "\u{1B}[0m"
  }
}

extension Style {
  /// The sequence that sets this style whatever was set before.
  func sgr(_ depth: ColorDepth) -> String {
    var codes = "0"
    if bold { codes += ";1" }
    if dim { codes += ";2" }
    if underline { codes += ";4" }
    if reverse { codes += ";7" }
    switch depth {
    case .truecolor:
      codes += ";38;2;\(foreground.red);\(foreground.green);\(foreground.blue)"
      codes += ";48;2;\(background.red);\(background.green);\(background.blue)"
    case .c256, .c8:
      let pair = depth.pair(foreground: foreground, background: background)
      codes +=
        depth == .c256
        ? ";38;5;\(pair.foreground);48;5;\(pair.background)"
        : ";\(30 + pair.foreground);\(40 + pair.background)"
    case .mono:
      break
    }
    return "\u{1B}[\(codes)m"
  }
}
