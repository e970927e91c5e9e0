import Glibc
import Testing

/// However the program ends, the terminal is as it was.
@Suite(.serialized) struct EndingTests {
  private let folder: Executable.Folder
  private let trace: String

  init() throws {
    folder = try Executable.Folder()
    trace = try folder.write(Executable.smallTrace, as: "small.trace")
  }

  private func open() throws -> TerminalSession {
    let session = try TerminalSession([Executable.path, trace], environment: ["HOME": folder.path])
    try session.wait(for: "of 1,334")
    return session
  }

  private func expectRestored(
    _ session: TerminalSession, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (before, after) = (session.modesBefore, session.modes)
    #expect(before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag, sourceLocation: sourceLocation)
    #expect(before.c_oflag == after.c_oflag && before.c_cflag == after.c_cflag, sourceLocation: sourceLocation)
    #expect(!session.screen.isAlternate && session.screen.isCursorShown, sourceLocation: sourceLocation)
    #expect(session.screen.modes.isDisjoint(with: [1000, 1002, 1003, 1006, 2004]), sourceLocation: sourceLocation)
  }

  @Test(arguments: ["q", ":quit\r", "?q"])
  func `quitting is status 0 and leaves the terminal as it was`(keys: String) throws {
    let session = try open()
    session.send(keys)
    #expect(session.wait() == 0)
    expectRestored(session)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func `a signal that asks to end is what the parent sees`(signal: Int32) throws {
    let session = try open()
    session.signal(signal)
    #expect(session.wait() & 0x7F == signal)
    expectRestored(session)
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP])
  func `a crash leaves the terminal as it was`(signal: Int32) throws {
    let session = try open()
    session.signal(signal)
    // Swift's own crash handler may send the signal on in its own way, so only that it's one is asked.
    #expect(session.wait() & 0x7F != 0)
    expectRestored(session)
  }

  @Test func `Control-C ends it as the signal`() throws {
    let session = try open()
    session.send("\u{3}")
    #expect(session.wait() & 0x7F == SIGINT)
    expectRestored(session)
  }

  @Test func `Control-Z gives the terminal to the shell, and fg brings the same picture back`() throws {
    let shell = try TerminalSession(
      ["/bin/bash", "--norc", "--noprofile", "-i"], environment: ["HOME": folder.path, "PS1": "ready> "])
    try shell.wait(for: "ready>")
    shell.send("\(Executable.path) \(trace)\r")
    try shell.wait(for: "event 0 of 1,334")
    shell.send("\u{1B}[C")
    try shell.wait(for: "event 1 of 1,334")
    shell.settle(500)
    let before = shell.text
    shell.send("\u{1A}")
    try shell.wait(for: "the shell") { !$0.isAlternate && $0.text.contains("Stopped") }
    shell.send("echo between\r")
    try shell.wait(for: "between")
    #expect(shell.screen.modes.isDisjoint(with: [1002, 1006, 2004]) || shell.screen.isCursorShown)
    shell.send("fg\r")
    try shell.wait(for: "the picture from before") { $0.text == before }
    shell.send("q")
    try shell.wait(for: "the shell again") { !$0.isAlternate }
    shell.send("exit\r")
    _ = shell.wait()
  }
}
