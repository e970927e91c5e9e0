import HeapCore
import PythonInterpreters
import Recorder
import Testing
import Trace

/// Recording objects changes nothing of what is recorded otherwise.
@Suite struct CollectionTracelessTests {
  /// Cycles, weak references and finalizers; it imports nothing that is looked for in folders.
  private static let program = """
    import gc, _weakref
    class Node:
        def __init__(self, other): self.other, self.own = other, [self]
    class Final(Node):
        def __del__(self): self.other = None
    kept = []
    for number in range(4000):
        node = Final(Node(None))
        if number % 7 == 0: kept.append(_weakref.ref(node, lambda reference: None))
        if number % 9 == 0: kept.append(node)
        if number % 1000 == 0: gc.collect(number // 1000 % 3)
    gc.freeze()
    """

  @Test("allocator events and addresses are the same with and without objects", arguments: PythonInterpreter.found)
  func isTraceless(interpreter: PythonInterpreter) throws {
    let without = try steps(interpreter, .none)
    let with = try steps(interpreter, .collections)
    #expect(without.count > 50_000 && with.count == without.count)
    let differing = without.indices.first { $0 >= with.count || without[$0] != with[$0] }
    #expect(differing == nil, "from step \(differing ?? 0) on")
  }

  @Test func `a program whose address space is limited runs and is recorded without objects`() throws {
    let recorded = RecordedProgram()
    let result = try recorded.run(
      command: ["sh", "-c", "ulimit -v 900000; exec python3 -c 'import gc; gc.collect()'"], stacks: false)
    #expect(result.ending == .exit(0))
    #expect(result.notes == ["the objects of collections are not recorded: the address space is limited"])
    #expect(try recorded.verified().collections().isEmpty)
  }

  /// The steps of a run without randomness: no random addresses, hashes or environment.
  private func steps(_ interpreter: PythonInterpreter, _ objects: ObjectDetail) throws -> [Step] {
    let recorded = RecordedProgram()
    let command = [
      "env", "PYTHONHASHSEED=0", "setarch", "-R", interpreter.path, "-s", "-S", "-B", "-c", Self.program,
    ]
    // Without children the environment is what it was before Python reads it.
    _ = try Recorder.record(
      RecordingRequest(command: command, output: recorded.path, stacks: false, children: false, objects: objects))
    let trace = try recorded.open()
    #expect(try trace.collections().isEmpty == (objects == .none))
    var steps: [Step] = []
    var decoder = EventDecoder(rules: trace.header.rules)
    for frame in trace.frames {
      try trace.load(frame, into: &decoder)
      while let record = try decoder.next() {
        if case .step(let step) = record { steps.append(step) }
      }
    }
    return steps
  }
}
