import HeapCore
import Replay
import Scene
import Testing
import Trace

@testable import App

/// The keys of the collection view on a trace in memory.
@Suite struct CollectionSessionTests {
  /// Two blocks, then a collection of two objects that hold each other; its deaths are steps of the trace.
  private func session() throws -> Session {
    let header = TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic)
    let file = try TraceFile.inMemory(header) { writer throws(TraceError) in
      for block in 1...2 as ClosedRange<UInt64> {
        try writer.append(.step(.allocation(.malloc, .obj, size: 48, address: block * 64)))
      }
      try writer.append(.step(.collectionStart(generation: 0)))
      var record = CollectionRecord(
        CollectionFacts(step: 2, generation: 0, counts: [2, 0, 0], thresholds: [2000, 10, 10]),
        types: [CollectedType(address: 4096, name: "No\u{1B}de")])
      record.append(address: 80, type: 0, referenceCount: 1, references: [CollectedReference(144)])
      record.append(address: 144, type: 0, referenceCount: 1, references: [CollectedReference(80)])
      record.outcome = CollectionOutcome(step: 5, left: [0..<2])
      try writer.append(record)
      try writer.append(.step(.free(.obj, address: 64)))
      try writer.append(.step(.free(.obj, address: 128)))
      try writer.append(.step(.collectionStop(generation: 0, collected: 2, uncollectable: 0)))
    }
    let timeline = try Timeline(file)
    timeline.waitForIndex()
    let session = Session()
    session.open(OpenTrace(timeline, path: "test.trace"))
    _ = draw(session)
    return session
  }

  private func draw(_ session: Session) -> String {
    _ = session.draw(width: 120, height: 40, glyphs: .unicode)
    while session.work(milliseconds: 100) {}
    return session.draw(width: 120, height: 40, glyphs: .unicode).trimmedText
  }

  @discardableResult
  private func press(_ keys: String, _ session: Session) -> String {
    for effect in session.state.press(keys) { _ = session.perform(effect) }
    return draw(session)
  }

  @Test func `a collection is entered, stepped through, left and entered again from behind`() throws {
    let session = try session()
    #expect(press("4", session).contains("No collection has begun yet"))
    #expect(press("}", session).contains("The collector has 2 objects to look at."))
    #expect(session.state.facts.position == 3)
    let first = press("→", session)
    #expect(first.contains("1 has 1 reference: gc_refs becomes 1."))
    #expect(!first.contains("\u{1B}"))
    let second = press("→", session)
    press("]", session)
    #expect(press("[", session) == first)
    #expect(press("→", session) == second)
    #expect(press("o", session).contains("The collection is over: 2 objects freed, 0 stay."))
    #expect(session.state.facts.position == 3)
    press("→", session)
    #expect(session.state.facts.position == 4)
    let back = press("←", session)
    #expect(session.state.facts.position == 3)
    #expect(back.contains("The collection is over"))
    #expect(press("←", session).contains("is freed"))
    press("[ [ [ [ [ [ [ [", session)
    #expect(session.state.facts.position == 3)
    press("←", session)
    #expect(session.state.facts.position == 2)
  }

  @Test func `an object is chosen and its block looked at in its pool`() throws {
    let session = try session()
    press("4 }", session)
    press("j", session)
    press("l", session)
    press("Enter", session)
    #expect(session.state.view.view == .pool)
    #expect(session.state.selection.place?.block == 1)
  }

  @Test func `objects are listed, sorted, filtered and looked at in their pools`() throws {
    let session = try session()
    press("}", session)
    #expect(press("3", session).contains("2 of 2, 1 cycle, in order"))
    #expect(press("r", session).contains("2 of 2, 1 cycle, by type"))
    press("j", session)
    #expect(session.state.selection == Selection(.object(128), isChosen: true))
    press("y", session)
    #expect(session.state.view.objectFilter == .type("No\u{1B}de"))
    press("w", session)
    #expect(session.state.view.objectFilter == .cycles)
    #expect(press("w", session).contains("left, by type"))
    press("Enter", session)
    #expect(session.state.view.view == .pool)
    #expect(session.state.selection.place?.block == 1)
  }

  @Test func `a trace without objects says why there is no collection view`() throws {
    let header = TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic)
    let file = try TraceFile.inMemory(header) { writer throws(TraceError) in
      try writer.append(.step(.allocation(.malloc, .obj, size: 48, address: 64)))
    }
    let session = Session()
    session.open(OpenTrace(try Timeline(file), path: "test.trace"))
    #expect(press("4", session).contains("this trace doesn't tell what objects its collections looked at"))
    #expect(session.state.view.view == .heap)
  }
}
