import Cells
import Input
import Lesson
import Replay
import Scene
import SeededGenerators
import Testing
import Trace

@testable import App

/// Screens that are shown again from what a command line says of them.
@Suite struct ScreenRequestTests {
  private static let folder = "\(#filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined())/Traces"
  private static let width = 100
  private static let height = 30

  private func open(_ name: String, _ options: LessonOptions = LessonOptions()) throws -> Session {
    let file = try TraceFile.open("\(Self.folder)/\(name)")
    let timeline = try Timeline(file)
    timeline.waitForIndex()
    let session = Session()
    session.state.lessonOptions = options
    session.open(OpenTrace(timeline, path: name, lesson: file.hasProse ? try Lesson.read(file)?.lesson : nil))
    return session
  }

  /// Draws once all that the picture shows has been found.
  private func screen(_ session: Session) -> Canvas {
    func draw() -> Canvas {
      session.draw(width: Self.width, height: Self.height, glyphs: .unicode, withoutPrompt: true)
    }
    while session.isBusy { _ = session.work(milliseconds: 100) }
    _ = draw()
    var rounds = 0
    while session.isBusy || session.work(milliseconds: 50), rounds < 200 { rounds += 1 }
    return draw()
  }

  private func press(_ name: String, in session: Session) {
    let (key, modifiers) = session.state.parse(name)
    for effect in session.handle(.key(key, modifiers), now: 1_000_000) { _ = session.perform(effect) }
    while session.isBusy { _ = session.work(milliseconds: 100) }
  }

  private static let keys = [
    "→", "→", "→", "←", "s", "s", "S", "i", "I", "]", "[", "}", "{", "n", "a", "A", "x", "e", "E", "G", "Home", "h",
    "j",
    "j", "k", "l", "l", "↓", "↓", "↑", "PgDn", "PgUp", "Tab", "Tab", "S-Tab", "z", "+", "-", "_", "=", "Enter", "Esc",
    "1", "2", "3", "4", "5", "6", "7", "8", "t", "p", "r", "y", "c", "f", "F", "u", "U", ".", ",", "<", ">", "g", "v",
  ]

  @Test(arguments: [
    "cycle.arena", "finalizers.trace", "02-reuse.arena", "05-cycles.arena", "15-what-changed.arena", "09-leaks.trace",
  ])
  func `wherever keys lead, the line that is said shows the same screen`(name: String) throws {
    var random = SeededGenerator(seed: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    var options = LessonOptions()
    options.isPresented = name.hasPrefix("05")
    options.showsNotes = name.hasPrefix("02")
    let session = try open(name, options)
    var walked: [String] = []
    for round in 0..<40 {
      // In a lesson some keys open a line to type in, which is no part of the screen.
      let keys = session.state.lesson == nil ? Self.keys : Self.keys.filter { $0 != "t" }
      let key = keys[Int.random(in: keys.indices, using: &random)]
      press(key, in: session)
      walked.append(key)
      session.state.prompt = nil
      session.state.overlay = nil
      session.state.lesson?.typed = ""
      (session.state.pending, session.state.count, session.state.digitBefore) = (nil, nil, nil)
      let shown = screen(session)
      guard round % 4 == 3 else { continue }
      let request = try #require(session.request)
      let other = try open(name, session.state.lesson?.options ?? options)
      try other.show(request)
      let again = screen(other)
      guard again != shown else { continue }
      let difference = zip(
        shown.trimmedText.split(separator: "\n", omittingEmptySubsequences: false),
        again.trimmedText.split(separator: "\n", omittingEmptySubsequences: false)
      ).filter { $0 != $1 }.map { "\($0)\n\($1)" }.joined(separator: "\n")
      Issue.record("\(request.words.joined(separator: " ")) after \(walked.suffix(12)):\n\(difference)")
      return
    }
  }
}
