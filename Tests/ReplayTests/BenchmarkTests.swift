import Testing

@testable import Replay

@Suite struct BenchmarkTests {
  @Test func `moments are spread over the whole trace`() {
    var moments = SpreadMoments(count: 100_000_000)
    let drawn = (0..<400).map { _ in moments.next() }
    #expect(drawn.allSatisfy { (0...100_000_000).contains($0) })
    for tenth in 0..<10 {
      #expect(drawn.contains { $0 / 10_000_001 == tenth })
    }
  }

  @Test func `each thing is measured`() throws {
    let benchmark = try Benchmark(try WrittenTrace.random(seed: 9, steps: 3000), seeks: 5, stepsBack: 100)
    #expect(benchmark.nanosecondsPerEvent > 0)
    #expect(benchmark.seek.percentile(99) >= benchmark.seek.percentile(50))
    #expect(benchmark.stepBack.percentile(50) > 0)
    #expect(benchmark.indexBytes > 0 && benchmark.peakBytes > 0)
  }

  @Test func `a percentile is a value that was measured`() {
    let sample = Benchmark.Sample([5, 1, 3, 2, 4])
    #expect(sample.percentile(50) == 3)
    #expect(sample.percentile(99) == 5)
    #expect(Benchmark.Sample([]).percentile(50) == 0)
  }
}
