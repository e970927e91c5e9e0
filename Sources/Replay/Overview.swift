/// The whole recording in little: live bytes, arenas and time over the steps, thinned out rather than growing.
///
/// A bucket covers `stepsPerBucket` steps; when there are more than `bucketLimit`, neighbours are merged. A value: copies
/// share their storage, so that the indexer publishes one without copying.
public struct Overview: Sendable {
  /// What happened over some steps.
  public struct Bucket: Hashable, Sendable {
    /// Bytes of the live blocks, raw requests left out.
    public var minLive: UInt64
    public var maxLive: UInt64
    /// Bytes of the live requests outside the pools, at the most.
    public var maxRaw: UInt64
    public var minArenas: UInt32
    public var maxArenas: UInt32
    /// Time since the recording's start at the bucket's end.
    public var microseconds: UInt64
    /// The thread that was current at the bucket's end.
    public var thread: UInt32

    public init(
      live: UInt64, raw: UInt64 = 0, arenas: UInt32 = 0, microseconds: UInt64 = 0, thread: UInt32 = 0
    ) {
      minLive = live
      maxLive = live
      maxRaw = raw
      minArenas = arenas
      maxArenas = arenas
      self.microseconds = microseconds
      self.thread = thread
    }

    /// Makes this bucket cover the later one as well.
    public mutating func merge(_ later: Bucket) {
      minLive = min(minLive, later.minLive)
      maxLive = max(maxLive, later.maxLive)
      maxRaw = max(maxRaw, later.maxRaw)
      minArenas = min(minArenas, later.minArenas)
      maxArenas = max(maxArenas, later.maxArenas)
      microseconds = max(microseconds, later.microseconds)
      thread = later.thread
    }
  }

  public private(set) var buckets: [Bucket] = []
  public private(set) var stepsPerBucket: Int
  /// Steps that the buckets cover.
  public private(set) var stepCount = 0
  /// The greatest number of live bytes, and of arenas, seen so far.
  public private(set) var peakLive: UInt64 = 0
  public private(set) var peakArenas: UInt32 = 0
  public let bucketLimit: Int

  public init(stepsPerBucket: Int = 256, bucketLimit: Int = 1 << 16) {
    self.stepsPerBucket = stepsPerBucket
    self.bucketLimit = max(2, bucketLimit)
  }

  /// Adds what was seen after `steps` further steps, at most as many as are missing in the last bucket.
  ///
  /// - Complexity: amortised O(1).
  public mutating func append(_ seen: Bucket, steps: Int) {
    guard steps > 0 else { return }
    let isNew = stepCount.isMultiple(of: stepsPerBucket)
    if isNew, buckets.count == bucketLimit { thin() }
    if stepCount.isMultiple(of: stepsPerBucket) {
      buckets.append(seen)
    } else {
      buckets[buckets.count - 1].merge(seen)
    }
    stepCount += steps
    peakLive = max(peakLive, seen.maxLive)
    peakArenas = max(peakArenas, seen.maxArenas)
  }

  /// Steps until the current bucket is full.
  public var stepsToBoundary: Int { stepsPerBucket - stepCount % stepsPerBucket }

  private mutating func thin() {
    for index in 0..<buckets.count / 2 {
      var merged = buckets[2 * index]
      merged.merge(buckets[2 * index + 1])
      buckets[index] = merged
    }
    if buckets.count % 2 == 1 { buckets[buckets.count / 2] = buckets[buckets.count - 1] }
    buckets.removeLast(buckets.count / 2)
    stepsPerBucket *= 2
  }

  /// What happened over these steps, nil when none of them is covered yet.
  ///
  /// - Complexity: O(buckets in the range).
  public func summary(of steps: Range<Int>) -> Bucket? {
    let clamped = steps.clamped(to: 0..<stepCount)
    guard !clamped.isEmpty else { return nil }
    let first = clamped.lowerBound / stepsPerBucket
    let last = (clamped.upperBound - 1) / stepsPerBucket
    return buckets[first...last].dropFirst().reduce(into: buckets[first]) { $0.merge($1) }
  }

  /// The steps `range` cut into `count` columns of a picture, nil where nothing is known yet.
  ///
  /// - Complexity: O(count + buckets in the range).
  public func columns(_ count: Int, over range: Range<Int>) -> [Bucket?] {
    guard count > 0, !range.isEmpty else { return [] }
    return (0..<count).map { column in
      let steps = Self.steps(ofColumn: column, of: count, over: range)
      return summary(of: steps.lowerBound..<max(steps.upperBound, steps.lowerBound + 1))
    }
  }

  /// The steps that one of `count` columns stands for.
  public static func steps(ofColumn column: Int, of count: Int, over range: Range<Int>) -> Range<Int> {
    let length = range.count
    let whole = length / count
    let rest = length % count
    let from = column * whole + column * rest / count
    let to = (column + 1) * whole + (column + 1) * rest / count
    return range.lowerBound + from..<range.lowerBound + to
  }

  /// The time since the start at a moment, in microseconds, as exact as the buckets are.
  public func microseconds(at moment: Int) -> UInt64 {
    guard !buckets.isEmpty, moment > 0 else { return 0 }
    return buckets[min((moment - 1) / stepsPerBucket, buckets.count - 1)].microseconds
  }

  /// The first moment at which so much time had passed, as exact as the buckets are.
  ///
  /// - Complexity: O(log buckets).
  public func moment(at microseconds: UInt64) -> Int {
    var low = 0
    var high = buckets.count
    while low < high {
      let middle = (low + high) / 2
      if buckets[middle].microseconds < microseconds { low = middle + 1 } else { high = middle }
    }
    return min(low * stepsPerBucket, stepCount)
  }
}
