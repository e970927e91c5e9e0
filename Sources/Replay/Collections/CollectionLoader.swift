import Collector
import HeapCore
import Synchronization
import Trace

/// Reads a recorded collection and runs it once, in a thread of its own that ends with this object.
public final class CollectionLoader: Sendable {
  /// How far the work has got.
  public enum State: Sendable {
    /// The share that is done, 0 to 1.
    case loading(Double)
    case ready(CollectionRun)
    case failed(ReplayError)
  }

  /// The number of the collection among all of the trace, from 1.
  public let number: Int
  private let job: CollectionJob
  private let thread = BackgroundThread()

  /// Begins to read the collection that has this index among the recorded ones.
  init(number: Int, index: Int, of collections: RecordedCollections, python: PythonVersion) {
    self.number = number
    job = CollectionJob(index: index, collections: collections, python: python)
    thread.start { [job] thread in job.run(thread) }
  }

  deinit { thread.stop() }

  /// How far the work has got now.
  public var state: State { job.state.withLock { $0 } }

  /// Waits for the end of the work and returns what came of it.
  public func wait() throws(ReplayError) -> CollectionRun {
    thread.wait()
    switch state {
    case .ready(let run): return run
    case .failed(let error): throw error
    case .loading: throw .unreadableCollections("reading them was given up")
    }
  }
}

/// What a loader's thread does, and where it publishes how far it is.
private final class CollectionJob: Sendable {
  let index: Int
  let collections: RecordedCollections
  let python: PythonVersion
  let state = Mutex(CollectionLoader.State.loading(0))

  init(index: Int, collections: RecordedCollections, python: PythonVersion) {
    self.index = index
    self.collections = collections
    self.python = python
  }

  func run(_ thread: BackgroundThread) {
    do {
      let record = try collections.record(index)
      var run = try CollectionRun(record, python: python)
      while !run.isComplete {
        if thread.mustStop { return }
        run.prepare(steps: 1 << 18)
        let progress = run.steps.share
        state.withLock { $0 = .loading(progress) }
      }
      let ready = run
      state.withLock { $0 = .ready(ready) }
    } catch {
      let failure = (error as? ReplayError) ?? .unreadableCollections((error as? CollectorError)?.message ?? "\(error)")
      state.withLock { $0 = .failed(failure) }
    }
  }
}
