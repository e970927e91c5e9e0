import HeapCore
import Replay
import Scene
import Testing
import Trace

@testable import App

/// The lines of a script in a session: a trace in memory whose LINES frame is written byte by byte.
@Suite struct SourceSessionTests {
  private static func session() throws -> Session {
    let writer = try TraceWriter(TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .symbolic))
    try writer.append(source: "/p/a.py", text: "a = []\nb = a\n")
    for ordinal in 1...20 as ClosedRange<UInt64> {
      try writer.append(.step(.allocation(.malloc, .obj, size: 56, address: ordinal * 16)), site: 0)
    }
    var payload: [UInt8] = []
    func record(_ tag: UInt8, _ bytes: [UInt8]) { payload += [tag, UInt8(bytes.count)] + bytes }
    for text in ["<module>", "/p/a.py", "a", "list"] { record(1, Array(text.utf8)) }
    // Before step 5: line 1 without a variable. Before step 9: line 2, and `a` is a list at 48 with one reference.
    record(2, [5, 0, 1, 0, 1, 2, 1, 0, 0, 0])
    record(2, [9, 0, 1, 2, 1, 2, 2, 1, 3, 2, 96, 0, 1, 0, 4, 1, 0, 0])
    try writer.append(FrameKind(rawValue: 12), first: 0, payload: payload)
    let trace = try TraceFile.open(bytes: try writer.finish(), name: "a.trace")
    let session = Session()
    let timeline = try Timeline(trace)
    timeline.waitForIndex()
    session.open(OpenTrace(timeline, path: "a.trace"))
    session.state.show(.source)
    return session
  }

  private static func text(_ session: Session) -> String {
    session.draw(width: 120, height: 40, glyphs: .unicode).trimmedText
  }

  private static func press(_ key: String, _ session: Session) {
    for effect in session.state.press(key) { _ = session.perform(effect) }
    while session.isBusy { _ = session.work(milliseconds: 100) }
  }

  @Test("keys go from line to line, and the names follow")
  func lines() throws {
    let session = try Self.session()
    #expect(Self.text(session).contains("The script has not begun"))
    Self.press(".", session)
    #expect(session.trace?.timeline.position == 5)
    #expect(Self.text(session).contains("▶    1  a = []"))
    Self.press(".", session)
    #expect(session.trace?.timeline.position == 9)
    let text = Self.text(session)
    #expect(text.contains("▶    2  b = a") && text.contains("in a.py") && text.contains("refs 1"))
    Self.press(",", session)
    #expect(session.trace?.timeline.position == 5)
    #expect(!Self.text(session).contains("refs 1"))
    Self.press(",", session)
    #expect(session.state.message?.contains("no such line") == true)
  }

  @Test("a line without requests is gone to by its number, and what its names refer to can be chosen")
  func choice() throws {
    let session = try Self.session()
    _ = session.perform(.goTo(.line(file: "a.py", number: 2)))
    #expect(session.trace?.timeline.position == 9)
    #expect(Self.text(session).contains("▶    2  b = a"))
    #expect(Self.text(session).contains("Line 1: a refers to list"))
    Self.press("Enter", session)
    #expect(session.state.message?.contains("choose a name") == true)
    Self.press("j", session)
    #expect(session.state.selection == Selection(.object(48), isChosen: true))
    #expect(session.state.view.focus == .names && Self.text(session).contains("▶ a"))
    Self.press("Enter", session)
    #expect(session.state.view.view == .pool)
    #expect(session.state.selection.isChosen)
  }
}
