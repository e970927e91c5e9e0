import HeapCore
import SeededGenerators
import Testing
import Trace

@testable import Replay

@Suite struct TimelineTests {
  /// Everything that is read of a heap, so that two moments can be compared.
  private struct Picture: Equatable {
    var totals: HeapTotals
    var arenas: [ArenaInfo]
    var blocks: [[BlockState]]
    var chains: [[Int]]
    var rings: [[PoolRef]]
    var usable: [Int]
    var raw: Set<RawBlock>
    var outcome: StepOutcome?

    init(_ timeline: Timeline) {
      outcome = timeline.outcome
      (totals, arenas, blocks, chains, rings, usable, raw) = timeline.withHeap { heap in
        var blocks: [[BlockState]] = []
        var chains: [[Int]] = []
        for arena in heap.heldArenas {
          for pool in 0..<heap.arena(arena).poolCount {
            blocks.append(heap.blocks(of: PoolRef(arena: arena, pool: pool)))
            chains.append(heap.freeChain(of: PoolRef(arena: arena, pool: pool)))
          }
        }
        var raw: Set<RawBlock> = []
        heap.forEachRaw { raw.insert($0) }
        return (
          heap.totals, heap.heldArenas.map { heap.arena($0) }, blocks, chains,
          (0..<32).map { heap.ring(heap: 0, sizeClass: $0) }, heap.usableArenas(of: 0), raw
        )
      }
    }
  }

  @Test func `a step back shows the picture of the step before`() throws {
    let timeline = try Timeline(try WrittenTrace.random(seed: 1, steps: 3000))
    var pictures = [Picture(timeline)]
    while try timeline.stepForward() {
      if timeline.position % 7 == 0 || timeline.position > 2900 { pictures.append(Picture(timeline)) }
    }
    #expect(timeline.position == 3000)
    while try timeline.stepBack() {
      guard timeline.position % 7 == 0 || timeline.position > 2900 else { continue }
      if timeline.position == 3000 { continue }
      let expected = timeline.position > 2900 ? pictures[pictures.count - 1 - (3000 - timeline.position)] : nil
      if let expected {
        #expect(Picture(timeline) == expected)
      } else {
        #expect(Picture(timeline) == pictures[timeline.position / 7])
      }
    }
    #expect(timeline.outcome == nil)
  }

  @Test("a jump shows what a straight replay shows", arguments: [1, 2, 3] as [UInt64])
  func jumps(seed: UInt64) throws {
    let trace = try WrittenTrace.random(seed: seed, steps: 40_000, cut: 1000)
    let jumping = try Timeline(trace, limits: .init(checkpointBytes: .max, replayNanoseconds: 0, steps: 1000))
    jumping.waitForIndex()
    #expect(jumping.index.checkpoints.checkpoints.count > 30)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<12 {
      let moment = Int(random.next() % 40_001)
      try jumping.seek(to: moment)
      let straight = try Timeline(trace, limits: .init(checkpointBytes: 0, replayNanoseconds: .max, steps: .max))
      while straight.position < moment { try straight.stepForward() }
      #expect(jumping.position == moment)
      #expect(Picture(jumping) == Picture(straight))
    }
  }

  @Test func `a jump can be made in slices`() throws {
    let timeline = try Timeline(try WrittenTrace.random(seed: 4, steps: 60_000))
    timeline.beginSeek(to: 59_000)
    var slices = 0
    while try !timeline.continueSeek(milliseconds: 0) { slices += 1 }
    #expect(slices > 1)
    #expect(timeline.position == 59_000)
    #expect(timeline.outcome?.step == 58_999)
    #expect(!timeline.isSeeking)
  }

  @Test func `the overview and the landmarks are those of the whole trace`() throws {
    let trace = try WrittenTrace.random(seed: 5, steps: 20_000)
    let timeline = try Timeline(trace)
    timeline.waitForIndex()
    let index = timeline.index
    #expect(index.isComplete && index.problem == nil)
    #expect(index.overview.stepCount == 20_000)
    #expect(timeline.indexingProgress == 1)
    var peak = 0
    var arenaSteps: [Int] = []
    var collections = 0
    var marks: [Int] = []
    while try timeline.stepForward() {
      let outcome = try #require(timeline.outcome)
      peak = max(peak, timeline.withHeap { $0.totals.liveBytes })
      if !outcome.turns.isDisjoint(with: [.newArena, .arenaReturned]) { arenaSteps.append(outcome.step) }
      if case .collectionStart = outcome.event { collections += 1 }
      if case .mark = outcome.event { marks.append(outcome.step) }
    }
    #expect(index.overview.peakLive == UInt64(peak))
    #expect(index.landmarks.arenas.map(\.step) == arenaSteps)
    #expect(arenaSteps.count > 4)
    #expect(index.landmarks.collections.count == collections)
    #expect(index.landmarks.marks.map(\.step) == marks)
    #expect(index.landmarks.marks.allSatisfy { $0.name == "mark \($0.step)" })
  }

  @Test func `moments are found`() throws {
    let trace = try WrittenTrace.random(seed: 6, steps: 20_000)
    let timeline = try Timeline(trace)
    #expect(try timeline.resolveWaiting(.step(17)) == 17)
    #expect(try timeline.resolveWaiting(.end) == 20_000)
    #expect(try timeline.resolveWaiting(.share(percent: 25)) == 5000)
    let mark = try #require(
      timeline.index.landmarks.marks.first
        ?? {
          timeline.waitForIndex()
          return timeline.index.landmarks.marks.first
        }())
    #expect(try timeline.resolveWaiting(.mark(mark.name)) == mark.step + 1)
    let collections = timeline.index.landmarks.collections
    #expect(try timeline.resolveWaiting(.collection(2, phase: .start)) == collections[1].start + 1)
    #expect(throws: ReplayError.momentBeyondEnd(step: 20_001, count: 20_000)) {
      try timeline.resolveWaiting(.step(20_001))
    }
    #expect(throws: ReplayError.unknownCollection(99_999, count: collections.count)) {
      try timeline.resolveWaiting(.collection(99_999, phase: .start))
    }
    #expect(throws: ReplayError.lineNeverRuns(file: "a.py", line: 1)) {
      try timeline.resolveWaiting(.line(file: "a.py", number: 1))
    }
  }

  @Test func `an empty trace has one moment`() throws {
    let timeline = try Timeline(try TraceFile.inMemory(WrittenTrace.header) { _ in })
    #expect(try !timeline.stepForward())
    #expect(try !timeline.stepBack())
    try timeline.seek(to: 5)
    #expect(timeline.position == 0 && timeline.outcome == nil)
    timeline.waitForIndex()
    #expect(timeline.index.isComplete)
  }
}
