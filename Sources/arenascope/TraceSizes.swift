import Glibc
import Replay
import Synchronization
import Trace

/// Counts what traces ask for, one at a time in a thread of its own, and remembers it.
final class TraceSizes {
  /// Of a long recording so many steps are counted.
  private static let steps = 5_000_000
  /// Longer texts aren't performed for a small picture.
  private static let textLimit: Int64 = 1 << 20

  private var known: [String: [Double]] = [:]
  private var job: Job?

  /// The requests of a trace by size class, as shares of those of the commonest; nil while they aren't counted.
  func shares(of path: String) -> [Double]? {
    if let job, job.thread.hasEnded {
      known[job.path] = job.shares.withLock(\.self)
      self.job = nil
    }
    if let shares = known[path] { return shares }
    if job == nil { job = Job(path) }
    return nil
  }

  /// Whether something is being counted.
  var isBusy: Bool { job != nil }

  private final class Job: Sendable {
    let path: String
    let thread = BackgroundThread()
    let shares = Mutex<[Double]>([])

    init(_ path: String) {
      self.path = path
      thread.start { [self] thread in
        guard let trace = Self.open(path),
          let sizes = try? RequestSizes(trace, steps: TraceSizes.steps, until: { thread.mustStop })
        else { return }
        shares.withLock { $0 = sizes.shares }
      }
    }

    private static func open(_ path: String) -> TraceFile? {
      var information = stat()
      guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
      if Int64(information.st_size) > TraceSizes.textLimit, LibraryEntry.hasTextHead(path) { return nil }
      return try? TraceFile.open(path)
    }
  }
}
