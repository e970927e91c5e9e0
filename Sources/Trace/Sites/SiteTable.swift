/// What a trace defines beside its steps: strings, code objects, stack nodes, mark names, labels and comments.
public struct SiteTable: Sendable {
  /// How many records of each kind are kept at most: a recorder stops at two million nodes.
  public static let limit = 1 << 24

  /// The strings, numbered from 0.
  public private(set) var strings: [String] = []
  /// The mark names, numbered from 0.
  public private(set) var marks: [String] = []
  /// The labels of blocks, in order of appearance.
  public private(set) var labels: [(step: UInt64, text: String)] = []
  /// The comment lines, in order of appearance.
  public private(set) var comments: [(step: UInt64, text: String)] = []

  private var codes: [CodeDefinition] = []
  private var nodes: [Node] = []

  private struct Node: Sendable {
    var parent: UInt32
    var code: UInt32
    /// The byte offset + 1, 0 when the frame has not started.
    var position: UInt32
  }

  /// Creates an empty table.
  public init() {}

  /// How many code objects there are; they are numbered from 1.
  public var codeCount: Int { codes.count }

  /// How many stack nodes there are; they are numbered from 1.
  public var nodeCount: Int { nodes.count }

  /// Adds the records of one DEFINITIONS payload; those before a mistake stay.
  /// - Parameter isOpen: the writer had not finished the frame.
  public mutating func append(payload: [UInt8], isOpen: Bool = false) throws(PayloadError) {
    var decoder = DefinitionsDecoder(payload, nodes: UInt32(nodes.count), isOpen: isOpen)
    while let definition = try decoder.next() {
      guard let problem = add(definition) else { continue }
      if isOpen { return }
      throw PayloadError(problem, at: decoder.offset)
    }
  }

  /// Adds one record. Returns what is wrong with it, nil when it was added.
  public mutating func add(_ definition: Definition) -> String? {
    let count = max(strings.count, codes.count, nodes.count, marks.count, labels.count, comments.count)
    if count >= Self.limit { return "more than \(Self.limit) definitions of one kind" }
    switch definition {
    case .string(let text): strings.append(text)
    case .mark(let name): marks.append(name)
    case .code(let code):
      guard let highest = [code.file, code.name, code.qualifiedName].max(), highest < strings.count else {
        return "a code object that names a string not defined before"
      }
      codes.append(code)
    case .node(let parent, let code, let position):
      guard parent <= nodes.count, code >= 1, code <= codes.count else {
        return "a stack node that names a node or a code object not defined before"
      }
      nodes.append(Node(parent: parent, code: code, position: UInt32(clamping: position.number)))
    case .label(let step, let string), .comment(let step, let string):
      guard string < strings.count else { return "a label or comment that names a string not defined before" }
      let entry = (step: step, text: strings[Int(string)])
      if case .label = definition { labels.append(entry) } else { comments.append(entry) }
    case .unknown: break
    }
    return nil
  }

  /// Keeps what the first so many records of each kind define: what a forked child has of its parent's.
  public mutating func keep(strings: Int, codes: Int, nodes: Int, marks: Int) {
    self.strings.removeLast(max(0, self.strings.count - strings))
    self.codes.removeLast(max(0, self.codes.count - codes))
    self.nodes.removeLast(max(0, self.nodes.count - nodes))
    self.marks.removeLast(max(0, self.marks.count - marks))
  }

  /// Returns a code object; nil when the number isn't defined.
  public func code(_ number: UInt32) -> CodeObject? {
    codeDefinition(number).map { code in
      CodeObject(
        file: strings[Int(code.file)],
        name: strings[Int(code.name)],
        qualifiedName: strings[Int(code.qualifiedName)],
        lines: code.lines,
        codeLength: Int(code.codeLength)
      )
    }
  }

  /// Returns a code object as it's defined; nil when the number isn't.
  public func codeDefinition(_ number: UInt32) -> CodeDefinition? {
    number >= 1 && number <= codes.count ? codes[Int(number) - 1] : nil
  }

  /// Returns a stack node as it's defined; nil when the number isn't.
  public func node(_ number: UInt32) -> (parent: UInt32, code: UInt32, position: CodePosition)? {
    guard number >= 1, number <= nodes.count else { return nil }
    let node = nodes[Int(number) - 1]
    return (node.parent, node.code, node.position == 0 ? .notStarted : .offset(node.position - 1))
  }

  /// Returns the innermost level of a node's stack; nil for node 0 and numbers not defined. O(line table).
  public func frame(of number: UInt32) -> Frame? {
    guard let node = node(number), let code = code(node.code) else { return nil }
    let position =
      switch node.position {
      case .notStarted: SourcePosition(line: code.lines.firstLine > 0 ? code.lines.firstLine : nil)
      case .offset(let offset): code.lines.position(ofByteOffset: Int(offset))
      }
    return Frame(file: code.file, function: code.qualifiedName, line: position.line, columns: position.columns)
  }

  /// Returns a node's call stack, innermost level first; empty for node 0 and numbers not defined.
  /// - Parameter limit: how many levels at most: the recorder keeps 1024, a file may claim any number.
  public func stack(of number: UInt32, limit: Int = 1 << 12) -> [Frame] {
    var frames: [Frame] = []
    var next = number
    while frames.count < limit, let frame = frame(of: next), let node = node(next) {
      frames.append(frame)
      next = node.parent
    }
    return frames
  }
}
