extension Unicode.Scalar {
  /// Whether the scalar may stand in a cell: printable, one column wide in every terminal, written from left to right.
  ///
  /// Control and format characters, combining marks, wide and right-to-left scripts are refused, because each of them
  /// would move what stands beside it (or, coming from a trace, take over the terminal).
  public var fillsOneCell: Bool {
    if value < 0x7F { return value >= 0x20 }
    switch self {
    case "\u{2500}"..."\u{259F}", "←", "↑", "→", "↓", "■", "▲", "▶", "▼", "◀", "▴", "◆", "○", "●", "·", "…", "–", "×",
      "✓":
      return true
    default: break
    }
    switch value {
    case 0xA1...0x2FF, 0x370...0x52F, 0x531...0x58A, 0x1E00...0x1FFE, 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20C0,
      0x2100...0x218B, 0x2190...0x22FF:
      break
    default:
      return false
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .nonspacingMark, .enclosingMark, .spacingMark,
      .lineSeparator, .paragraphSeparator:
      return false
    default:
      return true
    }
  }

  /// The scalar itself if it may stand in a cell, a question mark otherwise.
  public var cellSafe: Unicode.Scalar { fillsOneCell ? self : "?" }
}

extension String {
  /// The number of cells the text takes on a canvas: one for each scalar.
  public var cellCount: Int { unicodeScalars.count }

  /// The text with everything replaced that may not stand in a cell: for plain output of strings from a trace.
  public var cellSafe: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars { result.append(scalar.cellSafe) }
    return String(result)
  }
}
