/// Numbers strings, codes, nodes and marks, and collects their records for the next DEFINITIONS frame.
struct DefinitionWriter {
  private var encoder = DefinitionsEncoder()
  // Keyed by bytes: equal strings may differ in their code points, and each is kept as it is.
  private var strings: [[UInt8]: UInt32] = [:]
  private var marks: [[UInt8]: UInt32] = [:]
  private(set) var codeCount: UInt32 = 0
  private(set) var nodeCount: UInt32 = 0

  var isEmpty: Bool { encoder.bytes.isEmpty }
  /// Bytes collected so far.
  var count: Int { encoder.bytes.count }

  mutating func takePayload() -> [UInt8] {
    defer { encoder.startFrame() }
    return encoder.bytes
  }

  mutating func string(_ text: String) -> UInt32 {
    if let number = strings[Array(text.utf8)] { return number }
    let number = UInt32(strings.count)
    strings[Array(text.utf8)] = number
    encoder.append(.string(text))
    return number
  }

  mutating func mark(_ name: String) -> UInt32 {
    if let number = marks[Array(name.utf8)] { return number }
    let number = UInt32(marks.count)
    marks[Array(name.utf8)] = number
    encoder.append(.mark(name))
    return number
  }

  mutating func code(_ code: CodeObject) -> UInt32 {
    let definition = CodeDefinition(
      file: string(code.file), name: string(code.name), qualifiedName: string(code.qualifiedName), lines: code.lines,
      codeLength: UInt32(clamping: code.codeLength))
    encoder.append(.code(definition))
    codeCount += 1
    return codeCount
  }

  /// Defines a stack node; nil when parent or code aren't defined.
  mutating func node(parent: UInt32, code: UInt32, position: CodePosition) -> UInt32? {
    guard parent <= nodeCount, code >= 1, code <= codeCount else { return nil }
    encoder.append(.node(parent: parent, code: code, position: position))
    nodeCount += 1
    return nodeCount
  }

  mutating func label(_ text: String, step: Int) {
    encoder.append(.label(step: UInt64(step), string: string(text)))
  }

  mutating func comment(_ text: String, step: Int) {
    encoder.append(.comment(step: UInt64(step), string: string(text)))
  }

  mutating func unknown(tag: UInt8, bytes: [UInt8]) { encoder.append(.unknown(tag: tag, bytes: bytes)) }
}
