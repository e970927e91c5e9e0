import CNCurses
import Cells

/// Turns cells into ncurses' own, and keeps the colour pairs that this takes.
struct Pen {
  let depth: ColorDepth
  let glyphs: GlyphSet
  private let pairLimit: Int
  private var inks: [Style: Ink] = [:]
  private var pairs: [Pair: Int32] = [:]
  private var last: (style: Style, ink: Ink)?

  private struct Ink {
    let attributes: attr_t
    let pair: Int32
  }

  private struct Pair: Hashable {
    let foreground, background: Int
  }

  /// Makes a pen for a terminal with `pairLimit` colour pairs.
  init(depth: ColorDepth, glyphs: GlyphSet, pairLimit: Int) {
    self.depth = depth
    self.glyphs = glyphs
    self.pairLimit = pairLimit
  }

  /// Writes a cell into ncurses' form.
  mutating func write(_ cell: Cell, to place: UnsafeMutablePointer<cchar_t>) {
    let ink = ink(for: cell.style)
    let scalar = glyphs.isASCII ? glyphs[cell.scalar] : cell.scalar
    nc_cell(place, wchar_t(scalar.value), ink.attributes, ink.pair)
  }

  private mutating func ink(for style: Style) -> Ink {
    if let last, last.style == style { return last.ink }
    let ink: Ink
    if let known = inks[style] {
      ink = known
    } else {
      ink = Ink(attributes: attributes(of: style), pair: pair(for: style))
      inks[style] = ink
    }
    last = (style, ink)
    return ink
  }

  private func attributes(of style: Style) -> attr_t {
    var result = nc_normal
    if style.bold { result |= nc_bold }
    if style.dim { result |= nc_dim }
    if style.reverse { result |= nc_reverse }
    if style.underline { result |= nc_underline }
    return result
  }

  private mutating func pair(for style: Style) -> Int32 {
    if depth == .mono { return 0 }
    let colours = depth.pair(foreground: style.foreground, background: style.background)
    let key = Pair(foreground: colours.foreground, background: colours.background)
    if let known = pairs[key] { return known }
    // Where the terminal has no more pairs, the text is drawn in its own colours rather than not at all.
    guard pairs.count + 1 < pairLimit else { return 0 }
    let number = alloc_pair(Int32(key.foreground), Int32(key.background))
    guard number > 0 else { return 0 }
    pairs[key] = number
    return number
  }
}
