import Cells
import Scene

/// A piece of a row of text: what is written and how.
typealias Run = (text: String, style: Style)

/// A picture in the making: a canvas, how to draw on it, and what each part of it stands for under the mouse.
public struct Frame: Sendable {
  /// The cells drawn so far, in Unicode; `picture` is what to show.
  public internal(set) var canvas: Canvas
  /// The colours.
  public let theme: Theme
  /// The glyphs.
  public let glyphs: GlyphSet
  /// How many rows of what is said of a row of the library can be scrolled away.
  public internal(set) var scrollLimit = 0
  /// Whether somebody has keys for it; a picture on a page names none.
  var hasKeys = true
  var regions: [HitRegion] = []

  /// Makes a blank picture.
  public init(width: Int, height: Int, theme: Theme, glyphs: GlyphSet) {
    self.theme = theme
    self.glyphs = glyphs
    canvas = Canvas(width: width, height: height, fill: theme.text)
  }

  /// The picture in the glyphs that were asked for.
  public var picture: Canvas { glyphs.isASCII ? canvas.ascii() : canvas }

  /// The number of columns.
  public var width: Int { canvas.width }
  /// The number of rows.
  public var height: Int { canvas.height }

  /// Writes runs one after another and gives the column after them; what goes beyond `limit` columns is cut with `…`.
  @discardableResult
  mutating func put(_ runs: [Run], x: Int, y: Int, limit: Int = Int.max) -> Int {
    var column = x
    var room = limit
    for run in runs {
      let next = canvas.put(run.text, x: column, y: y, style: run.style, limit: room == Int.max ? nil : room)
      if room != Int.max { room -= next - column }
      column = next
      if room <= 0 { break }
    }
    return column
  }

  /// Writes runs so that they end before the column `right` and gives the column they begin in.
  @discardableResult
  mutating func put(_ runs: [Run], right: Int, y: Int) -> Int {
    let start = right - Frame.cellCount(runs)
    put(runs, x: start, y: y)
    return start
  }

  static func cellCount(_ runs: [Run]) -> Int { runs.reduce(0) { $0 + $1.text.cellCount } }

  /// Weakens everything drawn so far, so that what is drawn next stands before it.
  mutating func recede() {
    let ground = theme.text
    let weak = theme.isMono ? theme.faint : theme.areaFuture
    // The last row belongs to what comes to the front: its keys, or a prompt.
    canvas.restyle(Rect(x: 0, y: 0, width: width, height: height - 1)) { $0 = weak.on(ground) }
    let last = height - 1
    regions.removeAll { $0.rect.y < last }
  }

  /// The title line of a pane: its name at the left, its measure at the right, a rule between.
  mutating func title(_ name: String, _ measure: [Run], in rect: Rect, isFocused: Bool, isActive: Bool = true) {
    guard rect.height > 0, rect.width > 4 else { return }
    let ruleStyle = isFocused && !theme.isMono ? theme.dim : theme.rule
    canvas.put(
      isFocused ? "▶" as Unicode.Scalar : "─", x: rect.x, y: rect.y, style: isFocused ? theme.bold : theme.rule)
    let column = canvas.put(name, x: rect.x + 2, y: rect.y, style: theme.bold, limit: rect.width - 2) + 1
    var measure = measure
    while !measure.isEmpty, column + Frame.cellCount(measure) + 2 > rect.maxX { measure.removeLast() }
    let start = measure.isEmpty ? rect.maxX : rect.maxX - Frame.cellCount(measure)
    let ruleEnd = measure.isEmpty ? start : start - 1
    if column < ruleEnd { canvas.hline(x: column, y: rect.y, length: ruleEnd - column, style: ruleStyle) }
    put(measure, x: start, y: rect.y)
  }
}
