/// A place in a source file as people write it: `orders.py:31`, or `orders.py` for the whole file.
public struct SourceLine: Hashable, Sendable {
  public var file: String
  public var line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// Reads `FILE:N`; the file's name may have colons itself.
  init?(_ text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
      let number = Int(text[text.index(after: colon)...]), number > 0
    else { return nil }
    file = String(text[..<colon])
    line = number
  }

  /// Whether a recorded file is the one that was meant: the same path, or one that ends in `/` and the written name.
  public func names(file recorded: String) -> Bool {
    recorded == file || recorded.hasSuffix("/" + file)
  }
}
