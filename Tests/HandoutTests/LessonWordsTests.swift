import Handout
import Lesson
import Testing

@Suite struct LessonWordsTests {
  private let lesson: Lesson

  init() throws { lesson = try WrittenLesson.read() }

  @Test func `the heading says what the lesson is about`() {
    #expect(
      LessonWords(lesson).heading == [
        "lesson: Free, and get the same block back", "aim: Say which block comes next.",
        "about: CPython 3.13, 4 minutes, 2 chapters, 2 questions",
      ])
  }

  @Test func `a stop tells its chapter, its narration, its question without the answer`() {
    let words = LessonWords(lesson)
    #expect(
      words.lines(ofStop: 0).prefix(2) == [
        "chapter 1: Four blocks", "say: They lie side by side. Each asks for 56 bytes.",
      ])
    #expect(words.lines(ofStop: 1) == ["question 1: How many bytes does each block take?"])
    #expect(
      words.lines(ofStop: 2) == [
        "chapter 2: Last in, first out", "question 2: e asks for 56 bytes. Which block does it get?",
        "choice 2.1: the one deleted first", "choice 2.2: the one deleted last",
        "choice 2.3: a block that was never used",
      ])
    #expect(words.lines(ofStop: 3).last == "pause: what plays by itself waits here")
  }

  @Test func `notes are told only to those who ask for them`() {
    #expect(!LessonWords(lesson).lines(ofStop: 0).contains { $0.hasPrefix("note: ") })
    #expect(LessonWords(lesson, notes: true).lines(ofStop: 0).contains("note: Draw them on the board."))
  }

  @Test func `an answer says why it's right, and why others are wrong`() {
    let words = LessonWords(lesson)
    #expect(words.answer(of: lesson.questions[0]) == ["answer 1: 64. 56 rounds up to 64.", "wrong 1: Sizes round up."])
    #expect(
      words.answer(of: lesson.questions[1]) == [
        "answer 2: choice 2.2, the one deleted last. It is on top.", "wrong 2.1: It was pushed down.",
      ])
  }

  @Test func `an answer comes behind the steps that were to be predicted, before what speaks of it`() {
    #expect(
      LessonRoute(lesson).points == [
        .stop(0, moment: 4), .stop(1, moment: 4), .answer(1, moment: 4), .stop(2, moment: 6), .answer(2, moment: 7),
        .stop(3, moment: 7),
      ])
  }
}
