import Cells
import Testing

@testable import Scene
@testable import Views

/// Pools of which few blocks were carved, in a lesson.
@Suite struct BlockCardTests {
  /// Four blocks were made; two are free, and `e` has just got the first one.
  private static func pool() -> PoolScene {
    var pool = MockScenes.pool
    pool.blocks = [.init(.used, change: .taken), .init(.free, order: 2), .init(.used), .init(.free, order: 1)]
    pool.blocks += Array(repeating: BlockTile(.notCarved), count: 20)
    pool.tenants = [
      0: BlockTenant(name: "e", type: "Node", asked: 56), 1: BlockTenant(name: "b", asked: 0),
      2: BlockTenant(name: "c", asked: 56),
    ]
    (pool.chain, pool.chosen, pool.isChosen) = ([3, 1], 2, true)
    return pool
  }

  private static func screen(
    isPresented: Bool, isAnswered: Bool = true, _ glyphs: GlyphSet = .unicode, _ theme: Theme = .dark
  ) -> Canvas {
    var lesson = LessonViewTests.scene(isAnswered: isAnswered)
    (lesson.isPresented, lesson.hidesPicture) = (isPresented, false)
    var scene = MockScenes.heap(columns: 80, view: .pool)
    scene.pool = pool()
    if !isAnswered { scene.hideNextBlock() }
    return Screen.draw(lesson, over: scene, width: 80, height: 24, theme: theme, glyphs: glyphs).picture
  }

  @Test func `in a lesson each block is a card with its tenant or its place in the chain`() {
    #expect(
      HeapViewTests.rows(Self.screen(isPresented: false), 3..<13) == """
         ─ Pool 2.42 ────────────────────────────────────────── d 24 blocks of 64 bytes

           ┏━━━━━━┓ ╭──────╮ ████████ ╭──────╮ ╭╌╌╌╌╌╌╮ ╭╌╌╌╌╌╌╮ ╭╌╌╌╌╌╌╮ ╭╌╌╌╌╌╌╮
           ┃ + e  ┃ │ free │ █  c   █ │ free │ ╎ not  ╎ ╎ not  ╎ ╎ not  ╎ ╎ not  ╎
           ┃ Node ┃ │ 2nd  │ █ 56 B █ │ 1st  │ ╎carved╎ ╎carved╎ ╎carved╎ ╎carved╎ …
           ┗━━━━━━┛ ╰──────╯ ████████ ╰──────╯ ╰╌╌╌╌╌╌╯ ╰╌╌╌╌╌╌╯ ╰╌╌╌╌╌╌╯ ╰╌╌╌╌╌╌╯
              0        1       [2]       3        4        5        6        7

           freeblock → 3 → 1   the free ones go out in this order

        """)
  }

  @Test func `a question hides the order, and says who had the free ones`() {
    let rows = HeapViewTests.rows(Self.screen(isPresented: false, isAnswered: false), 3..<13)
    #expect(rows.contains("│was b │") && !rows.contains("1st") && !rows.contains("freeblock"))
  }

  @Test func `a class sees fewer and larger ones`() {
    #expect(
      HeapViewTests.rows(Self.screen(isPresented: true), 0..<17) == """
           2  Free, and get the same block back         step 8 of 11   question 2 of 3
           A Node asks for 56 bytes. Which block does it get?

         ─ Pool 2.42 ────────────────────────────────────────── d 24 blocks of 64 bytes


           ┏━━━━━━━━━━━┓  ╭───────────╮  █████████████  ╭───────────╮  ╭╌╌╌╌╌╌╌╌╌╌╌╮
           ┃           ┃  │           │  ██         ██  │           │  ╎           ╎
           ┃    + e    ┃  │   free    │  ██    c    ██  │   free    │  ╎    not    ╎
           ┃   Node    ┃  │   was b   │  ██56 bytes ██  │  1st out  │  ╎  carved   ╎  …
           ┃ 56 bytes  ┃  │  2nd out  │  ██         ██  │           │  ╎           ╎
           ┃           ┃  │           │  ██         ██  │           │  ╎           ╎
           ┗━━━━━━━━━━━┛  ╰───────────╯  █████████████  ╰───────────╯  ╰╌╌╌╌╌╌╌╌╌╌╌╯
              block 0        block 1       [block 2]       block 3        block 4

           freeblock → 3 → 1   the free ones go out in this order

        """)
  }

  @Test func `states differ without colours and in ASCII`() {
    let text = Self.screen(isPresented: true, .ascii, .mono).text
    #expect(text.utf8.allSatisfy { $0 < 0x7F })
    for row in ["+===========+", "#############", "1st out", "carved"] { #expect(text.contains(row), "\(row)") }
  }

  @Test func `what is weak on a screen isn't in front of a class`() {
    #expect(Theme.all.allSatisfy { $0.raised.dim == $0.text && ($0.isMono || $0.raised.faint == $0.dim) })
    let canvas = Self.screen(isPresented: true)
    var styles: Set<Style> = []
    for x in 0..<80 {
      for y in 0..<24 where canvas[x, y].scalar.properties.isAlphabetic { styles.insert(canvas[x, y].style) }
    }
    #expect(!styles.contains(Theme.dark.faint) && styles.contains(Theme.dark.dim))
  }
}
