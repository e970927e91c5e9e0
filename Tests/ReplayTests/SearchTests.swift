import HeapCore
import Testing
import Trace

@testable import Replay

@Suite struct SearchTests {
  /// The steps at which a condition holds, found by asking each outcome in a way of its own.
  private func hits(_ trace: TraceFile, _ holds: (StepOutcome, HeapTotals, HeapTotals) -> Bool) throws -> [Int] {
    let timeline = try Timeline(trace)
    var hits: [Int] = []
    var before = timeline.withHeap { $0.totals }
    while try timeline.stepForward() {
      let after = timeline.withHeap { $0.totals }
      let outcome = try #require(timeline.outcome)
      if holds(outcome, before, after) { hits.append(outcome.step) }
      before = after
    }
    return hits
  }

  private func expect(_ text: String, finds expected: [Int], in trace: TraceFile) throws {
    let timeline = try Timeline(trace, limits: .init(checkpointBytes: .max, replayNanoseconds: 0, steps: 500))
    timeline.waitForIndex()
    let condition = try Condition(text)
    var forward: [Int] = []
    var moment = 0
    while case .found(let step) = timeline.search(condition, from: moment, .forward).finish() {
      forward.append(step)
      moment = step + 1
    }
    #expect(forward == expected, "\(text) forward")
    var backward: [Int] = []
    moment = trace.stepCount + 1
    while case .found(let step) = timeline.search(condition, from: moment, .backward).finish() {
      backward.append(step)
      moment = step + 1
    }
    #expect(backward == expected.reversed(), "\(text) backward")
  }

  @Test func `a search finds what asking each step finds, both ways`() throws {
    let trace = try WrittenTrace.random(seed: 21, steps: 6000, cut: 300)
    try expect("size > 5000", finds: try hits(trace) { outcome, _, _ in outcome.size ?? 0 > 5000 }, in: trace)
    try expect(
      "arena", in: trace,
      finds: try hits(trace) { outcome, _, _ in !outcome.turns.isDisjoint(with: [.newArena, .arenaReturned]) })
    try expect(
      "gc 2", in: trace,
      finds: try hits(trace) { outcome, _, _ in
        if case .collectionStart(generation: 2) = outcome.event { true } else { false }
      })
    try expect(
      "live > 100 KiB", in: trace,
      finds: try hits(trace) { $1.liveBytes <= 102_400 && $2.liveBytes > 102_400 })
    try expect(
      "raw < 20 KiB", in: trace,
      finds: try hits(trace) { $1.rawBytes >= 20480 && $2.rawBytes < 20480 })
    try expect(
      "thread 2 and free", in: trace,
      finds: try hits(trace) { outcome, _, _ in
        if case .free = outcome.event { outcome.context.thread == 2 } else { false }
      })
    try expect("size > 99999", finds: [], in: trace)
  }

  private func expect(_ text: String, in trace: TraceFile, finds expected: [Int]) throws {
    #expect(!expected.isEmpty, "\(text) should have hits")
    try expect(text, finds: expected, in: trace)
  }

  @Test func `a pool and a block are found by the numbers on the screen`() throws {
    let trace = try WrittenTrace.random(seed: 22, steps: 3000, cut: 300)
    var filled: [(step: Int, pool: PoolRef)] = []
    _ = try hits(trace) { outcome, _, _ in
      if outcome.turns.contains(.poolFilled), case .placed(let block) = outcome.effect {
        filled.append((outcome.step, block.poolRef))
      }
      return false
    }
    let pool = try #require(filled.first?.pool)
    // Handle 1 is the first arena: handle 0 stands for the rings.
    #expect(pool.arena == 1)
    try expect("0.\(pool.pool) full", in: trace, finds: filled.filter { $0.pool == pool }.map(\.step))
    try expect(
      "0.0.1", in: trace,
      finds: try hits(trace) { outcome, _, _ in outcome.blocks.contains(BlockRef(arena: 1, pool: 0, block: 1)) })
  }

  @Test func `a search that is advanced in slices says how far it is`() throws {
    let trace = try WrittenTrace.random(seed: 23, steps: 6000, cut: 200)
    let search = try Timeline(trace).search(try Condition("ghost"), from: 0, .forward)
    var shares: [Double] = []
    while case .running(let share) = search.advance(milliseconds: 0) { shares.append(share) }
    #expect(search.state == .exhausted)
    #expect(shares.count > 3)
    #expect(shares == shares.sorted())
  }

  @Test func `the history of an address goes back and forth from the moment`() throws {
    let timeline = try Timeline(
      try TraceFile.inMemory(
        TraceHeader(python: PythonVersion(hex: 0x030D_00F0), placements: .recorded)
      ) { writer throws(TraceError) in
        try writer.append(.fact(.arenaObtained(0x7F00_0000_0000)))
        for _ in 0..<3 {
          try writer.append(.step(.allocation(.malloc, .obj, size: 40, address: 0x7F00_0000_0030)))
          try writer.append(.step(.free(.obj, address: 0x7F00_0000_0030)))
        }
      })
    try timeline.seek(to: 3)
    let history = timeline.history(of: 0x7F00_0000_0030)
    while !history.isComplete { try history.advance(milliseconds: 1) }
    #expect(
      history.earlier == [
        .init(step: 2, change: .taken(size: 40)), .init(step: 1, change: .freed),
        .init(step: 0, change: .taken(size: 40)),
      ])
    #expect(history.later == [.init(step: 3, change: .freed)])
  }
}

extension StepOutcome {
  fileprivate var size: UInt64? {
    switch event {
    case .allocation(_, _, let size, _), .realloc(_, _, let size, _): size
    default: nil
    }
  }
}
