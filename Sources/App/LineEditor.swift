/// One line of text being typed, with a cursor.
public struct LineEditor: Hashable, Sendable {
  private var scalars: [Unicode.Scalar]
  /// The place of the cursor, 0 before the first scalar.
  public private(set) var cursor: Int

  /// The longest line that can be typed, in scalars.
  public static let limit = 400

  /// Makes a line with the cursor at its end.
  public init(_ text: String = "") {
    scalars = Array(text.unicodeScalars.filter(LineEditor.accepts).prefix(LineEditor.limit))
    cursor = scalars.count
  }

  /// What stands in the line.
  public var text: String {
    get { String(String.UnicodeScalarView(scalars)) }
    set { self = LineEditor(newValue) }
  }

  /// Whether nothing stands in it.
  public var isEmpty: Bool { scalars.isEmpty }

  /// Types text at the cursor; control characters are left out.
  public mutating func insert(_ text: String) {
    let room = LineEditor.limit - scalars.count
    let new = text.unicodeScalars.filter(LineEditor.accepts).prefix(max(0, room))
    scalars.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  /// Deletes the scalar before the cursor.
  public mutating func deleteBack() {
    guard cursor > 0 else { return }
    cursor -= 1
    scalars.remove(at: cursor)
  }

  /// Deletes the scalar at the cursor.
  public mutating func deleteForward() {
    guard cursor < scalars.count else { return }
    scalars.remove(at: cursor)
  }

  /// Deletes the word before the cursor with the blanks behind it.
  public mutating func deleteWord() {
    while cursor > 0, scalars[cursor - 1] == " " { deleteBack() }
    while cursor > 0, scalars[cursor - 1] != " " { deleteBack() }
  }

  /// Deletes everything before the cursor.
  public mutating func deleteToStart() {
    scalars.removeFirst(cursor)
    cursor = 0
  }

  /// Deletes everything from the cursor on.
  public mutating func deleteToEnd() { scalars.removeLast(scalars.count - cursor) }

  /// Moves the cursor by so many scalars.
  public mutating func move(by distance: Int) { cursor = min(max(cursor + distance, 0), scalars.count) }

  /// Moves the cursor to the start.
  public mutating func moveToStart() { cursor = 0 }

  /// Moves the cursor to the end.
  public mutating func moveToEnd() { cursor = scalars.count }

  private static func accepts(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 32 && !(127..<160).contains(scalar.value)
  }
}
