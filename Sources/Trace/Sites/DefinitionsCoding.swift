private enum Tag {
  static let end: UInt8 = 0
  static let string: UInt8 = 1
  static let code: UInt8 = 2
  static let node: UInt8 = 3
  static let mark: UInt8 = 4
  static let label: UInt8 = 5
  static let comment: UInt8 = 6
  static let firstUnknown: UInt8 = 16
}

/// Reads the records of one DEFINITIONS payload in order.
public struct DefinitionsDecoder {
  private var reader: PayloadReader
  private var nodes: UInt32
  private let isOpen: Bool

  /// Begins to read a payload.
  /// - Parameters:
  ///   - nodes: how many stack nodes the frames before it define.
  ///   - isOpen: the writer had not finished the frame: an end tag or the last whole record ends it.
  public init(_ bytes: [UInt8], nodes: UInt32, isOpen: Bool) {
    reader = PayloadReader(bytes)
    self.nodes = nodes
    self.isOpen = isOpen
  }

  /// The byte at which the next record begins.
  public var offset: Int { reader.offset }

  /// Returns the next record, nil after the last; throws where the bytes contradict the format.
  public mutating func next() throws(PayloadError) -> Definition? {
    let start = reader.offset
    guard let tag = reader.byte() else { return nil }
    if tag == Tag.end && isOpen { return nil }
    guard tag == Tag.string || (2...6).contains(tag) || tag >= Tag.firstUnknown else {
      throw PayloadError("a definition of kind \(tag), which doesn't exist", at: start)
    }
    if let definition = read(tag) { return definition }
    if isOpen { return nil }
    throw PayloadError("a definition of kind \(tag) that is cut off or has a number out of range", at: start)
  }

  private mutating func read(_ tag: UInt8) -> Definition? {
    switch tag {
    case Tag.string: return text().map { .string($0) }
    case Tag.mark: return text().map { .mark($0) }
    case Tag.code: return code().map { .code($0) }
    case Tag.node: return node()
    case Tag.label, Tag.comment:
      guard let step = reader.varint(), let string = number() else { return nil }
      return tag == Tag.label ? .label(step: step, string: string) : .comment(step: step, string: string)
    default:
      return blob().map { .unknown(tag: tag, bytes: $0) }
    }
  }

  private mutating func number() -> UInt32? {
    reader.varint().flatMap { UInt32(exactly: $0) }
  }

  private mutating func blob() -> [UInt8]? {
    guard let length = reader.varint(), let bytes = reader.take(length) else { return nil }
    return Array(bytes)
  }

  private mutating func text() -> String? {
    guard let length = reader.varint(), let bytes = reader.take(length) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func code() -> CodeDefinition? {
    guard let file = number(), let name = number(), let qualifiedName = number(), let firstLine = number(),
      let format = reader.byte().flatMap(LineTableFormat.init(rawValue:)), let length = number(), let table = blob()
    else { return nil }
    let lines = LineTable(format: format, firstLine: Int(firstLine), bytes: table)
    return CodeDefinition(file: file, name: name, qualifiedName: qualifiedName, lines: lines, codeLength: length)
  }

  private mutating func node() -> Definition? {
    guard let distance = number(), let code = number(),
      let position = reader.varint().flatMap(CodePosition.init(number:)),
      nodes < .max, distance >= 1, distance <= nodes + 1
    else { return nil }
    nodes += 1
    return .node(parent: nodes - distance, code: code, position: position)
  }
}

/// Writes the records of DEFINITIONS payloads.
public struct DefinitionsEncoder {
  /// The payload so far.
  public private(set) var bytes: [UInt8] = []
  private var nodes: UInt32

  /// Begins a payload; `nodes` is how many stack nodes the payloads before it define.
  public init(nodes: UInt32 = 0) {
    self.nodes = nodes
  }

  /// Appends a record. The parent of a node must have been defined before.
  public mutating func append(_ definition: Definition) {
    switch definition {
    case .string(let text): append(Tag.string, Array(text.utf8))
    case .mark(let name): append(Tag.mark, Array(name.utf8))
    case .unknown(let tag, let content):
      precondition(tag >= Tag.firstUnknown)
      append(tag, content)
    case .code(let code): append(code)
    case .node(let parent, let code, let position):
      precondition(parent <= nodes)
      nodes += 1
      append(Tag.node, numbers: [UInt64(nodes - parent), UInt64(code), position.number])
    case .label(let step, let string): append(Tag.label, numbers: [step, UInt64(string)])
    case .comment(let step, let string): append(Tag.comment, numbers: [step, UInt64(string)])
    }
  }

  /// Empties the payload for the next frame; the numbering of nodes goes on.
  public mutating func startFrame() {
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ tag: UInt8, _ content: [UInt8]) {
    append(tag, numbers: [UInt64(content.count)])
    bytes += content
  }

  private mutating func append(_ tag: UInt8, numbers: [UInt64]) {
    bytes.append(tag)
    for number in numbers { bytes.append(varint: number) }
  }

  private mutating func append(_ code: CodeDefinition) {
    append(
      Tag.code,
      numbers: [code.file, code.name, code.qualifiedName, UInt32(clamping: code.lines.firstLine)].map(UInt64.init))
    bytes.append(code.lines.format.rawValue)
    bytes.append(varint: UInt64(code.codeLength))
    bytes.append(varint: UInt64(code.lines.bytes.count))
    bytes += code.lines.bytes
  }
}
