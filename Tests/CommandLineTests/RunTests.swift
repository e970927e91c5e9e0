import PythonInterpreters
import Testing

/// `arenascope run` of a script with a cycle, through a terminal: the way that a newcomer takes.
@Suite(.serialized) struct RunTests {
  private static let script = """
    import gc
    class Node:
        def __init__(self, name):
            self.name = name
    a = Node("a")
    b = Node("b")
    a.peer = b
    b.peer = a
    del a
    del b
    gc.collect()
    end = 1

    """

  private let folder: Executable.Folder

  init() throws { folder = try Executable.Folder() }

  /// Runs the script and opens what was recorded.
  private func run(_ interpreter: PythonInterpreter, columns: Int, rows: Int) throws -> TerminalSession {
    let script = try folder.write(Self.script, as: "nodes.py")
    let session = try TerminalSession(
      [Executable.path, "run", "-o", "\(folder.path)/nodes.trace", "--python", interpreter.path, script],
      columns: columns, rows: rows, environment: ["HOME": folder.path])
    try session.wait(for: "Line 1 runs next")
    session.settle()
    return session
  }

  /// Goes from line to line until a line is about to run.
  private func go(_ session: TerminalSession, key: String = ".", to line: Int) throws {
    for _ in 0..<60 where !session.text.contains("Line \(line) runs next") {
      session.send(key)
      session.settle(80)
    }
    try session.wait(for: "Line \(line) runs next")
    session.settle()
  }

  /// The rows of the names on the right, or below.
  private func names(_ session: TerminalSession) -> [String] {
    session.text.split(separator: "\n").compactMap { row in
      row.range(of: "Node ").map { String(row[$0.lowerBound...]).split(separator: " ").joined(separator: " ") }
    }
  }

  @Test("the counts rise and fall, the names go, the cycle remains, is collected, and is back one step before")
  func walk() throws {
    let interpreter = try #require(PythonInterpreter.found.last)
    let session = try run(interpreter, columns: 120, rows: 40)
    try go(session, to: 7)
    #expect(session.text.contains("Line 6: b refers to Node"))
    #expect(names(session).filter { $0.hasSuffix("refs 1") || $0.hasSuffix("refs 2→1") }.count == 2)
    try go(session, to: 8)
    #expect(session.text.contains("Line 7: a.peer refers to Node") && session.text.contains("refs 1→2"))
    try go(session, to: 10)
    #expect(session.text.contains("Line 9: the name a is gone; Node has 1 reference, not 2"))
    try go(session, to: 11)
    #expect(session.text.contains("2 × Node: no name leads there now, and still alive"))
    #expect(session.text.contains("no name leads to"))
    #expect(session.text.contains("starts collection") || session.text.contains("collects: Enter"))

    session.send("\r")
    try session.wait(for: "objects to look at")
    #expect(session.text.contains("[4 Collection]"))
    // The chosen object is one of the two: each change of it on the way to the end.
    var seen: [String] = []
    for _ in 0..<20 where !session.text.contains("[done]") {
      session.send("e")
      session.settle(80)
      seen.append(String(session.text.split(separator: "\n").dropFirst().first ?? ""))
    }
    let story = seen.joined(separator: "\n")
    #expect(story.contains("has 1 reference: gc_refs becomes 1"), "\(story)")
    #expect(story.contains("falls to 0"), "\(story)")
    #expect(story.contains("in doubt") || story.contains("unreachable"), "\(story)")
    try session.wait(for: "objects freed")

    // Over the collection: the line is done, and both are gone.
    session.send("5")
    try session.wait(for: "[5 Source]")
    try go(session, to: 12)
    #expect(session.text.contains("gone: 2 × Node") && !session.text.contains("no name leads to"))
    // And back: there they are again.
    try go(session, key: ",", to: 11)
    #expect(session.text.contains("no name leads to"))
    session.send("q")
    #expect(session.wait() == 0)
  }

  @Test("it opens at the first line on every version, however small the screen", arguments: PythonInterpreter.found)
  func opens(interpreter: PythonInterpreter) throws {
    let session = try run(interpreter, columns: 80, rows: 24)
    #expect(session.text.contains("[5 Source]") && session.text.contains("▶    1  import gc"))
    try go(session, to: 11)
    #expect(session.text.contains("no name leads to"))
    session.send("q")
    #expect(session.wait() == 0)
  }

  @Test("a chosen name is the chosen object and block in the other views")
  func choice() throws {
    let interpreter = try #require(PythonInterpreter.found.last)
    let session = try run(interpreter, columns: 120, rows: 40)
    try go(session, to: 7)
    // Below the module and the class stand a and b.
    session.send("jjj")
    session.settle()
    let row = try #require(session.text.split(separator: "\n").first { $0.contains("▶ a ") })
    let block = try #require(row.split(separator: " ").first { $0.split(separator: ".").count == 3 })
    session.send("\r")
    try session.wait(for: "[2 Pool]")
    #expect(session.text.contains(block.split(separator: ".").dropLast().joined(separator: ".")))
    session.send("3")
    try session.wait(for: "[3 Objects]")
    #expect(session.text.contains(block))
    session.send("q")
    #expect(session.wait() == 0)
  }

  @Test("a script that can't be read, and one that ends in an exception")
  func failures() throws {
    let missing = try CommandRun(["run", "\(folder.path)/none.py"])
    #expect(missing.status == 2)
    #expect(missing.errors.contains("none.py' can't be read"))
    let script = try folder.write("a = [1]\nb = a[3]\n", as: "fails.py")
    let session = try TerminalSession(
      [Executable.path, "run", "-o", "\(folder.path)/fails.trace", script], columns: 80, rows: 24,
      environment: ["HOME": folder.path])
    try session.wait(for: "Line 1 runs next")
    session.send(".")
    try session.wait(for: "Line 2 runs next: b = a[3]")
    session.send("q")
    #expect(session.wait() == 0)
  }
}
