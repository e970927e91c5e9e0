import Testing
import Trace

@testable import Replay

@Suite struct ObjectMomentsTests {
  /// Q is saved by its finalizer in the collection, P with it.
  static let text = """
    arenascope-trace 1
    python 3.13.7
    P = object Node 48
    Q = object Loud 48
    P.peer = Q
    Q.peer = P
    finalizer Q resurrects
    R = object Node 48
    mark "one"
    del R
    del P
    del Q
    mark "two"
    gc collect
    mark "three"
    """

  static func timeline() throws -> Timeline {
    let timeline = try Timeline(try TraceFile.open(bytes: Array(text.utf8), name: "test.arena"))
    timeline.waitForIndex()
    return timeline
  }

  static func steps(_ text: String) throws -> [Int] {
    let timeline = try timeline()
    var steps: [Int] = []
    var moment = 0
    while case .found(let step) = timeline.search(try Condition(text), from: moment, .forward).finish() {
      steps.append(step)
      moment = step + 1
    }
    return steps
  }

  @Test func `births, deaths, counts and resurrections are found, forward and back`() throws {
    #expect(try Self.steps("born").count == 3)
    #expect(try Self.steps("born Node").count == 2)
    #expect(try Self.steps("dies") == Self.steps("dies R"))
    #expect(try Self.steps("dies R").count == 1)
    #expect(try Self.steps("dies P") == [])
    let saved = try Self.steps("resurrected")
    #expect(saved.count == 1)
    #expect(try Self.steps("resurrected Q") == saved)
    #expect(try Self.steps("resurrected P") == [])
    let timeline = try Self.timeline()
    let back = timeline.search(try Condition("dies"), from: timeline.stepCount, .backward).finish()
    #expect(back == .found(try Self.steps("dies")[0]))
    #expect(timeline.search(try Condition("dies"), from: saved[0] + 1, .forward).finish() == .exhausted)
  }

  @Test func `the count after each change is that of the graph`() throws {
    let timeline = try Self.timeline()
    let moments = try #require(try timeline.objectMoments())
    var objects = try #require(try timeline.writtenObjects())
    for event in moments.events where event.kind == .count {
      objects.history.seek(to: event.step + 1)
      #expect(objects.history.graph[event.object]?.referenceCount == event.count)
    }
    #expect(moments.events(of: 3).map(\.kind).last == .died)
  }

  @Test func `a condition on objects stands alone and reads back as it is written`() throws {
    for text in ["refs A", "refs", "dies Node", "born", "resurrected"] {
      #expect(try Condition(text).description == text)
    }
    #expect(throws: ReplayError.self) { try Condition("refs A and size > 5") }
    #expect(throws: ReplayError.self) { try Condition("size > 5 and dies") }
  }
}
