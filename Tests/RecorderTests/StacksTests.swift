import Foundation
import HeapCore
import PythonInterpreters
import Recorder
import Testing
import Trace

/// Call stacks where they're not those of a plain program.
@Suite struct StacksTests {
  @Test("a forked child goes on with the stacks of its parent", arguments: StacksTests.interpreters)
  func fork(interpreter: PythonInterpreter) throws {
    try record(
      interpreter,
      """
      import os
      def grown(): return [bytes(443), bytes(443)]
      def before(): return grown()
      def inside(): return grown()
      before()
      child = os.fork()
      if child == 0:
        inside()
        os._exit(0)
      os.waitpid(child, 0)
      """
    ) { result in
      let parent = try stacks(in: result.path, ofSize: 476)
      let child = try stacks(in: try #require(result.others.first), ofSize: 476)
      let inParent = ["grown", "before", "<module>"]
      let inChild = ["grown", "inside", "<module>"]
      #expect(parent.map(functions) == [inParent, inParent])
      #expect(child.map(functions) == [inParent, inParent, inChild, inChild])
      #expect(child.map { $0[1].line } == [3, 3, 4, 4])
    }
  }

  @Test("of a stack deeper than 1024 the innermost frames are kept", arguments: StacksTests.interpreters)
  func deep(interpreter: PythonInterpreter) throws {
    try record(
      interpreter,
      """
      import sys
      sys.setrecursionlimit(4000)
      def down(n): return [n, down(n - 1)] if n else [bytes(443)]
      down(900)
      down(2000)
      down(0)
      """
    ) { result in
      let found = try stacks(in: result.path, ofSize: 476)
      try #require(found.map(\.count) == [902, 65, 2])
      let innermost = found[1].prefix(64).allSatisfy { $0.function == "down" }
      #expect(innermost && found[1][64].function == "(outer frames left out)")
    }
  }

  @Test("each thread has a stack of its own", arguments: StacksTests.interpreters)
  func threads(interpreter: PythonInterpreter) throws {
    try record(
      interpreter,
      """
      import threading
      def one(): return bytes(443)
      def two(): return bytes(443)
      def work(make, gate, other):
        for _ in range(20):
          gate.acquire()
          make()
          other.release()
      first, second = threading.Semaphore(1), threading.Semaphore(0)
      ends = [threading.Thread(target=work, args=a) for a in ((one, first, second), (two, second, first))]
      for end in ends: end.start()
      for end in ends: end.join()
      """
    ) { result in
      let found = try stacks(in: result.path, ofSize: 476).map { functions($0).prefix(2) }
      let isRight = found.indices.allSatisfy { found[$0] == [$0 % 2 == 0 ? "one" : "two", "work"] }
      #expect(isRight && found.count == 40)
    }
  }

  /// The system's interpreter, or another; all of them when ARENASCOPE_TRACEMALLOC is `all`.
  static var interpreters: [PythonInterpreter] { TracemallocTests.compared }

  private static let script = "stacks_of_a_test.py"

  private func functions(_ stack: [Frame]) -> [String] {
    stack.map(\.function)
  }

  private func record(
    _ interpreter: PythonInterpreter, _ program: String, _ check: (RecordingResult) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "arenascope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "stacks.trace").path
    let script = folder.appending(path: Self.script)
    try program.write(to: script, atomically: false, encoding: .utf8)
    let result = try Recorder.record(RecordingRequest(command: [interpreter.path, script.path], output: output))
    #expect(result.ending == .exit(0) && result.notes.isEmpty)
    try check(result)
  }

  /// The stacks of the program's own requests of a size.
  private func stacks(in recording: String, ofSize wanted: UInt64) throws -> [[Frame]] {
    let trace = try TraceFile.open(recording)
    let table = try trace.readDefinitions()
    var found: [[Frame]] = []
    var records = RecordReader(trace)
    while let (_, record, site) = try records.next() {
      guard case .step(.allocation(_, let domain, size: wanted, _)) = record, domain != .raw, let site else { continue }
      let stack = table.stack(of: site)
      if stack.first?.file.hasSuffix("/\(Self.script)") == true { found.append(stack) }
    }
    return found
  }
}
