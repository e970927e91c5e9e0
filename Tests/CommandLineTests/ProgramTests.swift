import Glibc
import Testing

/// The program in a real terminal: what is typed goes in, what is seen comes out.
@Suite(.serialized) struct ProgramTests {
  private let folder: Executable.Folder
  private let trace: String

  init() throws {
    folder = try Executable.Folder()
    trace = try folder.write(Executable.smallTrace, as: "small.trace")
  }

  /// Opens the trace and waits for the first frame.
  private func open(
    _ arguments: [String] = [], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) throws -> TerminalSession {
    let session = try TerminalSession(
      [Executable.path, trace] + arguments, columns: columns, rows: rows,
      environment: ["HOME": folder.path].merging(environment) { $1 })
    try session.wait(for: "of 1,334")
    // The timeline grows with the index.
    session.settle(300)
    return session
  }

  private let right = "\u{1B}[C"
  private let left = "\u{1B}[D"

  @Test func `the first frame shows the start with its tabs, status and footer`() throws {
    let session = try open()
    #expect(session.text.contains("[1 Heap]") && session.text.contains("small.trace"))
    #expect(session.text.contains("event 0 of 1,334"))
    #expect(session.text.contains("? help"))
    #expect(session.screen.isAlternate && !session.screen.isCursorShown)
  }

  @Test func `a step back shows the same picture as before`() throws {
    let session = try open()
    session.send("50g")
    try session.wait(for: "event 50 of")
    // What a block was before is looked up while one already looks.
    session.settle(500)
    let before = session.text
    session.send(right)
    try session.wait(for: "event 51 of")
    session.send(left)
    try session.wait(for: "the picture from before") { $0.text == before }
    session.send("SSS")
    try session.wait(for: "event 47 of")
    session.send("sss")
    try session.wait(for: "the picture from before") { $0.text == before }
  }

  @Test func `jumps go to the end, to a share, to a mark and back`() throws {
    let session = try open()
    session.send("G")
    try session.wait(for: "event 1,334 of 1,334")
    session.send("50%")
    try session.wait(for: "event 667 of")
    session.send(":goto mark:half\r")
    try session.wait(for: "event 667 of")
    session.send("g")
    try session.wait(for: "event 0 of")
    session.send("-")
    try session.wait(for: "event 667 of")
  }

  @Test func `a moment on the command line is where it begins`() throws {
    let session = try open(["--at", "end"])
    try session.wait(for: "event 1,334 of 1,334")
  }

  @Test func `a search finds the next event that meets a condition, and n and N go on`() throws {
    let session = try open()
    session.send("/")
    try session.wait(for: "You can also type")
    session.send("mark\r")
    try session.wait(for: "event 667 of")
    session.send("g/class 64\r")
    // Sizes grow by 7 from 16: the sixth and the seventh request are for 51 and 58 bytes; one was given back before.
    try session.wait(for: "event 7 of")
    session.send("n")
    try session.wait(for: "event 9 of")
    session.send("N")
    try session.wait(for: "event 7 of")
    session.send("/size > 100000\r")
    try session.wait(for: "no event with size > 100000 after event")
  }

  @Test func `help, commands and breakpoints lie over the view and go away`() throws {
    let session = try open()
    session.settle(500)
    let view = session.text
    for (key, words) in [("?", "Help: heap"), (":", "Commands"), ("b", "Breakpoints")] {
      session.send(key)
      try session.wait(for: words)
      session.send("\u{1B}")
      try session.wait(for: "the view under \(words)") { $0.text == view }
    }
  }

  @Test func `a breakpoint stops a run`() throws {
    let session = try open()
    session.send(":break mark\r")
    session.settle()
    session.send("c")
    try session.wait(for: "event 667 of")
  }

  @Test func `playing moves by itself and pauses`() throws {
    let session = try open()
    session.send(":speed 1000\r")
    session.send(" ")
    try session.wait(for: "event 1,334 of 1,334")
    session.send(" ")
    session.settle()
  }

  @Test(arguments: [(120, 40), (60, 20), (40, 12), (200, 60)])
  func `a resize draws for the new size`(columns: Int, rows: Int) throws {
    let session = try open()
    session.resize(columns: columns, rows: rows)
    try session.wait(for: "the footer in the new last row") { screen in
      screen.text.split(separator: "\n", omittingEmptySubsequences: false)[rows - 1].contains("?")
    }
    session.send(right)
    try session.wait(for: "event 1 of")
  }

  @Test func `a terminal that is too small gets one sentence, and the view back when it has grown`() throws {
    let session = try open()
    session.resize(columns: 30, rows: 8)
    try session.wait(for: "40 x 12")
    session.resize(columns: 80, rows: 24)
    try session.wait(for: "event 0 of 1,334")
  }

