import Testing

@testable import HeapCore

/// A heap with what is needed to send it steps by hand.
struct Simulation: ~Copyable {
  var heap: Heap
  var names: UInt64 = 0

  init(_ version: UInt32 = 0x030D_00F0, _ placements: Placements = .symbolic) {
    heap = Heap(rules: AllocatorRules(python: PythonVersion(hex: version)), placements: placements)
  }

  mutating func malloc(_ size: UInt64, _ domain: Domain = .obj) throws -> (UInt64, StepOutcome) {
    names += 16
    return (names, try send(.allocation(.malloc, domain, size: size, address: names)))
  }

  @discardableResult
  mutating func send(_ step: Step) throws -> StepOutcome {
    try heap.apply(step, [], FrameContext())
  }
}

@Suite("the rules of one pool")
struct PoolRuleTests {
  @Test("a first request carves a pool and one block ahead")
  func first() throws {
    var simulation = Simulation()
    let (_, outcome) = try simulation.malloc(56)
    #expect(outcome.effect == .placed(BlockRef(arena: 1, pool: 0, block: 0)))
    #expect(outcome.turns == [.newPool, .newArena, .poolCarved])
    #expect(outcome.sizeClass == 3)
    #expect(outcome.nextBlock == 1)
    let pool = simulation.heap.pool(PoolRef(arena: 1, pool: 0))
    #expect(pool.state == .used)
    #expect(pool.nextoffset == 48 + 2 * 64)
    #expect(pool.maxnextoffset == 16384 - 64)
    #expect(simulation.heap.totals.liveBytes == 64)
    #expect(simulation.heap.totals.requestedBytes == 56)
  }

  @Test("the block freed last is handed out first")
  func lastInFirstOut() throws {
    var simulation = Simulation()
    let first = try simulation.malloc(100).0
    let second = try simulation.malloc(100).0
    _ = try simulation.malloc(100)
    try simulation.send(.free(.obj, address: first))
    try simulation.send(.free(.obj, address: second))
    #expect(simulation.heap.freeChain(of: PoolRef(arena: 1, pool: 0)) == [1, 0, 3])
    #expect(try simulation.malloc(100).1.effect == .placed(BlockRef(arena: 1, pool: 0, block: 1)))
    #expect(try simulation.malloc(100).1.effect == .placed(BlockRef(arena: 1, pool: 0, block: 0)))
    #expect(try simulation.malloc(100).1.effect == .placed(BlockRef(arena: 1, pool: 0, block: 3)))
  }
}
