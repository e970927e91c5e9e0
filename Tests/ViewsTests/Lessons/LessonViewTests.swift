import Cells
import Scene
import Testing

@testable import Views

/// A stop of a lesson around the picture of its moment.
@Suite struct LessonViewTests {
  static func scene(isAnswered: Bool) -> LessonScene {
    let question = "A Node asks for 56 bytes. Which block does it get?"
    let open = LessonScene.Panel(
      title: "What do you think?", measure: "1 to 3, or → to see without guessing",
      choices: [
        LessonScene.Choice("block 0, the one deleted last", .open), LessonScene.Choice("block 1", .open),
        LessonScene.Choice("a block that was never used", .open),
      ])
    let answered = LessonScene.Panel(
      title: "Your answer", measure: "you said block 1: not right",
      choices: [
        LessonScene.Choice("block 0, the one deleted last", .right), LessonScene.Choice("block 1", .wrong),
        LessonScene.Choice("a block that was never used", .other),
      ], words: ["Why: The pool remembers only the newest. Last in, first out: a stack."])
    return LessonScene(
      title: "2  Free, and get the same block back", place: "step 8 of 11   question 2 of 3", sign: "?",
      narration: [question], panel: isAnswered ? answered : open, notes: [], stops: 11, stop: 7,
      score: isAnswered ? "1 of 2 right" : "1 of 1 right", hidesPicture: !isAnswered, hidesTime: !isAnswered,
      isPresented: false, message: "", footer: [FooterEntry("1-3", "answer"), FooterEntry("→", "show")])
  }

  static func screen(isAnswered: Bool, _ glyphs: GlyphSet = .unicode, _ theme: Theme = .dark) -> Frame {
    Screen.draw(
      scene(isAnswered: isAnswered), over: MockScenes.heap(columns: 80), width: 80, height: 24, theme: theme,
      glyphs: glyphs)
  }

  @Test func `a picture without keys counts the arenas that it doesn't show`() {
    var lesson = Self.scene(isAnswered: true)
    lesson.footer = []
    let text = Screen.draw(
      lesson, over: MockScenes.heap(columns: 80), width: 80, height: 24, theme: .dark, glyphs: .unicode
    ).picture.text
    #expect(text.contains("arena 2 of 3; 2 more") && !text.contains("hjkl"))
  }

  @Test func `a question with its choices, and no picture that would answer it`() {
    #expect(
      Self.screen(isAnswered: false).picture.trimmedText == """
         2  Free, and get the same block back            step 8 of 11   question 2 of 3
          ?  A Node asks for 56 bytes. Which block does it get?

         ──────────────────────────────────────────────────────────────────────────────






                           The picture comes when you have answered.







         ─ What do you think? ──────────────────── 1 to 3, or → to see without guessing
           1  block 0, the one deleted last
           2  block 1
           3  a block that was never used
          ● ● ● ● ● ● ● ◆ · · ·   steps of this lesson                     1 of 1 right
         1-3 answer  → show

        """)
  }

  @Test func `the answer with the right one marked, why, and the picture`() {
    #expect(
      Self.screen(isAnswered: true).picture.trimmedText == """
         2  Free, and get the same block back            step 8 of 11   question 2 of 3
          ?  A Node asks for 56 bytes. Which block does it get?

         ▶ Arenas ────────────── 3 × 1 MiB, 64 pools each   ─ Pool 2.42 ──────── d 64 B
         arena 2     31 full  12 part  21 not carved  59 %   0 ████████▌▌██████████▌████
         0 F█ e█ n█ j█ x█ j█ e█ s█ F█ j█ n█ h▆ j█ m▇ e█ x█  50 ████████▌██████████▌███▌█
        16 F█ p▅ j█ k▅ j█ e█ F█ s▅ n▇ d█ i▃ j█ d█ d█ d█ d█ 100 █████████████████████████
        32 j█ F▆ d█ d█ e▅ d█ x▃ d█ j▃ d█[+▆]·  ·  ·  ·  ·  150 █▌████████▌█████████████▌
        48 ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  200 ·························
                                                           250 ···
           arena 2 of 3; hjkl go on                            ▌ 191 used   9 free
                                                               · 55 not carved
                                                            out 121 → 17 → 170 → 153 → …
                                                            all d  59 pools, 99 % used


           gc ──────0───0─────0────0────0───0────────────────────0──0─0──0──┃─1────────
         ─ Your answer ──────────────────────────────────── you said block 1: not right
           ✓  block 0, the one deleted last
           ×  block 1
           ·  a block that was never used
             Why: The pool remembers only the newest. Last in, first out: a stack.
          ● ● ● ● ● ● ● ◆ · · ·   steps of this lesson                     1 of 2 right
         1-3 answer  → show

        """)
  }

  @Test func `an answer is told right from wrong by its sign, not by its colour alone`() {
    let mono = Self.screen(isAnswered: true, .ascii, .mono).picture.trimmedText
    #expect(mono.contains("v  block 0") && mono.contains("x  block 1") && mono.utf8.allSatisfy { $0 < 0x7F })
  }

  @Test func `choices stand under the mouse`() throws {
    let frame = Self.screen(isAnswered: false)
    let rows = frame.picture.trimmedText.split(separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains("2  block 1") })
    #expect(frame.targets(x: 10, y: y).contains(.action("answer 1")))
  }

  @Test func `words that leave no room for a picture say so`() {
    var scene = Self.scene(isAnswered: true)
    scene.narration = Array(repeating: "A paragraph that needs a row of its own.", count: 14)
    let frame = Screen.draw(
      scene, over: MockScenes.heap(columns: 80), width: 80, height: 24, theme: .dark, glyphs: .unicode)
    #expect(frame.picture.text.contains("The picture needs a larger screen."))
  }
}
