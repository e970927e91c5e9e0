import Cells
import Scene

extension Frame {
  /// Draws the answers to choose from, with the hands that were counted; gives the row below them.
  mutating func drawChoices(_ choices: [LessonScene.Choice], _ layout: LessonLayout, from row: Int) -> Int {
    let last = height - 2
    let most = choices.reduce(0) { max($0, $1.hands) }
    var y = row
    if let stride = layout.choiceStride {
      for (index, choice) in choices.enumerated() {
        let x = 3 + index * stride
        region(Rect(x: x, y: y, width: stride, height: 2), .action("answer \(index)"))
        drawChoice(choice, index, lines: [choice.text], sign: x, x: x + 3, y: y)
        if most > 0, y + 1 < last { drawHands(choice.hands, of: most, x: x, y: y + 1, room: stride - 2) }
      }
      return y + 2
    }
    // All bars begin in one column, so that they can be compared.
    let widest = layout.choices.joined().reduce(0) { max($0, $1.cellCount) }
    for (index, choice) in choices.enumerated() {
      let lines = layout.choices[index]
      let rows = max(lines.count, 1)
      region(Rect(x: 1, y: y, width: width - 2, height: rows), .action("answer \(index)"))
      drawChoice(choice, index, lines: lines, sign: 3, x: layout.indent == 3 ? 6 : layout.indent + 1, y: y)
      let x = layout.indent + widest + 5
      let bottom = y + rows - 1
      if most > 0, bottom < last { drawHands(choice.hands, of: most, x: x, y: bottom, room: width - x - 2) }
      y += rows
    }
    return y
  }

  private mutating func drawChoice(
    _ choice: LessonScene.Choice, _ index: Int, lines: [String], sign column: Int, x: Int, y: Int
  ) {
    let (sign, style) =
      switch choice.state {
      case .open: ("\(index + 1)", theme.text)
      case .right: ("✓", theme.good)
      case .wrong: ("×", theme.bad)
      case .other: ("·", theme.dim)
      }
    guard y < height - 2 else { return }
    canvas.put(sign, x: column, y: y, style: choice.state == .open ? theme.bold : style)
    for (row, line) in lines.enumerated() where y + row < height - 2 {
      canvas.put(glyphs.text(line), x: x, y: y + row, style: style)
    }
  }

  private mutating func drawHands(_ hands: Int, of most: Int, x: Int, y: Int, room: Int) {
    let count = Numbers.count(hands)
    let longest = max(room - Numbers.count(most).cellCount - 1, 1)
    let bar = most <= longest ? hands : hands * longest / most
    canvas.hline(x: x, y: y, length: bar, style: theme.info, scalar: "▇")
    canvas.put(count, x: x + bar + (bar > 0 ? 1 : 0), y: y, style: theme.bold)
  }
}
