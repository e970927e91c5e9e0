/// Numbers strings, codes, nodes and marks, and collects their records for the next DEFINITIONS frame.
struct DefinitionWriter {
  private var encoder = DefinitionsEncoder()
  private var strings: [Spelling: UInt32] = [:]
  private var marks: [Spelling: UInt32] = [:]
  private var stringCount: UInt32 = 0
  private(set) var codeCount: UInt32 = 0
  private(set) var nodeCount: UInt32 = 0

  /// A text by its bytes: equal strings may differ in their code points, and each is kept as it is.
  private struct Spelling: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Spelling, right: Spelling) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  var isEmpty: Bool { encoder.bytes.isEmpty }
  /// Bytes collected so far.
  var count: Int { encoder.bytes.count }

  mutating func takePayload() -> [UInt8] {
    defer { encoder.startFrame() }
    return encoder.bytes
  }

  mutating func string(_ text: String) -> UInt32 {
    if let number = strings[Spelling(text)] { return number }
    let number = newString(text)
    strings[Spelling(text)] = number
    return number
  }

  /// Numbers a string without a look at the others, for those who know their own again.
  mutating func newString(_ text: String) -> UInt32 {
    defer { stringCount += 1 }
    encoder.append(.string(text))
    return stringCount
  }

  mutating func mark(_ name: String) -> UInt32 {
    if let number = marks[Spelling(name)] { return number }
    let number = UInt32(marks.count)
    marks[Spelling(name)] = number
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

  mutating func label(_ string: UInt32, step: Int) { encoder.append(.label(step: UInt64(step), string: string)) }

  mutating func comment(_ text: String, step: Int) {
    encoder.append(.comment(step: UInt64(step), string: string(text)))
  }

  mutating func unknown(tag: UInt8, bytes: [UInt8]) { encoder.append(.unknown(tag: tag, bytes: bytes)) }
}
