import HeapCore
import Trace

/// A simulated heap that moves along a trace.
///
/// It reads a frame when it comes to it and reuses the storage. It belongs to one thread.
struct ReplayCursor: ~Copyable {
  let trace: TraceFile
  /// The heap at the present moment.
  private(set) var heap: Heap
  private var decoder: EventDecoder
  /// The frame that the decoder has, -1 before the first.
  private var frameIndex = -1
  private var recent = RecentMoments()

  /// The number of steps done.
  var position: Int { heap.step }

  /// Starts before the first step.
  init(_ trace: TraceFile) throws(ReplayError) {
    guard trace.stepCount <= Heap.stepLimit else { throw .tooManySteps(trace.stepCount) }
    self.trace = trace
    heap = Heap(rules: trace.header.rules, placements: trace.header.placements)
    decoder = EventDecoder(rules: trace.header.rules)
  }

  /// Runs forward to a moment that isn't before the present one.
  ///
  /// - Complexity: O(steps), about 10 ns each.
  mutating func advance(to moment: Int) throws(ReplayError) {
    let target = min(moment, trace.stepCount)
    while position < target {
      try load()
      do {
        try heap.run(&decoder, to: target)
      } catch {
        throw ReplayError(error, firstStep: position)
      }
    }
  }

  /// Runs forward as `advance` does and keeps moments on the last part of the way, for `back`.
  mutating func approach(_ moment: Int) throws(ReplayError) {
    let target = min(moment, trace.stepCount)
    while position < target {
      try load()
      do {
        try recent.run(&heap, &decoder, to: target)
      } catch {
        throw ReplayError(error, firstStep: position)
      }
    }
  }

  /// Goes back to a moment that was kept a short while ago, or one shortly after it; false when there is none.
  mutating func back(to moment: Int) throws(ReplayError) -> Bool {
    do {
      return try recent.back(&heap, &decoder, to: moment)
    } catch {
      throw ReplayError(error, firstStep: moment)
    }
  }

  /// Does one step and explains it, and keeps the moment before it when none is kept near it; nil at the trace's end.
  mutating func step() throws(ReplayError) -> StepOutcome? {
    guard position < trace.stepCount else { return nil }
    try load()
    do {
      return try recent.step(&heap, &decoder)
    } catch {
      throw ReplayError(error, firstStep: position)
    }
  }

  /// Goes back to a state that was kept.
  mutating func restore(_ snapshot: Snapshot) {
    heap.restore(snapshot)
  }

  /// Keeps the present state; what did not change since the last snapshot is shared with it.
  mutating func snapshot() -> Snapshot {
    heap.snapshot()
  }

  /// Who runs and when.
  var context: FrameContext { decoder.context }

  /// Lets the heap write down arenas, collections and marks.
  mutating func logLandmarks() {
    heap.logsLandmarks = true
  }

  /// What was written down since the last call.
  mutating func takeLandmarks() -> [Landmark] {
    heap.takeLandmarks()
  }

  /// Starts a new span for the heap's least and most live bytes.
  mutating func resetPeaks() {
    heap.resetPeaks()
  }

  /// Brings the decoder to the present moment.
  private mutating func load() throws(ReplayError) {
    guard let wanted = trace.frameIndex(ofStep: position) else { return }
    if wanted == frameIndex, decoder.position == position { return }
    let frame = trace.frames[wanted]
    do {
      if wanted != frameIndex || decoder.position > position {
        frameIndex = -1
        try trace.load(frame, into: &decoder)
        frameIndex = wanted
      }
      try decoder.skip(to: position)
    } catch {
      throw ReplayError(error, firstStep: frame.first)
    }
    guard decoder.position == position else {
      throw .unreadableFrame(firstStep: frame.first, reason: "it holds fewer steps than its header says")
    }
  }
}
