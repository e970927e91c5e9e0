import HeapCore
import Trace

/// Looks through frames for steps that a condition means, without simulating.
///
/// It belongs to one thread.
struct StepScanner: ~Copyable {
  let trace: TraceFile
  let filter: StepFilter
  private var sites: CallSites
  private var decoder: EventDecoder

  init(_ trace: TraceFile, filter: StepFilter) {
    self.trace = trace
    self.filter = filter
    sites = CallSites(trace, limit: 2)
    decoder = EventDecoder(rules: trace.header.rules)
  }

  /// The first or the last step of a frame within a range of steps that is meant, nil when there's none.
  mutating func hit(
    inFrame index: Int, steps: Range<Int>, last: Bool
  ) throws(ReplayError) -> Int? {
    var found: Int?
    try forEachHit(inFrame: index, steps: steps) { step in
      found = step
      return last
    }
    return found
  }

  /// Visits the steps of a frame that are meant, in order, until the visitor answers false.
  mutating func forEachHit(
    inFrame index: Int, steps: Range<Int>, _ visit: (Int) -> Bool
  ) throws(ReplayError) {
    let frame = trace.frames[index]
    let nodes = filter.needsSites ? sites.nodes(ofFrame: index) : []
    guard !filter.needsSites || !nodes.isEmpty else { return }
    do {
      try trace.load(frame, into: &decoder)
      let limit = min(steps.upperBound, frame.first + frame.count)
      var next = frame.first
      var arenas: ArenaChanges = []
      while next < limit, let record = try decoder.next() {
        switch record {
        case .fact(.arenaObtained): arenas.insert(.obtained)
        case .fact(.arenaReturned), .fact(.heapDestroyed): arenas.insert(.returned)
        case .fact: break
        case .step(let step):
          let ordinal = next - frame.first
          let node = ordinal < nodes.count && nodes[ordinal] != CallSites.unknown ? nodes[ordinal] : nil
          if next >= steps.lowerBound,
            filter.holds(step, context: decoder.context, arenas: arenas, node: node), !visit(next)
          {
            return
          }
          if step.isAllocatorCall { arenas = [] }
          next += 1
        }
      }
    } catch {
      throw ReplayError(error, firstStep: frame.first)
    }
  }
}
