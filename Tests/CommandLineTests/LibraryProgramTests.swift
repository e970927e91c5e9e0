import Glibc
import PythonInterpreters
import Testing

/// The library in a real terminal: a student's folder, with what may lie in one.
@Suite(.serialized) struct LibraryProgramTests {
  private let home: Executable.Folder
  private let folder: Executable.Folder

  init() throws {
    home = try Executable.Folder()
    folder = try Executable.Folder()
  }

  /// Starts the program without arguments in the folder.
  private func start(_ environment: [String: String] = [:], columns: Int = 80, rows: Int = 24) throws -> TerminalSession
  {
    try TerminalSession(
      ["/bin/sh", "-c", "cd '\(folder.path)' && exec '\(Executable.path)'"], columns: columns, rows: rows,
      environment: ["HOME": folder.path, "XDG_STATE_HOME": home.path].merging(environment) { $1 })
  }

  private func end(_ session: TerminalSession) {
    session.send("q")
    #expect(session.wait() == 0)
    // What the program has left in the state folder goes with the test.
    for name in ["last", "lessons", "lessons.lock"] { unlink("\(home.path)/arenascope/\(name)") }
    rmdir("\(home.path)/arenascope")
  }

  @Test func `a script is run after a yes, recorded, and opened at its first line`() throws {
    let python = try #require(PythonInterpreter.found.last)
    let tools = try Executable.Folder()
    symlink(python.path, "\(tools.path)/python3")
    _ = try folder.write("names = ['a', 'b']\nprint('hello from the script')\n", as: "walk.py")
    let session = try start(["PATH": "\(tools.path):/usr/bin:/bin"])
    try session.wait(for: "Library")
    session.send("/walk")
    try session.wait(for: "1 of 1")
    session.send("\r\r")
    try session.wait(for: "Run walk.py with python3 and record it?")
    #expect(folder.read("walk.trace") == nil)
    session.send("n")
    try session.wait(for: "nothing was run")
    session.send("\ry")
    try session.wait(for: "the recording is in walk.trace")
    try session.wait(for: "names = ['a', 'b']")
    #expect(String(decoding: session.output, as: UTF8.self).contains("hello from the script"))
    end(session)
  }

  @Test
  func `a folder of ten thousand files, pipes and strange names is listed, and nothing of it reaches the terminal`()
    throws
  {
    for number in 0..<10_000 { close(open("\(folder.path)/f\(number).txt", O_CREAT | O_WRONLY, 0o600)) }
    for number in 0..<300 { close(open("\(folder.path)/t\(number).trace", O_CREAT | O_WRONLY, 0o600)) }
    mkfifo("\(folder.path)/a-pipe.trace", 0o600)
    _ = try folder.write("arenascope-trace 1\npython 3.13\na = malloc 10\n", as: "b\u{1B}]0;evil\u{7}.trace")
    _ = try folder.write("arenascope-trace 1\npython 3.13\nsay \u{1B}[2Jx\na = malloc 10\n", as: "c.arena")
    let session = try start(columns: 120, rows: 60)
    try session.wait(for: "200 of 302 in this folder")
    try session.wait(for: "3.13")
    #expect(!String(decoding: session.output, as: UTF8.self).contains("\u{1B}]0;evil"))
    session.send("G")
    try session.wait(for: "above")
    end(session)
  }

  @Test func `a path is completed by Tab, and several are shown`() throws {
    _ = try folder.write("arenascope-trace 1\npython 3.13\na = malloc 10\n", as: "lists-one.trace")
    _ = try folder.write("arenascope-trace 1\npython 3.13\na = malloc 10\n", as: "lists-two.trace")
    let session = try start()
    try session.wait(for: "Library")
    session.send("oli\t")
    try session.wait(for: "2 of 2 files")
    try session.wait(for: "open lists-")
    session.send("t\t")
    try session.wait(for: "open lists-two.trace")
    session.send("\r")
    try session.wait(for: "Heap")
    end(session)
  }

  @Test func `one comes back to the row of the lesson with what was done, and its end leads to the next one`() throws {
    let session = try start()
    try session.wait(for: "Library")
    session.send("j\r")
    try session.wait(for: "step 1 of ")
    session.send("\u{1B}[C\u{1B}[C")
    try session.wait(for: "step 3 of ")
    session.send("L")
    try session.wait(for: "Library")
    try session.wait(for: "lesson 2 chosen, at step 3") { screen in
      screen.text.split(separator: "\n").contains { $0.hasPrefix(" ▶   2 ") && $0.contains("3 of ") }
    }
    session.send("\r")
    try session.wait(for: "step 1 of ")
    for _ in 0..<40 where !session.text.contains("The end of the lesson") {
      session.send("\u{1B}[C")
      session.settle(60)
    }
    try session.wait(for: "Enter opens lesson 3")
    session.send("\r")
    try session.wait(for: "step 1 of ")
    #expect(session.text.contains("3  Object-specific"))
    end(session)
  }

  @Test func `two programs that end at once both keep what was done`() throws {
    let first = try start()
    let second = try start()
    try first.wait(for: "Library")
    try second.wait(for: "Library")
    first.send("\r")
    second.send("j\r")
    try first.wait(for: "step 1 of ")
    try second.wait(for: "step 1 of ")
    first.send("q")
    second.send("q")
    #expect(first.wait() == 0 && second.wait() == 0)
    let kept = home.read("arenascope/lessons") ?? ""
    #expect(kept.contains("01-heap.arena") && kept.contains("02-reuse.arena"))
    for name in ["last", "lessons", "lessons.lock"] { unlink("\(home.path)/arenascope/\(name)") }
    rmdir("\(home.path)/arenascope")
  }

  @Test func `a file of progress that holds anything, or can't be written, changes nothing`() throws {
    mkdir("\(home.path)/arenascope", 0o700)
    let path = "\(home.path)/arenascope/lessons"
    let file = try #require(fopen(path, "w"))
    fputs(
      "\u{1B}[2J\n99999999999999999999 1 1 1 1 done 01-heap.arena\n8 9 3 2 3 done 02-reuse.arena\n\u{0}\u{FF}", file)
    fclose(file)
    let session = try start()
    try session.wait(for: "Library")
    try session.wait(for: "lesson 2 as done") {
      $0.text.split(separator: "\n").contains { $0.contains("  2  ") && $0.contains("done") }
    }
    end(session)
    _ = try start(["XDG_STATE_HOME": "/proc/1"]).wait(for: "Library")
  }
}
