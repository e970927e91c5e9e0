import App
import Cells
import Glibc
import Input
import Lesson
import Replay
import Scene
import Terminal
import Trace

/// The program on a terminal: gives the session what happens, shows what it draws, and does what it asks for.
final class TerminalProgram {
  private let session: Session
  private var screen: Terminal.Screen
  private var options: ScreenOptions
  /// The columns and rows that were asked for; nil once the user has changed those of the terminal.
  private var askedSize: PictureSize?
  private var isDone = false
  private var endingSignal: Int32?
  // Whether the last frame was drawn before the whole trace had been looked through.
  private var showsIndexing = false
  // What the library shows is read meanwhile.
  private var folder: FolderReader?
  private let sizes = TraceSizes()

  /// A frame is drawn at most this long after an event, in milliseconds of work.
  private static let slice = 8.0
  /// How often a frame shows how far long work is, in microseconds.
  private static let progressInterval: UInt64 = 80_000

  /// How long the first frame of the library waits for the user's files, in milliseconds.
  private static let patience = 6

  /// Takes the terminal over; a session without a trace shows the library.
  init(_ session: Session, options: ScreenOptions, size: PictureSize? = nil) throws(ScreenError) {
    self.session = session
    askedSize = size
    self.options = options
    screen = try Terminal.Screen(options)
    if session.trace == nil { showLibrary() } else { findNextLesson() }
  }

  /// Runs until the user quits or a signal ends the program; gives that signal.
  func run() throws(ScreenError) -> Int32? {
    var isStale = true
    var lastFrame: UInt64 = 0
    while !isDone {
      if isStale {
        let size = drawnSize
        showsIndexing = session.isIndexing
        screen.present(session.draw(width: size.columns, height: size.rows, glyphs: glyphs, depth: screen.depth))
        lastFrame = clock()
        isStale = false
      }
      if readLibrary() { isStale = true }
      // Work in slices shows how far it is now and then; what it ends with is shown at once.
      let isWorking = session.work(milliseconds: TerminalProgram.slice)
      let isBusy = session.isBusy || session.isLookingUp
      if isWorking, !isBusy || clock() > lastFrame + TerminalProgram.progressInterval { isStale = true }
      if let event = screen.nextEvent(timeoutMilliseconds: isStale || isBusy ? 0 : timeout) {
        try handle(event)
        // What has arrived meanwhile is done before the next frame.
        for _ in 0..<64 {
          guard !isDone, let next = screen.nextEvent(timeoutMilliseconds: 0) else { break }
          try handle(next)
        }
        isStale = true
      } else if showsIndexing, !session.isIndexing || clock() > lastFrame + TerminalProgram.progressInterval {
        isStale = true
      }
      if session.state.clock.isPlaying {
        let before = session.state.facts.position
        try handle(.tick)
        if session.state.facts.position != before || !session.state.clock.isPlaying { isStale = true }
      }
    }
    screen.close()
    rememberPlace()
    if let line = session.toldCommandLine { print(printable(line)) }
    return endingSignal
  }

  private var drawnSize: (columns: Int, rows: Int) {
    let size = screen.size
    return askedSize.map { (min($0.columns, size.columns), min($0.rows, size.rows)) } ?? size
  }

  private var glyphs: GlyphSet {
    session.state.settings.ascii.map { $0 ? .ascii : .unicode } ?? screen.glyphs
  }

  /// How long to wait for an event; for ever if nothing happens by itself.
  private var timeout: Int? {
    let play = session.state.clock.wait(now: clock()).map { Int($0 / 1000) + 1 }
    let index = showsIndexing ? 30 : nil
    let isReading = folder?.hasEnded == false || sizes.isBusy
    return [play, index, isReading ? 15 : nil].compactMap(\.self).min()
  }

  private func handle(_ event: InputEvent) throws(ScreenError) {
    if case .terminate(let signal) = event {
      endingSignal = signal
      isDone = true
      return
    }
    if case .resize = event { askedSize = nil }
    for effect in session.handle(event, now: clock()) { try perform(effect) }
  }

  private func perform(_ effect: Effect) throws(ScreenError) {
    switch effect {
    case .quit: isDone = true
    case .redraw: screen.forgetPicture()
    case .open(let path):
      rememberPlace()
      open(path)
    case .openLibrary:
      rememberPlace()
      showLibrary(opened: session.trace?.path)
    case .listFiles(let path): session.state.take(files: PathCompletion.files(for: path), for: path)
    case .record(let script):
      rememberPlace()
      try record(script)
    case .saveScreen(let path): save(path)
    case .saveSettings:
      if !UserFiles.save(session.state.settings) {
        session.state.message = (session.state.message ?? "done") + ", for this time only: it can't be saved"
      }
    case .mouse(let isOn):
      screen.close()
      options.usesMouse = isOn
      screen = try Terminal.Screen(options)
    default:
      // What concerns a trace needs one.
      _ = session.perform(effect)
    }
  }

