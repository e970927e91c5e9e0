import Cells
import Handout
import Lesson
import Testing

@Suite struct LessonCardsTests {
  private let lesson: Lesson
  private let cards: LessonCards

  init() throws {
    lesson = try WrittenLesson.read()
    cards = LessonCards(lesson, width: 44, height: 20, theme: .dark)
  }

  private func lines(_ canvas: Canvas) -> [Substring] {
    canvas.trimmedText.split(separator: "\n").filter { !$0.isEmpty }
  }

  @Test func `cards name the lesson and its chapters`() {
    #expect(
      lines(cards.title()) == [
        "  arenascope", "  Free, and get the same block back", "  Say which block comes next.",
        "  CPython 3.13, 4 minutes, 2 chapters, 2", "  questions",
      ])
    #expect(lines(cards.chapter(1)).suffix(2) == ["  Chapter 2", "  Last in, first out"])
  }

  @Test func `reading takes longer the more there is to read`() {
    #expect(LessonCards.readingTime([]) == 1000)
    #expect(LessonCards.readingTime(["two words", "and three more"]) == 2500)
  }
}