  @Test func `the mouse opens a tab, steps by the footer and seeks on the timeline`() throws {
    let session = try open()
    #expect(session.screen.modes.contains(1006))
    session.send("\u{1B}[<0;3;24M\u{1B}[<0;3;24m")
    try session.wait(for: "event 1 of")
    session.send("\u{1B}[<0;79;21M")
    try session.wait(for: "event 1,334 of")
    session.send("\u{1B}[<32;7;21M\u{1B}[<0;7;21m")
    try session.wait(for: "event 0 of")
    session.send("\u{1B}[<0;12;1M\u{1B}[<0;12;1m")
    try session.wait(for: "[2 Pool]")
    let quiet = try open(["--no-mouse"])
    #expect(!quiet.screen.modes.contains(1006) && !quiet.screen.modes.contains(1002))
  }

  @Test func `a screen is saved to a file as text and as a picture`() throws {
    let session = try open()
    session.send(":save-screen \(folder.path)/shot.txt\r")
    try session.wait(for: "the screen is in")
    #expect(folder.read("shot.txt")?.contains("event 0 of 1,334") == true)
    session.send(":save-screen \(folder.path)/shot.svg\r")
    session.settle(300)
    #expect(folder.read("shot.svg")?.hasPrefix("<") == true)
    session.send(":save-screen /nowhere/x.txt\r")
    try session.wait(for: "can't be written")
  }

  @Test func `NO_COLOR and --color never draw without colours, ASCII without anything else`() throws {
    for session in [try open(environment: ["NO_COLOR": "1"]), try open(["--color", "never"])] {
      session.settle()
      let text = String(decoding: session.output, as: UTF8.self)
      #expect(!text.contains("[38;") && !text.contains("[48;"))
      #expect(text.range(of: "\u{1B}[3", where: { "01234567".contains($0) }) == false)
    }
    let plain = try open(["--ascii"])
    plain.settle()
    #expect(plain.output.allSatisfy { $0 < 0x80 })
    let old = try open(environment: ["LANG": "C"])
    old.settle()
    #expect(old.output.allSatisfy { $0 < 0x80 })
  }

  @Test func `the library lists the traces of the folder, and Enter opens one`() throws {
    let session = try TerminalSession(
      ["/bin/sh", "-c", "cd \(folder.path) && exec \(Executable.path)"], environment: ["HOME": folder.path])
    try session.wait(for: "Library")
    // What comes with the program stands before it.
    session.send("G")
    try session.wait(for: "small.trace")
    session.send("\r")
    try session.wait(for: "event 0 of 1,334")
    session.send("q")
    #expect(session.wait() == 0)
  }

  @Test func `the library knows what is done of lessons, whatever else its file holds`() throws {
    let state = "\(folder.path)/arenascope"
    try #require(mkdir(state, 0o700) == 0)
    defer {
      unlink("\(state)/lessons")
      rmdir(state)
    }
    let rubbish = "-1 -1 -1 -1 done 10-generators.trace\n\u{1B}[2J\u{7F}\n9 9 9\n"
    _ = try folder.write(rubbish + "3 9 2 1 3 begun 09-leaks.trace\n", as: "arenascope/lessons")
    let session = try TerminalSession(
      ["/bin/sh", "-c", "cd \(folder.path) && exec \(Executable.path)"],
      environment: ["HOME": folder.path, "XDG_STATE_HOME": folder.path])
    try session.wait(for: "4 of 9")
    #expect(session.text.contains("Lessons") && !session.text.contains(" done"))
    session.send("o\(folder.path)/small.trace\r")
    try session.wait(for: "event 0 of 1,334")
    session.send("q")
    #expect(session.wait() == 0)
  }

  @Test func `a trace comes through standard input while keys come from the terminal`() throws {
    let session = try TerminalSession(
      ["/bin/sh", "-c", "cat \(trace) | \(Executable.path) -"], environment: ["HOME": folder.path])
    try session.wait(for: "event 0 of 1,334")
    session.send(right)
    try session.wait(for: "event 1 of")
    session.send("q")
    #expect(session.wait() == 0)
  }

  @Test(arguments: ["dumb", "no-such-terminal", ""])
  func `a terminal that can't be drawn on is one sentence and status 2`(term: String) throws {
    let session = try TerminalSession([Executable.path, trace], environment: ["TERM": term])
    let status = session.wait()
    #expect(status >> 8 & 0xFF == 2)
    #expect(session.text.contains("TERM") || session.text.contains("arenascope render"))
  }
}

extension String {
  /// Whether a text is followed somewhere by a character for which a condition holds.
  fileprivate func range(of text: String, where holds: (Character) -> Bool) -> Bool {
    var rest = self[...]
    while let start = rest.firstIndex(of: text.first ?? " ") {
      rest = rest[start...]
      if rest.hasPrefix(text), let next = rest.dropFirst(text.count).first, holds(next) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
