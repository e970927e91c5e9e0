import HeapCore
import Testing
import Trace

@testable import Replay

@Suite struct PinsTests {
  /// Two lines of one file that take blocks; the first one's fill a pool of 4 KiB.
  private func trace() throws -> TraceFile {
    try TraceFile.inMemory(WrittenTrace.header) { writer throws(TraceError) in
      var codes: [UInt32] = []
      for line in [10, 20] {
        let table = LineTable(format: .lnotab, firstLine: line, bytes: [])
        codes.append(
          try writer.define(
            CodeObject(
              file: "/home/me/cache.py", name: "remember", qualifiedName: "remember", lines: table, codeLength: 100)))
      }
      let outer = try writer.defineNode(parent: 0, code: codes[0], position: .notStarted)
      let inner = try writer.defineNode(parent: outer ?? 0, code: codes[1], position: .notStarted)
      for name in 1...20 as ClosedRange<UInt64> {
        let site = name <= 7 ? outer : inner
        try writer.append(.step(.allocation(.malloc, .obj, size: 500, address: name * 16)), site: site)
      }
      for name in [2, 9, 10] as [UInt64] { try writer.append(.step(.free(.obj, address: name * 16))) }
    }
  }

  @Test func `live blocks are counted by pool and by call site`() throws {
    let timeline = try Timeline(try trace())
    try timeline.seek(to: timeline.stepCount)
    let arena = try #require(timeline.withHeap { $0.heldArenas.first })
    let pins = timeline.pins(ofArena: arena)
    #expect(pins.blockCount == 17)
    while !pins.advance(milliseconds: 0) {}
    #expect(pins.groups.map(\.blocks) == [6, 5, 6])
    #expect(pins.groups.map { $0.site?.line } == [10, 20, 20])
    #expect(pins.groups.first?.oldest == 0)
    #expect(pins.bySite.map(\.blocks) == [11, 6])
    #expect(pins.bySite.map(\.aloneIn) == [0, 0])
    #expect(pins.heldTogether == 1)
  }

  @Test func `a call site that is alone in an arena keeps it`() throws {
    let timeline = try Timeline(try trace())
    try timeline.seek(to: 5)
    let pins = timeline.pins(inArenasUsedUpTo: 0.5)
    while !pins.advance(milliseconds: 0) {}
    #expect(pins.bySite.map(\.aloneIn) == [1])
    #expect(pins.bySite.first?.site?.function == "remember")
    #expect(timeline.pins(inArenasUsedUpTo: 0).blockCount == 0)
  }

  @Test func `who asked for a block is told by its step`() throws {
    let timeline = try Timeline(try trace())
    #expect(timeline.stack(ofStep: 8).map(\.line) == [20, 10])
    #expect(timeline.site(ofStep: 20) == nil)
    #expect(try timeline.resolveWaiting(.line(file: "cache.py", number: 20)) == 8)
    #expect(throws: ReplayError.lineNeverRuns(file: "cache.py", line: 11)) {
      try timeline.resolveWaiting(.line(file: "cache.py", number: 11))
    }
  }

  @Test func `in a written trace the name and the line of a block stand for its call site`() throws {
    let text = """
      arenascope-trace 1
      python 3.13
      repeat 9 row = malloc 500
      keep = malloc 500
      a = []
      repeat 8 free row*
      """
    let file = try TraceFile.open(bytes: Array(text.utf8), name: "lists/mine.arena")
    let timeline = try Timeline(file)
    try timeline.seek(to: timeline.stepCount)
    let pins = timeline.pins(inArenasUsedUpTo: 1)
    while !pins.advance(milliseconds: 0) {}
    let groups = pins.groups.sorted { $0.oldest < $1.oldest }
    #expect(groups.map(\.name) == ["row9", "keep", nil])
    #expect(groups.map { $0.site?.file } == ["mine.arena", "mine.arena", "mine.arena"])
    #expect(groups.map { $0.site?.line } == [3, 4, 5])
    #expect(groups.map { $0.site?.function } == ["row*", "keep", ""])
    // The binary form has the names only.
    let written = WrittenNames(file, definitions: try file.readDefinitions())
    #expect(written?.site(ofStep: 99) == nil && written?.name(ofStep: 0) == "row1")
    #expect(WrittenNames(try trace(), definitions: try trace().readDefinitions()) == nil)
  }
}
