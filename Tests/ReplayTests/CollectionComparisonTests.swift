import HeapCore
import Testing
import Trace

@testable import Replay

/// Recorded collections of a few objects, as a test wants them.
struct WrittenCollection {
  var record: CollectionRecord

  init(generation: Int = 0) {
    let types = [
      CollectedType(address: 0x100, name: "Node"), CollectedType(address: 0x200, name: "Loud", traits: .finalizer),
      CollectedType(address: 0x300, name: "tuple"), CollectedType(address: 0x400, name: "weakref"),
      CollectedType(address: 0x500, name: "Relic", traits: .legacyFinalizer),
    ]
    record = CollectionRecord(CollectionFacts(step: 0, generation: generation), types: types)
  }

  /// The address of the object with this number.
  static func address(_ number: Int) -> UInt64 { 0x10000 + UInt64(number) * 64 }

  mutating func add(
    _ type: String, count: UInt32, to others: [Int] = [], callbacks: [Int] = [], isFinalized: Bool = false
  ) {
    let references =
      others.map { CollectedReference(Self.address($0)) }
      + callbacks.map { CollectedReference(Self.address($0), .weakCallback) }
    record.append(
      address: Self.address(record.objects.count), type: record.types.firstIndex { $0.name == type } ?? 0,
      referenceCount: count, isFinalized: isFinalized, references: references)
  }

  /// The collection ends in step 9. `again` is how many objects were unreachable in step 4, when the finalizers had run;
  /// `freed` says in which step an object's block was freed.
  func compare(
    left: [Range<Int>], collected: Int, uncollectable: Int = 0, python: String = "3.13.0", again: Int? = nil,
    freed: [Int: Int] = [:]
  ) throws -> CollectionComparison {
    var record = record
    record.outcome = CollectionOutcome(step: 9, left: left, secondLook: again.map { .init(step: 4, count: $0) })
    let version = try #require(PythonVersion(python))
    let steps = [UInt64: Int](uniqueKeysWithValues: freed.map { (Self.address($0.key) - 16, $0.value) })
    return try CollectionComparer(version).compare(record, stop: (collected, uncollectable)) { steps[$0] }
  }
}

@Suite struct CollectionComparisonTests {
  /// Two objects that hold each other, and one that something outside holds.
  func cycle(of type: String = "Node", isFinalized: Bool = false) -> WrittenCollection {
    var written = WrittenCollection()
    written.add(type, count: 1, to: [1], isFinalized: isFinalized)
    written.add("Node", count: 1, to: [0])
    written.add("Node", count: 1)
    return written
  }

  @Test func `a cycle that went is equal`() throws {
    let comparison = try cycle().compare(left: [0..<2], collected: 2)
    #expect(comparison.difference == nil)
    #expect(comparison.unreachable == 2)
    #expect(comparison.deviations.isEmpty)
  }

  @Test func `an unreachable object that stayed is named`() throws {
    let difference = try #require(try cycle().compare(left: [0..<1], collected: 2).difference)
    #expect(difference.object == 1)
    #expect(difference.what == "candidate 1, Node at 0x10040")
    #expect(difference.expected == "it stayed")
    #expect(difference.actual == "unreachable")
  }

  @Test func `a reachable object that went without a reason is named`() throws {
    var written = WrittenCollection()
    written.add("Node", count: 1)
    let difference = try #require(try written.compare(left: [0..<1], collected: 0).difference)
    #expect(difference.object == 0)
    #expect(difference.actual == "reachable")
  }

  @Test func `a reachable object that is freed soon was being deallocated`() throws {
    var written = WrittenCollection()
    written.add("Node", count: 1)
    let comparison = try written.compare(left: [0..<1], collected: 0, freed: [0: 12])
    #expect(comparison.difference == nil)
    #expect(comparison.deviations.sideDeaths == 1)
  }

