/// One record of a DEFINITIONS payload. Strings and marks are numbered from 0, codes and nodes from 1, in order of
/// appearance.
public enum Definition: Hashable, Sendable {
  /// A string that codes, labels and comments refer to.
  case string(String)
  /// A code object.
  case code(CodeDefinition)
  /// A stack node: its caller's node (0: none), its code object and the place in it.
  case node(parent: UInt32, code: UInt32, position: CodePosition)
  /// The name of a mark.
  case mark(String)
  /// The name of the block that a step allocates.
  case label(step: UInt64, string: UInt32)
  /// A comment line that stands before a step.
  case comment(step: UInt64, string: UInt32)
  /// A record of a later minor version of the format.
  case unknown(tag: UInt8, bytes: [UInt8])
}

/// A code object as it's defined: its names are numbers of strings.
public struct CodeDefinition: Hashable, Sendable {
  /// The number of its file's name.
  public var file: UInt32
  /// The number of its name.
  public var name: UInt32
  /// The number of its qualified name.
  public var qualifiedName: UInt32
  /// Where its instructions stand in the file.
  public var lines: LineTable
  /// The length of the bytecode in bytes.
  public var codeLength: UInt32

  /// Creates a definition.
  public init(file: UInt32, name: UInt32, qualifiedName: UInt32, lines: LineTable, codeLength: UInt32) {
    self.file = file
    self.name = name
    self.qualifiedName = qualifiedName
    self.lines = lines
    self.codeLength = codeLength
  }
}

/// A place in a code object's bytecode.
public enum CodePosition: Hashable, Sendable {
  /// The frame exists but has not started, or its place is outside of the bytecode.
  case notStarted
  /// The instruction at this byte offset is being executed.
  case offset(UInt32)

  /// The number that stands for the place in a trace: 0, or the byte offset + 1. Nil when it is too large for one.
  init?(number: UInt64) {
    guard number <= UInt64(UInt32.max) else { return nil }
    self = number == 0 ? .notStarted : .offset(UInt32(number - 1))
  }

  /// The number that stands for the place in a trace.
  var number: UInt64 {
    switch self {
    case .notStarted: 0
    case .offset(let offset): UInt64(offset) + 1
    }
  }
}
