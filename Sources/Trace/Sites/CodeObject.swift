/// What a trace keeps of a code object: enough to name a position in it.
public struct CodeObject: Hashable, Sendable {
  /// `co_filename`.
  public var file: String
  /// `co_name`.
  public var name: String
  /// `co_qualname`; the name up to 3.10, where there is none.
  public var qualifiedName: String
  /// Where its instructions stand in the file.
  public var lines: LineTable
  /// The length of the bytecode in bytes.
  public var codeLength: Int

  /// Creates a code object.
  public init(file: String, name: String, qualifiedName: String, lines: LineTable, codeLength: Int) {
    self.file = file
    self.name = name
    self.qualifiedName = qualifiedName
    self.lines = lines
    self.codeLength = codeLength
  }
}

/// One level of a call stack.
public struct Frame: Hashable, Sendable {
  /// The source file's name, as CPython has it.
  public var file: String
  /// The function's name: qualified where the trace knows it.
  public var function: String
  /// The line being executed, from 1; nil when the instruction has none.
  public var line: Int?
  /// The columns of the expression being evaluated, in bytes of UTF-8 from 0; nil when not known or over several lines.
  public var columns: Range<Int>?

  /// Creates a level.
  public init(file: String, function: String, line: Int?, columns: Range<Int>? = nil) {
    self.file = file
    self.function = function
    self.line = line
    self.columns = columns
  }
}
