import Testing

@testable import Replay

@Suite struct MomentTests {
  @Test(
    "reads each spelling of a moment and writes it back",
    arguments: [
      ("0", Moment.step(0)), ("83650", .step(83650)), ("50%", .share(percent: 50)), ("12.5%", .share(percent: 12.5)),
      ("end", .end), ("mark:loaded", .mark("loaded")), ("gc:3", .collection(3, phase: .start)),
      ("gc:3:stop", .collection(3, phase: .stop)), ("line:orders.py:31", .line(file: "orders.py", number: 31)),
      ("line:C:/a.py:7", .line(file: "C:/a.py", number: 7)),
    ])
  func spelling(text: String, moment: Moment) throws {
    #expect(try Moment(text) == moment)
    #expect(moment.description == text)
  }

  @Test func `reads numbers as the screen writes them`() throws {
    #expect(try Moment(" 83,650 ") == .step(83650))
  }

  @Test(
    "refuses what is no moment",
    arguments: ["", "-1", "101%", "nan%", "mark:", "gc:0", "gc:x", "gc:1:start:2", "line:31", "line:a.py:0", "soon"])
  func nonsense(text: String) {
    #expect(throws: ReplayError.unreadableMoment(text)) { try Moment(text) }
  }

  @Test func `names the phase that it doesn't know`() {
    #expect(throws: ReplayError.unknownCollectionPhase("subtract")) { try Moment("gc:1:subtract") }
  }
}
