import HeapCore
import ObjectGraph
import Testing

@testable import ObjectHeap

/// A program's actions and the graph after them.
struct Program {
  var performer: ObjectMachine
  var changes: [ObjectChange] = []

  init(minor: Int = 13) { performer = ObjectMachine(PythonVersion(hex: UInt32(0x0300_00F0 + minor << 16))) }

  var graph: ObjectGraph { performer.graph }

  mutating func perform(_ actions: ObjectAction...) throws(ObjectMistake) {
    for action in actions {
      try performer.perform(action)
      changes += performer.changes
    }
  }

  mutating func bear(_ names: String) throws(ObjectMistake) {
    for name in names { try perform(.birth(name: String(name), type: "Node", size: 48, isTracked: true)) }
  }

  /// The objects that have died, by name in the order of their deaths.
  var deaths: String {
    changes.compactMap { if case .died(let id) = $0 { graph[id]?.name } else { nil } }.joined()
  }

  func names(_ list: GenerationList) -> String { graph.objects(in: list).compactMap { graph[$0]?.name }.joined() }
}

@Suite struct CycleTests {
  /// B→A, C→B, A→C, P→Q, Q→P; only the name of C is left; Q has `__del__`.
  static func example(_ behaviour: FinalizerBehaviour = .nothing, minor: Int = 13) throws -> Program {
    var program = Program(minor: minor)
    try program.bear("ABCPQ")
    try program.perform(
      .set(2, attribute: "peer", 1), .set(3, attribute: "peer", 2), .set(1, attribute: "peer", 3),
      .set(4, attribute: "peer", 5), .set(5, attribute: "peer", 4), .finalizer(5, behaviour),
      .unbind(name: "A"), .unbind(name: "B"), .unbind(name: "P"), .unbind(name: "Q"))
    return program
  }

  @Test func `counts follow from references`() throws {
    let program = try Self.example()
    #expect(program.graph.objects.map(\.referenceCount) == [1, 1, 2, 1, 1])
    #expect(program.names(.young) == "ABCPQ")
    #expect(program.graph.counters.counts == [5, 0, 0])
  }

  @Test func `a collection frees the cycle that nothing holds and moves the other on`() throws {
    var program = try Self.example()
    try program.perform(.collect(generation: 0))
    #expect(program.deaths == "QP")
    #expect(program.names(.middle) == "CBA")
    #expect(program.names(.young).isEmpty)
    #expect(program.changes.contains(.collectionStopped(generation: 0, collected: 2)))
    #expect(program.changes.count { $0 == .finalized(5) } == 1)
    #expect(program.graph.counters.counts == [0, 1, 0])
    try program.perform(.unbind(name: "C"), .collect(generation: 1))
    #expect(program.graph.objects.allSatisfy { !$0.isAlive })
  }

  @Test func `a resurrected object saves what it refers to, and is not finalized again`() throws {
    var program = try Self.example(.resurrects)
    try program.perform(.collect(generation: 0))
    #expect(program.deaths.isEmpty)
    #expect(program.names(.middle) == "CBAQP")
    try program.perform(.release(5), .collect(generation: 2))
    #expect(program.deaths == "PQ")
    #expect(program.changes.count { $0 == .finalized(5) } == 1)
  }

  @Test func `a finalizer that drops its reference lets the cycle die`() throws {
    var program = try Self.example(.drops("peer"))
    try program.perform(.collect(generation: 0))
    #expect(program.deaths == "PQ")
  }

  @Test func `weak references to garbage are cleared, and only the callbacks of what lives run`() throws {
    var program = Program()
    try program.bear("abvw")
    try program.perform(
      .set(1, attribute: "peer", 2), .set(2, attribute: "peer", 1), .weakReference(3, to: 1, hasCallback: true),
      .weakReference(4, to: 1, hasCallback: true), .set(1, attribute: "weak", 4), .unbind(name: "w"),
      .unbind(name: "a"), .unbind(name: "b"), .collect(generation: 2))
    #expect(program.changes.filter { if case .callback = $0 { true } else { false } } == [.callback(3)])
    #expect(program.graph[3]?.weakReferent == nil)
    #expect(program.deaths == "bwa" || program.deaths == "wba" || program.deaths == "baw")
  }

  @Test func `the threshold makes an allocation collect`() throws {
    for (minor, left) in [(11, "c"), (13, "")] {
      var program = Program(minor: minor)
      try program.perform(.thresholds(2, 10, 10))
      try program.bear("abc")
      #expect(program.changes.contains(.collectionStarted(generation: 0)))
      #expect(program.names(.young) == left, "3.\(minor)")
    }
  }

  @Test func `frozen objects are no candidates`() throws {
    var program = try Self.example()
    try program.perform(.freeze, .collect(generation: 2))
    #expect(program.deaths.isEmpty)
    #expect(program.names(.permanent) == "ABCPQ")
    try program.perform(.unfreeze, .collect(generation: 2))
    #expect(program.deaths == "QP")
  }

  @Test func `an object dies after what only it held`() throws {
    var program = Program()
    try program.bear("abc")
    try program.perform(
      .set(1, attribute: "x", 2), .set(2, attribute: "x", 3), .unbind(name: "c"), .unbind(name: "b"),
      .unbind(name: "a"))
    #expect(program.deaths == "cba")
  }

  @Test func `a chain of any length dies without recursion`() throws {
    var program = Program()
    let length = 20_000
    for number in 1...length {
      try program.perform(.birth(name: "a", type: "Node", size: 48, isTracked: false))
      if number > 1 { try program.perform(.set(number, attribute: "next", number - 1)) }
      try program.perform(.bind(name: "head", number))
    }
    try program.perform(.unbind(name: "a"), .unbind(name: "head"))
    #expect(program.graph.objects.allSatisfy { !$0.isAlive })
  }

  @Test func `one object's attributes and weak references are bounded`() throws {
    var program = Program()
    try program.bear("a")
    for number in 0..<ObjectMachine.referenceLimit { try program.perform(.set(1, attribute: "x\(number)", 1)) }
    #expect(throws: ObjectMistake.self) { try program.perform(.set(1, attribute: "y", 1)) }
    try program.perform(.set(1, attribute: "x0", 1))
  }

  @Test func `what can't be is refused, and changes nothing`() throws {
    var program = try Self.example(minor: 11)
    let before = program.graph
    for (action, message) in [
      (ObjectAction.release(1), "nothing outside holds `A`"), (.count(1, 3), "is 1, not 3: it's held by B.peer"),
      (.unbind(name: "A"), "there is no name `A`"), (.hold(9), "there is no object 9"),
      (.immortal(1), "they came with 3.12"), (.track(1), "is tracked already"), (.death(3), "`C` lives"),
      (.unset(1, attribute: "x"), "has no attribute `x`"), (.collect(generation: 3), "generations 0, 1 and 2"),
    ] {
      let mistake = #expect(throws: ObjectMistake.self) { try program.perform(action) }
      #expect(mistake?.message.contains(message) == true, "\(mistake?.message ?? "")")
    }
    #expect(program.graph == before)
  }
}
