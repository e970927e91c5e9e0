/// A filled rectangle inside a cell, in shares of its width and height.
struct CellShape: Equatable {
  var x: Double
  let y: Double
  var width: Double
  let height: Double
  var opacity = 1.0

  init(_ x: Double, _ y: Double, _ width: Double, _ height: Double, opacity: Double = 1) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.opacity = opacity
  }

  /// The rectangles that make up a block element, a line or a square; nil for what is drawn as text.
  static func shapes(of scalar: Unicode.Scalar) -> [CellShape]? {
    switch scalar.value {
    case 0x2500...0x257F: Box.shapes(of: scalar)
    case 0x2580: [CellShape(0, 0, 1, 0.5)]
    case 0x2581...0x2588: [lower(Double(scalar.value - 0x2580) / 8)]
    case 0x2589...0x258F: [CellShape(0, 0, Double(0x2590 - scalar.value) / 8, 1)]
    case 0x2590: [CellShape(0.5, 0, 0.5, 1)]
    case 0x2591...0x2593: [CellShape(0, 0, 1, 1, opacity: Double(scalar.value - 0x2590) / 4)]
    case 0x2594: [CellShape(0, 0, 1, 1.0 / 8)]
    case 0x2595: [CellShape(7.0 / 8, 0, 1.0 / 8, 1)]
    case 0x2596...0x259F: quadrants(Int(scalar.value - 0x2596))
    case 0x25A0: [CellShape(0.03, 0.22, 0.94, 0.5)]
    default: nil
    }
  }

  private static func lower(_ share: Double) -> CellShape { CellShape(0, 1 - share, 1, share) }

  private static func quadrants(_ index: Int) -> [CellShape] {
    // Upper left 1, upper right 2, lower left 4, lower right 8, in the order of U+2596 on.
    let sets: [Int] = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14]
    let set = sets[index]
    var shapes: [CellShape] = []
    for bit in 0..<4 where set >> bit & 1 == 1 {
      shapes.append(CellShape(Double(bit % 2) / 2, Double(bit / 2) / 2, 0.5, 0.5))
    }
    return shapes
  }

  /// The lines of the box drawing block that a rectangle or two can show.
  private enum Box {
    static let thin = (across: 1.0 / 9, along: 1.0 / 18)
    static let thick = (across: 2.0 / 9, along: 2.0 / 18)

    static func shapes(of scalar: Unicode.Scalar) -> [CellShape]? {
      switch scalar {
      case "─": [horizontal(0, 1, thin)]
      case "━": [horizontal(0, 1, thick)]
      case "│": [vertical(0, 1, thin)]
      case "┃": [vertical(0, 1, thick)]
      case "╌": [horizontal(0.05, 0.35, thin), horizontal(0.55, 0.35, thin)]
      case "╎": [vertical(0.05, 0.35, thin), vertical(0.55, 0.35, thin)]
      case "┌", "╭": corner(right: true, down: true, thin)
      case "┐", "╮": corner(right: false, down: true, thin)
      case "└", "╰": corner(right: true, down: false, thin)
      case "┘", "╯": corner(right: false, down: false, thin)
      case "┏": corner(right: true, down: true, thick)
      case "┓": corner(right: false, down: true, thick)
      case "┗": corner(right: true, down: false, thick)
      case "┛": corner(right: false, down: false, thick)
      case "├": [vertical(0, 1, thin), horizontal(0.5, 0.5, thin)]
      case "┤": [vertical(0, 1, thin), horizontal(0, 0.5, thin)]
      case "┬": [horizontal(0, 1, thin), vertical(0.5, 0.5, thin)]
      case "┴": [horizontal(0, 1, thin), vertical(0, 0.5, thin)]
      case "┼": [horizontal(0, 1, thin), vertical(0, 1, thin)]
      default: nil
      }
    }

    private static func horizontal(_ x: Double, _ width: Double, _ weight: (across: Double, along: Double)) -> CellShape
    {
      CellShape(x, 0.5 - weight.along / 2, width, weight.along)
    }

    private static func vertical(_ y: Double, _ height: Double, _ weight: (across: Double, along: Double)) -> CellShape
    {
      CellShape(0.5 - weight.across / 2, y, weight.across, height)
    }

    private static func corner(right: Bool, down: Bool, _ weight: (across: Double, along: Double)) -> [CellShape] {
      // The horizontal arm covers the crossing, so that the corner has no notch.
      let arm = 0.5 + weight.across / 2
      return [horizontal(right ? 1 - arm : 0, arm, weight), vertical(down ? 0.5 : 0, 0.5, weight)]
    }
  }
}
