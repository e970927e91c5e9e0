import Replay
import Scene

/// What a line after `:` asks for.
public enum Command: Hashable, Sendable {
  case action(Action)
  case goTo(Moment)
  case choose(PlaceName)
  case run(Condition, backwards: Bool)
  case breakAt(Breakpoint)
  case deleteBreak(Int)
  case toggleBreak(Int)
  case find(String)
  case filter(Condition?)
  case mark(String)
  case theme(String)
  case ascii(Bool)
  case mouse(Bool)
  case play(stepsASecond: Int)
  case stepSize(StepSize)
  case saveScreen(path: String)
  case open(path: String)
}

/// Why a line after `:` isn't a command.
public enum CommandError: Error, Hashable, Sendable {
  case unknown(String, suggestion: String?)
  case needsArgument(String, what: String)
  case takesNoArgument(String)
  case badArgument(String, expected: String)
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
