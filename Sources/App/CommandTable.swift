import Replay
import Scene

/// One command that takes more than its name.
public struct CommandRow: Sendable {
  /// The word that it begins with.
  public let name: String
  /// What follows the word.
  public let argument: ArgumentKind
  /// What it does, in a few words without a full stop.
  public let help: String

  /// What can follow a command's name; completion offers what fits.
  public enum ArgumentKind: Sendable, Hashable {
    case moment, condition, optionalCondition, number, name, theme, onOff, speed, stepSize, file, text

    /// The word that stands for it in lists of commands.
    public var placeholder: String {
      switch self {
      case .moment: "MOMENT"
      case .condition: "CONDITION"
      case .optionalCondition: "[CONDITION]"
      case .number, .speed: "N"
      case .name: "NAME"
      case .theme: "THEME"
      case .onOff: "on|off"
      case .stepSize: "1|10|1000|interesting"
      case .file: "FILE"
      case .text: "TEXT"
      }
    }

    /// What to write, for messages.
    var words: String {
      switch self {
      case .moment: "a moment: an event number, N%, end, mark:NAME, gc:K or gc:K:PHASE"
      case .condition, .optionalCondition: "a condition, such as size > 512"
      case .number: "a number"
      case .name: "a letter or a name"
      case .theme: "dark, light, colour-blind or mono"
      case .onOff: "on or off"
      case .speed: "steps a second"
      case .stepSize: "1, 10, 1000 or interesting"
      case .file: "a file's name"
      case .text: "what to find"
      }
    }
  }
}

/// The commands that take an argument; each action of `ActionTable` is a command too.
public enum CommandTable {
  /// The rows in the order in which completion shows them.
  public static let rows: [CommandRow] = [
    CommandRow(name: "goto", argument: .moment, help: "go to a moment"),
    CommandRow(name: "break", argument: .condition, help: "stop when"),
    CommandRow(name: "run", argument: .condition, help: "run until"),
    CommandRow(name: "run-back", argument: .condition, help: "run back until"),
    CommandRow(name: "delete-break", argument: .number, help: "delete a breakpoint"),
    CommandRow(name: "switch-break", argument: .number, help: "switch a breakpoint off or on"),
    CommandRow(name: "search", argument: .text, help: "find, as / does"),
    CommandRow(name: "only", argument: .optionalCondition, help: "step only through events that meet a condition"),
    CommandRow(name: "mark", argument: .name, help: "mark this moment"),
    CommandRow(name: "speed", argument: .speed, help: "steps a second while playing"),
    CommandRow(name: "step-size", argument: .stepSize, help: "how far one step goes"),
    CommandRow(name: "theme", argument: .theme, help: "colours"),
    CommandRow(name: "ascii", argument: .onOff, help: "draw with ASCII only"),
    CommandRow(name: "mouse", argument: .onOff, help: "take the mouse"),
    CommandRow(name: "save-screen", argument: .file, help: "write this screen to a file (.txt .ansi .svg .html)"),
    CommandRow(name: "open", argument: .file, help: "open another trace"),
  ]

  /// The names of all commands with what they do.
  public static let names: [(name: String, help: String)] =
    rows.map { ($0.name, $0.help) } + ActionTable.rows.map { ($0.action.rawValue, $0.help) }

  /// Reads a line typed after `:`; a moment or a dotted number alone goes there.
  public static func parse(_ line: String) throws(CommandError) -> Command? {
    let trimmed = line.drop { $0 == " " }
    let word = String(trimmed.prefix { $0 != " " })
    let rest = trimmed.dropFirst(word.count).drop { $0 == " " }
    var argument = String(rest)
    while argument.last == " " { argument.removeLast() }
    if word.isEmpty { return nil }
    if let row = row(word) { return try command(row, argument) }
    if let action = action(word) {
      guard argument.isEmpty else { throw .takesNoArgument(action.rawValue) }
      return .action(action)
    }
    if argument.isEmpty {
      if word.contains("."), let place = PlaceName(word) { return .choose(place) }
      if let moment = try? Moment(word) { return .goTo(moment) }
    }
    throw .unknown(word, suggestion: names.first { $0.name.hasPrefix(word.lowercased()) }?.name ?? near(word))
  }

  // Short forms that vi and gdb taught people.
  private static let abbreviations: [String: String] = [
    "q": "quit", "q!": "quit", "w": "save-screen", "e": "open", "h": "help", "b": "break", "g": "goto", "s": "step",
    "until": "run", "find": "search", "filter": "only", "colorscheme": "theme",
  ]

  private static func row(_ word: String) -> CommandRow? {
    let name = abbreviations[word] ?? word
    return rows.first { $0.name == name }
  }

  private static func action(_ word: String) -> Action? { Action(rawValue: abbreviations[word] ?? word) }

  private static func near(_ word: String) -> String? {
    guard word.count > 2 else { return nil }
    return names.first { $0.name.contains(word.lowercased()) }?.name
  }

  private static func command(_ row: CommandRow, _ argument: String) throws(CommandError) -> Command {
    if argument.isEmpty && row.argument != .optionalCondition {
      throw .needsArgument(row.name, what: row.argument.words)
    }
    let bad = CommandError.badArgument(argument, expected: row.argument.words)
    switch row.name {
    case "goto":
      if argument.contains("."), let place = PlaceName(argument) { return .choose(place) }
      do { return .goTo(try Moment(argument)) } catch { throw .replay(error) }
    case "break": return .breakAt(Breakpoint(argument, try condition(argument)))
    case "run": return .run(try condition(argument), backwards: false)
    case "run-back": return .run(try condition(argument), backwards: true)
    case "delete-break", "switch-break":
      guard let number = Int(argument), number > 0 else { throw bad }
      return row.name == "delete-break" ? .deleteBreak(number) : .toggleBreak(number)
    case "search": return .find(argument)
    case "only": return .filter(argument.isEmpty || argument == "off" ? nil : try condition(argument))
    case "mark": return .mark(argument)
    case "speed":
      guard let number = Int(argument.filter { $0 != "," }), number > 0 else { throw bad }
      return .play(stepsASecond: number)
    case "step-size":
      if argument.hasPrefix("i") { return .stepSize(.interesting) }
      guard let number = Int(argument.filter { $0 != "," }), number > 0, let size = StepSize(rawValue: number) else {
        throw bad
      }
      return .stepSize(size)
    case "theme": return .theme(argument)
    case "ascii": return .ascii(try onOff(argument, bad))
    case "mouse": return .mouse(try onOff(argument, bad))
    case "save-screen": return .saveScreen(path: argument)
    case "open": return .open(path: argument)
    default: preconditionFailure("the command \(row.name) has no meaning")
    }
  }

  private static func condition(_ text: String) throws(CommandError) -> Condition {
    do { return try Condition(text) } catch { throw .replay(error) }
  }

  private static func onOff(_ text: String, _ bad: CommandError) throws(CommandError) -> Bool {
    switch text {
    case "on": return true
    case "off": return false
    default: throw bad
    }
  }
}
