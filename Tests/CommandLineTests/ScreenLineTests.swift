import BundledTraces
import Testing

/// The line that `W` says, run again.
@Suite struct ScreenLineTests {
  private static let folder = "\(Executable.path[..<Executable.path.lastIndex(of: "/")!])/\(BundledTraces.folder)"

  /// Opens a trace in a terminal of 120×40, presses keys, and compares what the line shows that the program says then.
  private func expectTheSame(_ name: String, _ options: [String], keys: String, line expected: String) throws {
    let file = "\(Self.folder)/\(name)"
    let folder = try Executable.Folder()
    let home = ["HOME": folder.path]
    let first = try TerminalSession([Executable.path, file] + options, columns: 120, rows: 40, environment: home)
    try first.wait(for: "help")
    first.settle(300)
    for key in keys.split(separator: " ") {
      first.send(Self.bytes(key))
      first.settle()
    }
    let shown = first.text
    first.send("W")
    first.settle()
    first.send("q")
    #expect(first.wait() == 0)
    let output = String(decoding: first.output, as: UTF8.self)
    let start = try #require(output.ranges(of: "arenascope \(Self.folder)").last).lowerBound
    let line = String(output[start...].prefix { !$0.isNewline })
    #expect(line.hasSuffix(" \(expected)"), "\(line)")
    let command = line.replacing("arenascope \(file)", with: "\(Executable.path) \(file)")
    let again = try TerminalSession(["/bin/sh", "-c", command], columns: 120, rows: 40, environment: home)
    try again.wait(for: "help")
    try again.wait(for: "the screen of \(line)", seconds: 10) { $0.text == shown }
    again.send("q")
    #expect(again.wait() == 0)
  }

  /// What a terminal sends for a key; `␣` is a blank in a line that is typed.
  private static func bytes(_ key: Substring) -> String {
    switch key {
    case "Enter": "\r"
    case "→": "\u{1B}[C"
    case "↓": "\u{1B}[B"
    default: String(key).replacing("␣", with: " ")
    }
  }

  @Test func `a question answered wrong, seen as a class sees it`() throws {
    try expectTheSame(
      "01-heap.arena", ["--step", "7", "--notes", "--theme", "light"], keys: "2",
      line: "--step 7 --answers _,2 --notes --theme light --size 120x40")
    try expectTheSame(
      "05-cycles.arena", ["--size", "90x30", "--present", "--ascii"], keys: "→ → T",
      line: "--step 3 --present --notes --theme dark --ascii --size 90x30")
  }

  @Test func `a phase of a collection that was gone to by its name`() throws {
    try expectTheSame(
      "cycle.arena", [], keys: ":goto␣gc:1:subtract_refs Enter ] ↓",
      line: "--at gc:1:11 --select object:0x20 --layout objects=1 --theme dark --size 120x40")
  }

  @Test func `a view with its list scrolled and one pane alone`() throws {
    try expectTheSame(
      "finalizers.trace", ["--at", "50%", "--view", "objects"], keys: "j j r z",
      line:
        "--at 24686 --view objects --select object:0x7f34103c8f80 --layout zoom,order=type --theme dark --size 120x40")
  }

  @Test func `what can't be opened is said`() throws {
    let file = "\(Self.folder)/02-reuse.arena"
    func errors(_ options: [String]) throws -> String {
      let session = try TerminalSession([Executable.path, file] + options)
      #expect(session.wait() == 64 << 8)
      return session.text
    }
    #expect(try errors(["--step", "99"]).contains("the lesson has steps 1 to 12"))
    #expect(try errors(["--answers", "1,1,1,1,1,1,1,1"]).contains("'1' answers no question"))
    #expect(try errors(["--layout", "upside-down"]).contains("'upside-down' is no layout"))
    #expect(try errors(["--select", "everything"]).contains("'everything' can't be chosen"))
  }
}
