import Lesson
import Testing
import Trace

/// Lessons for tests, written as a teacher does.
enum WrittenLesson {
  /// Two chapters, a number to be given and a block to be chosen before it is taken.
  static let reuse = """
    arenascope-trace 1
    title Free, and get the same block back
    aim Say which block comes next.
    minutes 4
    python 3.13
    chapter Four blocks
    note Draw them on the board.
    repeat 4 x = malloc 56
    say They lie side by side.
    | Each asks for 56 bytes.
    look pool x1
    ask number How many bytes does each block take?
      answer cost x1
      right 56 rounds up to 64.
      wrong Sizes round up.
    chapter Last in, first out
    repeat 2 free x*
    ask block e asks for 56 bytes. Which block does it get?
      choice x1: the one deleted first
        why It was pushed down.
      choice x2: the one deleted last
        why It is on top.
      choice next 512: a block that was never used
      answer e
    e = malloc 56
    reveal
    say The address is back.
    pause

    """

  /// Reads a lesson, which must be without mistakes.
  static func read(_ text: String = reuse) throws -> Lesson {
    let reading = try #require(try Lesson.read(try TraceFile.open(bytes: Array(text.utf8), name: "test")))
    try #require(reading.mistakes.isEmpty, "\(reading.mistakes.map(\.message))")
    return try #require(reading.lesson)
  }
}
