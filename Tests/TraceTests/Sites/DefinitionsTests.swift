import SeededGenerators
import Testing

@testable import Trace

@Suite struct DefinitionsTests {
  /// As the recorder writes it: two strings, a code object of 3.11 on line 4, and three nodes.
  private let payload: [UInt8] =
    [1, 4] + Array("a.py".utf8) + [1, 1, 0x66, 2, 0, 1, 1, 4, 2, 8, 5, 0x80, 0x14, 0x80 | 11 << 3, 2, 6]
    + [3, 1, 1, 0, 3, 1, 1, 1, 3, 2, 1, 3]

  @Test func `a stack is read innermost first`() throws {
    var table = SiteTable()
    try table.append(payload: Array(payload.dropLast(4)) + [3, 1, 1, 3])
    let outermost = Frame(file: "a.py", function: "f", line: 4)
    #expect(table.stack(of: 1) == [outermost])
    #expect(
      table.stack(of: 3) == [
        Frame(file: "a.py", function: "f", line: 5, columns: 2..<6),
        Frame(file: "a.py", function: "f", line: 4, columns: 1..<5),
        outermost,
      ])
    #expect(table.stack(of: 0).isEmpty && table.stack(of: 4).isEmpty)
    #expect(table.stack(of: 3, limit: 1).count == 1)
  }

  @Test func `two nodes may have one caller`() throws {
    var table = SiteTable()
    try table.append(payload: payload)
    #expect(table.node(3)! == (parent: 1, code: 1, position: .offset(2)))
    #expect(table.nodeCount == 3 && table.codeCount == 1)
  }

  @Test func `numbers go on from frame to frame`() throws {
    var table = SiteTable()
    try table.append(payload: payload)
    try table.append(payload: [3, 1, 1, 1, 4, 2, 0x6F, 0x6B])
    #expect(table.stack(of: 4).count == 3 && table.marks == ["ok"])
  }

  @Test func `a forked child keeps what its parent had defined`() throws {
    var table = SiteTable()
    try table.append(payload: payload)
    table.keep(strings: 2, codes: 1, nodes: 1, marks: 0)
    try table.append(payload: [3, 1, 1, 1])
    #expect(table.nodeCount == 2 && table.stack(of: 2).count == 2)
  }

  @Test func `an open frame is read up to its last whole record`() throws {
    for length in 0...payload.count {
      var table = SiteTable()
      try table.append(payload: Array(payload.prefix(length)) + [0, 0, 0], isOpen: true)
      #expect(table.nodeCount <= 3)
      var cut = SiteTable()
      try cut.append(payload: Array(payload.prefix(length)), isOpen: true)
      #expect(cut.nodeCount == max(0, (length - (payload.count - 12)) / 4))
    }
  }

  @Test func `a mistake is an error with its place`() {
    let mistakes: [(bytes: [UInt8], offset: Int)] = [
      ([0], 0), ([7], 0), ([1, 5, 0x61], 0), ([1, 0, 3, 1], 2), ([1, 0, 3, 2, 1, 0], 2), ([2, 0, 0, 0, 0, 3, 0, 0], 0),
      ([1] + [UInt8](repeating: 0xFF, count: 11), 0),
    ]
    for mistake in mistakes {
      var table = SiteTable()
      let error = #expect(throws: PayloadError.self) { try table.append(payload: mistake.bytes) }
      #expect(error?.offset == mistake.offset)
    }
    var table = SiteTable()
    #expect(throws: PayloadError.self) { try table.append(payload: [3, 1, 1, 0]) }
    #expect(throws: PayloadError.self) { try table.append(payload: [5, 0, 0]) }
    #expect(throws: PayloadError.self) { try table.append(payload: [2, 0, 0, 0, 0, 0, 0, 0]) }
  }

  @Test func `what is written is read again`() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var encoder = DefinitionsEncoder()
      var written: [Definition] = []
      var nodes: UInt32 = 0
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        let definition = Self.random(nodes: nodes, using: &random)
        if case .node = definition { nodes += 1 }
        written.append(definition)
        encoder.append(definition)
      }
      var decoder = DefinitionsDecoder(encoder.bytes, nodes: 0, isOpen: false)
      var read: [Definition] = []
      while let definition = try decoder.next() { read.append(definition) }
      #expect(read == written)
    }
  }

  @Test func `any bytes end in an error or in a table`() {
    var random = SeededGenerator(seed: 6)
    var read = 0
    var tooDeep = 0
    for _ in 0..<20_000 {
      var bytes = payload
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      var table = SiteTable()
      if (try? table.append(payload: bytes)) != nil { read += 1 }
      if (0...UInt32(table.nodeCount)).contains(where: { table.stack(of: $0).count > table.nodeCount }) { tooDeep += 1 }
    }
    #expect(read > 1000 && tooDeep == 0)
  }

  private static func random(nodes: UInt32, using random: inout SeededGenerator) -> Definition {
    func number() -> UInt32 {
      UInt32.random(in: 0...UInt32.max, using: &random) >> UInt32.random(in: 0...31, using: &random)
    }
    func blob() -> [UInt8] {
      (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    func text() -> String {
      String((0..<Int.random(in: 0...9, using: &random)).map { _ in "aé€😀\n\0".randomElement(using: &random)! })
    }
    switch Int.random(in: 0...6, using: &random) {
    case 0: return .string(text())
    case 1: return .mark(text())
    case 2: return .label(step: UInt64(number()) << 20, string: number())
    case 3: return .comment(step: UInt64(number()), string: number())
    case 4: return .unknown(tag: UInt8.random(in: 16...255, using: &random), bytes: blob())
    case 5:
      let format = LineTableFormat.allCases.randomElement(using: &random)!
      let lines = LineTable(format: format, firstLine: Int(number()), bytes: blob())
      return .code(
        CodeDefinition(file: number(), name: number(), qualifiedName: number(), lines: lines, codeLength: number()))
    default:
      let position = Bool.random(using: &random) ? CodePosition.notStarted : .offset(number() >> 1)
      return .node(parent: UInt32.random(in: 0...nodes, using: &random), code: number(), position: position)
    }
  }
}
