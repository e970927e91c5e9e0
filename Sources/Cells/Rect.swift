/// A rectangle of cells; widths and heights are never negative.
public struct Rect: Hashable, Sendable {
  /// The leftmost column.
  public var x: Int
  /// The topmost row.
  public var y: Int
  /// The number of columns.
  public var width: Int
  /// The number of rows.
  public var height: Int

  /// Makes a rectangle; a negative width or height counts as zero.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The first column to the right of the rectangle.
  public var maxX: Int { x + width }
  /// The first row below the rectangle.
  public var maxY: Int { y + height }
  /// Whether it has no cells.
  public var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether the cell is inside.
  public func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < maxX && row >= y && row < maxY
  }

  /// Takes cells away on each side; what would be negative becomes empty.
  public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
  }

  /// Takes the same number of cells away on all four sides.
  public func inset(by cells: Int) -> Rect { inset(left: cells, top: cells, right: cells, bottom: cells) }

  /// Gives the part that both rectangles have, empty where they have none.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// Cuts the rectangle after the given number of columns (counted from the right if negative).
  public func split(columns: Int) -> (left: Rect, right: Rect) {
    let first = min(max(columns < 0 ? width + columns : columns, 0), width)
    return (
      Rect(x: x, y: y, width: first, height: height),
      Rect(x: x + first, y: y, width: width - first, height: height)
    )
  }

  /// Cuts the rectangle after the given number of rows (counted from the bottom if negative).
  public func split(rows: Int) -> (top: Rect, bottom: Rect) {
    let first = min(max(rows < 0 ? height + rows : rows, 0), height)
    return (
      Rect(x: x, y: y, width: width, height: first),
      Rect(x: x, y: y + first, width: width, height: height - first)
    )
  }

  /// Gives one row of the rectangle, counted from its top; empty where it has no such row.
  public func row(_ index: Int) -> Rect {
    Rect(x: x, y: y + index, width: width, height: index >= 0 && index < height ? 1 : 0)
  }
}
