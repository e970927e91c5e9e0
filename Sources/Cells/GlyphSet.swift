/// The glyphs that pictures are made of, in Unicode or in ASCII.
///
/// Only what depends on no neighbour is here. A tray that is full only when it looks full, or an arrow of two cells, is
/// drawn by the view, which asks `isASCII`.
public enum GlyphSet: Hashable, Sendable {
  /// Box drawing, blocks, arrows and the like.
  case unicode
  /// The printable characters of ASCII alone.
  case ascii

  /// Whether only ASCII may be drawn.
  public var isASCII: Bool { self == .ascii }

  /// The scalar to draw for a glyph: itself, or in ASCII its stand-in (a question mark if it has none).
  public subscript(glyph: Unicode.Scalar) -> Unicode.Scalar {
    if self == .unicode || glyph.isASCII { return glyph }
    return GlyphSet.standIn(for: glyph) ?? "?"
  }

  /// The text in this set, scalar by scalar.
  public func text(_ text: String) -> String {
    if self == .unicode { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(self[scalar]) }
    return String(result)
  }

  /// Every glyph beyond ASCII that a view may draw.
  public static let allowed: [Unicode.Scalar] = (UInt32(0x80)...0x2FFF).compactMap(Unicode.Scalar.init).filter {
    standIn(for: $0) != nil
  }

  private static func standIn(for glyph: Unicode.Scalar) -> Unicode.Scalar? {
    switch glyph {
    case "■": "#"
    case "▲", "▴", "↑": "^"
    case "▼", "↓", "✓": "v"
    case "◀", "←": "<"
    case "▶", "→": ">"
    case "◆": "*"
    case "○": "o"
    case "●": "@"
    case "·", "…": "."
    case "×": "x"
    case "–": "-"
    case "⇄": "="
    default:
      switch glyph.value {
      case 0x2500...0x257F: line(glyph)
      case 0x2580...0x259F: block(glyph)
      default: nil
      }
    }
  }

  private static func line(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    switch glyph {
    case "─", "┄", "┅", "┈", "┉", "╌", "╍", "╴", "╶", "╸", "╺", "╼", "╾": "-"
    case "━", "═": "="
    case "│", "┃", "║", "╵", "╷", "╹", "╻", "╽", "╿": "|"
    case "┆", "┇", "┊", "┋", "╎", "╏": ":"
    case "╱": "/"
    case "╲": "\\"
    case "╳": "x"
    default: "+"
    }
  }

  private static func block(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    switch glyph {
    case "▁", "▂", "▃", "▄": "_"
    case "▏", "▕": "|"
    case "▔": "-"
    case "░": "."
    case "▒": ":"
    default: "#"
    }
  }
}
