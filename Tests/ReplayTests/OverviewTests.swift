import SeededGenerators
import Testing

@testable import Replay

@Suite struct OverviewTests {
  /// An overview of live bytes that are one value a step.
  private func overview(of live: [UInt64], stepsPerBucket: Int, limit: Int) -> Overview {
    var overview = Overview(stepsPerBucket: stepsPerBucket, bucketLimit: limit)
    for (step, bytes) in live.enumerated() {
      overview.append(.init(live: bytes, arenas: UInt32(bytes / 10), microseconds: UInt64(step)), steps: 1)
    }
    return overview
  }

  @Test func `keeps the least and the most of each bucket`() {
    let overview = overview(of: [5, 3, 9, 1, 7, 2, 8], stepsPerBucket: 3, limit: 8)
    #expect(overview.buckets.map(\.minLive) == [3, 1, 8])
    #expect(overview.buckets.map(\.maxLive) == [9, 7, 8])
    #expect(overview.stepCount == 7)
    #expect(overview.peakLive == 9)
  }

  @Test("thins out without losing a least or a most", arguments: [2, 3, 5, 8, 64])
  func thinning(limit: Int) {
    var generator = SeededGenerator(seed: 7)
    let live = (0..<997).map { _ in generator.next() % 1000 }
    let overview = overview(of: live, stepsPerBucket: 1, limit: limit)
    #expect(overview.buckets.count <= limit)
    #expect(overview.stepCount == live.count)
    for (index, bucket) in overview.buckets.enumerated() {
      let from = index * overview.stepsPerBucket
      let steps = live[from..<min(from + overview.stepsPerBucket, live.count)]
      #expect(bucket.minLive == steps.min())
      #expect(bucket.maxLive == steps.max())
    }
  }

  @Test func `cuts steps into columns without gap or overlap`() {
    for (count, range) in [(7, 0..<100), (80, 3..<20), (120, 0..<97_926), (3, 5..<5)] {
      var next = range.lowerBound
      for column in 0..<count {
        let steps = Overview.steps(ofColumn: column, of: count, over: range)
        #expect(steps.lowerBound == next)
        next = steps.upperBound
      }
      #expect(next == range.upperBound)
    }
  }

  @Test func `columns beyond what is known are empty`() {
    let overview = overview(of: [1, 2, 3, 4], stepsPerBucket: 1, limit: 8)
    #expect(overview.columns(4, over: 0..<8).map { $0?.maxLive } == [2, 4, nil, nil])
  }

  @Test func `time leads to a moment and back`() {
    let overview = overview(of: Array(repeating: 1, count: 40), stepsPerBucket: 4, limit: 64)
    #expect(overview.moment(at: 0) == 0)
    #expect(overview.moment(at: 20) == 20)
    #expect(overview.microseconds(at: 20) == 19)
    #expect(overview.moment(at: 1000) == 40)
  }
}
