import HeapCore
import Testing

@testable import Trace

/// LINES frames as they are read, against what was written.
@Suite("Recorded lines") struct LineHistoryTests {
  private static func trace(seed: UInt64) throws -> (TraceFile, RandomLines) {
    let writer = try TraceWriter(TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic))
    var lines = RandomLines(seed: seed)
    for ordinal in 1...40 as ClosedRange<UInt64> {
      try writer.append(.step(.allocation(.malloc, .obj, size: 56, address: ordinal * 16)), site: 0)
      guard ordinal % 10 == 0 else { continue }
      try writer.append(.lines, first: 0, payload: lines.make(from: Int(ordinal) - 10, through: Int(ordinal)))
    }
    return (try TraceFile.open(bytes: try writer.finish(), name: "random"), lines)
  }

  private static func expect(_ trace: TraceFile, is lines: RandomLines, _ note: Comment) {
    let history = LineHistory(trace)
    #expect(history.failure == nil, note)
    #expect(history.places == lines.places, note)
    #expect(history.ours == lines.ours, note)
    // Back and forth: states don't depend on the way there.
    for index in history.places.indices.reversed() { #expect(history.state(at: index) == lines.states[index], note) }
    for index in history.places.indices { #expect(history.state(at: index) == lines.states[index], note) }
  }

  @Test("what was written is read, forward and back", arguments: 1...60 as ClosedRange<UInt64>)
  func reads(seed: UInt64) throws {
    let (trace, lines) = try Self.trace(seed: seed)
    Self.expect(trace, is: lines, "seed \(seed)")
  }

  @Test("text and back again keeps every line", arguments: 1...20 as ClosedRange<UInt64>)
  func converts(seed: UInt64) throws {
    let (trace, lines) = try Self.trace(seed: seed)
    let text = try trace.text()
    let again = try TraceFile.open(bytes: Array(text.utf8), name: "text")
    Self.expect(again, is: lines, "seed \(seed), text")
    let binary = try TraceFile.open(bytes: try again.binary(), name: "binary")
    Self.expect(binary, is: lines, "seed \(seed), binary")
    #expect(try binary.text() == text)
  }

  @Test("a line before the one before it is said with its number")
  func backwards() throws {
    let writer = try TraceWriter(TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic))
    // Two moments without frames or objects, at steps 3 and 2.
    try writer.append(.lines, first: 0, payload: [2, 5, 3, 0, 0, 0, 0, 2, 5, 2, 0, 0, 0, 0])
    let history = LineHistory(try TraceFile.open(bytes: try writer.finish(), name: "a.trace"))
    #expect(history.places.map(\.step) == [3])
    #expect(history.failure?.message.contains("recorded line 2 lies before the one before it") == true)
  }
}
