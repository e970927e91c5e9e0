import Glibc
import Testing

/// A program under a pseudo-terminal: keys in, the screen out.
final class TerminalSession {
  private(set) var screen: VirtualScreen
  /// Everything that the program has written.
  private(set) var output: [UInt8] = []
  /// The terminal's modes before the program began.
  let modesBefore: termios
  private let master: Int32
  private let slave: Int32
  private let process: pid_t
  private var status: Int32?

  /// Starts a program, given by its path, in a session of its own whose terminal is the new one.
  init(_ command: [String], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]) throws {
    screen = VirtualScreen(columns: columns, rows: rows)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    var ends: (Int32, Int32) = (-1, -1)
    try #require(openpty(&ends.0, &ends.1, nil, nil, &size) == 0)
    (master, slave) = ends
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var letters = [CChar](repeating: 0, count: 256)
    try #require(ttyname_r(slave, &letters, letters.count) == 0)
    let name = String(decoding: letters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var modes = termios()
    tcgetattr(slave, &modes)
    modesBefore = modes

    var values = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin"]
    values.merge(environment) { $1 }
    // A new session's leader gets the first terminal that it opens as its own.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    // The threads of the tests block signals, which a program would inherit.
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    // 0x80 is POSIX_SPAWN_SETSID, which the importer leaves out.
    posix_spawnattr_setflags(&attributes, Int16(0x80) | Int16(POSIX_SPAWN_SETSIGMASK))
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = values.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var identifier: pid_t = 0
    let result = posix_spawn(&identifier, command[0], &actions, &attributes, &arguments, &variables)
    process = identifier
    try #require(result == 0, "\(command[0]) can't be started: \(String(cString: strerror(result)))")
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      _ = wait()
    }
    close(master)
    close(slave)
  }

  /// The rows of the screen.
  var text: String { screen.text }

  /// The terminal's modes now.
  var modes: termios {
    var modes = termios()
    tcgetattr(slave, &modes)
    return modes
  }

  /// Sends bytes as if they were typed.
  func send(_ keys: String) {
    var bytes = Array(keys.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Reads until nothing has come for some milliseconds.
  func settle(_ milliseconds: Int32 = 120) { while pump(milliseconds) {} }

  /// Reads until the screen holds a text; the test fails if it doesn't come.
  func wait(for wanted: String, seconds: Double = 30, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try wait(for: "\"\(wanted)\"", seconds: seconds, sourceLocation: sourceLocation) { $0.text.contains(wanted) }
  }

  /// Reads until the screen is as wanted; the test fails if it never is.
  func wait(
    for description: String, seconds: Double = 30, sourceLocation: SourceLocation = #_sourceLocation,
    _ isReached: (VirtualScreen) -> Bool
  ) throws {
    let end = now() + seconds
    while !isReached(screen) {
      let isAlive = pump(50)
      if !isAlive, now() > end {
        Issue.record("\(description) never came; the screen is:\n\(text)", sourceLocation: sourceLocation)
        throw Missing()
      }
    }
  }

  struct Missing: Error {}

  /// Changes the size of the terminal.
  func resize(columns: Int, rows: Int) {
    settle(30)
    screen.resize(columns: columns, rows: rows)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)
  }

  /// Sends a signal to the program.
  func signal(_ number: Int32) { kill(process, number) }

  /// Waits for the end and gives the status of `waitpid`.
  func wait() -> Int32 {
    if let status { return status }
    let end = now() + 30
    var value: Int32 = 0
    while now() < end {
      _ = pump(20)
      if waitpid(process, &value, WNOHANG) == process {
        while pump(20) {}
        status = value
        return value
      }
    }
    kill(process, SIGKILL)
    waitpid(process, &value, 0)
    status = value
    return value
  }

  private func pump(_ milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += buffer[..<count]
    screen.feed(buffer[..<count])
    return true
  }

  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
