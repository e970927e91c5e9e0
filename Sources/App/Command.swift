import Replay
import Scene

/// What a line after `:` asks for.
public enum Command: Hashable, Sendable {
  /// An action of the key table.
  case action(Action)
  /// Go to a moment.
  case goTo(Moment)
  /// Choose an arena, a pool or a block.
  case choose(PlaceName)
  /// Run until a condition holds.
  case run(Condition, backwards: Bool)
  /// Add a breakpoint.
  case breakAt(Breakpoint)
  /// Delete a breakpoint, counted from 1.
  case deleteBreak(Int)
  /// Switch a breakpoint off or on, counted from 1.
  case toggleBreak(Int)
  /// Find what a text stands for.
  case find(String)
  /// Step only through events that meet a condition, or through all.
  case filter(Condition?)
  /// Mark the moment.
  case mark(String)
  /// Use a theme.
  case theme(String)
  /// Draw with ASCII only, or not.
  case ascii(Bool)
  /// Take the mouse, or leave it.
  case mouse(Bool)
  /// Play at a speed.
  case play(stepsASecond: Int)
  /// Make steps of a size.
  case stepSize(StepSize)
  /// Write the screen to a file.
  case saveScreen(path: String)
  /// Open another trace.
  case open(path: String)
}

/// Why a line after `:` isn't a command.
public enum CommandError: Error, Hashable, Sendable {
  /// There is no such command.
  case unknown(String, suggestion: String?)
  /// The command needs more than its name.
  case needsArgument(String, what: String)
  /// The command is its name alone.
  case takesNoArgument(String)
  /// What follows the name can't be used.
  case badArgument(String, expected: String)
  /// What follows is no moment or no condition.
  case replay(ReplayError)

  /// One lower-case sentence for the message line.
  public var message: String {
    switch self {
    case .unknown(let word, let suggestion?): "there is no command \"\(word)\"; did you mean \"\(suggestion)\"?"
    case .unknown(let word, nil): "there is no command \"\(word)\": Tab shows the commands"
    case .needsArgument(let name, let what): "\"\(name)\" needs \(what)"
    case .takesNoArgument(let name): "\"\(name)\" stands alone"
    case .badArgument(let text, let expected): "\"\(text)\" can't be used here: write \(expected)"
    case .replay(let error): error.message
    }
  }
}
