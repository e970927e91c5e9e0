import Cells
import Handout
import Lesson
import Testing

@Suite struct LessonHandoutTests {
  private func pages(notes: Bool = false) throws -> LessonHandout {
    let style = Style(foreground: RGB(0xFFFFFF), background: RGB(0))
    let lesson = try WrittenLesson.read()
    return LessonHandout(lesson, notes: notes) { stop, isAnswered in
      // The picture of the first question would give its answer away.
      guard stop != 1 || isAnswered else { return nil }
      let step = isAnswered ? "\(stop + 1), answered" : "\(stop + 1)"
      var canvas = Canvas(width: 24, height: 1, fill: style)
      canvas.put("picture \(step) <", x: 0, y: 0, style: style)
      return .init(canvas, words: "shown \(step) & seen")
    }
  }

  @Test func `Markdown has a picture and the words of each step, and folds answers`() throws {
    let text = try pages().markdown
    #expect(
      text.hasPrefix(
        """
        # Free, and get the same block back

        Say which block comes next.

        *CPython 3.13, 4 minutes, 2 chapters, 2 questions*

        ## Four blocks

        They lie side by side. Each asks for 56 bytes.

        ```text
        picture 1 <
        ```

        <sub>step 1 of 4, event 4</sub>

        ---

        **Question 1.** How many bytes does each block take?

        <details><summary>Answer</summary>

        64\\. 56 rounds up to 64.

        Sizes round up.

        ```text
        picture 2, answered <
        ```

        </details>

        """), "\(text)")
    #expect(
      text.contains(
        """
        ```text
        picture 3 <
        ```

        1. the one deleted first
        2. the one deleted last
        3. a block that was never used

        <details><summary>Answer</summary>

        2\\. the one deleted last. It is on top.

        Not 1: It was pushed down.

        ```text
        picture 3, answered <
        ```
        """), "\(text)")
    #expect(!text.contains("board"))
    #expect(try pages(notes: true).markdown.contains("> Note: Draw them on the board."))
  }

  @Test func `HTML stands alone and says in words what its drawings show`() throws {
    let text = try pages(notes: true).html
    #expect(text.hasPrefix("<!DOCTYPE html>") && text.hasSuffix("</html>\n"))
    #expect(!text.contains("<script") && !text.contains("src=") && !text.contains("@import"))
    #expect(text.components(between: "<section>", and: "</section>") == 4)
    #expect(text.contains("<figure role=\"img\" aria-label=\"shown 1 &amp; seen\">\n<svg "))
    #expect(text.contains("<aside class=\"note\">Draw them on the board.</aside>"))
    #expect(text.contains("<li>the one deleted last</li>"))
  }

  @Test func `what a lesson says is text, whatever it looks like`() throws {
    let hostile = WrittenLesson.reuse.replacing("They lie side by side.", with: "<script>x</script> `a` *b* [c](d) \\")
      .replacing("title Free", with: "title <b>1. Free")
    let pages = LessonHandout(try WrittenLesson.read(hostile), notes: false) { _, _ in nil }
    #expect(!pages.html.contains("<script") && !pages.html.contains("<b>"))
    #expect(
      pages.markdown.contains("&lt;script&gt;x&lt;/script&gt; \\`a\\` \\*b\\* \\[c\\](d) \\\\"), "\(pages.markdown)")
    let steps = ["# head", "- item", "12) list", "1. one", "= x", "plain"].map { words in
      var step = LessonHandout.Step(place: "event 1")
      step.narration = [words]
      return step
    }
    let text = LessonHandout(title: "t", facts: "f", steps: steps).markdown
    for line in ["\\# head", "\\- item", "12\\) list", "1\\. one", "\\= x", "plain"] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
  }
}

extension String {
  /// How many parts begin and end with these words.
  fileprivate func components(between start: String, and end: String) -> Int {
    min(ranges(of: start).count, ranges(of: end).count)
  }
}
