import HeapCore
import ObjectGraph
import Replay
import Testing

@testable import Trace

@Suite("Statements of Python in written traces") struct PythonTraceTests {
  private static func open(_ text: String) throws -> TraceFile { try ObjectTraceTests.open(text) }

  private static let program = """
    python 3.11.7
    class Point:
      # An instance has two attributes.
      def __init__(self, x, y):
        self.x = x
        self.y = y

    a = []          # empty
    for i in range(3): a.append(Point(i, [i]))
    b = a.pop()
    a[0].y = a
    block = malloc 48
    c = list
    py d = b
    n = object Node 48
    n.peer = n
    del a, b, d
    free block
    gc.collect()

    """

  @Test func `both spellings say the same`() throws {
    let trace = try Self.open(Self.program)
    let content = try TraceContent(trace)
    let binary = try TraceFile.open(bytes: try trace.binary(), name: "binary")
    #expect(try TraceContent(binary) == content)
    let text = try binary.text()
    let again = try TraceFile.open(bytes: Array(text.utf8), name: "text")
    #expect(try TraceContent(again) == content, "\(text)")
    #expect(try again.readObjectRecords() == trace.readObjectRecords())
    #expect(try again.text() == text)
    try binary.checkWhole()
  }

  @Test func `requests are steps, and what a free list serves is a moment`() throws {
    let trace = try Self.open("a = [1]\ndel a\nb = []\n")
    #expect(
      try ObjectTraceTests.steps(trace) == [
        .allocation(.malloc, .obj, size: 56, address: 16), .allocation(.calloc, .mem, size: 8, address: 32),
        .free(.mem, address: 32), .moment, .moment,
      ])
    let objects = try #require(try trace.readObjects())
    #expect(
      objects.layers(ofStep: 3).map(\.words) == [
        "free list of list: 1 of at most 80 kept; pymalloc isn't told"
      ])
    #expect(objects.layers(ofStep: 4).map(\.words) == ["free list of list: one taken, 0 left; pymalloc isn't asked"])
    #expect(objects.statement(ofStep: 2)?.text == "del a")
    #expect((0..<5).map { objects.statement(ofStep: $0)?.steps } == [0..<2, 0..<2, 2..<4, 2..<4, 4..<5])
  }

  @Test func `a loop's statements each have their steps`() throws {
    let objects = try #require(try Self.open("a = []\nfor i in range(3): a.append(i)\n").readObjects())
    #expect(objects.statements.filter { $0.text == "a.append(i)" }.count == 0)
    #expect(objects.statements.map(\.text).first == "a = []")
    #expect(objects.statements.filter { $0.text.hasPrefix("for") }.count >= 4)
  }

  @Test func `lists grow and die step by step, forward and back`() throws {
    var objects = try #require(try Self.open("a = []\na.append([])\ndel a\n").readObjects())
    var seen: [Int] = []
    for moment in 0...objects.history.moment + 6 {
      objects.history.seek(to: moment)
      seen.append(objects.history.graph.objects.count(where: \.isAlive))
    }
    #expect(seen.first == 0 && seen.contains(2))
    objects.history.seek(to: 0)
    #expect(objects.history.graph.objects.isEmpty)
  }

  private static let garbage = """
    class F:
      def __del__(self):
        saved.append(self)
    class N: pass
    def gone(r): pass
    saved = []
    a = F()
    a.me = a
    b = N()
    c = N()
    b.peer = c
    c.peer = b
    w = weakref.ref(b, gone)
    l = []
    l.append(l)
    t = (1, 2)
    d = {1: [l]}
    del a, b, c, l
    gc.collect()
    saved.clear()
    gc.collect()
    gc.set_threshold(50, 2, 2)
    x = []
    for i in range(400): x.append({1: [i]})
    del x
    y = [[] for i in range(200)]

    """

  @Test(arguments: ["3.8.18", "3.10.13", "3.11.7", "3.12.1", "3.13.0", "3.14.10", "3.15.2"])
  func `the simulated collector finds what the statements' collections found`(python: String) throws {
    let trace = try Self.open("python \(python)\n" + Self.garbage)
    let verification = try Verifier(trace).run()
    #expect(verification.collections.compared >= 10)
    #expect(verification.collections.equal == verification.collections.compared)
  }

  @Test(arguments: [
    ("a = [1\n", "2:7: a bracket is never closed"),
    ("a = []\na.apend(1)", "3:1: a list has no method `apend` here: there are append, clear,"),
    ("b.append(1)", "2:1: there is no name `b`"),
    ("a = malloc 48\na = [1]", "3:1: `a` still names the block of line 2: free it first"),
    ("placements recorded\na = [1]", "3:1: statements of Python need `placements symbolic`"),
    ("for i in range(3):\n  b = c\n", "3:7: there is no name `c`"),
    ("d = {[]: 1}", "2:5: a list can't be a key"),
    ("a = 2 ** 80", "2:5: `**` of int and int isn't possible here"),
    ("a = \"x\" * 100000000", "2:5: this becomes too large here"),
    ("a = []\nwhile True: a.append(1)", "3:13: this does too much: at most 262144 operations"),
    ("  a = []", "2:3: "),
    ("a = maloc 48", "2:5: there is no request `maloc`: did you mean `malloc`?"),
  ])
  func `mistakes are told with their place`(text: String, message: String) throws {
    let source = ByteSource(memory: Array(("arenascope-trace 1\n" + text).utf8), name: "t")
    let mistakes = try TextTrace.mistakes(in: source).map { String($0.message.dropFirst(2)) }
    if text.hasPrefix("  ") {
      #expect(mistakes.isEmpty)
    } else {
      #expect(mistakes.first?.hasPrefix(message) == true, "\(mistakes)")
    }
  }
}
