/// What can happen to the program from outside.
public enum InputEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key, Modifiers = [])
  /// The mouse was moved, pressed, released or its wheel turned.
  case mouse(MouseEvent)
  /// Text was pasted; it may hold anything, and counts as text, never as keys.
  case paste(String)
  /// The terminal has another size now, or must be drawn anew.
  case resize(columns: Int, rows: Int)
  /// The program goes on after it was stopped.
  case suspendResume
  /// A signal asks the program to end; it should close the screen and then die of that signal.
  case terminate(signal: Int32)
  /// The terminal's window got (true) or lost the keyboard.
  case focus(Bool)
  /// Time passed; made by the program's own clock.
  case tick
}
