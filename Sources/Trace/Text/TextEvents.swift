import HeapCore

extension TextRule {
  static let events: [String: TextRule] = [
    "free": TextRule(.body) { (parser, statement) throws(TraceError) in
      let block = try parser.block(&statement)
      let domain = try statement.domain(otherwise: block.domain)
      try parser.write(.step(.free(domain, address: block.address)))
      parser.names.release(block.address, line: statement.place.line)
    },
    "realloc": TextRule(.body) { (parser, statement) throws(TraceError) in
      guard case .word(let name) = statement.next, name != "null" else {
        throw statement.mistake("without `NAME =` before it, realloc needs a named block")
      }
      try parser.readRealloc(&statement, name: name, address: nil)
    },
    "failed": TextRule(.body) { (parser, statement) throws(TraceError) in
      let function = try statement.word("function", among: ["malloc", "calloc", "realloc"])
      var old: TextNames.Block?
      var kind: RequestFunction = function == "malloc" ? .malloc : .calloc
      if function == "realloc" {
        kind = statement.takes("null") ? .reallocNull : .realloc
        if kind == .realloc { old = try parser.block(&statement) }
      }
      let size: UInt64 = try statement.number("a size in bytes")
      let domain = try statement.domain(otherwise: old?.domain ?? .obj)
      let site = domain == .raw ? nil : try statement.site()
      try parser.write(.step(.failed(kind, domain, size: size, old: old?.address ?? 0)), site: site)
    },
    "gc": TextRule(.body) { (parser, statement) throws(TraceError) in
      if try parser.readCollector(&statement) { return }
      let words = ["start", "stop", "collect", "freeze", "unfreeze", "enable", "disable", "thresholds"]
      let phase = try statement.word("word behind `gc`", among: words)
      let generation = try statement.number("a generation", as: UInt8.self)
      guard phase == "stop" else { return try parser.write(.step(.collectionStart(generation: generation))) }
      let collected = statement.takes("collected") ? try statement.number("a number of objects") : 0 as UInt64
      let uncollectable = statement.takes("uncollectable") ? try statement.number("a number of objects") : 0 as UInt64
      try parser.write(
        .step(.collectionStop(generation: generation, collected: collected, uncollectable: uncollectable)))
    },
    "collect": TextRule(.body) { (parser, statement) throws(TraceError) in
      // A lesson may leave `gc` out.
      try parser.collect(&statement, from: statement)
    },
    "malloc": requestWithoutName("malloc"), "calloc": requestWithoutName("calloc"),
    "repeat": TextRule(.body) { (_, statement) throws(TraceError) in
      throw statement.mistake("how often is missing behind `repeat`: write `repeat 10 x = malloc 48`")
    },
    "mark": TextRule(.body) { (parser, statement) throws(TraceError) in
      if case .number = statement.next {
        try parser.write(.step(.mark(try statement.number("the number of a mark"))))
      } else {
        try parser.body().mark(try statement.value("the name of the mark"))
      }
    },
    "fork": TextRule(.body) { (parser, statement) throws(TraceError) in
      try parser.write(.step(.fork(try statement.number("the number of the child's recording"))))
    },
    "moment": TextRule(.body) { (parser, _) throws(TraceError) in try parser.write(.step(.moment)) },
    "thread": TextRule(.body) { (parser, statement) throws(TraceError) in
      try parser.write(.fact(.thread(try statement.number("the number of a thread"))))
    },
    "interpreter": TextRule(.body) { (parser, statement) throws(TraceError) in
      let interpreter = try statement.number("the number of an interpreter", as: UInt32.self)
      let heap = statement.takes("heap") ? try statement.number("the number of a heap") : 0 as UInt32
      try parser.write(.fact(.interpreter(interpreter, heap: heap)))
    },
    "clock": TextRule(.body) { (parser, statement) throws(TraceError) in
      try parser.write(.fact(.clock(microseconds: try statement.number("a time in microseconds since the start"))))
    },
    "arena": TextRule(.body) { (parser, statement) throws(TraceError) in
      let event = try statement.word("event of an arena", among: ["obtained", "returned"])
      let start = statement
      let address = try statement.address()
      guard address % 4096 == 0 else { throw start.mistake("an arena begins at a multiple of 4096") }
      try parser.write(.fact(event == "obtained" ? .arenaObtained(address) : .arenaReturned(address)))
    },
    "heap": TextRule(.body) { (parser, statement) throws(TraceError) in
      try statement.expect("destroyed")
      try parser.write(.fact(.heapDestroyed))
    },
    "extension": TextRule(.body) { (parser, statement) throws(TraceError) in
      let kind: UInt64 = try statement.number("the kind of an extension")
      try parser.write(.fact(.unknown(kind: kind, bytes: try statement.bytes("the bytes of an extension"))))
    },
  ]
}

extension TextRule {
  private static func requestWithoutName(_ function: String) -> TextRule {
    TextRule(.body) { (_, statement) throws(TraceError) in
      throw statement.place.mistake(1, "the block needs a name to be freed by: write `x = \(function) 48`")
    }
  }
}

extension TextParser {
  mutating func write(_ record: TraceRecord, site: UInt32? = nil) throws(TraceError) {
    let writer = try body()
    if case .step(let step) = record {
      if let object = objects.owner(touchedBy: step) {
        throw place.mistake(1, "that block holds the object `\(shown(object.name))`: it lives as long as references do")
      }
      objects.note(step)
    }
    try writer.append(record, site: site)
  }

