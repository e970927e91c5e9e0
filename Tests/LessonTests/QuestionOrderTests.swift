import Testing
import Trace

@testable import Lesson

@Suite("Where the parts of a question stand")
struct QuestionOrderTests {
  private static let asked = "say Start.\nask number One?\nanswer arenas\na = malloc 8\n"

  @Test(arguments: [
    ("say Between.\nreveal", "7:1: `reveal` belongs to the question of line 3: put it before the `say` of line 6"),
    ("say Between.\nright Yes.", "7:1: `right` belongs to the question of line 3: put it before the `say` of line 6"),
    (
      "ask number Two?\nanswer blocks\nb = malloc 8\nreveal\nreveal",
      "10:1: questions can't stand inside one another: `reveal` the one of line 3 before line 6 asks the next"
    ),
    ("reveal\nreveal", "7:1: the question of line 3 is revealed already, in line 6"),
  ])
  func `what stands behind the next stop is refused`(text: String, message: String) throws {
    #expect(try WrittenLesson.mistakes(Self.asked + text) == [message])
  }

  @Test func `questions in a loop are asked in each round`() throws {
    let lesson = try #require(
      try WrittenLesson.lesson(
        """
        repeat 3
          ask number How many blocks are there behind x*?
            answer blocks
          x = malloc 48
          reveal
          expect cost x* 48
        say End.
        """))
    #expect(lesson.questions.map(\.answer) == [.number(1), .number(2), .number(3)])
    #expect(lesson.questions[1].text == "How many blocks are there behind x2?")
    #expect(lesson.questions.map(\.reveal.moment) == [1, 2, 3])
  }

  @Test func `a mistake in a loop is told once`() throws {
    #expect(
      try WrittenLesson.mistakes("repeat 3\n  x = malloc 48\n  say x*\n  expect blocks 2\n  expect blocks > 9")
        == ["5:3: blocks is 1 here, not 2", "6:3: blocks is 1 here, not > 9"])
  }
}
