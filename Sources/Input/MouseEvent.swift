/// One report of the mouse.
public struct MouseEvent: Hashable, Sendable {
  /// A mouse button; the wheel has its own kinds of event.
  public enum Button: Hashable, Sendable { case left, middle, right, other }

  /// What the mouse did.
  public enum Kind: Hashable, Sendable {
    /// A button went down.
    case press(Button)
    /// A button went up.
    case release(Button)
    /// Moved with a button down.
    case drag(Button)
    /// Moved with no button down.
    case move
    /// The wheel turned by one notch.
    case wheelUp, wheelDown, wheelLeft, wheelRight
  }

  /// What the mouse did.
  public let kind: Kind
  /// The column, from 0.
  public let x: Int
  /// The row, from 0.
  public let y: Int
  /// The keys that were held down.
  public let modifiers: Modifiers

  /// Makes an event; columns and rows count from 0.
  public init(_ kind: Kind, x: Int, y: Int, modifiers: Modifiers = []) {
    self.kind = kind
    self.x = x
    self.y = y
    self.modifiers = modifiers
  }

  /// Reads what follows `ESC [ <` in a report of xterm's mode 1006: `button;column;row` and `M` or `m` (released).
  ///
  /// Gives nil for anything else: a number missing, zero, or above 9999.
  public init?(sgr report: String) {
    guard let last = report.last, last == "M" || last == "m" else { return nil }
    let fields = report.dropLast().split(separator: ";", omittingEmptySubsequences: false)
    guard fields.count == 3 else { return nil }
    var numbers: [Int] = []
    for field in fields {
      guard !field.isEmpty, field.count <= 4, field.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(field)
      else { return nil }
      numbers.append(number)
    }
    self.init(code: numbers[0], column: numbers[1], row: numbers[2], released: last == "m")
  }

  /// Reads the three numbers of a report; column and row count from 1 there.
  init?(code: Int, column: Int, row: Int, released: Bool) {
    guard column > 0, row > 0, code < 256 else { return nil }
    let button: Button =
      switch code & 3 {
      case 0: .left
      case 1: .middle
      case 2: .right
      default: .other
      }
    let kind: Kind
    if code & 0x40 != 0 {
      if released { return nil }
      kind = [.wheelUp, .wheelDown, .wheelLeft, .wheelRight][code & 3]
    } else if code & 0x20 != 0 {
      kind = code & 3 == 3 ? .move : .drag(button)
    } else {
      kind = released ? .release(button) : .press(button)
    }
    var modifiers: Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    self.init(kind, x: column - 1, y: row - 1, modifiers: modifiers)
  }
}
