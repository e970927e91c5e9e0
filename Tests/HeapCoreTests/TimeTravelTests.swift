import SeededGenerators
import Testing

@testable import HeapCore

@Suite("going back and forth")
struct TimeTravelTests {
  let program = RandomProgram(minor: 9, steps: 24_000, seed: 11)

  /// The state at moment `target`, replayed from the start.
  private func straight(to target: Int) throws -> UInt64 {
    var heap = Heap(rules: program.rules, placements: .recorded)
    for frame in try program.frames(of: 5000) where frame.context.firstStep < target {
      var decoder = EventDecoder(rules: program.rules, bytes: frame.bytes, context: frame.context, count: frame.count)
      try heap.run(&decoder, to: target)
    }
    return heap.fingerprint()
  }

  @Test("a snapshot restored, in whatever order, is the moment replayed")
  func snapshots() throws {
    var heap = Heap(rules: program.rules, placements: .recorded)
    var snapshots: [(snapshot: Snapshot, fingerprint: UInt64)] = [(heap.snapshot(), heap.fingerprint())]
    for frame in try program.frames(of: 5000) {
      var decoder = EventDecoder(rules: program.rules, bytes: frame.bytes, context: frame.context, count: frame.count)
      for part in 1...4 {
        try heap.run(&decoder, to: frame.context.firstStep + part * 1250)
        snapshots.append((heap.snapshot(), heap.fingerprint()))
      }
    }
    var other = Heap(rules: program.rules, placements: .recorded)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let (snapshot, fingerprint) = try #require(snapshots.randomElement(using: &generator))
      heap.restore(snapshot)
      #expect(heap.step == snapshot.step)
      #expect(heap.fingerprint() == fingerprint)
      try heap.checkInvariants()
      other.restore(snapshot)
      #expect(other.fingerprint() == fingerprint)
    }
    #expect(try straight(to: 12_500) == snapshots[10].fingerprint)
  }

  @Test("what happens after a snapshot doesn't change it, and it can be run on from")
  func runOn() throws {
    let frames = try program.frames(of: 5000)
    var heap = Heap(rules: program.rules, placements: .recorded)
    var decoder = EventDecoder(rules: program.rules)
    decoder.load(bytes: frames[0].bytes, context: frames[0].context, count: frames[0].count)
    try heap.run(&decoder, to: .max)
    let snapshot = heap.snapshot()
    decoder.load(bytes: frames[1].bytes, context: frames[1].context, count: frames[1].count)
    try heap.run(&decoder, to: .max)
    heap.restore(snapshot)
    decoder.load(bytes: frames[1].bytes, context: frames[1].context, count: frames[1].count)
    try heap.run(&decoder, to: 7777)
    #expect(try heap.fingerprint() == straight(to: 7777))
    // A snapshot shares what didn't change.
    let next = heap.snapshot()
    let again = heap.snapshot()
    #expect(again.addedBytes < next.addedBytes / 4)
  }

  @Test("steps back through a frame are the moments that steps forward went through")
  func stepsBack() throws {
    let frame = try program.frames()[0]
    var heap = Heap(rules: program.rules, placements: .recorded)
    var decoder = EventDecoder(rules: program.rules, bytes: frame.bytes, context: frame.context, count: frame.count)
    var moments = RecentMoments(spacing: 64, limit: 4)
    try moments.run(&heap, &decoder, to: 9000)
    #expect(heap.step == 9000)
    var fingerprints: [Int: UInt64] = [:]
    for step in stride(from: 9000, to: 8760, by: -1) {
      #expect(try moments.back(&heap, &decoder, to: step))
      #expect(heap.step == step)
      if step % 40 == 0 { fingerprints[step] = heap.fingerprint() }
    }
    for (step, fingerprint) in fingerprints { #expect(try straight(to: step) == fingerprint) }
    #expect(try moments.back(&heap, &decoder, to: 100) == false)
    #expect(heap.step == 8761)
    let outcome = try #require(try moments.step(&heap, &decoder))
    #expect(outcome.step == 8761)
    #expect(heap.step == 8762)
  }

  @Test("steps taken one by one lead where a run leads")
  func oneByOne() throws {
    let frame = try program.frames(of: 3000)[0]
    var heap = Heap(rules: program.rules, placements: .recorded)
    var decoder = EventDecoder(rules: program.rules, bytes: frame.bytes, context: frame.context, count: frame.count)
    while try heap.step(&decoder) != nil {}
    #expect(heap.step == 3000)
    #expect(try heap.fingerprint() == straight(to: 3000))
  }
}
