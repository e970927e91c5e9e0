import Collector
import Testing

@testable import Scene

@Suite struct CollectionWalkTests {
  static func run(_ stepper: CollectionWalker, _ move: CollectionMove) {
    guard stepper.begin(move) else { return }
    while stepper.work(isLate: { false }) {}
  }

  @Test func `the two lists after each step are those of the real collector`() throws {
    let collection = try WorkedCollection.make()
    let names = collection.names
    Self.run(collection.stepper, .phase(3))
    var seen: [String] = []
    while collection.stepper.walk.phase == .moveUnreachable {
      let walk = collection.stepper.walk
      let line = "\(walk.held.map { names[$0] }.joined()) · \(walk.inDoubt.map { names[$0] }.joined())"
      if seen.last != line { seen.append(line) }
      Self.run(collection.stepper, .steps(1))
    }
    #expect(seen == ["BCPQ · A", "CPQ · AB", "CPQB · A", "CQB · AP", "CB · APQ", "CBA · PQ"])
  }

  @Test func `at the end P and Q are freed, the others stay`() throws {
    let collection = try WorkedCollection.make()
    Self.run(collection.stepper, .end)
    let walk = collection.stepper.walk
    #expect(walk.isFinished)
    #expect(walk.states == [.survives, .survives, .survives, .freed, .freed])
    #expect(
      CollectionWords(names: collection.names, walk: walk).caption.row1
        == "The collection is over: 2 objects freed, 3 stay.")
  }

  @Test func `a resurrected object is kept and said to be`() throws {
    var set = WorkedCollection.set
    set.setEffects([.hold(4)], of: 4)
    let collection = try WorkedCollection.make(set)
    Self.run(collection.stepper, .end)
    #expect(collection.stepper.walk.states.allSatisfy { $0 == .survives || $0 == .resurrected })
    #expect(collection.stepper.walk.inDoubt.isEmpty)
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `forward and back is the same picture, and no object is ever lost`(_ seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let count = 2 + random(20)
    let edges = (0..<count).map { _ in (0..<random(4)).map { _ in Int32(random(count)) } }
    var set = CandidateSet()
    for object in 0..<count {
      let inside = edges.reduce(0) { $0 + $1.count { $0 == Int32(object) } }
      set.add(
        references: edges[object], referenceCount: Int32(max(inside + (random(4) == 0 ? 1 : 0), 1)),
        traits: random(5) == 0 ? .finalizer : [])
    }
    let collection = try WorkedCollection.make(set, names: ["Node"])
    func scene() -> CollectionScene { collection.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40) }
    var scenes = [scene()]
    while !collection.stepper.walk.isFinished {
      Self.run(collection.stepper, .steps(1))
      let walk = collection.stepper.walk
      #expect(walk.held.count + walk.inDoubt.count == count)
      scenes.append(scene())
    }
    while let expected = scenes.popLast() {
      #expect(scene() == expected)
      Self.run(collection.stepper, .steps(-1))
    }
    Self.run(collection.stepper, .end)
    var phases = [CollectionWords.strip(collection.stepper.walk)]
    while collection.stepper.walk.position > 0 {
      Self.run(collection.stepper, .previousPhase)
      phases.append(CollectionWords.strip(collection.stepper.walk))
    }
    #expect(phases == phases.sorted(by: >))
  }

  @Test func `steps back in a long phase are the same picture as steps forward`() throws {
    var set = CandidateSet()
    for object in 0..<3000 as Range<Int32> { set.add(references: [(object + 1) % 3000], referenceCount: 1) }
    let collection = try WorkedCollection.make(set, names: ["Node"])
    Self.run(collection.stepper, .steps(2900))
    for position in [2899, 2898, 2500, 2499, 700, 3500, 3499] {
      Self.run(collection.stepper, .steps(position - collection.stepper.walk.position))
      let fresh = try WorkedCollection.make(set, names: ["Node"])
      Self.run(fresh.stepper, .steps(position))
      #expect(collection.stepper.walk.position == position)
      #expect(
        collection.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40)
          == fresh.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40))
    }
  }
}
