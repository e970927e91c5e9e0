import Testing

@testable import Collector

/// A, B, C, P, Q with B→A, C→B, A→C, P→Q, Q→P; a variable holds C; Q has `__del__`.
///
/// The expected steps are those of an instrumented CPython 3.13.7.
@Suite struct WorkedExampleTests {
  static let names = ["A", "B", "C", "P", "Q"]

  static func collection(resurrects: Bool = false, minor: Int = 13) throws -> Collection {
    var set = CandidateSet()
    set.add(references: [2], referenceCount: 1)
    set.add(references: [0], referenceCount: 1)
    set.add(references: [1], referenceCount: 2)
    set.add(references: [4], referenceCount: 1)
    set.add(references: [3], referenceCount: 1, traits: .finalizer)
    if resurrects { set.setEffects([.hold(4)], of: 4) }
    return try Collection(of: set, rules: CollectorRules(major: 3, minor: minor, micro: 0))
  }

  func names(_ objects: [Int32]) -> String { objects.map { Self.names[Int($0)] }.joined() }

  @Test func `the lists after each step of move_unreachable are those of the real collector`() throws {
    var collection = try Self.collection()
    while collection.phase < .moveUnreachable { _ = collection.advance() }
    var seen: [String] = []
    repeat {
      seen.append("\(names(collection.young)) · \(names(collection.unreachable))")
      _ = collection.advance()
    } while collection.phase == .moveUnreachable
    var distinct: [String] = []
    for line in seen where distinct.last != line { distinct.append(line) }
    #expect(
      distinct == [
        "BCPQ · A", "CPQ · AB", "CPQB · A", "CQB · AP", "CB · APQ", "CBA · PQ",
      ])
  }

  @Test func `gc_refs after subtract_refs count only what is outside`() throws {
    var collection = try Self.collection()
    while collection.phase < .moveUnreachable { _ = collection.advance() }
    #expect(collection.referenceCounts == [1, 1, 2, 1, 1])
    #expect(collection.gcRefs == [0, 0, 1, 0, 0])
  }

  @Test func `survivors go on in the order C B A, P and Q die, the result is 2`() throws {
    var collection = try Self.collection()
    var steps: [CollectorStep] = []
    while let step = collection.advance() { steps.append(step) }
    #expect(names(collection.survivors) == "CBA")
    #expect(names(collection.freed) == "QP")
    #expect(collection.unreachableCount == 2)
    let end = Array(steps.suffix(5))
    #expect(
      end == [.cleared(3), .dropped(from: 3, to: 4, left: 0), .dropped(from: 4, to: 3, left: 1), .freed(4), .freed(3)])
    #expect(steps.filter { $0 == .finalized(4) }.count == 1)
  }

  @Test func `a resurrected object saves what it reaches`() throws {
    var collection = try Self.collection(resurrects: true)
    collection.run()
    #expect(collection.unreachableCount == 0)
    #expect(names(collection.survivors) == "CBAQP")
    #expect(collection.isFinalized(4))
  }

  @Test func `in 3_8 a resurrected object saves everything, later only what it reaches`() throws {
    for (minor, collected) in [(8, 0), (9, 1)] {
      var set = CandidateSet()
      set.add(references: [0], referenceCount: 1, traits: .finalizer)
      set.add(references: [1], referenceCount: 1)
      set.setEffects([.hold(0)], of: 0)
      var collection = try Collection(of: set, rules: CollectorRules(major: 3, minor: minor, micro: 0))
      collection.run()
      #expect(collection.unreachableCount == collected, "3.\(minor)")
    }
  }

  @Test func `what tp_del reaches is set aside as uncollectable`() throws {
    var set = CandidateSet()
    set.add(references: [1], referenceCount: 1, traits: .legacyFinalizer)
    set.add(references: [0], referenceCount: 1)
    set.add(references: [2], referenceCount: 1)
    var collection = try Collection(of: set, rules: CollectorRules(major: 3, minor: 13, micro: 0))
    collection.run()
    #expect(collection.uncollectable == [0, 1])
    #expect(collection.freed == [2])
  }

  @Test func `a callback runs only when its weak reference is reachable`() throws {
    var set = CandidateSet()
    set.add(references: [0, 1], referenceCount: 1)
    set.add(references: [], referenceCount: 1)
    set.add(CandidateWeakReference(referent: 0, holder: 1, hasCallback: true))
    set.add(CandidateWeakReference(referent: 0, holder: nil, hasCallback: true))
    var collection = try Collection(of: set, rules: CollectorRules(major: 3, minor: 13, micro: 0))
    var steps: [CollectorStep] = []
    while let step = collection.advance() { steps.append(step) }
    #expect(steps.filter { if case .callback = $0 { true } else { false } } == [.callback(1)])
  }

  @Test func `a reference to nobody is refused with its place`() {
    var set = CandidateSet()
    set.add(references: [7], referenceCount: 1)
    #expect(throws: CollectorError.referenceToNobody(reference: 0)) {
      try Collection(of: set, rules: CollectorRules(major: 3, minor: 13, micro: 0))
    }
  }
}
