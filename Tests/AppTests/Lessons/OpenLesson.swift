import Cells
import Input
import Lesson
import Replay
import Testing
import Trace

@testable import App

/// A lesson in a session, with keys pressed by their names.
struct OpenLesson {
  let session: Session

  /// Opens a lesson that is written down, or the one in a file.
  init(_ text: String, path: String = "02-test.arena", options: LessonOptions = LessonOptions()) throws {
    try self.init(TraceFile.open(bytes: Array(text.utf8), name: path), path: path, options: options)
  }

  init(_ file: TraceFile, path: String, options: LessonOptions = LessonOptions()) throws {
    let reading = try #require(try Lesson.read(file))
    #expect(reading.mistakes.map(\.message) == [])
    let found = reading.lesson
    let timeline = try Timeline(file)
    timeline.waitForIndex()
    session = Session()
    session.state.lessonOptions = options
    session.open(OpenTrace(timeline, path: path, lesson: found))
    finish()
  }

  /// Where the lesson stands.
  var player: LessonPlayer { session.state.lesson!.player }
  /// The moment that is shown.
  var moment: Int { session.trace?.timeline.position ?? -1 }

  /// Does all work that is left.
  func finish() {
    while session.isBusy { _ = session.work(milliseconds: 100) }
    for _ in 0..<200 where !session.work(milliseconds: 20) { break }
  }

  /// What is to be seen.
  func screen(_ width: Int = 80, _ height: Int = 24, _ glyphs: GlyphSet = .unicode, _ depth: ColorDepth = .truecolor)
    -> String
  {
    session.draw(width: width, height: height, glyphs: glyphs, depth: depth).trimmedText
  }

  /// Presses a key by its name, and draws nothing.
  func send(_ name: String) {
    let (key, modifiers) = session.state.parse(name)
    for effect in session.handle(.key(key, modifiers), now: 1_000_000) { _ = session.perform(effect) }
    finish()
  }

  /// Presses keys by their names, a blank between, and gives what is seen then.
  @discardableResult
  func press(_ keys: String) -> String {
    var seen = ""
    for name in keys.split(separator: " ") {
      send(String(name))
      seen = screen()
    }
    return seen
  }

  /// Types text.
  func type(_ text: String) {
    for scalar in text.unicodeScalars { _ = session.handle(.key(.character(scalar), []), now: 1_000_000) }
  }

  /// Four blocks of which two are freed; a question with choices, one for a number, one for a block.
  static let reuse = """
    arenascope-trace 1
    title Free, and get the same block back
    aim Say which block the next request gets.
    minutes 4
    python 3.13

    chapter Four blocks
    note Only the speaker sees this.
    repeat 4 x = malloc 56
    say Four blocks lie side by side in one pool.
    look pool x1
    ask number How many bytes does each block really take?
      answer cost x1
      right 56 rounds up to the next multiple of 16.
      wrong Sizes round up to multiples of 16.

    chapter Last in, first out
    repeat 2 free x*
    ask choice A Node asks for 56 bytes. Which block does it get?
      choice x1: the one deleted first
        why A freed block stores the address of the one freed before it.
      choice x2: the one deleted last
        why The pool remembers the newest only.
      choice next 512: a block that was never used
      answer e
    e = malloc 56
    reveal
    look pool e
    say The address is back.
    ask block Which block goes out next?
      answer next 56
      right It was freed before.
      wrong It was freed before.
    say The list of free blocks is a stack.

    """
}
