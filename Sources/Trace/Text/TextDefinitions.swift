import HeapCore

extension TextRule {
  static let definitions: [String: TextRule] = [
    "code": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      let number = try statement.number("the number of a code object", as: UInt32.self)
      let file = try statement.text("the name of its file")
      let name = try statement.text("its name")
      let qualifiedName: String = if case .text = statement.next { try statement.text("its name") } else { name }
      try statement.expect("line")
      let line = try statement.number("a line", as: UInt32.self)
      let length = statement.takes("bytecode") ? try statement.number("a number of bytes") : 0 as UInt32
      var lines = LineTable(format: .locations, firstLine: Int(line), bytes: [])
      if statement.takes("table") {
        let format = try statement.value("the format of the line table")
        guard let known = LineTableFormat(spelling: format) else {
          throw start.mistake("there is no line table format `\(shown(format))`: there are lnotab, 3.10 and 3.11")
        }
        lines.format = known
        lines.bytes = try statement.bytes("the bytes of a line table")
      }
      let code = CodeObject(
        file: file, name: name, qualifiedName: qualifiedName, lines: lines, codeLength: Int(length))
      let own = try parser.body().define(code)
      guard own == number else { throw start.mistake("code objects are numbered from 1 in order: this is \(own)") }
    },
    "node": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      let number = try statement.number("the number of a stack node", as: UInt32.self)
      let parent = statement.takes("in") ? try statement.number("the number of a stack node") : 0 as UInt32
      try statement.expect("code")
      let code = try statement.number("the number of a code object", as: UInt32.self)
      var position = CodePosition.notStarted
      if statement.takes("at") {
        let column = statement
        let offset = try statement.number("an offset in the bytecode", as: UInt32.self)
        guard offset < .max else { throw column.mistake("there is no bytecode at that offset") }
        position = .offset(offset)
      }
      guard let own = try parser.body().defineNode(parent: parent, code: code, position: position) else {
        throw start.mistake("a stack node names a node or a code object that isn't defined above it")
      }
      guard own == number else { throw start.mistake("stack nodes are numbered from 1 in order: this is \(own)") }
    },
    "label": TextRule(.body) { (parser, statement) throws(TraceError) in
      let step = try statement.number("the number of a step", as: UInt64.self)
      try parser.body().label(try statement.text("the name of a block"), step: Int(clamping: step))
    },
    "comment": TextRule(.body) { (parser, statement) throws(TraceError) in
      let step = try statement.number("the number of a step", as: UInt64.self)
      try parser.body().comment(try statement.text("the comment"), step: Int(clamping: step))
    },
    "definition": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      let tag = try statement.number("the kind of a definition", as: UInt8.self)
      guard tag >= 16 else { throw start.mistake("the kinds of definitions below 16 have statements of their own") }
      try parser.body().define(unknown: tag, bytes: try statement.bytes("the bytes of a definition"))
    },
  ]
}

extension LineTableFormat {
  /// How the format is called in a text trace.
  var spelling: String {
    switch self {
    case .lnotab: "lnotab"
    case .ranges: "3.10"
    case .locations: "3.11"
    }
  }

  init?(spelling: String) {
    guard let format = Self.allCases.first(where: { $0.spelling == spelling }) else { return nil }
    self = format
  }
}
