import Cells
import Replay
import Scene
import SeededGenerators
import Testing
import Trace

@testable import Views

@Suite struct SceneBuilderTests {
  /// A written trace of so many steps that fills and empties pools and arenas.
  static func trace(steps: Int, seed: UInt64) throws -> TraceFile {
    var generator = SeededGenerator(seed: seed)
    var text = "arenascope-trace 1\npython 3.8.18\n"
    var live: [Int] = []
    for step in 0..<steps {
      // Waves, so that arenas come and go.
      let grows = step / 3000 % 2 == 0
      if live.isEmpty || Int.random(in: 0..<10, using: &generator) < (grows ? 8 : 2) {
        let size = Int.random(in: 0..<20, using: &generator) == 0 ? 700 : Int.random(in: 1...512, using: &generator)
        text += "n\(step) = malloc \(size)\n"
        live.append(step)
      } else {
        let place = Int.random(in: 0..<live.count, using: &generator)
        text += "free n\(live.remove(at: place))\n"
      }
    }
    return try TraceFile.open(bytes: Array(text.utf8), name: "waves.trace")
  }

  @Test func `after any walk through time the picture is the one that a fresh start gives`() throws {
    let timeline = try Timeline(try Self.trace(steps: 8000, seed: 7))
    timeline.waitForIndex()
    var generator = SeededGenerator(seed: 11)
    let kept = SceneBuilder(timeline)
    let around = SceneBuilder.Surroundings(columns: 120, rows: 40)
    for _ in 0..<100 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: try timeline.seek(to: Int.random(in: 0...timeline.stepCount, using: &generator))
      case 1...4: try timeline.stepBack()
      default: try timeline.stepForward()
      }
      let state = ViewState(view: [.heap, .pool, .raw].randomElement(using: &generator)!)
      let one = kept.scene(state, selection: Selection(), in: around)
      let other = SceneBuilder(timeline).scene(state, selection: Selection(), in: around)
      let pictures = [one, other].map {
        Screen.draw($0, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture
      }
      #expect(pictures[0] == pictures[1], "at moment \(timeline.position)")
    }
  }

  @Test func `what the step changed is white, and nothing else`() throws {
    let timeline = try Timeline(try Self.trace(steps: 3600, seed: 3))
    timeline.waitForIndex()
    let builder = SceneBuilder(timeline)
    let around = SceneBuilder.Surroundings(columns: 120, rows: 40)
    for moment in stride(from: 1, to: 3600, by: 97) {
      try timeline.seek(to: moment)
      let scene = builder.scene(ViewState(), selection: Selection(), in: around)
      let picture = Screen.draw(scene, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture
      var white = 0
      for y in 3..<33 {
        for cell in picture.row(y) where cell.style.background == Theme.dark.now.background { white += 1 }
      }
      // A pool of the map, a block and a class row, and the title of an arena that came; malloc's requests change none.
      let isSmall = scene.pool?.blocks.contains { $0.change != .none } == true
      let titles = scene.map.arenas.reduce(0) { $0 + ($1.change == .none ? 0 : "arena \($1.name)".count) }
      #expect(white == (isSmall ? 3 : 0) + titles, "at moment \(moment)")
    }
  }

  @Test func `a place is found by its number, and its number by its address`() throws {
    let timeline = try Timeline(try Self.trace(steps: 7000, seed: 5))
    try timeline.seek(to: 2900)
    let builder = SceneBuilder(timeline)
    for name in ["0", "0.0", "0.0.0", "0.3.1", "1.2.0"] {
      let place = try #require(PlaceName(name))
      let address = try #require(builder.address(of: place))
      let found = try #require(builder.place(at: address))
      #expect(found.arenaName == place.arenaName)
      if place.pool != nil { #expect(found.poolName == place.poolName) }
      if place.block != nil { #expect(found == place) }
    }
    for name in ["9", "0.64", "0.0.4000", "1:0"] { #expect(builder.address(of: try #require(PlaceName(name))) == nil) }
  }

  @Test func `a chosen place stays while time goes on, also when it's gone`() throws {
    let timeline = try Timeline(try Self.trace(steps: 7000, seed: 5))
    let builder = SceneBuilder(timeline)
    let place = try #require(PlaceName("1.2.0"))
    let around = SceneBuilder.Surroundings(columns: 120, rows: 40)
    for moment in stride(from: 0, through: 7000, by: 250) {
      try timeline.seek(to: moment)
      let scene = builder.scene(ViewState(), selection: Selection(.place(place), isChosen: true), in: around)
      #expect(scene.map.chosen == place)
      if let pool = scene.pool { #expect(pool.name == place.poolName) }
      _ = Screen.draw(scene, width: 120, height: 40, theme: .dark, glyphs: .unicode)
    }
  }

  @Test func `the sums of the classes are those of the map`() throws {
    let timeline = try Timeline(try Self.trace(steps: 7000, seed: 9))
    let builder = SceneBuilder(timeline)
    for moment in stride(from: 0, through: 7000, by: 500) {
      try timeline.seek(to: moment)
      let scene = builder.scene(ViewState(), selection: Selection(), in: .init(columns: 200, rows: 60))
      let tiles = scene.map.arenas.flatMap(\.pools)
      #expect(scene.classes.rows.reduce(0) { $0 + $1.used } == tiles.reduce(0) { $0 + Int($1.used) })
      #expect(scene.classes.rows.reduce(0) { $0 + $1.used } == scene.status.liveBlocks)
      #expect(scene.map.usedBytes == scene.status.liveBytes)
    }
  }
}
