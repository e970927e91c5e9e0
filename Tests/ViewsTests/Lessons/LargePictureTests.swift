import Cells
import Testing

@testable import Scene
@testable import Views

/// What a class sees of each view: one thing, as large as the room allows.
@Suite struct LargePictureTests {
  private static func lesson(looksAtThing: Bool = true) -> LessonScene {
    var lesson = LessonViewTests.scene(isAnswered: false)
    (lesson.isPresented, lesson.hidesPicture, lesson.hidesTime, lesson.panel) = (true, false, false, nil)
    lesson.looksAtThing = looksAtThing
    return lesson
  }

  private static func rows(
    _ scene: ScreenScene, _ rows: Range<Int>, width: Int = 80, height: Int = 24, looksAtThing: Bool = true,
    _ glyphs: GlyphSet = .unicode
  ) -> String {
    let picture = Screen.draw(
      lesson(looksAtThing: looksAtThing), over: scene, width: width, height: height, theme: .dark, glyphs: glyphs
    ).picture
    return HeapViewTests.rows(picture, rows)
  }

  /// An arena with four pools, one of them touched by the step.
  private static func heap(columns: Int = 80) -> ScreenScene {
    var scene = MockScenes.heap(columns: columns)
    var pools = MockScenes.pools("a1 b510 d100 F0") + Array(repeating: PoolTile.notCarved, count: 60)
    pools[2].change = .taken
    let place = PlaceName(arena: 0, pool: 2)
    scene.map.arenas = [
      ArenaScene(name: place.arenaName, base: 1 << 32, usedBytes: 22_736, size: 1 << 20, pools: pools)
    ]
    scene.map.cells = [ArenaCell(index: 0, usedBytes: 22_736, capacity: 1 << 20)]
    (scene.map.held, scene.map.chosen, scene.map.usedBytes) = (1, place, 22_736)
    return scene
  }

