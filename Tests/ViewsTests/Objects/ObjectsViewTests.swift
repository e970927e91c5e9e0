import Cells
import Collector
import SeededGenerators
import Testing

@testable import Scene
@testable import Views

@Suite struct ObjectsViewTests {
  static func list() -> ObjectList {
    let network = ObjectNetwork(
      .collection(1), WorkedCollection.set, types: CandidateNames(types: ["A", "B", "C", "P", "Q"], of: 0..<5),
      addresses: [16, 80, 144, 208, 272])
    network.traits = [.stays, .stays, .stays, .left, .left]
    return ObjectList(network)
  }

  static func scene(
    chosen: Int32? = nil, order: ObjectOrder = .collector, filter: ObjectFilter = .all
  ) -> ObjectsScene {
    list().scene(chosen: chosen, order: order, filter: filter, rows: 40) {
      "0.3.\($0 / 64)"
    }
  }

  static func screen(_ scene: ObjectsScene, width: Int, height: Int, glyphs: GlyphSet = .unicode) -> Canvas {
    var screen = MockScenes.heap(columns: width, view: .objects)
    screen.objects = .objects(scene)
    return Screen.draw(screen, width: width, height: height, theme: .dark, glyphs: glyphs).picture
  }

  static let wide = """
     ▶ Objects ──────────── 5 of 5, 2 cycles, by type
      object            refs  in out cycle  state
    ▶ A                    1   1   1   ⇄ 1  stays
      B                    1   1   1   ⇄ 1  stays
      C                    2   1   1   ⇄ 1  stays
      P                    1   1   1   ⇄ 2  left
      Q                    1   1   1   ⇄ 2  left

    """

  @Test func `the list and the first object closely, 120 x 40`() {
    let picture = Self.screen(Self.scene(order: .type), width: 120, height: 40)
    #expect(HeapViewTests.rows(picture, 3..<11) == Self.wide)
  }

  @Test func `an object that nothing holds has no way that leads to it`() {
    let text = HeapViewTests.rows(Self.screen(Self.scene(chosen: 4), width: 80, height: 24), 0..<24)
    #expect(text.contains("Nothing outside its own cycle holds"))
    #expect(text.contains("2 objects: P, Q"))
  }

  @Test func `the list can be sorted and filtered`() {
    #expect(Self.scene(order: .references).rows.map(\.name) == ["C", "A", "B", "P", "Q"])
    #expect(Self.scene(filter: .left).rows.map(\.name) == ["P", "Q"])
    #expect(Self.scene(filter: .type("B")).rows.map(\.name) == ["B"])
    #expect(Self.scene(filter: .cycles).listed == 5)
    #expect(Self.scene(filter: .left).total == 5)
  }

  @Test func `every size is drawn in ASCII`() {
    for (width, height) in [(40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60)] {
      let text = Self.screen(Self.scene(), width: width, height: height, glyphs: .ascii).text
      #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
      #expect(text.contains("5 of 5"))
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `cycles and ways from outside are those of the graph`(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func random(_ limit: Int) -> Int { generator.below(limit) }
    let count = 2 + random(25)
    let edges = (0..<count).map { _ in (0..<random(3)).map { _ in Int32(random(count)) } }
    var set = CandidateSet()
    for object in 0..<count {
      let inside = edges.reduce(0) { $0 + $1.count { $0 == Int32(object) } }
      set.add(references: edges[object], referenceCount: Int32(inside + (random(4) == 0 ? 1 : 0)))
    }
    let reached = (0..<count).map { start -> Set<Int32> in
      var seen: Set<Int32> = []
      var waiting = edges[start]
      while let next = waiting.popLast() { if seen.insert(next).inserted { waiting += edges[Int(next)] } }
      return seen
    }
    var finder = CycleFinder(count: count)
    while !finder.isDone { finder.advance(set, references: 1) }
    for a in 0..<count {
      #expect((finder.cycles[a] > 0) == reached[a].contains(Int32(a)))
      for b in 0..<count where finder.cycles[a] > 0 && finder.cycles[b] > 0 {
        let isSame = a == b || reached[a].contains(Int32(b)) && reached[b].contains(Int32(a))
        #expect((finder.cycles[a] == finder.cycles[b]) == isSame)
      }
    }
    let holders = ObjectHolders(set)
    var collection = try Collector.Collection(of: set, rules: CollectorRules(major: 3, minor: 13, micro: 0))
    collection.run(to: .mergeSurvivors)
    let unreachable = Set(collection.unreachable)
    for object in 0..<Int32(count) {
      let path = holders.path(to: object)
      // What no way leads to is what the collector finds unreachable.
      #expect((path == nil) == unreachable.contains(object))
      guard let path else { continue }
      #expect(path.last == object)
      #expect(holders.outside(of: path[0]) > 0)
      for (from, to) in zip(path, path.dropFirst()) { #expect(edges[Int(from)].contains(to)) }
    }
  }
}
