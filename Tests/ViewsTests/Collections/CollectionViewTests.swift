import Cells
import Collector
import Testing

@testable import Scene
@testable import Views

@Suite struct CollectionViewTests {
  /// 5 copies, 5 subtractions, then A, B and C are looked at and C brings B back.
  static let comesBack = 14

  static let wide = """
      ←  C is reachable and refers to B, so B comes back.
         It joins the end of young with gc_refs 1 and will be looked at once more.

       start ── update refs ── subtract refs ──[move unreachable]── weakrefs ── finalizers ── recheck ── clear ── done

     young           ╭─ C ─────────╮   ╭─ P ─────────╮   ╭─ Q ─────────╮   ┏━ B ━━━━━━━━━┓
     walked from the │ refs      2 │   │ refs      1 │   │ refs      1 │   ┃ refs      1 ┃
     left            │ gc_refs   1 │   │ gc_refs   0 │   │ gc_refs   0 │   ┃ gc_refs 0→1 ┃
                     ╰─ reachable ─╯   ╰─ waiting ───╯   ╰─ waiting ───╯   ┗━ came back ━┛
                       ▲ looking at            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━▲
     unreachable     ╭─ A ─────────╮   ╭╌ B ╌╌╌╌╌╌╌╌╌╮
     no outside      │ refs      1 │   ╎ was here    ╎
     holder yet      │ gc_refs   0 │   ╎             ╎
                     ╰─ in doubt ──╯   ╰╌╌╌╌╌╌╌╌╌╌╌╌╌╯

     ─ References ─────────────────────────────────── 2 cycles   ─ gc_refs after each step ─ references from outside young
         ▼ 1 from outside                                               refs   update subtract    see A    see B    see C
       ╭─ C ───────╮        ╭─ B ───────╮        ╭─ A ───────╮   A         1        1        0      out      out      out
       │ refs    2 │━━━━━━━▶│ refs    1 │───────▶│ refs    1 │   B         1        1        0        0      out   back 1
       │ gc_refs 1 │        │ gc_refs 1 │        │ gc_refs 0 │   C         2        2        1        1        1    stays
       ╰───────────╯        ╰───────────╯        ╰───────────╯   P         1        1        0        0        0        0
             ▲                                         │         Q         1        1        0        0        0        0
             ╰─────────────────────────────────────────╯
       ╭─ P ───────╮        ╭─ Q ───────╮                        0       nothing outside young is known to hold it
       │ refs    1 │───────▶│ refs    1 │                        out     moved to unreachable, for now
       │ gc_refs 0 │◀───────│ gc_refs 0 │                        back 1  came back: a reachable object refers to it
       ╰───────────╯        ╰───────────╯                        stays   reachable, kept
       Q has a finalizer


     ─ Generations ────────────────────────────────────────────────────────────────────────────── as counted when it began
       gen 0 ▂▁▁▁▁▁▁▁▁▁▁▁▁▁ 5 of 2,000     gen 1 ▇▃▁▁▁▁▁▁▁▁▁▁▁▁ 1 of 10     gen 2 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 0 of 10
     ─ Steps of this phase ──────────────────────────────────────────────────────── asked for, or at the interpreter's end
       1  A has gc_refs 0: it moves to unreachable, for now. Nothing outside the list is known to hold it.
       2  B has gc_refs 0: it moves to unreachable, for now. Nothing outside the list is known to hold it.
       3  C has gc_refs 1: it's reachable and stays. What it refers to is looked up next.
     ▶ 4  C is reachable and refers to B, so B comes back. It joins the end of young with gc_refs 1 and will be looked at…
    """

