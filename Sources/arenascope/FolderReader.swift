import App
import Glibc
import Replay
import Synchronization

/// Reads what the user's folder holds in a thread of its own: a large folder or a slow disk keeps nobody waiting.
final class FolderReader: Sendable {
  /// What is known of the folder.
  struct Found: Sendable {
    /// The files that are listed, those that weren't read yet by their names only.
    var entries: [LibraryState.Entry]
    /// How many could be listed.
    var count: Int
  }

  private let thread = BackgroundThread()
  private let news = Mutex<Found?>(nil)

  /// Begins to read a folder.
  init(_ folder: String, progress: [String: LessonProgress]) {
    let entries = LibraryEntry(isBundled: false, progress: progress)
    thread.start { [self] thread in
      let files = LibraryFolder.files(in: folder, withScripts: true)
      var found = Found(
        entries: files.paths.map { path in
          let name = path.split(separator: "/").last.map(String.init) ?? path
          return LibraryState.Entry(path: path, name: name, shelf: .own, isScript: name.hasSuffix(".py"))
        }, count: files.count)
      publish(found)
      for (index, path) in files.paths.enumerated() {
        if thread.mustStop { return }
        found.entries[index] = entries.entry(path)
        publish(found)
      }
    }
  }

  private func publish(_ found: Found) { news.withLock { $0 = found } }

  /// Whether everything was read.
  var hasEnded: Bool { thread.hasEnded }

  /// What is new since this was asked last; nil if nothing is.
  func takeNews() -> Found? {
    news.withLock { news in
      defer { news = nil }
      return news
    }
  }

  /// Waits until all is read, but not longer than so many milliseconds.
  func wait(milliseconds: Int) {
    for _ in 0..<milliseconds where !hasEnded { usleep(1000) }
  }

  /// Stops reading; what has begun ends by itself.
  func stop() { thread.requestStop() }
}
