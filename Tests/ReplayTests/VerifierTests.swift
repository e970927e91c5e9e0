import HeapCore
import Testing
import Trace

@testable import Replay

@Suite struct VerifierTests {
  private static let header = TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .recorded)
  private static let base: UInt64 = 0x7F00_0000_0000

  /// Blocks of 48 bytes one after the other, as CPython places them; `misplaced` is the step that goes elsewhere.
  private func trace(
    misplaced: Int? = nil, inPlaceTo size: UInt64 = 44, arena: UInt64? = base, report: String? = nil
  ) throws -> TraceFile {
    try TraceFile.inMemory(Self.header) { writer throws(TraceError) in
      if let arena { try writer.append(.fact(.arenaObtained(arena))) }
      for number in 0..<10 {
        let address = Self.base + 48 + UInt64(number) * 48 + (number == misplaced ? 480 : 0)
        try writer.append(.step(.allocation(.malloc, .obj, size: 48, address: address)))
      }
      try writer.append(.step(.realloc(.obj, old: Self.base + 48, size: size, address: Self.base + 48)))
      try writer.append(.step(.free(.raw, address: 0x1000)))
      if let report { writer.append(Report(moment: writer.step, text: report)) }
    }
  }

  @Test func `an exact recording is equal, and a ghost is no difference`() throws {
    let verification = try Verifier(try trace()).run()
    #expect(verification.isEqual && verification.share == 1)
    #expect(verification.placements == .init(compared: 11, equal: 11))
    #expect(verification.arenasAllocated == 1 && verification.arenasReleased == 0)
    #expect(verification.ghosts == 1)
    #expect(verification.python == "3.13.0" && verification.events == 12)
  }

  @Test func `the first block that lies elsewhere is named`() throws {
    let verification = try Verifier(try trace(misplaced: 6)).run()
    #expect(!verification.isEqual)
    #expect(verification.placements.compared - verification.placements.equal == 1)
    #expect(
      verification.mismatch
        == .init(
          event: 6, expected: "0x7f0000000330", actual: "0x7f0000000150", what: "where malloc(48) was placed"))
  }

  @Test func `a realloc that CPython would have moved is named`() throws {
    let verification = try Verifier(try trace(inPlaceTo: 20)).run()
    #expect(verification.mismatch?.event == 10)
    #expect(verification.mismatch?.what == "where realloc(0x7f0000000030, 20) was placed")
  }

  @Test func `an arena that isn't in the recording is named`() throws {
    let verification = try Verifier(try trace(arena: nil)).run()
    #expect(!verification.isEqual)
    #expect(verification.mismatch?.event == 0)
    #expect(verification.mismatch?.what == "an arena obtained for malloc(48)")
  }

  @Test func `a collection may stand between an arena and its request`() throws {
    let trace = try TraceFile.inMemory(Self.header) { writer throws(TraceError) in
      try writer.append(.fact(.arenaObtained(Self.base)))
      try writer.append(.step(.collectionStop(generation: 0, collected: 0, uncollectable: 0)))
      try writer.append(.step(.allocation(.malloc, .obj, size: 48, address: Self.base + 48)))
    }
    #expect(try Verifier(trace).run().isEqual)
    let search = try Timeline(trace).search(try Condition("arena obtained"), from: 0, .forward)
    #expect(search.finish() == .found(1))
  }

  @Test func `a report is compared with the replayed heap`() throws {
    let report = """
      class   size   num pools   blocks in use  avail blocks
      -----   ----   ---------   -------------  ------------
          2     48           1              USED           330

      # arenas allocated total           =                    1
      """
    let equal = try Verifier(try trace(report: report.replacing("USED", with: "10"))).run()
    #expect(equal.isEqual && equal.reports == .init(compared: 1, equal: 1))
    let other = try Verifier(try trace(report: report.replacing("USED", with: "11"))).run()
    #expect(!other.isEqual && other.reports == .init(compared: 1, equal: 0))
    #expect(
      other.mismatch
        == .init(
          event: 12, expected: "1 pools, 11 blocks in use, 330 available",
          actual: "1 pools, 10 blocks in use, 330 available", what: "size class 48 in a statistics report"))
  }

  @Test func `a trace of names has nothing to compare`() throws {
    let verification = try Verifier(try WrittenTrace.random(seed: 3, steps: 500)).run()
    #expect(verification.isEqual && verification.placements.compared == 0)
  }
}
