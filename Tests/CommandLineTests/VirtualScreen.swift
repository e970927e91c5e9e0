/// What a terminal of the xterm kind would show after the bytes it was sent: as much of it as ncurses uses.
struct VirtualScreen {
  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var cells: [[Unicode.Scalar]]
  private(set) var x = 0
  private(set) var y = 0
  private(set) var isAlternate = false
  private(set) var isCursorShown = true
  /// The private modes that are on, such as 1002 for the mouse.
  private(set) var modes: Set<Int> = []
  private var region: ClosedRange<Int>
  private var saved = (x: 0, y: 0)
  private var main: [[Unicode.Scalar]]?
  private var last: Unicode.Scalar = " "
  private var isWrapping = false
  private var pending: [UInt8] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = VirtualScreen.blank(columns, rows)
    region = 0...(rows - 1)
  }

  /// The rows without blanks at their ends.
  var text: String {
    cells.map { row in
      var end = row.count
      while end > 0, row[end - 1] == " " { end -= 1 }
      return String(String.UnicodeScalarView(row[..<end]))
    }.joined(separator: "\n")
  }

  mutating func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = VirtualScreen.blank(columns, rows)
    region = 0...(rows - 1)
    (x, y) = (min(x, columns - 1), min(y, rows - 1))
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var index = 0
    while index < pending.count {
      guard let length = step(index) else { break }
      index += length
    }
    pending.removeFirst(index)
  }

  /// Takes one character or sequence and gives its length, nil if it isn't whole yet.
  private mutating func step(_ start: Int) -> Int? {
    let first = pending[start]
    switch first {
    case 0x1B: return escape(start)
    case 0x08: move(to: x - 1, y)
    case 0x09: move(to: (x / 8 + 1) * 8, y)
    case 0x0A: lineFeed()
    case 0x0D: move(to: 0, y)
    case 0x00..<0x20, 0x7F: break
    default:
      let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      guard start + length <= pending.count else { return nil }
      put(String(decoding: pending[start..<start + length], as: UTF8.self).unicodeScalars.first ?? "?")
      return length
    }
    return 1
  }

  private mutating func escape(_ start: Int) -> Int? {
    guard start + 1 < pending.count else { return nil }
    switch pending[start + 1] {
    case UInt8(ascii: "["): return sequence(start)
    case UInt8(ascii: "]"):
      guard let end = pending[start...].firstIndex(of: 0x07) else { return nil }
      return end + 1 - start
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      return start + 2 < pending.count ? 3 : nil
    case UInt8(ascii: "M"):
      if y == region.lowerBound { scroll(by: -1) } else { move(to: x, y - 1) }
    case UInt8(ascii: "D"): lineFeed()
    case UInt8(ascii: "7"): saved = (x, y)
    case UInt8(ascii: "8"): move(to: saved.x, saved.y)
    default: break
    }
    return 2
  }

  private mutating func sequence(_ start: Int) -> Int? {
    var index = start + 2
    while index < pending.count, !(0x40...0x7E).contains(pending[index]) { index += 1 }
    guard index < pending.count else { return nil }
    let body = String(decoding: pending[start + 2..<index], as: UTF8.self)
    perform(Character(Unicode.Scalar(pending[index])), body)
    return index + 1 - start
  }

  private mutating func perform(_ final: Character, _ body: String) {
    let isPrivate = body.hasPrefix("?")
    let numbers = body.drop { !$0.isNumber && $0 != ";" }.split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    let count = max(numbers.first ?? 1, 1)
    let second = numbers.count > 1 ? max(numbers[1], 1) : 1
    switch final {
    case "A": move(to: x, max(y - count, 0))
    case "B", "e": move(to: x, y + count)
    case "C", "a": move(to: x + count, y)
    case "D": move(to: x - count, y)
    case "G", "`": move(to: count - 1, y)
    case "d": move(to: x, count - 1)
    case "H", "f": move(to: second - 1, count - 1)
    case "J": eraseScreen(numbers.first ?? 0)
    case "K": eraseLine(numbers.first ?? 0)
    case "X": for column in x..<min(x + count, columns) { cells[y][column] = " " }
    case "P":
      cells[y].removeSubrange(x..<min(x + count, columns))
      cells[y] += Array(repeating: " ", count: columns - cells[y].count)
    case "@":
      cells[y].insert(contentsOf: Array(repeating: " ", count: count), at: x)
      cells[y].removeLast(cells[y].count - columns)
    case "L", "M": shiftLines(final == "L" ? -count : count)
    case "S": scroll(by: count)
    case "T": scroll(by: -count)
    case "b": for _ in 0..<count { put(last) }
    case "r":
      region = (count - 1)...max(count - 1, (numbers.count > 1 ? second : rows) - 1)
      move(to: 0, 0)
    case "h" where isPrivate: for mode in numbers { set(mode, true) }
    case "l" where isPrivate: for mode in numbers { set(mode, false) }
    default: break
    }
  }

  private mutating func set(_ mode: Int, _ isOn: Bool) {
    if isOn { modes.insert(mode) } else { modes.remove(mode) }
    switch mode {
    case 25: isCursorShown = isOn
    case 1049, 1047, 47:
      if isOn, !isAlternate {
        main = cells
        cells = VirtualScreen.blank(columns, rows)
      } else if !isOn, let main, main.count == rows, main.first?.count == columns {
        cells = main
      }
      isAlternate = isOn
    default: break
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if isWrapping {
      move(to: 0, y)
      lineFeed()
    }
    cells[y][x] = scalar
    last = scalar
    if x == columns - 1 { isWrapping = true } else { x += 1 }
  }

  private mutating func move(to column: Int, _ row: Int) {
    x = min(max(column, 0), columns - 1)
    y = min(max(row, 0), rows - 1)
    isWrapping = false
  }

  private mutating func lineFeed() {
    if y == region.upperBound { scroll(by: 1) } else { move(to: x, y + 1) }
  }

  private mutating func scroll(by distance: Int) {
    let old = cells
    for row in region {
      let source = row + distance
      cells[row] = region.contains(source) ? old[source] : Array(repeating: " ", count: columns)
    }
  }

  private mutating func shiftLines(_ distance: Int) {
    let whole = region
    guard whole.contains(y) else { return }
    region = y...whole.upperBound
    scroll(by: distance)
    region = whole
  }

  private mutating func eraseLine(_ kind: Int) {
    let range = kind == 0 ? x..<columns : kind == 1 ? 0..<x + 1 : 0..<columns
    for column in range { cells[y][column] = " " }
  }

  private mutating func eraseScreen(_ kind: Int) {
    let blank = [Unicode.Scalar](repeating: " ", count: columns)
    eraseLine(kind)
    let range = kind == 0 ? y + 1..<max(rows, y + 1) : kind == 1 ? 0..<y : 0..<rows
    for row in range { cells[row] = blank }
  }

  private static func blank(_ columns: Int, _ rows: Int) -> [[Unicode.Scalar]] {
    Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }
}
