import HeapCore

/// How many requests of a trace fall into which size class of pymalloc.
public struct RequestSizes: Hashable, Sendable {
  /// The requests by the number of the size class, from 0: up to 16 bytes, up to 32, and so on.
  public private(set) var counts = [Int](repeating: 0, count: AllocatorRules.sizeClassCount)

  /// Counts the requests of at most so many steps, a frame at a time until `mustStop` says so. O(steps).
  public init(_ trace: TraceFile, steps: Int, until mustStop: () -> Bool) throws(TraceError) {
    var decoder = EventDecoder(rules: trace.header.rules)
    for (index, frame) in trace.frames.enumerated() where frame.first < steps {
      if mustStop() { return }
      try trace.load(frame, into: &decoder)
      while true {
        do {
          guard let record = try decoder.next() else { break }
          if case .step(let step) = record { count(step) }
        } catch {
          throw trace.damage(inFrame: index, error)
        }
      }
    }
  }

  /// The requests of each class as shares of those of the commonest, up to the largest class that has any.
  public var shares: [Double] {
    guard let most = counts.max(), most > 0, let last = counts.lastIndex(where: { $0 > 0 }) else { return [] }
    return counts[...last].map { Double($0) / Double(most) }
  }

  private mutating func count(_ step: Step) {
    let size: UInt64
    switch step {
    case .allocation(_, let domain, let requested, _) where domain != .raw: size = requested
    case .realloc(let domain, _, let requested, _) where domain != .raw: size = requested
    default: return
    }
    guard size <= UInt64(AllocatorRules.smallRequestThreshold) else { return }
    counts[Int(max(size, 1) - 1) / AllocatorRules.alignment] += 1
  }
}
