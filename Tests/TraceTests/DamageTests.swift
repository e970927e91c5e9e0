import Glibc
import HeapCore
import Testing

@testable import Trace

@Suite("Damaged and cut recordings")
struct DamageTests {
  private static let header = TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic)

  /// A recording of 300 steps in three frames.
  private static func recording() throws -> [UInt8] {
    let writer = try TraceWriter(header)
    for ordinal in 1...300 as ClosedRange<UInt64> {
      try writer.append(.step(.allocation(.malloc, .obj, size: ordinal, address: ordinal * 16)), site: 0)
      if ordinal % 100 == 0 { try writer.cut() }
    }
    return try writer.finish(ending: KeyedLines([.init("exit", "0")]))
  }

  private static func open(_ bytes: [UInt8]) throws(TraceError) -> TraceFile {
    try TraceFile.open(bytes: bytes, name: "r")
  }

  @Test func `a recording that is cut anywhere is readable up to its last whole step`() throws {
    let whole = try Self.recording()
    let end = try #require(FrameDirectory.indexed(in: ByteSource(memory: whole, name: "r"), at: whole.number(at: 32)))
    let sound = end.places[end.places.count - 1].offset + FrameHeader.size + end.places[end.places.count - 1].length
    var last = 0
    for length in 64..<whole.count {
      let trace = try Self.open(Array(whole[..<length]))
      #expect(trace.truncated == (length < sound), "\(length)")
      #expect(trace.stepCount >= last)
      last = trace.stepCount
      #expect(try TraceCensus(trace).allocations == last)
    }
    #expect(last == 300)
  }

  @Test func `without a header there is nothing to read`() throws {
    let whole = try Self.recording()
    #expect(throws: TraceError.self) { try Self.open(Array(whole[..<63])) }
  }

  @Test func `a changed byte is found`() throws {
    let whole = try Self.recording()
    let index = try #require(FrameDirectory.indexed(in: ByteSource(memory: whole, name: "r"), at: whole.number(at: 32)))
    let frames = index.places.flatMap { $0.offset..<$0.offset + FrameHeader.size + $0.length }
    for offset in Array(0..<TraceHeader.size) + frames {
      var bytes = whole
      bytes[offset] ^= 0x10
      #expect(throws: TraceError.self, "byte \(offset)") { try Self.open(bytes).checkWhole() }
    }
  }

  @Test func `a header that was being completed counts as it was before`() throws {
    var bytes = try Self.recording()
    var before = Array(bytes[..<60])
    before[16] = 0
    for offset in 32..<40 { before[offset] = 0 }
    var checksum: [UInt8] = []
    checksum.append(number: CRC32C.of(before))
    bytes.replaceSubrange(60..<64, with: checksum)
    let trace = try Self.open(bytes)
    #expect(trace.stepCount == 300)
    #expect(!trace.header.finished)
  }

  @Test func `an open frame ends at its first zero`() throws {
    let writer = try TraceWriter(Self.header)
    for ordinal in 1...3 as ClosedRange<UInt64> {
      try writer.append(.step(.allocation(.malloc, .obj, size: 48, address: ordinal * 16)))
    }
    var bytes = try writer.finish()
    bytes[16] = 0
    bytes.removeSubrange(Int(bytes.number(at: 32, as: UInt64.self))...)
    var checksum: [UInt8] = []
    for offset in 32..<40 { bytes[offset] = 0 }
    checksum.append(number: CRC32C.of(Array(bytes[..<60])))
    bytes.replaceSubrange(60..<64, with: checksum)
    // The only frame becomes an open one with room for more.
    bytes[64 + 5] = 1
    bytes[64 + 8] = 200
    bytes += [UInt8](repeating: 0, count: 200)
    let trace = try Self.open(bytes)
    #expect(trace.stepCount == 3)
    #expect(trace.truncated)
    var payload: [UInt8] = []
    _ = try trace.readEvents(trace.frames[0], into: &payload)
    #expect(payload.last != 0)
  }

  @Test func `a file that gets shorter while it is open is an error`() throws {
    let path = "/tmp/arenascope-\(getpid())-shrinking.trace"
    defer { unlink(path) }
    let writer = try TraceWriter(Self.header, path: path)
    for ordinal in 1...300 as ClosedRange<UInt64> {
      try writer.append(.step(.allocation(.malloc, .obj, size: ordinal, address: ordinal * 16)))
    }
    try writer.finish()
    let trace = try TraceFile.open(path)
    truncate(path, 200)
    var payload: [UInt8] = []
    #expect(throws: TraceError.changed(file: path, offset: 200)) {
      _ = try trace.readEvents(trace.frames[0], into: &payload)
    }
  }
}
