import Cells
import Handout
import Lesson
import Testing

@Suite struct LessonFramesTests {
  private let lesson: Lesson
  private let frames: LessonFrames

  init() throws {
    lesson = try WrittenLesson.read()
    frames = LessonFrames(lesson, width: 44, height: 20, theme: .dark)
  }

  private func lines(_ canvas: Canvas) -> [Substring] {
    canvas.trimmedText.split(separator: "\n").filter { !$0.isEmpty }
  }

  @Test func `cards name the lesson, its chapters and a question with its choices`() {
    #expect(
      lines(frames.title()) == [
        "  arenascope", "  Free, and get the same block back", "  Say which block comes next.",
        "  CPython 3.13, 4 minutes, 2 chapters, 2", "  questions",
      ])
    #expect(lines(frames.chapter(1)).suffix(2) == ["  Chapter 2", "  Last in, first out"])
    #expect(
      lines(frames.question(ofStop: 2, isAnswered: false))
        == [
          "  Last in, …  step 3 of 4   question 2 of 2", "  ? e asks for 56 bytes. Which block does", "    it get?",
          "    1. the one deleted first", "    2. the one deleted last", "    3. a block that was never used",
          "  What do you think?",
        ].map { $0[...] }, "\(frames.question(ofStop: 2, isAnswered: false).trimmedText)")
  }

  @Test func `an answered question marks the right choice and says why`() {
    let text = frames.question(ofStop: 2, isAnswered: true).trimmedText
    #expect(text.contains("  ✓ 2. the one deleted last\n") && text.contains("It was pushed down."), "\(text)")
    let number = frames.question(ofStop: 1, isAnswered: true).trimmedText
    #expect(number.contains("  ✓ 64\n") && number.contains("56 rounds up to 64."), "\(number)")
    #expect(!frames.question(ofStop: 1, isAnswered: false).trimmedText.contains("64"))
  }

  @Test func `a picture stands below the narration, at the same place on every frame that has room`() {
    var rows: [Int] = []
    let style = Style(foreground: RGB(0xFFFFFF), background: RGB(0))
    func frame(_ stop: Int, _ words: [String]) -> [Substring] {
      let canvas = frames.frame(ofStop: stop, words) { count in
        rows.append(count)
        return Canvas(width: 44, height: count, fill: style).filled(with: "x")
      }
      return canvas.trimmedText.split(separator: "\n", omittingEmptySubsequences: false)
    }
    let first = frame(0, lesson.stops[0].narration)
    let last = frame(3, lesson.stops[3].narration)
    #expect(rows[0] == rows[1] && first.firstIndex { $0.hasPrefix("xx") } == last.firstIndex { $0.hasPrefix("xx") })
    // Words without end leave no room for a picture, but none of them is lost.
    let long = (1...80).map { "word\($0)" }
    let words = frame(0, [long.joined(separator: " ")]).joined(separator: " ")
    let lost = long.filter { !words.contains($0) }
    #expect(rows.count == 2 && lost.isEmpty, "\(lost)")
  }

  @Test func `reading takes longer the more there is to read`() {
    #expect(LessonFrames.readingTime([]) == 1000)
    #expect(LessonFrames.readingTime(["two words", "and three more"]) == 2500)
  }
}

extension Canvas {
  fileprivate func filled(with scalar: Unicode.Scalar) -> Canvas {
    var canvas = self
    canvas.fill(bounds, with: self[0, 0].style, scalar: scalar)
    return canvas
  }
}
