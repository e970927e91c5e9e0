import Glibc
import Synchronization

/// A thread of its own that does one job, with a flag that asks it to stop.
public final class BackgroundThread: Sendable {
  private let stopRequested = Atomic<Bool>(false)
  private let isFinished = Atomic<Bool>(false)
  private let thread = Mutex<pthread_t?>(nil)

  /// Makes a thread that has no job yet.
  public init() {}

  /// Whether the job should end early; jobs ask often.
  public var mustStop: Bool { stopRequested.load(ordering: .relaxed) }

  /// Whether the job has ended.
  public var hasEnded: Bool { isFinished.load(ordering: .acquiring) }

  /// Starts the job, with a stack that is large enough for it; where no thread can be made, it is done at once.
  public func start(_ job: @escaping @Sendable (BackgroundThread) -> Void) {
    let box = Unmanaged.passRetained(Job(owner: self, body: job))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 4 << 20)
    defer { pthread_attr_destroy(&attributes) }
    var identity = pthread_t()
    // Signals are the main thread's business.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let status = pthread_create(&identity, &attributes, { Job.run($0) }, box.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    if status == 0 {
      thread.withLock { $0 = identity }
    } else {
      _ = Job.run(box.toOpaque())
    }
  }

  /// Asks the job to stop, and doesn't wait for it.
  public func requestStop() { stopRequested.store(true, ordering: .relaxed) }

  /// Asks the job to stop and waits until it has.
  func stop() {
    requestStop()
    wait()
  }

  /// Waits until the job has ended.
  func wait() {
    let joined = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let joined { pthread_join(joined, nil) }
  }

  private final class Job: Sendable {
    let owner: BackgroundThread
    let body: @Sendable (BackgroundThread) -> Void

    init(owner: BackgroundThread, body: @escaping @Sendable (BackgroundThread) -> Void) {
      self.owner = owner
      self.body = body
    }

    static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let argument else { return nil }
      let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
      job.body(job.owner)
      job.owner.isFinished.store(true, ordering: .releasing)
      return nil
    }
  }
}

/// Time that a processor spent on the calling thread, in nanoseconds.
func threadNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
