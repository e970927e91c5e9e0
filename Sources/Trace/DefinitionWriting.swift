extension TraceWriter {
  /// Defines a code object; returns its number.
  @discardableResult
  public func define(_ code: CodeObject) throws(TraceError) -> UInt32 {
    try changeDefinitions { $0.code(code) }
  }

  /// Defines a stack node; returns its number, or nil when its parent or code isn't defined.
  @discardableResult
  public func defineNode(parent: UInt32, code: UInt32, position: CodePosition) throws(TraceError) -> UInt32? {
    try changeDefinitions { $0.node(parent: parent, code: code, position: position) }
  }

  /// Names the block that a step allocates.
  public func label(_ name: String, step: Int) throws(TraceError) {
    try changeDefinitions { $0.label($0.string(name), step: step) }
  }

  /// Names the block that a step allocates by the number of a string.
  func label(string: UInt32, step: Int) throws(TraceError) { try changeDefinitions { $0.label(string, step: step) } }

  /// Defines a string that none of the names so far is; returns its number.
  func define(string: String) throws(TraceError) -> UInt32 { try changeDefinitions { $0.newString(string) } }

  /// Puts a comment line before a step.
  public func comment(_ text: String, step: Int) throws(TraceError) {
    try changeDefinitions { $0.comment(text, step: step) }
  }

  /// Adds a record of a kind that this version doesn't know; `tag` is 16 or more.
  public func define(unknown tag: UInt8, bytes: [UInt8]) throws(TraceError) {
    guard tag >= 16 else { throw .tooLarge(file: sink.name, what: "a definition of kind \(tag) has a meaning already") }
    try changeDefinitions { $0.unknown(tag: tag, bytes: bytes) }
  }
}
