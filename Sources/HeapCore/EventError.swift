/// Why events can't be decoded, encoded or replayed.
public enum EventError: Error, Hashable, Sendable {
  /// The payload ends here, inside an operation.
  case truncated(offset: Int)
  /// No operation begins with this byte.
  case unknownOperation(UInt8, offset: Int)
  /// The operation at this byte says something that can't be; `reason` says what.
  case invalid(String, offset: Int)
  /// The frame holds another number of steps than its header says.
  case stepCount(expected: Int, found: Int)
  /// A record that the format can't hold; `reason` says why.
  case unencodable(String)
  /// The trace goes on past the last step that can be numbered.
  case tooManySteps(step: Int)
  /// The trace has more of something live at once than a simulation may take memory for.
  case limit(String, step: Int)
}

extension EventError {
  /// One sentence: what, where, and what to do.
  public var message: String {
    switch self {
    case .truncated(let offset): "the events end in the middle of an operation, at byte \(offset) of the frame"
    case .unknownOperation(let byte, let offset):
      "there is no event operation \(String(byte, radix: 16)) (byte \(offset) of the frame): the trace is damaged"
    case .invalid(let reason, let offset): "\(reason) (byte \(offset) of the frame): the trace is damaged"
    case .stepCount(let expected, let found): "the frame says it holds \(expected) steps but holds \(found)"
    case .unencodable(let reason): "a binary trace can't hold this: \(reason)"
    case .tooManySteps(let step): "step \(step) is past the last one that can be replayed (2147483646)"
    case .limit(let what, let step): "step \(step) needs \(what), more than a simulation may take memory for"
    }
  }
}

/// What an operation says wrong, told with the offset of its first byte.
extension EventError {
  static func unplaced(_ offset: Int) -> EventError {
    .invalid("an allocation says no address and none can be expected", offset: offset)
  }

  static func unsaidKind(_ offset: Int) -> EventError {
    .invalid("a request names a kind that was never said", offset: offset)
  }

  static func outsidePage(_ offset: Int) -> EventError {
    .invalid("a block lies outside its page", offset: offset)
  }

  static func notRecent(_ offset: Int) -> EventError {
    .invalid("a free names a recent block that isn't there", offset: offset)
  }

  static func twice(_ offset: Int) -> EventError {
    .invalid("a prefix stands twice", offset: offset)
  }
}
