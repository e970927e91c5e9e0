extension Style {
  /// The two colours as they appear once the attributes that change colours are applied.
  var shown: (foreground: RGB, background: RGB) {
    let (front, back) = reverse ? (background, foreground) : (foreground, background)
    return (dim ? front.mixed(0.6, into: back) : front, back)
  }
}

/// Neighbouring cells of one row that are drawn alike.
struct Run: Equatable {
  let x: Int
  let width: Int
  let style: Style
  let text: String

  /// Cuts a row into runs of the same style.
  static func runs(of row: ArraySlice<Cell>) -> [Run] {
    var result: [Run] = []
    var start = row.startIndex
    while start < row.endIndex {
      let style = row[start].style
      let end = row[start...].firstIndex { $0.style != style } ?? row.endIndex
      var text = String.UnicodeScalarView()
      for cell in row[start..<end] { text.append(cell.scalar) }
      result.append(Run(x: start - row.startIndex, width: end - start, style: style, text: String(text)))
      start = end
    }
    return result
  }
}

extension String {
  /// The text with the characters escaped that mean something in XML and HTML.
  public var markupEscaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar.cellSafe)
      }
    }
    return result
  }
}
