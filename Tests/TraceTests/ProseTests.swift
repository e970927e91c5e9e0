import Testing

@testable import Trace

@Suite("Prose in a trace")
struct ProseTests {
  private static func trace(_ text: String) throws -> TraceFile {
    try TraceFile.open(bytes: Array("arenascope-trace 1\n\(text)".utf8), name: "lesson")
  }

  @Test func `lines of prose stand between steps, as they were written`() throws {
    let trace = try Self.trace(
      """
      title Sizes; "small" ones
      python 3.12.1
        say Don't panic: it's #1.
      | Second line.
      |
      |   Third.
      a = malloc 48   # a block
      expect cost a 48
      free a
      pause
      """)
    #expect(trace.header.python.description == "3.12.1")
    #expect(trace.stepCount == 2)
    let prose = try trace.readProse()
    #expect(
      prose.map(\.text) == [
        "title Sizes; \"small\" ones", "say Don't panic: it's #1.\nSecond line.\n\n  Third.", "expect cost a 48",
        "pause",
      ])
    #expect(prose.map(\.step) == [0, 0, 1, 2])
    #expect(prose.map(\.line) == [2, 4, 9, 11])
    #expect(prose.map(\.column) == [1, 3, 1, 1])
    #expect(prose[3].keyword == "pause")
    #expect(try TraceFile.open(bytes: trace.binary(), name: "binary").readProse() == prose)
    let text = try trace.text()
    #expect(text.contains("say Don't panic: it's #1.\n| Second line.\n|\n|   Third.\n"))
    #expect(try TraceContent(TraceFile.open(bytes: Array(text.utf8), name: "text")) == TraceContent(trace))
  }

  @Test func `names may be words of prose`() throws {
    let trace = try Self.trace(
      "say = malloc 48\nnote at 0x4000 = malloc 16\nlook = object Node 48\nlook.title = look\n")
    #expect(try trace.readProse().isEmpty)
    #expect(trace.stepCount == 4)
  }

  @Test func `no control character gets through`() throws {
    // A text is known by its first 4 KiB.
    let start = String(repeating: "#\n", count: 3000)
    let trace = try Self.trace("\(start)say red \u{1B}[31m\u{202E} and\ttab\n")
    #expect(try trace.readProse()[0].text == "say red \u{FFFD}[31m\u{FFFD} and tab")
    let line = ProseLine(step: 0, text: "say \u{7}")
    #expect(line.text == "say \u{FFFD}")
  }

  @Test func `a line that is too long, or prose behind the end, is a mistake`() throws {
    let long = String(repeating: "x", count: 1 << 16)
    #expect(throws: TraceError.self) { try Self.trace("say \(long)\n") }
    #expect(throws: TraceError.self) { try Self.trace("end exit 0\nsay too late\n") }
  }

  @Test func `a frame of something else is damage`() throws {
    let writer = try TraceWriter(TraceHeader(python: TextHead().python, placements: .symbolic))
    try writer.append(.prose, first: 0, payload: [1, 6, 0, 0, 0, 0x61, 0x62, 0x63])
    let trace = try TraceFile.open(bytes: try writer.finish(), name: "hostile")
    #expect(throws: TraceError.self) { try trace.readProse() }
  }
}

@Suite("Repeating statements")
struct RepeatTests {
  private static func labels(_ text: String) throws -> [String] {
    try TraceFile.open(bytes: Array("arenascope-trace 1\n\(text)".utf8), name: "r").readDefinitions().labels.map(\.text)
  }

  private static func mistake(_ text: String) throws -> String? {
    try TextTrace.mistakes(in: ByteSource(memory: Array("arenascope-trace 1\n\(text)".utf8), name: "r")).first?.message
  }

  @Test func `names get the number of the round`() throws {
    #expect(try Self.labels("repeat 3 x = malloc 48\n") == ["x1", "x2", "x3"])
    #expect(try Self.labels("repeat 2 from 15 step 10 down x = malloc 48\n") == ["x15", "x5"])
  }

  @Test func `repetitions stand in one another`() throws {
    let labels = try Self.labels(
      """
      repeat 2
        a = malloc 16   # of each round
        repeat 2:
          b = malloc 32
          free b

        free a
      c = malloc 16
      """)
    #expect(labels == ["a1", "b1_1", "b1_2", "a2", "b2_1", "b2_2", "c"])
  }

  @Test func `prose in a loop is told in each round`() throws {
    let text = """
      arenascope-trace 1
      repeat 2
        x = malloc 48
        say Here is x*, a block;
        | it's number x*.
        repeat 2
          y = malloc 16
          note inner y*
        look pool x*
      say end
      """
    let trace = try TraceFile.open(bytes: Array(text.utf8), name: "r")
    let prose = try trace.readProse()
    #expect(
      prose.map(\.text) == [
        "say Here is x1, a block;\nit's number x1.", "note inner y1_1", "note inner y1_2", "look pool x1",
        "say Here is x2, a block;\nit's number x2.", "note inner y2_1", "note inner y2_2", "look pool x2", "say end",
      ])
    #expect(prose.map(\.step) == [1, 2, 3, 3, 4, 5, 6, 6, 6])
    #expect(prose.map(\.line) == [4, 8, 8, 9, 4, 8, 8, 9, 10])
  }

  @Test func `a star puts the number behind any name`() throws {
    let text = "repeat 4 x = malloc 48\nrepeat 2 from 2 step 2 free x*\n"
    let trace = try TraceFile.open(bytes: Array("arenascope-trace 1\n\(text)".utf8), name: "r")
    #expect(try trace.text().hasSuffix("x4 = malloc 48\nfree x2\nfree x4\n"))
  }

  @Test func `a comment is kept once`() throws {
    let trace = try TraceFile.open(
      bytes: Array("arenascope-trace 1\nrepeat 3 x = malloc 48 # three\n".utf8), name: "r")
    #expect(try trace.readDefinitions().comments.map(\.text) == ["three"])
  }

  @Test(arguments: [
    ("repeat 3 x = maloc 48\n", "r:2:14: there is no request `maloc`: did you mean `malloc`?"),
    (
      "a = malloc 16\nrepeat 2\n  free a\n", "r:4:8: `a` was freed in line 4 already: its block may be another's by now"
    ),
    (
      "repeat 2\na = malloc 16\n",
      "r:2:1: there is nothing to repeat: put a statement behind the number, or lines further to the right below"
    ),
    (
      "repeat 5 from 3 down a = malloc 1\n",
      "r:2:1: the numbers would fall below 0: begin with a larger one behind `from`"
    ),
    (
      "repeat 4294967295 step 4294967295 down x = malloc 8\n",
      "r:2:1: the numbers would fall below 0: begin with a larger one behind `from`"
    ),
    (
      "repeat 1000000000000 x = malloc 8\n",
      "r:2:1: this repeats more than 1000000 lines: take a smaller number"
    ),
    (
      "repeat 4000000000\n  repeat 4000000000 mark a\n",
      "r:2:1: this repeats more than 1000000 lines: take a smaller number"
    ),
  ])
  func `mistakes are told once, where they are`(text: String, message: String) throws {
    #expect(try Self.mistake(text) == message)
  }
}