  private func open(_ name: String) {
    do {
      session.open(try OpenTrace.open(PathCompletion.expanded(name)))
      findNextLesson()
    } catch {
      session.state.message = error.message
    }
  }

  /// Runs a script with the terminal as it was, records it and opens the recording.
  private func record(_ name: String) throws(ScreenError) {
    var path = PathCompletion.expanded(name)
    // A name that begins as an option does isn't one.
    if path.hasPrefix("-") { path = "./" + path }
    guard access(path, R_OK) == 0 else {
      session.state.message = "\(printable(path)) can't be read: \(String(cString: strerror(errno)))"
      return
    }
    screen.close()
    let outcome: Result<ScriptRecording, CommandFailure>
    do {
      outcome = .success(try ScriptRecording(["python3", path]))
    } catch {
      outcome = .failure(error)
    }
    screen = try Terminal.Screen(options)
    switch outcome {
    case .success(let recording):
      open(recording.path)
      guard session.trace?.path == recording.path else { return }
      if session.state.lesson == nil {
        session.state.show(.source)
        if let line = recording.firstLine { _ = session.perform(.goTo(line)) }
      }
      session.state.message = "the recording is in \(printable(recording.path))\(recording.ending)"
    case .failure(let failure): session.state.message = failure.message
    }
  }

  private func showLibrary(opened: String? = nil) {
    let progress = UserFiles.lessonProgress()
    session.show(LibraryFolder.library(progress: progress, opened: opened))
    folder = LibraryFolder.ownFiles(progress: progress)
    folder?.wait(milliseconds: TerminalProgram.patience)
    takeOwnFiles()
  }

  /// Shows what was read of the library meanwhile; true if there is something new.
  private func readLibrary() -> Bool {
    guard session.state.library != nil else {
      folder?.stop()
      folder = nil
      return false
    }
    var isNew = takeOwnFiles()
    if let path = session.state.library?.uncounted, let shares = sizes.shares(of: path) {
      session.state.library?.take(sizes: shares, of: path)
      isNew = true
    }
    return isNew
  }

  @discardableResult
  private func takeOwnFiles() -> Bool {
    guard let found = folder?.takeNews() else { return false }
    session.state.library?.take(own: found.entries, outOf: found.count)
    return true
  }

  /// Tells the lesson that is open which one follows.
  private func findNextLesson() {
    guard session.state.lesson != nil, let path = session.trace?.path else { return }
    session.state.lesson?.next = LibraryFolder.lesson(after: path)
  }

  private func save(_ path: String) {
    let size = drawnSize
    let canvas = session.draw(
      width: size.columns, height: size.rows, glyphs: glyphs, depth: screen.depth, withoutPrompt: true)
    let text: String
    switch path.split(separator: ".").last {
    case "svg": text = canvas.svg(title: "arenascope")
    case "html": text = canvas.html(title: "arenascope")
    case "ansi": text = canvas.ansi(screen.depth)
    default: text = canvas.trimmedText
    }
    if writeFile(Array(text.utf8), to: path) {
      session.state.message = "the screen is in \(path)"
    } else {
      session.state.message = "\(path) can't be written: \(String(cString: strerror(errno)))"
    }
  }

  private func rememberPlace() {
    guard let trace = session.trace, trace.path != "-" else { return }
    if let lesson = session.state.lesson { UserFiles.save(lesson.progress, of: trace.path) }
    UserFiles.save(
      LibraryState.LastPlace(
        path: trace.path, step: trace.timeline.position, stop: session.state.lesson?.player.index))
  }

  private func clock() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
  }
}

extension OpenTrace {
  /// Opens a trace file; `-` is standard input.
  static func open(_ path: String) throws(CommandFailure) -> OpenTrace {
    do {
      let file = try TraceFile.open(path)
      let timeline = try Timeline(file)
      return OpenTrace(timeline, path: path, lesson: try lesson(in: timeline))
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(printable(path)): \(error.message)")
    } catch {
      throw CommandFailure("\(printable(path)) can't be opened: \(error)")
    }
  }

  /// The lesson that a trace holds; one with mistakes is a trace like others.
  private static func lesson(in timeline: Timeline) throws -> Lesson? {
    let trace = timeline.trace
    guard trace.hasProse || trace.hasLines else { return nil }
    return try Lesson.read(trace, objects: try timeline.writtenObjects(), checksClaims: false)?.lesson
  }
}