  static let narrow = """
      ←  C is reachable and refers to B, so B comes back.
         It joins the end of young with gc_refs 1 and will be looked at once more.
       update ─ subtract ─[move unreachable]─ weakrefs ─ finalize ─ recheck ─ clear

     young       ╭─ C ─────────╮ ╭─ P ─────────╮ ╭─ Q ─────────╮ ┏━ B ━━━━━━━━━┓
     walked from │ refs      2 │ │ refs      1 │ │ refs      1 │ ┃ refs      1 ┃
     the left    │ gc_refs   1 │ │ gc_refs   0 │ │ gc_refs   0 │ ┃ gc_refs 0→1 ┃
                 ╰─ reachable ─╯ ╰─ waiting ───╯ ╰─ waiting ───╯ ┗━ came back ━┛
                   ▲ looking at          ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━▲
     unreachable ╭─ A ─────────╮ ╭╌ B ╌╌╌╌╌╌╌╌╌╮
     no outside  │ refs      1 │ ╎ was here    ╎
     holder yet  │ gc_refs   0 │ ╎             ╎
                 ╰─ in doubt ──╯ ╰╌╌╌╌╌╌╌╌╌╌╌╌╌╯
     ─ References ────── 2 cycles   ─ gc_refs after each step ────────────────────
       ╭▶ C+1 ━━▶ B ──▶ A ─╮             refs   upd.  subt.  see A  see B  see C
       ╰───── a cycle ─────╯        A       1      1      0    out    out    out
       ╭▶ P ──▶ Q ─╮                B       1      1      0      0    out back 1
       ╰─ a cycle ─╯                C       2      2      1      1      1  stays
       +1: held from outside        P       1      1      0      0      0      0
       Q has a finalizer            Q       1      1      0      0      0      0
       gen 0 ▂▁▁▁▁▁▁▁ 5 of 2,000  gen 1 ▆▁▁▁▁▁▁▁ 1 of 10  gen 2 ▁▁▁▁▁▁▁▁ 0 of 10
     gc 1 of 1  gen 0, 5 objects  move unreachable step 4  young 4  unreachable 1
    """

  @Test func `the step at which B comes back, 120 x 40`() throws {
    let frame = try WorkedCollection.screen(WorkedCollection.scene(Self.comesBack), width: 120, height: 40)
    #expect(HeapViewTests.rows(frame.picture, 1..<38) == Self.wide)
  }

  @Test func `the step at which B comes back, 80 x 24`() throws {
    let frame = try WorkedCollection.screen(WorkedCollection.scene(Self.comesBack, columns: 80), width: 80, height: 24)
    #expect(HeapViewTests.rows(frame.picture, 1..<23) == Self.narrow)
  }

  @Test func `every step at every size is drawn in ASCII and without colours`() throws {
    for steps in 0..<40 {
      for (width, height) in [(40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60)] {
        var screen = MockScenes.heap(columns: width, view: .collection)
        screen.collection = .collection(try WorkedCollection.scene(steps, columns: width))
        let frame = Screen.draw(screen, width: width, height: height, theme: .mono, glyphs: .ascii)
        #expect(frame.picture.text.unicodeScalars.allSatisfy { $0.isASCII })
      }
    }
  }

  @Test func `a long list says how many objects stand before and after the cards`() throws {
    var set = CandidateSet()
    for object in 0..<5000 as Range<Int32> { set.add(references: [(object + 1) % 5000], referenceCount: 1) }
    let collection = try WorkedCollection.make(set, names: ["Node"])
    _ = collection.stepper.begin(.steps(5000 + 2500))
    while collection.stepper.work(isLate: { false }) {}
    let scene = collection.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40)
    let frame = WorkedCollection.screen(scene, width: 120, height: 40)
    let text = HeapViewTests.rows(frame.picture, 6..<10)
    #expect(text.contains("5,000 objects"))
    #expect(text.contains("◀ 2,498 before"))
    #expect(text.contains("2,497 after ▶"))
    #expect(text.contains("Node 2,501"))
    #expect(frame.picture.text.contains("Node 2,500 refers to"))
  }

  @Test func `the tab is there only for traces that tell of objects`() throws {
    var screen = MockScenes.heap(columns: 120)
    func title() -> String {
      HeapViewTests.rows(Screen.draw(screen, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture, 0..<1)
    }
    #expect(!title().contains("4 Collection"))
    screen.title.views = ViewKind.allCases
    #expect(title().contains("4 Collection"))
  }

  @Test func `the phase that runs is on the narrow strip, the first and the last too`() throws {
    for steps in 0...80 {
      let scene = try WorkedCollection.scene(steps, columns: 80)
      let name = scene.phases[scene.phase]
      let shown = CollectionScene.short[name] ?? name
      #expect(
        WorkedCollection.screen(scene, width: 80, height: 24).picture.text.contains("[\(shown)]"), "step \(steps)")
    }
  }
}
