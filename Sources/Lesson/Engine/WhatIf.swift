import Trace

/// Another way on from a moment: the trace so far, and statements that somebody types.
public struct WhatIf: Sendable {
  /// The trace that is left.
  public let base: TraceFile
  /// The moment at which it is left.
  public let moment: Int
  /// The statements so far, as they were typed.
  public private(set) var statements: [String] = []
  /// The trace up to the moment as text.
  private let start: String

  /// Leaves a trace at a moment; within a statement it's left behind that statement. O(steps before the moment).
  public init(_ base: TraceFile, at moment: Int) throws(TraceError) {
    self.base = base
    self.moment = moment
    start = try base.text(upTo: moment)
  }

  /// Adds a statement and returns the trace that then results; its last steps are the statement's.
  ///
  /// Throws what is wrong with the statement, and nothing changes.
  public mutating func add(_ statement: String) throws(LessonMistake) -> TraceFile {
    let line = shown(statement)
    let trace = try trace(with: statements + [line])
    statements.append(line)
    return trace
  }

  /// Takes the last statement back and returns the trace that then results; nil where there is none.
  public mutating func undo() throws(LessonMistake) -> TraceFile? {
    guard statements.popLast() != nil else { return nil }
    return try trace(with: statements)
  }

  private func trace(with statements: [String]) throws(LessonMistake) -> TraceFile {
    let text = start + statements.joined(separator: "\n") + "\n"
    do {
      return try TraceFile.open(bytes: Array(text.utf8), name: base.name)
    } catch .text(_, let line, let column, let what) {
      let first = start.utf8.count { $0 == 0x0A }
      throw LessonMistake(what, file: base.name, line: max(1, line - first), column: column)
    } catch {
      throw LessonMistake(error.message, file: base.name)
    }
  }
}
