/// A place in the text of statements; line and column count from 1, columns in bytes.
public struct Place: Hashable, Sendable {
  public var line: Int
  public var column: Int

  /// Creates a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Why a statement can't be read or executed: one lower-case sentence that says what to do, and where.
public struct StatementMistake: Error, Hashable, Sendable {
  public let place: Place
  /// The sentence, with names as they were written.
  public let message: String

  init(_ place: Place, _ message: String) {
    self.place = place
    self.message = message
  }
}
