import HeapCore
import ObjectGraph
import Replay
import SeededGenerators
import Testing

@testable import Trace

@Suite("Objects in written traces") struct ObjectTraceTests {
  static func open(_ text: String) throws -> TraceFile {
    try TraceFile.open(bytes: Array(("arenascope-trace 1\n" + text).utf8), name: "t")
  }

  static func steps(_ trace: TraceFile) throws -> [Step] {
    var reader = RecordReader(trace)
    var steps: [Step] = []
    while let item = try reader.next() { if case .step(let step) = item.record { steps.append(step) } }
    return steps
  }

  static let cycle = """
    A = object Node 48
    B = object Node 48
    C = object Node 48
    P = object Node 48
    Q = object "Loud One" 48
    B.peer = A
    C.peer = B
    A.peer = C
    P.peer = Q
    Q.peer = P
    finalizer Q nothing
    del A
    del B
    del P
    del Q
    count C 2
    gc collect 0
    dead P
    n = C.peer
    n.peer.second = n
    del n

    """

  @Test func `births, deaths and collections are steps`() throws {
    let trace = try Self.open(Self.cycle)
    #expect(
      try Self.steps(trace).filter { $0 != .moment } == (1...5).map {
        .allocation(.malloc, .obj, size: 48, address: 16 * $0)
      } + [
        .collectionStart(generation: 0), .free(.obj, address: 80), .free(.obj, address: 64),
        .collectionStop(generation: 0, collected: 2, uncollectable: 0),
      ])
    #expect(try Self.steps(trace).count { $0 == .moment } == 13)
    #expect(try trace.readDefinitions().labels.map(\.text) == ["A", "B", "C", "P", "Q"])
  }

  @Test func `a collection stands in the trace as a recorder would have written it`() throws {
    var decoder = CollectionDecoder(try Self.open(Self.cycle))
    let record = try #require(try decoder.next())
    #expect(record.facts.step == 15)
    #expect(record.facts.counts == [5, 0, 0])
    #expect(record.facts.thresholds == [2000, 10, 10])
    #expect(record.objects.map(\.address) == [32, 48, 64, 80, 96])
    #expect(record.objects.map(\.referenceCount) == [1, 1, 2, 1, 1])
    #expect(record.types.map(\.name) == ["Node", "Loud One"])
    #expect(record.types[1].traits.contains(.finalizer))
    #expect(record.references(of: 0).map(\.address) == [64])
    #expect(record.leftTheLists() == [false, false, false, true, true])
    #expect(try decoder.next() == nil)
  }

  @Test func `the simulated collector agrees with it`() throws {
    let verification = try Verifier(try Self.open(Self.cycle)).run()
    #expect(verification.collections.compared == 1)
    #expect(verification.collections.equal == 1)
    #expect(verification.mismatch == nil)
  }

  @Test func `both spellings say the same`() throws {
    let trace = try Self.open(
      Self.cycle + """
        gc thresholds 2 10 10
        gc disable
        gc enable
        # a comment
        thread 3
        a = object Node 64
        w = object weakref 80
        weakref w to a callback
        u = object int 32 untracked
        immortal u
        block = malloc 40
        hold a
        release a
        finalizer a drops next
        untrack w
        track w
        a.next = a
        b = a
        del a
        gc freeze
        gc unfreeze
        free block
        a = object Node 48
        finalizer a resurrects
        del b.next
        del b
        del a
        dead b
        gc collect

        """)
    let content = try TraceContent(trace)
    let binary = try TraceFile.open(bytes: try trace.binary(), name: "binary")
    #expect(try TraceContent(binary) == content)
    #expect(try binary.readObjectRecords() == trace.readObjectRecords())
    let text = try binary.text()
    let again = try TraceFile.open(bytes: Array(text.utf8), name: "text")
    #expect(try again.readObjectRecords() == trace.readObjectRecords(), "\(text)")
    #expect(try TraceContent(again) == content)
    #expect(try again.text() == text)
    #expect(try again.collections() == trace.collections())
    try binary.checkWhole()
  }

  @Test func `objects at every moment come with their addresses`() throws {
    var objects = try #require(try Self.open(Self.cycle).readObjects())
    objects.history.seek(to: 3)
    #expect(objects.history.graph.objects.map(\.name) == ["A", "B", "C"])
    #expect(objects.object(at: 64) == 3)
    objects.history.seek(to: 22)
    #expect(objects.history.graph.objects.map(\.isAlive) == [true, true, true, false, false])
    #expect(objects.history.graph[1]?.attributes.map(\.name) == ["peer", "second"])
    #expect(objects.object(at: 80) == nil)
    objects.history.seek(to: 0)
    #expect(objects.history.graph.objects.isEmpty)
    #expect(try Self.open("mark a").readObjects() == nil)
  }

  @Test(arguments: [
    ("a = object N 48\na.", "3:3: the name of an attribute is missing here"),
    (
      "a = object Node 48\ndel a\nb = object Node 48\nb.x = a", "5:7: `a` died in line 3: its last reference went there"
    ),
    ("a = object Node 48\ncount a 2", "3:9: the reference count of `a` is 1, not 2: it's held by the name a"),
    (
      "a = object Node 48\nrelease a",
      "3:9: nothing outside holds `a`: its reference count would fall below its references; write `hold` before"
    ),
    ("gc start 0\ngc collect", "3:4: a collection is under way since its `gc start`: `gc stop` ends it"),
    ("del x", "2:5: there is no object `x`: make one first, as `x = []` or `x = object Node 48`"),
    ("alpha = object Node 48\ndel alpa", "3:5: there is no object `alpa`: did you mean `alpha`?"),
    ("a = object Node", "2:16: a size in bytes is missing here"),
    ("a = object Node 48\nfree a", "3:6: `a` names an object: its block is freed when no reference is left"),
    (
      "a = object Node 48\nfree 0x10",
      "3:1: that block holds the object `a`: it lives as long as references do"
    ),
    ("a = object Node 48\na = malloc 3", "3:1: `a` names an object: `del` it first, or take another name"),
    (
      "a = malloc 3\na = object Node 48",
      "3:1: `a` still names the block of line 2: free it first, or take another name"
    ),
    ("a = object Node 48\nx = a.y", "3:7: `a` has no attribute `y`"),
    ("a = object Node 48\ndead a", "3:6: `a` lives, with the reference count 1: it's held by the name a"),
    ("python 3.11\na = object Node 48\nimmortal a", "4:10: Python 3.11 has no immortal objects: they came with 3.12"),
    ("hold @1", "2:6: there is no object 1: 0 have been born"),
    ("gc collect 3", "2:4: there are the generations 0, 1 and 2"),
    ("a = object Node 48\nfinalizer a explodes", "3:13: there is no behaviour of a finalizer `explodes`"),
    ("16 = object Node 48", "2:4: an object needs a name before `=`"),
  ])
  func `mistakes with objects are told with their place`(text: String, message: String) throws {
    let source = ByteSource(memory: Array(("arenascope-trace 1\n" + text).utf8), name: "t")
    let mistakes = try TextTrace.mistakes(in: source).map { String($0.message.dropFirst(2)) }
    #expect(mistakes.count == 1)
    #expect(mistakes.first?.hasPrefix(message) == true, "\(mistakes)")
  }

  @Test func `records that the steps don't follow from are damage`() throws {
    let header = try Self.open("mark a").header
    for (records, steps) in [
      ([ObjectRecord(step: 0, stepCount: 1, action: .birth(name: "a", type: "N", size: 48, isTracked: true))], []),
      ([ObjectRecord(step: 0, stepCount: 0, action: .hold(4))], []),
      (
        [ObjectRecord(step: 0, stepCount: 1, action: .birth(name: "a", type: "N", size: 48, isTracked: true))],
        [Step.allocation(.malloc, .obj, size: 40, address: 16)]
      ),
      (
        [ObjectRecord(step: 0, stepCount: 1, action: .birth(name: "a", type: "N", size: 48, isTracked: true))],
        [.allocation(.malloc, .obj, size: 48, address: 16), .free(.obj, address: 16)]
      ),
      ([ObjectRecord(step: 0, stepCount: 2, action: .freeze)], [.mark(0), .mark(0)]),
    ] {
      let trace = try TraceFile.inMemory(header) { writer throws(TraceError) in
        for step in steps { try writer.append(.step(step)) }
        for record in records { try writer.append(record) }
      }
      #expect(throws: TraceError.self) { try trace.readObjects() }
      #expect(throws: TraceError.self) { try trace.text() }
    }
  }

  @Test func `damaged records end in a sentence`() throws {
    let bytes = try Self.open(Self.cycle).readObjectRecords().flatMap(\.bytes)
    let header = try Self.open("mark a").header
    var random = SeededGenerator(seed: 5)
    var refused = 0
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8(random.next() & 0xFF)
      }
      let trace = try TraceFile.inMemory(header) { writer throws(TraceError) in
        for step in try Self.stepsOfCycle() { try writer.append(.step(step)) }
        try writer.append(.objects, first: 0, payload: damaged)
      }
      do {
        _ = try trace.readObjects()
        _ = try trace.text()
      } catch {
        refused += 1
        #expect(!error.message.unicodeScalars.contains(where: isControl))
      }
    }
    #expect(refused > 100)
  }

  private static func stepsOfCycle() throws(TraceError) -> [Step] {
    do {
      return try steps(try open(cycle))
    } catch {
      throw .notATrace(file: "t")
    }
  }
}
