/// Why a trace can't be read or written: what, where, and what to do about it.
public enum TraceError: Error, Hashable, Sendable {
  /// The system refuses a file; `reason` is its own word for it.
  case system(doing: String, file: String, reason: String)
  /// The content is neither spelling of a trace.
  case notATrace(file: String)
  /// A binary trace whose line ends were translated on the way.
  case translatedLineEnds(file: String)
  /// A major version that this reader doesn't know.
  case version(file: String, major: Int)
  /// A Python version whose allocator isn't known.
  case python(file: String, hex: UInt32)
  /// The bytes at `offset` contradict the format or their checksum.
  case damaged(file: String, offset: Int, what: String)
  /// The file got shorter while it was open.
  case changed(file: String, offset: Int)
  /// A limit of the format or of this reader.
  case tooLarge(file: String, what: String)
  /// The recording that a forked child's one continues can't be used.
  case parent(file: String, parent: String, why: String)
  /// A mistake in a text trace; line and column count from 1, columns in bytes.
  case text(file: String, line: Int, column: Int, what: String)

  /// One lower-case sentence without the final period, safe to be shown in a terminal.
  public var message: String {
    switch self {
    case .system(let doing, let file, let reason): "can't \(doing) \(shown(file)): \(reason)"
    case .notATrace(let file):
      "\(shown(file)) is not a trace: it starts neither like a recording nor with `arenascope-trace 1`"
    case .translatedLineEnds(let file):
      "\(shown(file)) was changed on the way: its line ends were translated; transfer it as a binary file"
    case .version(let file, let major):
      "\(shown(file)) has version \(major) of the trace format, this program reads version 1: use a newer arenascope"
    case .python(let file, let hex):
      "\(shown(file)) is of a Python (version 0x\(String(hex, radix: 16))) whose allocator isn't simulated: 3.8 and later are"
    case .damaged(let file, let offset, let what): "\(shown(file)) is damaged at byte \(offset): \(what)"
    case .changed(let file, let offset):
      "\(shown(file)) got shorter than byte \(offset) while it was open: open it again when nothing writes to it"
    case .tooLarge(let file, let what): "\(shown(file)) is beyond a limit: \(what)"
    case .parent(let file, let parent, let why): "\(shown(file)) continues \(shown(parent)), which \(why)"
    case .text(let file, let line, let column, let what): "\(shown(file)):\(line):\(column): \(what)"
    }
  }
}

extension TraceError {
  /// The line and column of a mistake in a text, counted from 1; nil for other errors.
  public var place: (line: Int, column: Int)? {
    if case .text(_, let line, let column, _) = self { (line, column) } else { nil }
  }
}

extension TraceError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

/// Returns a text from a file as it may be shown: one line, no control characters, of bounded length.
public func shown(_ text: some StringProtocol) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(500) {
    result.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
  }
  return result
}

/// True for what can end a line or change how a terminal shows it.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
