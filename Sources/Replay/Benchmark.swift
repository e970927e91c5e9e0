import Glibc
import HeapCore
import Trace

/// Measures a replay: speed, jumps, steps back, memory. Times are a processor's, of the thread that works.
public struct Benchmark {
  /// Values of many measurements, in nanoseconds.
  public struct Sample: Sendable {
    private let sorted: [UInt64]

    public init(_ values: [UInt64]) {
      sorted = values.sorted()
    }

    /// The value that so many percent don't exceed, 0 when nothing was measured.
    public func percentile(_ percent: Int) -> UInt64 {
      sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }
  }

  /// Nanoseconds an event takes to read, decode and simulate.
  public private(set) var nanosecondsPerEvent = 0.0
  public private(set) var seek = Sample([])
  public private(set) var stepBack = Sample([])
  /// Bytes of checkpoints, overview and landmarks.
  public private(set) var indexBytes = 0
  /// Seconds that passed until everything was indexed.
  public private(set) var indexSeconds = 0.0
  /// The most memory that the process had, in bytes.
  public private(set) var peakBytes = 0
  /// The timeline that was measured, indexed.
  public let timeline: Timeline

  /// Measures a trace; takes some seconds for 100 million events.
  public init(_ trace: TraceFile, seeks: Int = 300, stepsBack: Int = 3000) throws(ReplayError) {
    var start = monotonicNanoseconds()
    timeline = try Timeline(trace)
    timeline.waitForIndex()
    indexSeconds = Double(monotonicNanoseconds() - start) / 1e9
    let index = timeline.index
    if let problem = index.problem { throw problem }
    indexBytes = Snapshot.bytesInUse + index.byteCount

    var cursor = try ReplayCursor(trace)
    start = threadNanoseconds()
    try cursor.advance(to: trace.stepCount)
    nanosecondsPerEvent = Double(threadNanoseconds() - start) / Double(max(1, trace.stepCount))

    var moments = SpreadMoments(count: trace.stepCount)
    var times: [UInt64] = []
    for _ in 0..<seeks {
      let moment = moments.next()
      start = threadNanoseconds()
      try timeline.seek(to: moment)
      times.append(threadNanoseconds() - start)
    }
    seek = Sample(times)

    times = []
    for _ in 0..<stepsBack / 100 {
      try timeline.seek(to: moments.next())
      for _ in 0..<100 {
        start = threadNanoseconds()
        guard try timeline.stepBack() else { break }
        times.append(threadNanoseconds() - start)
      }
    }
    stepBack = Sample(times)
    peakBytes = Self.peakMemory()
  }

  /// The most memory that the process had so far, in bytes.
  public static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}

/// Moments all over a trace, always the same ones.
public struct SpreadMoments {
  private let count: UInt64
  private var state: UInt64 = 1

  /// Spreads moments over a trace of so many steps.
  public init(count: Int) {
    self.count = UInt64(count) + 1
  }

  /// The next moment.
  public mutating func next() -> Int {
    // A linear congruential generator (Knuth's MMIX); its high bits are good enough to spread.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(((state >> 33) &* count) >> 31)
  }
}

/// Time since some fixed moment, in nanoseconds.
func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

extension RecordingIndex {
  /// Bytes of the overview and the landmarks; checkpoints are counted by `Snapshot.bytesInUse`.
  var byteCount: Int {
    overview.buckets.count * MemoryLayout<Overview.Bucket>.stride
      + landmarks.arenas.count * MemoryLayout<Landmarks.ArenaChange>.stride
      + landmarks.collections.count * MemoryLayout<Landmarks.Collection>.stride
      + landmarks.marks.count * MemoryLayout<Landmarks.Mark>.stride
  }
}
