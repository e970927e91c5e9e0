import Cells
import Scene
import Testing

@testable import Views

/// The overview of the design: 1,367 arenas of which most are nearly empty.
@Suite struct ManyArenasTests {
  static func scene(columns: Int, held: Int = 1367) -> ScreenScene {
    let mib = 1 << 20
    var scene = MockScenes.heap(columns: columns)
    let cells = (0..<held).map { index -> ArenaCell in
      let share: Double =
        index < 170
        ? 0.95
        : index < 232 ? 0.6 : (641..<700).contains(index) ? 0.75 : index % 5 < 2 ? 0.005 : index % 3 == 0 ? 0.04 : 0.08
      return ArenaCell(
        index: index, usedBytes: index == held - 1 ? 0 : Int(share * Double(mib)), capacity: mib,
        change: index == 803 ? .given : .none)
    }
    let arena = ArenaScene(
      name: PlaceName(arena: 803), base: 0x7f00_0000_0000, usedBytes: 1200, size: mib,
      pools: (0..<64).map {
        [17, 40, 41].contains($0) ? PoolTile(.used, sizeClass: 3, used: 8, capacity: 255) : .notCarved
      })
    scene.map = ArenaMapScene(
      held: held, arenaSize: mib, poolSize: 16384, usedBytes: 264 * mib, cells: cells, arenas: [arena],
      first: min(803, held - 1),
      chosen: PlaceName(arena: min(803, held - 1), pool: 17))
    scene.pins = PinsScene(
      fills: [
        FillRange("90 to 100 %", 113, grade: .fine), FillRange("50 to 90 %", 147, grade: .fine),
        FillRange("10 to 50 %", 44, grade: .fine), FillRange("1 to 10 %", 635, grade: .low),
        FillRange("below 1 %", 427, grade: .least), FillRange("empty, kept", 1, grade: .kept),
      ], held: held, nearlyEmpty: 1062,
      sites: [
        SitePins(site: CallSite(file: "cache.py", line: 88, function: "remember"), blocks: 17204, aloneIn: 499),
        SitePins(site: CallSite(file: "logging/__init__.py", line: 1634, function: "h"), blocks: 2911, aloneIn: 138),
        SitePins(site: CallSite(file: "decoder.py", line: 353, function: "raw_decode"), blocks: 6188, aloneIn: 95),
        SitePins(site: CallSite(file: "routes.py", line: 12, function: "register"), blocks: 840, aloneIn: 53),
        SitePins(site: nil, blocks: 1377, aloneIn: 42),
      ], together: 235, arenaSize: mib, keptArena: PlaceName(arena: held - 1))
    scene.arenaPins = ArenaPinsScene(
      name: PlaceName(arena: 803), blocks: 19, usedBytes: 1200, size: mib, pools: arena.pools, poolsInUse: 3,
      pins: [
        ArenaPin(
          pool: PlaceName(arena: 803, pool: 17), sizeClass: 4, blocks: 8,
          site: CallSite(file: "cache.py", line: 88, function: "remember")),
        ArenaPin(
          pool: PlaceName(arena: 803, pool: 40), sizeClass: 3, blocks: 9,
          site: CallSite(file: "cache.py", line: 88, function: "remember")),
      ])
    scene.timeline.showsHeld = true
    return scene
  }

  @Test func `each of 1,367 arenas has a cell at 120 x 40`() {
    let scene = Self.scene(columns: 120)
    let picture = Screen.draw(scene, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture
    var cells = 0
    for y in 5..<27 {
      for x in 6..<70 where picture[x, y].scalar != " " { cells += 1 }
    }
    // Two of them are under the brackets of the chosen one, which count as well.
    #expect(cells == 1367)
    #expect(picture[6 + 803 % 64, 5 + 803 / 64].scalar == "-")
    #expect(picture[6 + 803 % 64, 5 + 803 / 64].style == Theme.dark.now)
  }

  @Test func `where not all rows fit it says which are shown`() {
    let scene = Self.scene(columns: 120, held: 20_000)
    let text = Screen.draw(scene, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture.text
    #expect(text.contains("rows 1–") && text.contains("of 313"))
  }

  @Test func `who holds the arenas and what would go back is told`() {
    let scene = Self.scene(columns: 120)
    let text = Screen.draw(scene, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture.text
    for words in [
      "1,367 × 1 MiB, one cell each", "below 1 %      427", "cache.py:88 remember", "17,204",
      "499 arenas would be empty",
      "499 MiB would go back to the system", "1,062 nearly empty",
    ] { #expect(text.contains(words), "\(words)") }
  }
}
