import HeapCore
import Trace

/// Looks for the next or the last step that a condition means, in slices, so that a screen stays alive meanwhile.
///
/// It belongs to one thread; dropping it ends the search.
public final class Search {
  /// Which way.
  public enum Direction: Sendable {
    case forward, backward
  }

  /// How far it is.
  public enum State: Hashable, Sendable {
    /// Still looking; so much of the way is done, 0 to 1.
    case running(Double)
    /// The step that is meant; the moment after it shows it.
    case found(Int)
    /// There is none.
    case exhausted
    case failed(ReplayError)
  }

  public let condition: Condition
  public let direction: Direction
  public private(set) var state = State.running(0)

  private let trace: TraceFile
  private let index: () -> RecordingIndex
  private var filter: OutcomeFilter
  private var scanner: StepScanner
  /// Steps that were not looked at yet.
  private var left: Range<Int>
  private let total: Int
  private var walker: HeapWalker?

  /// Looks for steps from `moment` on, or for steps before the one that `moment` stands right after.
  init(
    _ condition: Condition, in trace: TraceFile, definitions: SiteTable, from moment: Int, direction: Direction,
    objects: ObjectMoments? = nil, index: @escaping () -> RecordingIndex
  ) {
    self.condition = condition
    self.direction = direction
    self.trace = trace
    self.index = index
    let placements = trace.header.placements
    filter = OutcomeFilter(condition, placements: placements)
    scanner = StepScanner(
      trace,
      filter: StepFilter(
        condition, rules: trace.header.rules, placements: placements, definitions: definitions))
    left = direction == .forward ? moment..<max(moment, trace.stepCount) : 0..<max(0, moment - 1)
    total = max(1, left.count)
    if scanner.filter.isHopeless { state = .exhausted }
    if case .object(let kind, let name)? = condition.clauses.first {
      let steps = objects?.steps(of: kind, name: name) ?? []
      let hit = direction == .forward ? steps.first { $0 >= moment } : steps.last { $0 < moment - 1 }
      state = hit.map { .found($0) } ?? .exhausted
    }
  }

  /// Goes on for about so long.
  @discardableResult
  public func advance(milliseconds: Double) -> State {
    let end = threadNanoseconds() + UInt64(max(0, milliseconds) * 1e6)
    do throws(ReplayError) {
      repeat {
        guard case .running = state else { return state }
        if filter.isEmpty { try scanFrame() } else { try walk(until: end) }
      } while threadNanoseconds() < end
    } catch {
      state = .failed(error)
    }
    return state
  }

  /// Goes on to the end.
  public func finish() -> State {
    while case .running = state { advance(milliseconds: 1000) }
    return state
  }

  private func note(_ hit: Int?) {
    if let hit {
      state = .found(hit)
    } else if left.isEmpty {
      state = .exhausted
    } else {
      state = .running(1 - Double(left.count) / Double(total))
    }
  }

  /// The frame that is to be looked at next, and which of its steps.
  private func nextFrame() -> (index: Int, steps: Range<Int>)? {
    guard !left.isEmpty else { return nil }
    let step = direction == .forward ? left.lowerBound : left.upperBound - 1
    guard let index = trace.frameIndex(ofStep: step) else { return nil }
    let frame = trace.frames[index]
    return (index, (frame.first..<frame.first + frame.count).clamped(to: left))
  }

  private func drop(_ steps: Range<Int>) {
    left = direction == .forward ? steps.upperBound..<left.upperBound : left.lowerBound..<steps.lowerBound
  }

  /// Looks at one frame without simulating.
  private func scanFrame() throws(ReplayError) {
    guard let (frame, steps) = nextFrame() else { return note(nil) }
    let hit = try scanner.hit(inFrame: frame, steps: steps, last: direction == .backward)
    drop(steps)
    note(hit)
  }

  /// Looks at a frame, or the rest of one, step by step on a heap.
  private func walk(until end: UInt64) throws(ReplayError) {
    let walker: HeapWalker
    if let known = self.walker { walker = known } else { walker = try HeapWalker(trace) }
    self.walker = walker
    if walker.isDone {
      guard let (frame, steps) = nextFrame() else { return note(nil) }
      let known = index()
      if steps.upperBound <= known.indexedSteps, let bucket = known.overview.summary(of: steps),
        !filter.mayHold(in: bucket)
      {
        drop(steps)
        return note(nil)
      }
      var candidates: [Int]?
      if !scanner.filter.isEmpty {
        var hits: [Int] = []
        try scanner.forEachHit(inFrame: frame, steps: steps) { step in
          hits.append(step)
          return true
        }
        candidates = hits
      }
      try walker.begin(steps, candidates: candidates, last: direction == .backward, known.checkpoints)
    }
    guard try walker.advance(&filter, until: end) else { return }
    drop(walker.steps)
    note(walker.hit)
  }
}

/// Goes over some steps on a heap of its own, in slices.
private final class HeapWalker {
  private(set) var steps = 0..<0
  private(set) var hit: Int?
  private(set) var isDone = true
  private var cursor: ReplayCursor
  /// The only steps that can be hits, nil when all can.
  private var candidates: ArraySlice<Int>?
  private var last = false

  init(_ trace: TraceFile) throws(ReplayError) {
    cursor = try ReplayCursor(trace)
  }

  /// Sets out for these steps, from a checkpoint or from where the heap is.
  func begin(
    _ steps: Range<Int>, candidates: [Int]?, last: Bool, _ checkpoints: CheckpointStore<Snapshot>
  ) throws(ReplayError) {
    self.steps = steps
    self.candidates = candidates.map { $0[...] }
    self.last = last
    hit = nil
    isDone = candidates?.isEmpty ?? steps.isEmpty
    guard !isDone else { return }
    let start = candidates?.first ?? steps.lowerBound
    let checkpoint = checkpoints.nearest(atOrBefore: start)
    if cursor.position > start || cursor.position < checkpoint.step { cursor.restore(checkpoint.state) }
    try cursor.advance(to: start)
  }

  /// Goes on until the time is up; true when the steps are done or a hit was found.
  func advance(_ filter: inout OutcomeFilter, until end: UInt64) throws(ReplayError) -> Bool {
    var sinceClock = 0
    filter.findArenas(in: cursor.heap)
    while !isDone, cursor.position < steps.upperBound {
      if candidates != nil {
        guard let next = candidates?.popFirst() else { break }
        try cursor.advance(to: next)
      }
      let before = cursor.heap.totals
      guard let outcome = try cursor.step() else { break }
      if outcome.turns.contains(.newArena) { filter.findArenas(in: cursor.heap) }
      if filter.holds(outcome, before: before, after: cursor.heap.totals) {
        hit = outcome.step
        if !last { break }
      }
      sinceClock += 1
      if sinceClock == 256 {
        sinceClock = 0
        if threadNanoseconds() >= end { return false }
      }
    }
    isDone = true
    return true
  }
}
