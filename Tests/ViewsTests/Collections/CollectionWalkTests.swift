import Collector
import Replay
import SeededGenerators
import Testing

@testable import Scene

@Suite struct CollectionWalkTests {
  static func run(_ stepper: CollectionStepper, _ move: CollectionMove) {
    guard stepper.begin(move) else { return }
    stepper.work()
  }

  @Test func `the two lists after each step are those of the real collector`() throws {
    let collection = try WorkedCollection.make()
    let names = collection.names
    Self.run(collection.stepper, .part(.moveUnreachable))
    var seen: [String] = []
    while collection.stepper.progress.phase == .moveUnreachable {
      let walk = collection.stepper.progress
      let line = "\(walk.held.map { names[$0] }.joined()) · \(walk.inDoubt.map { names[$0] }.joined())"
      if seen.last != line { seen.append(line) }
      Self.run(collection.stepper, .steps(1))
    }
    #expect(seen == ["BCPQ · A", "CPQ · AB", "CPQB · A", "CQB · AP", "CB · APQ", "CBA · PQ"])
  }

  @Test func `at the end P and Q are freed, the others stay`() throws {
    let collection = try WorkedCollection.make()
    Self.run(collection.stepper, .end)
    let walk = collection.stepper.progress
    #expect(walk.isFinished)
    #expect(walk.states == [.survives, .survives, .survives, .freed, .freed])
    #expect(
      CollectionWords(names: collection.names, walk: walk).caption.row1
        == "The collection is over: 2 objects freed, 3 stay.")
  }

  @Test func `at the end each object's fate is told with its reason`() throws {
    var set = WorkedCollection.set
    for resurrects in [false, true] {
      if resurrects { set.setEffects([.hold(4)], of: 4) }
      let collection = try WorkedCollection.make(set)
      Self.run(collection.stepper, .end)
      let fates = collection.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40).fates
      #expect(
        fates.map { "\($0.card.name) \($0.card.state): \($0.reason)" } == [
          "A stays: held by B, which stays", "B stays: held by C, which stays", "C stays: something outside holds it",
          resurrects
            ? "P resurrected: a finalizer made something outside hold it" : "P freed: nothing outside held it",
          resurrects
            ? "Q resurrected: a finalizer made something outside hold it" : "Q freed: nothing outside held it",
        ])
    }
  }

  @Test func `the next resurrection is a place to go to`() throws {
    var set = WorkedCollection.set
    set.setEffects([.hold(4)], of: 4)
    let collection = try WorkedCollection.make(set)
    Self.run(collection.stepper, .nextResurrection)
    guard case .resurrected? = collection.stepper.progress.last else {
      Issue.record("no resurrection: \(String(describing: collection.stepper.progress.last))")
      return
    }
    #expect(!(try WorkedCollection.make()).stepper.begin(.nextResurrection))
  }

  @Test func `of very long lists only a part is looked at`() throws {
    var set = CandidateSet()
    for object in 0..<5000 as Range<Int32> { set.add(references: [(object + 1) % 5000], referenceCount: 1) }
    let collection = try WorkedCollection.make(set, names: ["Node"])
    collection.longList = 4999
    Self.run(collection.stepper, .part(.moveUnreachable))
    Self.run(collection.stepper, .steps(2499))
    let lists = collection.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40).lists
    #expect(lists.map(\.count) == [2500, 2500])
    #expect(lists[1].cards.last?.number == 2499)
    #expect(lists.allSatisfy { !$0.knowsPlace && $0.cards.count < 10 })
  }

  @Test func `a resurrected object is kept and said to be`() throws {
    var set = WorkedCollection.set
    set.setEffects([.hold(4)], of: 4)
    let collection = try WorkedCollection.make(set)
    Self.run(collection.stepper, .end)
    #expect(collection.stepper.progress.states.allSatisfy { $0 == .survives || $0 == .resurrected })
    #expect(collection.stepper.progress.inDoubt.isEmpty)
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `forward and back is the same picture, and no object is ever lost`(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func random(_ limit: Int) -> Int { generator.below(limit) }
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
    while !collection.stepper.progress.isFinished {
      Self.run(collection.stepper, .steps(1))
      let walk = collection.stepper.progress
      #expect(walk.held.count + walk.inDoubt.count == count)
      scenes.append(scene())
    }
    while let expected = scenes.popLast() {
      #expect(scene() == expected)
      Self.run(collection.stepper, .steps(-1))
    }
    Self.run(collection.stepper, .end)
    var phases = [collection.stepper.progress.part]
    while collection.stepper.progress.position > 0 {
      Self.run(collection.stepper, .previousPart)
      phases.append(collection.stepper.progress.part)
    }
    #expect(phases == phases.sorted(by: >))
  }

  @Test func `steps back in a long phase are the same picture as steps forward`() throws {
    var set = CandidateSet()
    for object in 0..<3000 as Range<Int32> { set.add(references: [(object + 1) % 3000], referenceCount: 1) }
    let collection = try WorkedCollection.make(set, names: ["Node"])
    Self.run(collection.stepper, .steps(2900))
    for position in [2899, 2898, 2500, 2499, 700, 3500, 3499] {
      Self.run(collection.stepper, .steps(position - collection.stepper.progress.position))
      let fresh = try WorkedCollection.make(set, names: ["Node"])
      Self.run(fresh.stepper, .steps(position))
      #expect(collection.stepper.progress.position == position)
      #expect(
        collection.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40)
          == fresh.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40))
    }
  }
}
