import Glibc
import Testing

/// A student with a terminal, from the first start to the end of the first lesson.
@Suite(.serialized) struct StudentTests {
  private static let right = "\u{1B}[C"

  private static func flat(_ screen: VirtualScreen) -> String {
    screen.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  @Test func `lesson 1 is chosen, two answers are right and one is wrong, and the end says so`() throws {
    let home = try Executable.Folder()
    let session = try TerminalSession([Executable.path], environment: ["HOME": home.path])
    try session.wait(for: "Library")
    try session.wait(for: "one byte")
    session.send("\r")
    var step = 1
    try session.wait(for: "step 1 of ")
    func next(to wanted: Int) throws {
      while step < wanted {
        step += 1
        session.send(Self.right)
        try session.wait(for: "step \(step) of ")
      }
    }
    try next(to: 5)
    try session.wait(for: "question 1 of 3")
    #expect(session.text.contains("The picture comes when you have answered.") || !session.text.contains("1.1"))
    session.send("32\r")
    try session.wait(for: "you said 32: right")
    // The score stands in one of the last rows: what is above it has been drawn.
    try session.wait(for: "1 of 1 right")
    #expect(Self.flat(session.screen).contains("Why: Sizes go up in steps of 16"))
    try next(to: 7)
    session.send("2")
    try session.wait(for: "not right")
    try session.wait(for: "1 of 2 right")
    #expect(Self.flat(session.screen).contains("Why: That pool holds blocks of 32 bytes, and nothing else."))
    #expect(session.text.contains("✓  pool 0.0, next to a") && session.text.contains("×  pool 0.1, next to c"))
    try next(to: 12)
    session.send("4\r")
    try session.wait(for: "you said 4: right")
    try next(to: 15)
    try session.wait(for: "The end of the lesson")
    try session.wait(for: "2 of 3 right")
    #expect(Self.flat(session.screen).contains("You answered 3 of 3 questions, 2 of them right."))
    // The line that shows this again stands in the terminal when the program has ended.
    session.send("W")
    try session.wait(for: "--step 15")
    session.send("q")
    #expect(session.wait() == 0)
  }
}
