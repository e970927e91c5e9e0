/// Why the terminal cannot be drawn on.
public enum ScreenError: Error, Equatable, CustomStringConvertible {
  /// Standard output is a file or a pipe.
  case outputIsNoTerminal
  /// The process has no controlling terminal; `reason` is the system's.
  case noTerminal(reason: String)
  /// The terminal database has no such name.
  case unknownTerminal(name: String)
  /// The terminal cannot move its cursor.
  case cannotMoveCursor(name: String)
  /// The system refused what the signal handlers need; `reason` is the system's.
  case noGuard(reason: String)

  /// The error in one sentence that says what to do.
  public var description: String {
    switch self {
    case .outputIsNoTerminal:
      "standard output is not a terminal; `arenascope render` makes pictures without one"
    case .noTerminal(let reason):
      "there is no terminal to draw on (/dev/tty: \(reason)); `arenascope render` makes pictures without one"
    case .unknownTerminal(""):
      "the environment variable TERM is not set; set it to what your terminal is, such as xterm-256color"
    case .unknownTerminal(let name):
      "the terminal type '\(name)' is not known here; set TERM to what your terminal is, such as xterm-256color"
    case .cannotMoveCursor(let name):
      "the terminal type '\(name)' cannot move its cursor; `arenascope render` makes pictures without it"
    case .noGuard(let reason):
      "the terminal cannot be protected from signals (\(reason)); close other programs and try again"
    }
  }
}
