/// A picture of character cells, drawn anew for each frame and handed to the terminal or to an export.
///
/// Every write is clipped to the canvas, and a scalar that may not stand in a cell is replaced, so no text can damage
/// the picture.
public struct Canvas: Sendable, Equatable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  private var cells: [Cell]

  /// The largest width and height of a canvas.
  public static let limit = 2000

  /// Makes a canvas of blanks; each side is brought into 0 to `Canvas.limit`.
  public init(width: Int, height: Int, fill: Style) {
    self.width = min(max(width, 0), Canvas.limit)
    self.height = min(max(height, 0), Canvas.limit)
    cells = Array(repeating: Cell(" ", fill), count: self.width * self.height)
  }

  /// The whole canvas as a rectangle.
  public var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// The cell at a place, which must be on the canvas to be read; a write elsewhere does nothing.
  public subscript(x: Int, y: Int) -> Cell {
    get {
      precondition(bounds.contains(x: x, y: y), "no cell at \(x), \(y) on a canvas of \(width) x \(height)")
      return cells[y * width + x]
    }
    set {
      guard bounds.contains(x: x, y: y) else { return }
      cells[y * width + x] = Cell(newValue.scalar.cellSafe, newValue.style)
    }
  }

  /// Writes text in one row and gives the column after it.
  ///
  /// Text beyond the canvas is clipped in silence; text beyond `limit` cells is cut and ends in `…` to say so.
  @discardableResult
  public mutating func put(_ text: String, x: Int, y: Int, style: Style, limit: Int? = nil) -> Int {
    var room = Int.max
    if let limit {
      if limit <= 0 { return x }
      // Counting is needed only when the text might not fit.
      room = text.utf8.count > limit && text.cellCount > limit ? limit - 1 : limit
    }
    var column = x
    for scalar in text.unicodeScalars {
      if room == 0 {
        put("…" as Unicode.Scalar, x: column, y: y, style: style)
        return column + 1
      }
      put(scalar, x: column, y: y, style: style)
      column += 1
      room -= 1
    }
    return column
  }

  /// Writes text that ends before the column `right` and gives the column it begins in.
  @discardableResult
  public mutating func put(_ text: String, right: Int, y: Int, style: Style) -> Int {
    let start = right - text.cellCount
    put(text, x: start, y: y, style: style)
    return start
  }

  /// Writes one scalar.
  public mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, style: Style) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    cells[y * width + x] = Cell(scalar.cellSafe, style)
  }

  /// Fills a rectangle with one scalar, blanks by default.
  public mutating func fill(_ rect: Rect, with style: Style, scalar: Unicode.Scalar = " ") {
    let part = rect.intersection(bounds)
    guard !part.isEmpty else { return }
    let cell = Cell(scalar.cellSafe, style)
    for row in part.y..<part.maxY {
      for index in row * width + part.x..<row * width + part.maxX { cells[index] = cell }
    }
  }

  /// Draws a horizontal line of `length` cells from the left.
  public mutating func hline(x: Int, y: Int, length: Int, style: Style, scalar: Unicode.Scalar = "─") {
    fill(Rect(x: x, y: y, width: length, height: 1), with: style, scalar: scalar)
  }

  /// Draws a vertical line of `length` cells from the top.
  public mutating func vline(x: Int, y: Int, length: Int, style: Style, scalar: Unicode.Scalar = "│") {
    fill(Rect(x: x, y: y, width: 1, height: length), with: style, scalar: scalar)
  }

  /// Changes the styles in a rectangle and leaves the scalars.
  public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let part = rect.intersection(bounds)
    guard !part.isEmpty else { return }
    for row in part.y..<part.maxY {
      for index in row * width + part.x..<row * width + part.maxX { change(&cells[index].style) }
    }
  }

  /// Copies another canvas onto this one, its top left cell to the given place.
  public mutating func draw(_ other: Canvas, x: Int, y: Int) {
    for row in 0..<other.height where row + y >= 0 && row + y < height {
      for column in 0..<other.width where column + x >= 0 && column + x < width {
        cells[(row + y) * width + column + x] = other.cells[row * other.width + column]
      }
    }
  }

  /// Gives the canvas with every glyph replaced by its ASCII stand-in.
  public func ascii() -> Canvas {
    var canvas = self
    for index in canvas.cells.indices { canvas.cells[index].scalar = GlyphSet.ascii[cells[index].scalar] }
    return canvas
  }

  /// The cells of one row, from the left; the row must be on the canvas.
  public func row(_ y: Int) -> ArraySlice<Cell> { cells[y * width..<(y + 1) * width] }

  /// All rows, from the top.
  public var rows: some Sequence<ArraySlice<Cell>> { (0..<height).lazy.map { row($0) } }

  /// Whether a row is the same in another canvas of the same width; both must have the row.
  ///
  /// Complexity: linear in the width; two words are compared for each cell.
  public func rowEquals(_ y: Int, in other: Canvas) -> Bool { row(y) == other.row(y) }

  /// Every row in its exact width, each followed by a line feed.
  public var text: String { joined(trimming: false) }

  /// Every row without its trailing blanks, each followed by a line feed.
  public var trimmedText: String { joined(trimming: true) }

  private func joined(trimming: Bool) -> String {
    var result = String.UnicodeScalarView()
    for row in rows {
      var end = row.endIndex
      if trimming { while end > row.startIndex, row[end - 1].scalar == " " { end -= 1 } }
      for cell in row[..<end] { result.append(cell.scalar) }
      result.append("\n")
    }
    return String(result)
  }
}
