import HeapCore
import ObjectGraph
import Testing

@testable import ObjectHeap

/// Written programs with the collector of 3.14.0 to 3.14.4.
@Suite struct IncrementTests {
  /// Two objects in a cycle that no name holds, and one that a name does.
  func program(threshold: Int = 2000) throws -> Program {
    var program = Program()
    program.performer = ObjectMachine(PythonVersion(hex: 0x030E_04F0))
    try program.perform(.thresholds(threshold, 10, 0))
    try program.bear("ABC")
    try program.perform(
      .set(1, attribute: "peer", 2), .set(2, attribute: "peer", 1), .unbind(name: "A"), .unbind(name: "B"))
    return program
  }

  /// What each collection found, in order.
  func results(_ program: Program) -> [Int] {
    program.changes.compactMap { if case .collectionStopped(_, let collected) = $0 { collected } else { nil } }
  }

  @Test func `the first increment marks what names reach, the second collects`() throws {
    var program = try program()
    try program.perform(.collect(generation: 1))
    #expect(results(program) == [0])
    #expect(program.names(.old) == "C")
    #expect(program.names(.young) == "AB")
    #expect(program.performer.increments.phase == .collect)
    // 3 new ones, nothing of the scale, less twice the one that was marked.
    #expect(program.performer.increments.workToDo == 1)
    try program.perform(.collect(generation: 1))
    #expect(results(program) == [0, 2])
    #expect(program.deaths == "BA")
    #expect(program.performer.increments.phase == .mark)
  }

  @Test func `an increment with less than nothing to do leaves the young objects alone`() throws {
    var program = try program()
    try program.perform(.bind(name: "A", 3))
    try program.bear("DEF")
    try program.perform(.collect(generation: 1))
    #expect(program.performer.increments.workToDo == 6 - 2 * 4)
    try program.perform(.collect(generation: 1))
    #expect(results(program) == [0, 0])
    #expect(program.names(.young) == "AB")
    try program.perform(.collect(generation: 0))
    #expect(results(program) == [0, 0, 2])
  }

  @Test func `allocations start increments, which are of generation 1`() throws {
    var program = try program(threshold: 4)
    try program.bear("DEFGHIJKLMNOPQR")
    let generations = Set(
      program.changes.compactMap { if case .collectionStarted(let generation) = $0 { generation } else { nil } })
    #expect(generations == [1])
    #expect(program.names(.middle).isEmpty)
  }

  @Test func `a full collection looks at everything and begins a new cycle`() throws {
    var program = try program()
    try program.perform(.collect(generation: 1), .collect(generation: 2))
    #expect(results(program) == [0, 2])
    #expect(program.names(.old) == "C")
    #expect(program.performer.increments.phase == .mark)
    #expect(program.performer.increments.workToDo == 0)
    #expect(program.performer.increments.visited.isEmpty)
  }
}