  @Test func `the heap is its arenas alone, with pools of several rows`() {
    #expect(
      Self.rows(Self.heap(), 3..<11) == """
         ─ Arenas ─────────────────────────────────────────────── 1 × 1 MiB, 2 % in use
           arena 0              1 full   2 part   1 empty   60 not carved   2 % in use
           a   b   +d  F   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
           ▂▁▁ ▇▇▇ ▇▂▁ ▁▁▁

           ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·


        """)
  }

  @Test func `a larger screen has larger pools`() {
    #expect(
      Self.rows(Self.heap(columns: 120), 3..<10, width: 120, height: 40) == """
         ─ Arenas ─────────────────────────────────────────────────────────────────────────────────────── 1 × 1 MiB, 2 % in use
           arena 0                                                      1 full   2 part   1 empty   60 not carved   2 % in use
           a      b      [+d]   F      ·      ·      ·      ·      ·      ·      ·      ·      ·      ·      ·      ·
                  ▇▇▇▇▇▇ ▇▇
                  ██████ ██
                  ██████ ██
           ▂▁▁▁▁▁ ██████ ██▃▁▁▁ ▁▁▁▁▁▁
        """)
  }

  @Test func `many arenas have a tray each, the one that is looked at its pools below`() {
    var scene = Self.heap()
    let arena = scene.map.arenas[0]
    scene.map.arenas = (0..<19).map {
      var one = arena
      one.name = PlaceName(arena: $0)
      return one
    }
    scene.map.cells = (0..<19).map {
      ArenaCell(index: $0, usedBytes: $0 * 55_000, capacity: 1 << 20, isReturned: $0 == 4)
    }
    scene.map.held = 18
    #expect(
      Self.rows(scene, 3..<18) == """
         ─ Arenas ───────────────────────────────────────────── 18 × 1 MiB, <1 % in use
           ▶arena 0   0 % arena 1    5 % arena 2   10 % arena 3   15 % arena 4
           ▁▁▁▁▁▁▁▁▁▁▁▁▁▁ ▅▁▁▁▁▁▁▁▁▁▁▁▁▁ ▇▄▁▁▁▁▁▁▁▁▁▁▁▁ ▇▇▂▁▁▁▁▁▁▁▁▁▁▁ went back
           arena 5   26 % arena 6   31 % arena 7   36 % arena 8   41 % arena 9   47 %
           ▇▇▇▅▁▁▁▁▁▁▁▁▁▁ ▇▇▇▇▃▁▁▁▁▁▁▁▁▁ ▇▇▇▇▇▂▁▁▁▁▁▁▁▁ ▇▇▇▇▇▆▁▁▁▁▁▁▁▁ ▇▇▇▇▇▇▅▁▁▁▁▁▁▁
           arena 10  52 % arena 11  57 % arena 12  62 % arena 13  68 % arena 14  73 %
           ▇▇▇▇▇▇▇▃▁▁▁▁▁▁ ▇▇▇▇▇▇▇▇▁▁▁▁▁▁ ▇▇▇▇▇▇▇▇▆▁▁▁▁▁ ▇▇▇▇▇▇▇▇▇▄▁▁▁▁ ▇▇▇▇▇▇▇▇▇▇▃▁▁▁
           arena 15  78 % arena 16  83 % arena 17  89 % arena 18  94 %
           ▇▇▇▇▇▇▇▇▇▇▇▁▁▁ ▇▇▇▇▇▇▇▇▇▇▇▅▁▁ ▇▇▇▇▇▇▇▇▇▇▇▇▄▁ ▇▇▇▇▇▇▇▇▇▇▇▇▇▂

           arena 0              1 full   2 part   1 empty   60 not carved   2 % in use
           a▂▁ b▇▇ +▆▁ F▁▁ ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
           ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
           ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
           ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
        """)
  }

  @Test func `objects are large boxes with thick arrows`() {
    var scene = MockScenes.heap(columns: 80, view: .objects)
    scene.objects = .objects(Self.objects())
    #expect(
      Self.rows(scene, 3..<22) == """
         ─ Around list 1 ────────────────────────────────────────────────── 2 steps out
           ╭──────────────────────────────╮            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
           │                              │            ┃                              ┃
           │                              │            ┃                              ┃
           │                              │            ┃                              ┃
           │             box              │━━━[0] ×3━━▶┃            list 1            ┃
           │             list             │            ┃           refs 3→4           ┃
           │            refs 1            │            ┃            name b            ┃
           │                              │            ┃                              ┃
           │                              │            ┃                              ┃
           │                              │            ┃                              ┃
           ╰──────────────────────────────╯            ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛





           Without the name b only box would hold it.
           gen 0 ▇▇▇▇▇▇ 2,001 of 2,000 (2) due  gen 1 ▇▇▃▁▁▁ 4 of 10 (0)
        """)
    let ascii = Self.rows(scene, 3..<22, .ascii)
    #expect(ascii.utf8.allSatisfy { $0 < 0x7F } && ascii.contains("==[0] x3==>"), "\(ascii)")
  }

  @Test func `without one that is looked at the objects stand side by side`() {
    var scene = MockScenes.heap(columns: 80, view: .objects)
    scene.objects = .objects(Self.objects())
    #expect(
      Self.rows(scene, 3..<22, looksAtThing: false) == """
         ─ Objects ────────────────────────────────────────────────────────── 2 objects
           ╭──────────────╮  ┏━━━━━━━━━━━━━━┓
           │     box      │  ┃    list 1    ┃
           │     list     │  ┃   refs 3→4   ┃
           │    refs 1    │  ┃    name b    ┃
           │              │  ┃              ┃
           ╰──────────────╯  ┗━━━━━━━━━━━━━━┛





         ─ Generations ───────────────────────────────────────────────────────────────
           generation 0  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇  2,001 of 2,000 due, holds 2

           generation 1  ▇▇▇▇▇▇▇▇▇▇▇▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  4 of 10, holds 0

           generation 2  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  0 of 10, holds 0

        """)
  }

  /// A list that refers to another one three times.
  private static func objects() -> ObjectsScene {
    let box = ObjectRow(number: 0, name: "box", type: "list", references: 1)
    let list = ObjectRow(
      number: 1, name: "list 1", type: "list", variables: ["b"], references: 4, referencesBefore: 3, isNow: true)
    var scene = ObjectsScene(total: 2, listed: 2, rows: [box, list], words: "in order", cycles: 0)
    scene.detail = ObjectDetail(row: list)
    scene.detail?.verdict = "Without the name b only box would hold it."
    scene.around = NeighbourhoodScene(
      centre: "list 1", radius: 2,
      boxes: [.init(box, row: 0, column: 0), .init(list, row: 0, column: 1, isChosen: true)],
      arrows: (0..<3).map { .init(from: 0, to: 1, label: "[\($0)]") })
    scene.generations = GenerationsScene(
      trays: [.init(count: 2001, threshold: 2000), .init(count: 4, threshold: 10), .init(count: 0, threshold: 10)],
      sizes: [2, 0, 0])
    return scene
  }

  @Test func `a collection is its two lists, with large cards`() throws {
    var scene = MockScenes.heap(columns: 80, view: .collection)
    scene.collection = .collection(try WorkedCollection.scene(19))
    #expect(
      Self.rows(scene, 3..<22) == """
           update ─ subtract ─[move unreachable]─ weakrefs ─ finalize ─ recheck ─ clear

           young   walked from the left
           ╭───────────╮  ╭───────────╮  ┏━━━━━━━━━━━┓
           │     C     │  │     B     │  ┃     A     ┃
           │           │  │           │  ┃           ┃
           │refs      2│  │refs      1│  ┃refs      1┃
           │gc_refs   1│  │gc_refs   1│  ┃gc_refs   1┃
           ╰ reachable ╯  ╰ reachable ╯  ┗ reachable ┛
                                          ▲ looking at
           unreachable   no outside holder yet
           ╭───────────╮  ╭───────────╮
           │     P     │  │     Q     │
           │           │  │           │
           │refs      1│  │refs      1│
           │gc_refs   0│  │gc_refs   0│
           ╰ in doubt ─╯  ╰ in doubt ─╯


        """)
  }

  @Test func `hands are bars that begin in one column`() {
    var lesson = LessonViewTests.scene(isAnswered: false)
    lesson.isPresented = true
    for (index, hands) in [4, 12, 0].enumerated() { lesson.panel?.choices[index].hands = hands }
    let picture = Screen.draw(lesson, over: nil, width: 80, height: 24, theme: .dark, glyphs: .unicode).picture
    #expect(
      HeapViewTests.rows(picture, 18..<24) == """
         ─ What do you think? ──────────────────── 1 to 3, or → to see without guessing
           1  block 0, the one deleted last  ▇▇▇▇ 4
           2  block 1                        ▇▇▇▇▇▇▇▇▇▇▇▇ 12
           3  a block that was never used    0
          ● ● ● ● ● ● ● ◆ · · ·                                            1 of 1 right
         1-3 answer  → show
        """)
    lesson.panel?.choices = [.init("block 0", .open, hands: 4), .init("block 1", .open, hands: 9)]
    let short = Screen.draw(lesson, over: nil, width: 80, height: 24, theme: .dark, glyphs: .unicode).picture
    #expect(
      HeapViewTests.rows(short, 19..<24) == """
         ─ What do you think? ──────────────────── 1 to 3, or → to see without guessing
           1  block 0                           2  block 1
           ▇▇▇▇ 4                               ▇▇▇▇▇▇▇▇▇ 9
          ● ● ● ● ● ● ● ◆ · · ·                                            1 of 1 right
         1-3 answer  → show
        """)
  }
}
