import HeapCore
import Synchronization
import Trace

/// Replays a trace from its start in the background and tells what it finds: checkpoints, overview, landmarks.
final class Indexer: Sendable {
  /// How much the index may cost.
  struct Limits: Sendable {
    /// Bytes of all checkpoints; beyond it every second one is dropped.
    var checkpointBytes = 208 << 20
    /// Processor time between two checkpoints, in nanoseconds: what a jump may cost for replay.
    var replayNanoseconds: UInt64 = 3_000_000
    /// The fewest steps between two checkpoints.
    var steps = 1 << 16
  }

  private let job: IndexJob
  private let thread = BackgroundThread()

  init(_ trace: TraceFile, limits: Limits = Limits()) throws(ReplayError) {
    job = try IndexJob(trace, limits: limits)
  }

  deinit {
    thread.stop()
  }

  /// What is known now; a copy that costs nothing.
  var index: RecordingIndex { job.published.withLock { $0 } }

  /// How many steps were indexed, as of now.
  var indexedSteps: Int { job.progress.load(ordering: .relaxed) }

  /// Starts the thread; it ends with this object at the latest.
  func start() {
    // The thread keeps its job, not the indexer: else the indexer would live until the job is done.
    thread.start { [job] thread in job.run(thread) }
  }

  /// Waits until everything is indexed.
  func wait() {
    thread.wait()
  }

  /// Ends early.
  func stop() {
    thread.stop()
  }

}

/// What the indexer's thread does, and where it publishes what it found.
private final class IndexJob: Sendable {
  private let trace: TraceFile
  private let limits: Indexer.Limits
  let published: Mutex<RecordingIndex>
  let progress = Atomic<Int>(0)

  init(_ trace: TraceFile, limits: Indexer.Limits) throws(ReplayError) {
    self.trace = trace
    self.limits = limits
    var cursor = try ReplayCursor(trace)
    published = Mutex(RecordingIndex(checkpoints: CheckpointStore(start: cursor.snapshot())))
  }

  func run(_ thread: BackgroundThread) {
    var index = published.withLock { $0 }
    do {
      try build(&index, thread)
    } catch {
      index.problem = error
    }
    index.isComplete = index.problem != nil || index.indexedSteps == trace.stepCount
    publish(index)
  }

  private func publish(_ index: RecordingIndex) {
    progress.store(index.indexedSteps, ordering: .relaxed)
    published.withLock { $0 = index }
  }

  private func build(_ index: inout RecordingIndex, _ thread: BackgroundThread) throws(ReplayError) {
    var cursor = try ReplayCursor(trace)
    cursor.logLandmarks()
    var marks: [String]?
    var sinceCheckpoint = threadNanoseconds()
    var lastPublished = sinceCheckpoint
    for frame in trace.frames {
      let end = frame.first + frame.count
      while cursor.position < end {
        let steps = min(index.overview.stepsToBoundary, end - cursor.position)
        cursor.resetPeaks()
        try cursor.advance(to: cursor.position + steps)
        index.overview.append(Overview.Bucket(cursor.heap, cursor.context), steps: steps)
      }
      for landmark in cursor.takeLandmarks() {
        // The definitions of a long recording take time to read: only where there is a mark.
        if case .mark = landmark.what, marks == nil { marks = (try? trace.readDefinitions())?.marks ?? [] }
        index.landmarks.append(landmark, marks: marks ?? [])
      }
      index.indexedSteps = end
      progress.store(end, ordering: .relaxed)
      if thread.mustStop { return }
      let now = threadNanoseconds()
      if now - sinceCheckpoint >= limits.replayNanoseconds << UInt64(index.checkpoints.thinnings),
        end - index.checkpoints.lastStep >= limits.steps, end < trace.stepCount
      {
        index.checkpoints.append(cursor.snapshot(), at: end)
        if Snapshot.bytesInUse > limits.checkpointBytes {
          index.checkpoints.thin()
          // What was published before still holds the moments that were dropped.
          publish(index)
          lastPublished = now
        }
        sinceCheckpoint = threadNanoseconds()
      }
      if now - lastPublished > 30_000_000 {
        publish(index)
        lastPublished = now
      }
    }
  }
}

extension Overview.Bucket {
  /// What a heap's peaks say of the span that ends here.
  fileprivate init(_ heap: borrowing Heap, _ context: FrameContext) {
    self.init(
      live: UInt64(max(0, heap.lowestLiveBytes)), raw: heap.totals.rawBytes,
      arenas: UInt32(clamping: heap.totals.arenas), microseconds: context.microseconds, thread: context.thread)
    maxLive = UInt64(max(0, heap.highestLiveBytes))
  }
}
