import Cells
import Collector
import HeapCore
import ObjectGraph
import Replay
import Testing
import Trace

@testable import Scene
@testable import Views

/// The objects view on a trace that is written here.
enum WrittenTrace {
  static let cycle = """
    arenascope-trace 1
    python 3.13.7
    A = object Node 48
    B = object Node 48
    C = object Leaf 48
    B.peer = A
    A.peer = B
    A.leaf = C
    del C
    del B
    mark "named"
    mark "later"
    del A
    mark "garbage"
    gc collect
    """

  static func builder(_ text: String = cycle, at moment: String = "end") throws -> SceneBuilder {
    let timeline = try Timeline(try TraceFile.open(bytes: Array(text.utf8), name: "test.arena"))
    timeline.waitForIndex()
    try timeline.seek(to: try timeline.resolveWaiting(try Moment(moment)))
    return SceneBuilder(timeline)
  }

  static func scene(
    _ builder: SceneBuilder, _ selection: Selection = Selection(), columns: Int = 120, rows: Int = 40,
    _ change: (inout ViewState) -> Void = { _ in }
  ) throws -> ObjectsScene {
    var state = ViewState(view: .objects)
    change(&state)
    let screen = builder.scene(state, selection: selection, in: .init(columns: columns, rows: rows))
    guard case .objects(let scene)? = screen.objects else {
      throw Absence()
    }
    return scene
  }

  struct Absence: Error {}
}

@Suite struct WrittenObjectsTests {
  @Test func `a written trace shows all living objects at every moment, forward and back`() throws {
    let builder = try WrittenTrace.builder(at: "0")
    var seen: [[String]] = []
    func rows() throws -> [String] {
      try WrittenTrace.scene(builder).rows.map { "\($0.name) \($0.variables.joined()) \($0.references ?? -1)" }
    }
    while builder.timeline.position < builder.timeline.stepCount {
      seen.append(try rows())
      try builder.timeline.stepForward()
    }
    #expect(try rows() == [])
    #expect(seen[0] == [])
    #expect(seen[1] == ["A A 1"])
    while let expected = seen.popLast() {
      try builder.timeline.stepBack()
      #expect(try rows() == expected)
    }
  }

  @Test func `what only its cycle holds is garbage, and the way to what a name holds is told`() throws {
    let named = try WrittenTrace.scene(try WrittenTrace.builder(at: "mark:named"))
    #expect(named.rows.map(\.state) == ["", "", ""])
    #expect(named.detail?.path?.map(\.label) == ["A"])
    #expect(named.detail?.verdict == "Without this reference only its own cycle would hold it.")
    let garbage = try WrittenTrace.scene(try WrittenTrace.builder(at: "mark:garbage"))
    #expect(garbage.rows.map(\.state) == ["garbage", "garbage", "garbage"])
    #expect(garbage.cycles == 1)
    #expect(garbage.detail?.path == nil)
  }

  @Test func `a block chosen in the pool is its object in the list`() throws {
    let builder = try WrittenTrace.builder(at: "mark:named")
    let scene = try WrittenTrace.scene(
      builder, Selection(.place(PlaceName(arena: 0, pool: 0, block: 2)), isChosen: true))
    #expect(scene.detail?.row.block == "0.0.2")
    let address = try #require(builder.address(ofObject: scene.detail?.row.number ?? -1))
    #expect(try WrittenTrace.scene(builder, Selection(.object(address), isChosen: true)).detail == scene.detail)
  }

  @Test func `boxes keep their places while one steps`() throws {
    let builder = try WrittenTrace.builder(at: "mark:named")
    let chosen = try #require(builder.address(after: .rows(0), ViewState(view: .objects), Selection()))
    let selection = Selection(.object(chosen), isChosen: true)
    func places() throws -> [String: [Int]] {
      let around = try #require(try WrittenTrace.scene(builder, selection).around)
      return Dictionary(uniqueKeysWithValues: around.boxes.map { ($0.object.name, [$0.row, $0.column]) })
    }
    let first = try places()
    #expect(first.count == 3)
    try builder.timeline.stepForward()
    #expect(try places() == first)
    try builder.timeline.seek(to: 1)
    #expect(try places() == ["A": first["A"]])
  }

