import Glibc
import HeapCore
import Testing

@testable import Trace

@Suite("Recordings of forked children")
struct ParentTests {
  private static let header = TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic)

  private let folder = "/tmp/arenascope-\(getpid())-parents-\(UInt32.random(in: 0...UInt32.max))"

  private func withFolder(_ body: () throws -> Void) rethrows {
    mkdir(folder, 0o700)
    try body()
    for name in ["a", "b", "c"] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  /// Writes a recording of `steps` allocations of growing size, after those of its parent.
  private func write(_ name: String, steps: Range<Int>, parent: String? = nil, marks: [String] = []) throws {
    let writer = try TraceWriter(Self.header, path: "\(folder)/\(name)")
    if let parent { try writer.continueParent(parent, steps: steps.lowerBound, marks: 1) }
    for step in steps {
      let address = UInt64(16 * (step + 1))
      try writer.append(.step(.allocation(.malloc, .obj, size: UInt64(step + 1), address: address)))
    }
    for mark in marks { try writer.mark(mark) }
    try writer.finish()
  }

  @Test func `a child goes on where its parent stood at the fork`() throws {
    try withFolder {
      try write("a", steps: 0..<500, marks: ["of the parent"])
      try write("b", steps: 200..<300, parent: "a")
      try write("c", steps: 250..<260, parent: "b")
      let trace = try TraceFile.open("\(folder)/c")
      #expect(trace.stepCount == 260)
      var reader = RecordReader(trace)
      var sizes: [UInt64] = []
      while let item = try reader.next() {
        if case .step(.allocation(_, _, let size, _)) = item.record { sizes.append(size) }
      }
      #expect(sizes == Array(1...260))
      #expect(try trace.readDefinitions().marks == ["of the parent"])
      // Converted it stands alone.
      let alone = try TraceFile.open(bytes: try trace.binary(), name: "alone")
      #expect(try TraceContent(alone) == TraceContent(trace))
    }
  }

  @Test func `a parent that is missing, too short or its own child is told in a sentence`() throws {
    try withFolder {
      try write("b", steps: 200..<300, parent: "a")
      let path = "\(folder)/b"
      let why = { (text: String) in TraceError.parent(file: path, parent: "\(folder)/a", why: text) }
      #expect(throws: why("can't be opened: keep both in one folder")) { try TraceFile.open(path) }
      try write("a", steps: 0..<100)
      #expect(throws: why("has only 100 of the 200 steps that were made before the fork")) { try TraceFile.open(path) }
      try write("a", steps: 50..<400, parent: "b")
      #expect(throws: TraceError.self) { try TraceFile.open(path) }
    }
  }
}
