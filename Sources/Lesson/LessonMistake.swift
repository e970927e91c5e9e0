import Trace

/// What is wrong with a lesson, and where.
public struct LessonMistake: Error, Hashable, Sendable {
  /// Kinds of mistakes.
  public enum Kind: Sendable {
    /// A line that can't be understood, or a question without an answer.
    case unreadable
    /// Something that the lesson says of the heap or the objects, and that isn't so.
    case falseClaim
  }

  /// The kind.
  public var kind: Kind
  /// The file as it was named.
  public var file: String
  /// The line, counted from 1; 0 where it isn't known.
  public var line: Int
  /// The column, counted from 1 in bytes; 0 where it isn't known.
  public var column: Int
  /// One lower-case sentence without the final period: what is wrong, and what to do about it.
  public var what: String

  init(_ what: String, file: String = "", line: Int = 0, column: Int = 0, kind: Kind = .unreadable) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.what = what
  }

  /// The sentence with the place before it, safe to be shown in a terminal.
  public var message: String {
    line == 0 ? "\(shown(file)): \(what)" : "\(shown(file)):\(line):\(max(1, column)): \(what)"
  }
}