  /// Reads `NAME = …`, `NAME at ADDRESS = …` or `ADDRESS = …`: a block that's placed.
  mutating func readPlacement(_ statement: inout TextStatement) throws(TraceError) {
    guard ending == nil else { throw statement.mistake("nothing can follow the lines of `end`") }
    var name: String?
    if case .word(let word) = statement.next {
      guard TextNames.isName(word) else { throw statement.mistake("`\(shown(word))` can't be the name of a block") }
      name = word
      statement.skip()
    }
    let address = name == nil || statement.takes("at") ? try statement.address() : nil
    let sign = statement
    try statement.expect(sign: "=")
    if let name, address == nil, try readBinding(&statement, name, sign) { return }
    if address == nil && head.placements == .recorded {
      throw sign.mistake("the placements are recorded: say where it is, as `\(shown(name ?? "x")) at 0x7f0000001030 =`")
    }
    let requests = ["malloc", "calloc", "realloc", "object"]
    if let name, case .word(let word) = statement.next, !requests.contains(word),
      NearestWord.of(word, among: requests) == nil
    {
      throw statement.mistake(
        "there is no `\(shown(word))` that `\(shown(name))` could be: write `\(shown(name)) = malloc 48` for a block, "
          + "`\(shown(name)) = []` for a list")
    }
    switch try statement.word("request", among: requests) {
    case "object": try readBirth(&statement, name, address, sign)
    case "realloc": try readRealloc(&statement, name: name, address: address)
    case let function:
      try checkFree(name, sign)
      let size = try self.size(&statement)
      let domain = try statement.domain(otherwise: .obj)
      try place(function == "malloc" ? .malloc : .calloc, domain, size, name, address, &statement)
    }
  }

  mutating func readRealloc(_ statement: inout TextStatement, name: String?, address: UInt64?) throws(TraceError) {
    let start = statement
    if statement.takes("null") {
      try checkFree(name, start)
      let size = try self.size(&statement)
      return try place(
        .reallocNull, try statement.domain(otherwise: .obj), size, name, address, &statement)
    }
    let old = try block(&statement)
    if let name, names[name]?.address != old.address { try checkFree(name, start) }
    let size = try self.size(&statement)
    let domain = try statement.domain(otherwise: old.domain)
    let new: UInt64 = if let address { address } else { try ownAddress(start) }
    try write(.step(.realloc(domain, old: old.address, size: size, address: new)), site: try site(domain, &statement))
    names.release(old.address, line: statement.place.line)
    try keep(TextNames.Block(address: new, domain: domain, line: statement.place.line), name)
  }

  private mutating func place(
    _ function: RequestFunction, _ domain: Domain, _ size: UInt64, _ name: String?, _ address: UInt64?,
    _ statement: inout TextStatement
  ) throws(TraceError) {
    let new: UInt64 = if let address { address } else { try ownAddress(statement) }
    let site = try site(domain, &statement)
    try write(.step(.allocation(function, domain, size: size, address: new)), site: site)
    try keep(TextNames.Block(address: new, domain: domain, line: statement.place.line), name)
  }

  private func site(_ domain: Domain, _ statement: inout TextStatement) throws(TraceError) -> UInt32? {
    domain == .raw ? nil : try statement.site()
  }

  private mutating func keep(_ block: TextNames.Block, _ name: String?) throws(TraceError) {
    names.place(block, name: name)
    if let writer { written.add(step: writer.step - 1, line: block.line) }
    if let name, let writer { try writer.label(name, step: writer.step - 1) }
  }

  func size(_ statement: inout TextStatement) throws(TraceError) -> UInt64 {
    let start = statement
    let size: UInt64 = try statement.number("a size in bytes")
    guard size <= UInt64(Int64.max) else {
      throw start.mistake("no block can have \(size) bytes: at most \(Int64.max), PY_SSIZE_T_MAX, can be asked for")
    }
    return size
  }

  /// The address of a block that isn't given one.
  func ownAddress(_ statement: TextStatement) throws(TraceError) -> UInt64 {
    guard let address = names.nextAddress else {
      throw statement.mistake("another block was put where this one would be: give each an address, or none")
    }
    return address
  }

  func checkFree(_ name: String?, _ statement: TextStatement) throws(TraceError) {
    guard let name else { return }
    if objects.graph.names[name] != nil {
      throw statement.place.mistake(1, "`\(shown(name))` names an object: `del` it first, or take another name")
    }
    guard let block = names[name] else { return }
    throw statement.place.mistake(
      1, "`\(shown(name))` still names the block of line \(block.line): free it first, or take another name")
  }

  /// Reads the name or address of a block that's there.
  func block(_ statement: inout TextStatement) throws(TraceError) -> TextNames.Block {
    guard case .word(let name) = statement.next else {
      if statement.isAtEnd { throw statement.mistake("the name of a block is missing here, as `free x`") }
      let address = try statement.address()
      return TextNames.Block(address: address, domain: names.domain(of: address), line: 0)
    }
    if let block = names[name] {
      statement.skip()
      return block
    }
    if brokenNames.contains(name) { throw statement.mistake("") }
    if let line = names.lineOfFree(name) {
      throw statement.mistake("`\(shown(name))` was freed in line \(line) already: its block may be another's by now")
    }
    if objects.graph.names[name] != nil {
      throw statement.mistake("`\(shown(name))` names an object: its block is freed when no reference is left")
    }
    throw statement.unknown(name, "block", among: names.all.sorted())
  }
}
