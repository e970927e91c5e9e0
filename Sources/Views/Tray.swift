import Cells

/// The one shape for "how much": tall cells are used, the baseline is room left, and only what is full looks full.
enum Tray {
  private static let levels: [Unicode.Scalar] = ["▁", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The height of the cell at which use ends, 1 (baseline) to 7, and the number of tall cells before it.
  ///
  /// One used block of a thousand shows, and so does the last free one.
  static func edge(used: Int, capacity: Int, width: Int) -> (tall: Int, level: Int) {
    guard capacity > 0, used > 0 else { return (0, 1) }
    guard used < capacity else { return (width, 0) }
    let scaled = Double(used) / Double(capacity) * Double(width)
    let tall = min(Int(scaled), width - 1)
    var level = Int((1 + (scaled - Double(tall)) * 6).rounded())
    if tall == 0 { level = max(level, 2) }
    if tall == width - 1 { level = min(level, 6) }
    return (tall, level)
  }

  /// The tall cells in ASCII, where a cell has no height.
  static func asciiCount(used: Int, capacity: Int, width: Int) -> Int {
    guard capacity > 0, used > 0 else { return 0 }
    guard used < capacity else { return width }
    let count = Int((Double(used) / Double(capacity) * Double(width)).rounded())
    return min(max(count, 1), width - 1)
  }

  /// The height of a tray of a single cell: 1 empty, 2 to 7 in use, 8 full.
  static func level(used: Int, capacity: Int) -> Int {
    guard capacity > 0, used > 0 else { return 1 }
    guard used < capacity else { return 8 }
    return min(max(Int((1 + Double(used) / Double(capacity) * 7).rounded()), 2), 7)
  }

  /// The block element of so many eighths, 1 to 8.
  static func block(_ level: Int) -> Unicode.Scalar { levels[min(max(level, 0), 8)] }
}

extension Frame {
  /// Draws a tray of `width` cells.
  mutating func tray(
    used: Int, capacity: Int, x: Int, y: Int, width: Int, full: Style, baseline: Style
  ) {
    if glyphs.isASCII {
      let count = Tray.asciiCount(used: used, capacity: capacity, width: width)
      for column in 0..<width {
        canvas.put(
          column < count ? "#" as Unicode.Scalar : "_", x: x + column, y: y, style: column < count ? full : baseline)
      }
      return
    }
    let (tall, level) = Tray.edge(used: used, capacity: capacity, width: width)
    for column in 0..<width {
      if column < tall {
        canvas.put("▇" as Unicode.Scalar, x: x + column, y: y, style: full)
      } else if column == tall, level > 1 {
        canvas.put(Tray.block(level), x: x + column, y: y, style: full)
      } else {
        canvas.put("▁" as Unicode.Scalar, x: x + column, y: y, style: baseline)
      }
    }
  }

  /// Draws a tray of one cell: eighths, or a digit of them in ASCII.
  mutating func tray(used: Int, capacity: Int, x: Int, y: Int, full: Style, baseline: Style) {
    let level = Tray.level(used: used, capacity: capacity)
    let scalar: Unicode.Scalar
    if glyphs.isASCII {
      scalar = level == 8 ? "#" : level == 1 ? "_" : Unicode.Scalar(UInt8(48 + level))
    } else {
      scalar = Tray.block(level)
    }
    canvas.put(scalar, x: x, y: y, style: level == 1 ? baseline : full)
  }
}
