/// A line being typed in the last row, with what could complete it.
public struct Prompt: Hashable, Sendable {
  /// What the line is for.
  public enum Kind: Hashable, Sendable {
    case command, find, filter, breakpoint, help, file, library

    /// The sign before the line.
    public var sign: String {
      switch self {
      case .command: ":"
      case .find, .help, .library: "/"
      case .filter: "&"
      case .breakpoint: "stop when "
      case .file: "open "
      }
    }
  }

  /// What the line is for.
  public var kind: Kind
  /// The line.
  public var line: LineEditor
  /// The chosen candidate of the completion; nil while the line stands as typed.
  public var chosen: Int?
  /// What was typed before a candidate was chosen.
  public var typed: String
  /// The files that could be meant by what was typed, after Tab has asked for them.
  public var files: [Completion.Candidate] = []
  /// The place in the history of lines, counted from the newest; nil outside it.
  public var historyIndex: Int?

  /// Makes an empty line, or one that begins with text.
  public init(_ kind: Kind, _ text: String = "") {
    self.kind = kind
    line = LineEditor(text)
    chosen = nil
    typed = text
    historyIndex = nil
  }
}
