import HeapCore
import Testing

@testable import Trace

@Suite("The binary container")
struct ContainerTests {
  static let header = TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic)

  @Test func `the checksum is CRC-32C`() {
    #expect(CRC32C.of(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.of([]) == 0)
  }

  @Test func `what is written is read`() throws {
    let steps: [Step] = [
      .allocation(.malloc, .obj, size: 48, address: 16), .mark(0), .free(.obj, address: 16),
      .collectionStart(generation: 2), .collectionStop(generation: 2, collected: 7, uncollectable: 0),
    ]
    let trace = try TraceFile.inMemory(Self.header, ending: KeyedLines([.init("exit", "0")])) {
      writer throws(TraceError) in
      writer.add(meta: .init("python", "3.13.0"))
      for step in steps { try writer.append(.step(step), site: step.isRequest ? 0 : nil) }
      writer.append(Report(moment: 5, heap: 1, text: "# arenas\n"))
    }
    #expect(trace.stepCount == 5)
    #expect(trace.meta["python"] == "3.13.0")
    #expect(trace.ending?["exit"] == "0")
    #expect(!trace.truncated)
    #expect(try trace.readReport(trace.reports[0]) == Report(moment: 5, heap: 1, text: "# arenas\n"))
    var reader = RecordReader(trace)
    var found: [Step] = []
    while let item = try reader.next() { if case .step(let step) = item.record { found.append(step) } }
    #expect(found == steps)
    #expect(try trace.sites(of: trace.frames[0]) == [0])
  }
}
