import HeapCore
import Testing

@testable import Trace

@Suite("The text spelling")
struct TextTraceTests {
  private static func open(_ text: String) throws -> TraceFile {
    try TraceFile.open(bytes: Array(text.utf8), name: "t")
  }

  private static func steps(_ text: String) throws -> [Step] {
    var reader = RecordReader(try open("arenascope-trace 1\n" + text))
    var steps: [Step] = []
    while let item = try reader.next() { if case .step(let step) = item.record { steps.append(step) } }
    return steps
  }

  private static func mistakes(_ text: String) throws -> [String] {
    let source = ByteSource(memory: Array(text.utf8), name: "t")
    return try TextTrace.mistakes(in: source).map { String($0.message.dropFirst(2)) }
  }

  @Test func `names stand for addresses that count up`() throws {
    #expect(
      try Self.steps("x = malloc 48\ny = calloc 64 mem\nx = realloc x 100\nfree y\nfree x\n") == [
        .allocation(.malloc, .obj, size: 48, address: 16), .allocation(.calloc, .mem, size: 64, address: 32),
        .realloc(.obj, old: 16, size: 100, address: 48), .free(.mem, address: 32), .free(.obj, address: 48),
      ])
  }

  @Test func `a realloc without a target keeps the name`() throws {
    #expect(
      try Self.steps("x = malloc 1 raw\nrealloc x 600\nfree x") == [
        .allocation(.malloc, .raw, size: 1, address: 16), .realloc(.raw, old: 16, size: 600, address: 32),
        .free(.raw, address: 32),
      ])
  }

  @Test func `an address where nothing lives can be freed, a name without a block can't`() throws {
    #expect(try Self.steps("free 0x70") == [.free(.obj, address: 0x70)])
    #expect(throws: TraceError.text(file: "t", line: 2, column: 6, what: "there is no block `x`")) {
      try Self.steps("free x")
    }
  }

  @Test func `line ends, tabs, a byte order mark and no line end at the end are all right`() throws {
    let trace = try Self.open("\u{FEFF}\r\n# c\r\narenascope-trace 1 # v\r\n\tx\t=\tmalloc 0x10\r\nmark done")
    #expect(trace.stepCount == 2)
    #expect(try trace.readDefinitions().marks == ["done"])
    #expect(try trace.readDefinitions().comments.map(\.text) == ["c"])
  }

  @Test(arguments: [
    ("x = malloc", "2:11: a size in bytes is missing here"),
    ("x malloc 3", "2:1: there is no statement `x`"),
    ("fere x", "2:1: there is no statement `fere`: did you mean `free`?"),
    ("x = malloc 3 4", "2:14: the line should end here, before `4`"),
    (
      "x = malloc 9223372036854775808",
      "2:12: no block can have 9223372036854775808 bytes: "
        + "at most 9223372036854775807, PY_SSIZE_T_MAX, can be asked for"
    ),
    ("x = malloc 12z", "2:12: a size in bytes should stand here, and `12z` is no number"),
    ("x = malloc -4", "2:12: numbers can't be negative"),
    ("null = malloc 4", "2:1: `null` can't be the name of a block"),
    ("0 = malloc 4", "2:1: no block has the address 0"),
    ("mark \"a", "2:6: the text that begins here has no closing quote"),
    ("mark \"\\q\"", "2:7: this escape is unknown: there are \\\" \\\\ \\n \\r \\t and \\u{…}"),
    ("mark \"\\u{110000}\"", "2:7: a character is written as \\u{1F40D}, with 1 to 6 hexadecimal digits"),
    ("python 2.7", "2:8: the allocator of Python 2.7 isn't simulated: 3.8 and later are"),
    ("mark a\npython 3.8", "3:1: `python` belongs at the top, before the first event"),
    ("end exit 0\nmark a", "3:1: nothing can follow the lines of `end`"),
    (
      "placements recorded\nx = malloc 4",
      "3:3: the placements are recorded: say where it is, as `x at 0x7f0000001030 =`"
    ),
    ("| text", "2:1: lines that begin with `|` or a quote belong under `report`, `source`, `collection` or `frame`"),
    ("frame 3", "2:7: frames of kind 3 have statements of their own"),
    ("extension 1 \"abc\"", "2:13: the bytes of an extension are written as pairs of hexadecimal digits"),
    ("x = malloc 4 (", "2:14: `(` means nothing here: put texts in double quotes"),
    ("gc start 256", "2:10: 256 is too large for a generation: at most 255 is possible"),
    ("node 1 code 1", "2:6: a stack node names a node or a code object that isn't defined above it"),
  ])
  func `a mistake is told with its place`(line: String, message: String) throws {
    #expect(try Self.mistakes("arenascope-trace 1\n" + line) == [message])
  }

  @Test func `what follows from a mistake is not told`() throws {
    #expect(try Self.mistakes("arenascope-trace 1\nx = maloc 3\nrealloc x 4\nfree x\nfree y").count == 2)
  }

  @Test func `something else is no text trace`() throws {
    #expect(try Self.mistakes("hello\nworld") == ["1:1: a text trace starts with `arenascope-trace 1`"])
    #expect(throws: TraceError.version(file: "t", major: 2)) { try Self.open("arenascope-trace 2") }
    #expect(throws: TraceError.notATrace(file: "t")) { try Self.open("\u{1}") }
    #expect(throws: TraceError.notATrace(file: "t")) { try Self.open("") }
  }

  @Test func `control characters of a file don't reach a message`() throws {
    let mistakes = try Self.mistakes("arenascope-trace 1\nfree a\u{85}b\u{9B}31m")
    #expect(mistakes == ["2:6: there is no block `a\u{FFFD}b\u{FFFD}31m`"])
  }
}