  @Test func `another count without a finalizer is a difference`() throws {
    for collected in [1, 3] {
      let difference = try #require(try cycle().compare(left: [0..<2], collected: collected).difference)
      #expect(difference.expected == "\(collected)")
      #expect(difference.actual == "2")
    }
  }

  @Test func `a finalizer explains what stayed, but only once`() throws {
    let comparison = try cycle(of: "Loud").compare(left: [], collected: 0, again: 2)
    #expect(comparison.difference == nil)
    #expect(comparison.deviations.resurrected == 2)
    #expect(try cycle(of: "Loud").compare(left: [], collected: 1, again: 2).difference != nil)
    #expect(try cycle(of: "Loud", isFinalized: true).compare(left: [], collected: 0, again: 2).difference?.object == 0)
  }

  @Test func `recorded frees explain what died before it was counted`() throws {
    let comparison = try cycle(of: "Loud").compare(left: [0..<2], collected: 1, again: 1, freed: [0: 3, 1: 5])
    #expect(comparison.difference == nil)
    #expect(comparison.unjudged == nil)
    #expect(comparison.deviations.diedEarly == 1)
    let difference = try #require(
      try cycle(of: "Loud").compare(left: [0..<2], collected: 1, again: 1, freed: [0: 5, 1: 5]).difference)
    #expect(difference.what == "how many were unreachable when the finalizers had run")
    #expect(try cycle().compare(left: [0..<2], collected: 1, again: 1, freed: [0: 3, 1: 5]).difference != nil)
  }

  @Test func `without the second look, a count that finalizers may have changed isn't judged`() throws {
    let comparison = try cycle(of: "Loud").compare(left: [0..<2], collected: 1)
    #expect(comparison.difference == nil)
    #expect(comparison.unjudged != nil)
    #expect(try cycle(of: "Loud").compare(left: [0..<2], collected: 2).unjudged == nil)
  }

  @Test func `up to 3_8 one finalizer may save what it doesn't reach`() throws {
    var written = WrittenCollection()
    written.add("Loud", count: 1, to: [0])
    written.add("Node", count: 1, to: [1])
    #expect(try written.compare(left: [], collected: 0, python: "3.8.18").difference == nil)
    #expect(try written.compare(left: [], collected: 0, python: "3.9.18", again: 2).difference?.object == 1)
  }

  @Test func `a tuple that refers to nothing tracked is untracked, another isn't`() throws {
    var written = WrittenCollection()
    written.add("tuple", count: 1, to: [1])
    written.add("Node", count: 1)
    #expect(try written.compare(left: [0..<1], collected: 0).deviations.untracked == 0)
    written = WrittenCollection()
    written.add("tuple", count: 1)
    let comparison = try written.compare(left: [0..<1], collected: 0)
    #expect(comparison.difference == nil)
    #expect(comparison.deviations.untracked == 1)
  }

  @Test func `a weak reference that dies with its callback counts as collected`() throws {
    var written = WrittenCollection()
    written.add("Node", count: 1, to: [0], callbacks: [1])
    written.add("weakref", count: 1)
    let comparison = try written.compare(left: [0..<2], collected: 2, freed: [0: 6, 1: 3])
    #expect(comparison.difference == nil)
    #expect(comparison.deviations.callbacks == 1)
    #expect(comparison.deviations.sideDeaths == 1)
    #expect(try written.compare(left: [0..<2], collected: 3, freed: [0: 6, 1: 3]).difference != nil)
    #expect(try written.compare(left: [0..<2], collected: 1, freed: [0: 6, 1: 3]).difference != nil)
    #expect(try written.compare(left: [0..<1], collected: 1, freed: [0: 6]).difference == nil)
  }

  @Test func `what tp_del keeps has to stay and to be counted`() throws {
    var written = WrittenCollection()
    written.add("Relic", count: 1, to: [0])
    #expect(try written.compare(left: [], collected: 0, uncollectable: 1).difference == nil)
    #expect(try written.compare(left: [], collected: 0, uncollectable: 0).difference != nil)
    #expect(try written.compare(left: [0..<1], collected: 0, uncollectable: 1).difference?.object == 0)
  }

  @Test func `the generation follows from counts, thresholds and the quarter`() throws {
    let python = try #require(PythonVersion("3.13.0"))
    var facts = CollectionFacts(step: 0, generation: 1, counts: [2001, 11, 11], thresholds: [2000, 10, 10])
    facts.longLivedTotal = 100
    facts.longLivedPending = 24
    #expect(PredictedGeneration(facts, python: python) == .automatic(1))
    facts.longLivedPending = 25
    #expect(PredictedGeneration(facts, python: python) == .automatic(2))
    facts.isEnabled = false
    #expect(PredictedGeneration(facts, python: python) == .requested)
  }

  @Test func `what nobody asked for has to be due, and of the generation that is`() throws {
    let python = try #require(PythonVersion("3.13.0"))
    func verdict(_ generation: Int, count: Int, _ asker: CollectionAsker, _ older: Int = 0)
      -> PredictedGeneration.Verdict
    {
      var facts = CollectionFacts(
        step: 0, generation: generation, counts: [count, older, 0], thresholds: [2000, 10, 10])
      facts.asker = asker
      return PredictedGeneration(facts, python: python).verdict(on: facts)
    }
    #expect(verdict(0, count: 2001, .nobody) == .agrees)
    #expect(verdict(1, count: 2001, .nobody) == .differs)
    #expect(verdict(0, count: 1999, .nobody) == .differs)
    #expect(verdict(2, count: 1999, .nobody) == .unjudged)
    #expect(verdict(1, count: 1999, .program) == .agrees)
    #expect(verdict(1, count: 2001, .program) == .agrees)
    #expect(verdict(2, count: 1999, .finalization) == .agrees)
    #expect(verdict(1, count: 1999, .finalization) == .differs)
    #expect(verdict(1, count: 2001, .unknown) == .differs)
    // From 3.12 on objects can be freed between the count's passing the threshold and the collection.
    #expect(verdict(1, count: 1999, .nobody, 11) == .agrees)
    #expect(verdict(1, count: 1999, .unknown, 11) == .agrees)
    #expect(verdict(0, count: 1999, .nobody, 11) == .differs)
  }

  @Test func `up to 3_11 the object whose allocation collects isn't counted yet`() throws {
    let facts = CollectionFacts(step: 0, generation: 0, counts: [700, 0, 0], thresholds: [700, 10, 10])
    #expect(PredictedGeneration(facts, python: try #require(PythonVersion("3.11.7"))) == .automatic(0))
    #expect(PredictedGeneration(facts, python: try #require(PythonVersion("3.12.1"))) == .requested)
  }

  @Test func `a collection leaves the counts and long-lived objects with which the next begins`() throws {
    var written = WrittenCollection(generation: 1)
    for _ in 0..<5 { written.add("Node", count: 1) }
    written.add("Node", count: 1, to: [5])
    written.record.facts.counts = [700, 11, 3]
    written.record.facts.longLivedTotal = 100
    written.record.facts.longLivedPending = 20
    let comparison = try written.compare(left: [5..<6], collected: 1)
    var ledger = GenerationLedger()
    ledger.note(written.record, comparison, index: 4)
    var next = CollectionFacts(step: 12, generation: 0, counts: [12, 0, 4], longLivedTotal: 100, longLivedPending: 25)
    #expect(ledger.agrees(with: next, index: 5) == true)
    #expect(ledger.agrees(with: next, index: 6) == nil)
    next.step = 1
    #expect(ledger.agrees(with: next, index: 5) == nil)
    next.step = 12
    next.longLivedPending = 26
    #expect(ledger.agrees(with: next, index: 5) == false)
    next.longLivedPending = 25
    next.counts = [12, 1, 4]
    #expect(ledger.agrees(with: next, index: 5) == false)
    next.counts = [12, 0, 0]
    #expect(ledger.agrees(with: next, index: 5) == true)
  }
}