  static let screen = """
     ▶ Objects ──────────── 3 of 3, 1 cycle, in order   ─ Around A ─────────────────────── 2 steps out   > wider  < closer
      object        name      refs  in out  gen cycle     ╭─[A]─────────╮            ╭─ B ─────────╮
    ▶ A             A            2   1   2    0   ⇄ 1     │ refs      2 │───.peer───▶│ refs      1 │
      B                          1   1   1    0   ⇄ 1     ╰─ A ─────────╯◀───.peer───╰─────────────╯
      C                          1   1   0    0              │ .leaf
                                                             ▼
                                                          ╭─ C ─────────╮
                                                          │ refs      1 │
                                                          ╰─────────────╯









     ─ A ──────────────────────────────── block 0.0.0   ─ Why is it alive? ───────────────────────────────────────────────
      is         Node, 48 bytes, generation 0            A ▶ A
      references 2: 1 by name, 1 from objects            Without this reference only its own cycle would hold it.
      named      A
      held by    B.peer
      refers to  .peer B, .leaf C
      cycle 1    2 objects: A, B




     ─ References to A over time ───────────────────────────────────────────────────────────── made at event 1, dies at 16
       up to 2          ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄██████████████████████████████┃█████████████▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄

     ─ Generations ──────────────────────────────────────────────────────────────────────────────────────────────────────
       gen 0 ▂▁▁▁▁▁▁▁▁▁▁▁▁▁ 3 of 2,000 (3)    gen 1 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 0 of 10 (0)    gen 2 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 0 of 10 (0)
       After 1,997 more tracked objects the next one makes generation 0 be collected, as no older one is due.
    """

  @Test func `the whole view at 120 x 40`() throws {
    let scene = try WrittenTrace.scene(try WrittenTrace.builder(at: "mark:named"))
    #expect(HeapViewTests.rows(ObjectsViewTests.screen(scene, width: 120, height: 40), 3..<38) == Self.screen)
  }
}

@Suite struct ObjectStopTests {
  private func answer(_ stop: ObjectStop, of name: String, at moment: String) throws -> ObjectStopAnswer {
    let builder = try WrittenTrace.builder(at: moment)
    let state = ViewState(view: .objects)
    let scene = try WrittenTrace.scene(builder)
    let number = try #require(scene.rows.first { $0.name == name }?.number)
    let address = try #require(builder.address(ofObject: number))
    return builder.find(stop, state, Selection(.object(address), isChosen: true))
  }

  @Test func `changes of the count, the death and the last holder of an object are found`() throws {
    let named = try WrittenTrace.builder(at: "mark:named").timeline.position
    guard case .moment(let change, let words) = try answer(.count(backwards: false), of: "A", at: "mark:named") else {
      Issue.record("nothing found")
      return
    }
    #expect(change > named)
    #expect(words == "A has 1 reference")
    guard case .moment(let last, let holder) = try answer(.lastHolder, of: "B", at: "mark:garbage") else {
      Issue.record("nothing found")
      return
    }
    #expect(last == change)
    #expect(holder == "the name A held the last way to B")
    guard case .moment(let death, _) = try answer(.death, of: "C", at: "mark:named") else {
      Issue.record("nothing found")
      return
    }
    #expect(death > change)
    #expect(try answer(.lastHolder, of: "A", at: "mark:named") == .nowhere("A is held still: p shows by what"))
  }

  @Test func `the history of a count ends where the object dies`() throws {
    let scene = try WrittenTrace.scene(try WrittenTrace.builder(at: "mark:named"))
    let history = try #require(scene.history)
    #expect(history.counts.compactMap(\.self).max() == 2)
    #expect(history.counts[0] == nil)
    #expect(history.words.hasPrefix("made at event 1, dies at "))
  }
}

@Suite struct GenerationsTests {
  static func outlook(_ counts: [Int], longLived: (total: Int, pending: Int) = (0, 0)) -> String {
    var counters = ObjectGraph(rules: CollectorRules(major: 3, minor: 13, micro: 0)).counters
    counters.counts = counts
    counters.longLivedTotal = longLived.total
    counters.longLivedPending = longLived.pending
    return counters.outlook(CollectorRules(major: 3, minor: 13, micro: 0))
  }

  @Test func `what the next allocation makes be collected, and why, is said in words`() {
    #expect(
      Self.outlook([0, 0, 0])
        == "After 2,000 more tracked objects the next one makes generation 0 be collected, as no older one is due.")
    #expect(
      Self.outlook([2000, 11, 3])
        == "The next tracked object makes generation 1 be collected: its count, 11, is above 10.")
    #expect(
      Self.outlook([2000, 0, 11], longLived: (1000, 250))
        == "The next tracked object makes generation 2 be collected: its count, 11, is above 10.")
    #expect(
      Self.outlook([2000, 0, 11], longLived: (1000, 249)).hasSuffix(
        "a full one is due, but only 249 objects wait, less than a quarter of the 1,000 that survived the last."))
  }
}
