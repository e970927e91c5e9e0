import Cells
import Input
import Lesson
import Scene
import Testing

@testable import App

/// A lesson at the keyboard.
@Suite struct LessonSessionTests {
  @Test func `arrows, Enter and Space go from stop to stop, and back`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    #expect(lesson.player.index == 0 && lesson.moment == 4)
    #expect(lesson.session.state.view.view == .pool)
    var screen = lesson.screen()
    #expect(screen.contains(" 2  Free, and get the same block back") && screen.contains("step 1 of 6"))
    #expect(screen.contains("Four blocks lie side by side in one pool."))
    screen = lesson.press("→")
    #expect(screen.contains("How many bytes does each block really take?") && screen.contains("question 1 of 3"))
    #expect(lesson.press("←").contains("step 1 of 6"))
    #expect(lesson.press("→ →").contains("It is 64."))
    #expect(lesson.press("Enter").contains("step 3 of 6"))
    #expect(lesson.press("Space Space").contains("step 4 of 6"))
    #expect(lesson.press("Backspace").contains("step 3 of 6"))
    #expect(lesson.press("Home ←").contains("this is its beginning"))
  }

  @Test func `a stop within a collection shows its phase`() throws {
    let lesson = try OpenLesson(
      """
      arenascope-trace 1
      title A cycle
      a = object Node 48
      a.me = a
      del a
      say It holds itself.
      gc collect
      say Its count is copied.
      look collection update_refs
      say Its own reference doesn't count.
      look collection subtract_refs
      """)
    #expect(lesson.press("→").contains("[update"))
    #expect(lesson.press("→").contains("[subtract"))
    #expect(lesson.press("←").contains("[update"))
  }

  @Test func `a point and a comma go on and back inside the collection that the lesson looks at`() throws {
    let lesson = try OpenLesson(
      """
      arenascope-trace 1
      title A cycle
      a = object Node 48
      a.me = a
      del a
      gc collect
      say Its count is copied.
      look collection update_refs
      ask choice What is left?
      choice right: nothing
      choice wrong: one
      reveal collection move_unreachable
      say It is gone.
      look objects
      """)
    let copied = lesson.screen()
    #expect(copied.contains("[update") && copied.contains(", . inside"))
    let subtracted = lesson.press(".")
    #expect(subtracted.contains("[subtract") && subtracted.contains("step 1 of 3"))
    #expect(lesson.press(".").contains("[move unreachable]"))
    #expect(lesson.press(",") == subtracted)
    #expect(lesson.press(",") == copied)
    // While a question waits, what comes next stays hidden: the key shows the answer.
    #expect(lesson.press("→").contains("What do you think?"))
    #expect(lesson.press(".").contains("The answer"))
    #expect(lesson.press("→").contains(", . event"))
  }

  @Test func `a step forward and one back show the same picture, at each stop`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    while true {
      // Questions first show their answer, so that both ways meet the same state.
      if lesson.player.pendingQuestion != nil { lesson.press("→") }
      let before = lesson.screen()
      let index = lesson.player.index
      if lesson.player.isAtEnd { break }
      lesson.press("→")
      #expect(lesson.player.index == index + 1)
      #expect(lesson.press("←") == before)
      lesson.press("→")
    }
    #expect(lesson.player.index == 5)
    #expect(lesson.press("→").contains("this is the end of the lesson"))
  }

  @Test func `full stop and comma go event by event, brackets by chapters, braces by questions`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("→ →")
    #expect(lesson.moment == 4)
    lesson.press(".")
    #expect(lesson.moment == 5)
    lesson.press(",")
    #expect(lesson.moment == 4)
    lesson.press("[")
    #expect(lesson.player.index == 0)
    lesson.press("]")
    #expect(lesson.player.index == 2)
    lesson.press("{")
    #expect(lesson.player.index == 1)
    lesson.press("}")
    #expect(lesson.player.index == 2)
  }

  @Test func `a digit answers, is told right or wrong and why, and counts; r asks again`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("]")
    let asked = lesson.screen()
    #expect(asked.contains("1  the one deleted first") && asked.contains("1 to 3, or → to see without guessing"))
    let wrong = lesson.press("1")
    #expect(wrong.contains("× the one deleted first") || wrong.contains("×  the one deleted first"))
    #expect(wrong.contains("✓  the one deleted last"))
    #expect(wrong.contains("not right"))
    #expect(wrong.contains("Why: A freed block stores the address of the one freed before it."))
    #expect(wrong.contains("0 of 1 right"))
    #expect(lesson.moment == 7)
    #expect(lesson.press("r") == asked)
    let right = lesson.press("2")
    #expect(right.contains(": right") && right.contains("Why: The pool remembers the newest only."))
    #expect(right.contains("1 of 1 right"))
    // A digit without a question is the view that it is everywhere.
    lesson.press("→ 1")
    #expect(lesson.session.state.view.view == .heap)
    lesson.press("Esc")
    #expect(lesson.session.state.view.view == .pool)
  }

  @Test func `a number is typed, corrected and given with Enter`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("→")
    #expect(lesson.press("Enter").contains("It is 64.") == false)
    #expect(lesson.session.state.message == "type your answer first, or → to see it")
    #expect(lesson.press("6 5").contains("▶  65▏"))
    #expect(lesson.press("Backspace 4").contains("▶  64▏"))
    let answered = lesson.press("Enter")
    #expect(answered.contains("you said 64: right"))
    #expect(answered.contains("Why: 56 rounds up to the next multiple of 16."))
    #expect(answered.contains("1 of 1 right"))
  }

  @Test func `a block is chosen in the picture and given with Enter`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("] 2 → →")
    #expect(lesson.player.pendingQuestion?.kind == .block)
    // The picture to choose from stays.
    #expect(lesson.press("Enter").contains("Pool 0.0"))
    #expect(lesson.player.pendingQuestion != nil)
    lesson.session.state.selection = Selection(.place(PlaceName(arena: 0, pool: 0, block: 0)), isChosen: true)
    #expect(lesson.press("Enter").contains("Why: It was freed before."))
    #expect(lesson.player.score.right == 2)
  }

  @Test func `a press of the mouse on an answer gives it`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("]")
    let rows = lesson.screen().split(separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains("2  the one deleted last") })
    _ = lesson.session.handle(.mouse(MouseEvent(.press(.left), x: 20, y: y)), now: 0)
    #expect(lesson.player.score.right == 1)
  }

  @Test func `a question that waits hides what would answer it`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("]")
    #expect(lesson.player.hides.contains(.nextBlock))
    #expect(lesson.session.scene?.pool?.chain.isEmpty == true)
    #expect(lesson.session.scene?.classes.rows.allSatisfy { $0.next == nil } == true)
    lesson.press("2")
    #expect(lesson.session.scene?.pool?.chain.isEmpty == false)
    // What is asked of the very moment that is shown is no picture at all.
    lesson.press("{")
    lesson.press("r")
    #expect(lesson.screen().contains("The picture comes when you have answered."))
  }

  @Test func `without questions the answers stand there at once`() throws {
    var options = LessonOptions()
    options.asksQuestions = false
    let lesson = try OpenLesson(OpenLesson.reuse, options: options)
    #expect(lesson.press("→").contains("It is 64."))
    #expect(lesson.press("→").contains("✓  the one deleted last"))
    #expect(!lesson.screen().contains("right\n"))
  }

  @Test func `notes are the speaker's`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    #expect(!lesson.screen().contains("Only the speaker sees this."))
    #expect(lesson.press("T").contains("Only the speaker sees this."))
    #expect(!lesson.press("T").contains("Only the speaker sees this."))
  }

  @Test func `before a class digits count hands, and Enter reveals`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("] P")
    let counted = lesson.press("1 1 2 3 2 2")
    #expect(counted.contains("6 hands counted"))
    #expect(lesson.player.pendingQuestion != nil)
    let revealed = lesson.press("Enter")
    #expect(revealed.contains("3 of 6 hands were right."))
    #expect(lesson.player.score.answered == 0)
    lesson.press("→ ←")
    #expect(lesson.session.state.lesson?.options.isPresented == true)
    lesson.press("P")
    #expect(lesson.session.state.lesson?.options.isPresented == false)
  }

  @Test func `the end says the score and what comes next`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("] 2 → → → →")
    #expect(lesson.player.isAtEnd)
    let screen = lesson.screen().split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(screen.contains("You answered 1 of 3 questions, 1 of them right."))
    #expect(screen.contains("The end of the lesson"))
  }
}

/// Off the path of a lesson and back.
@Suite struct WhatIfSessionTests {
  @Test func `what is tried is seen, and Esc goes back to exactly where one was`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("→ → 1")
    let before = lesson.screen()
    let place = lesson.player
    #expect(lesson.press("t").contains("You have left the lesson here."))
    lesson.type("y = malloc 500")
    #expect(lesson.press("Enter").contains("> y = malloc 500"))
    #expect(lesson.moment == 5)
    lesson.type("free y")
    lesson.press("Enter")
    #expect(lesson.moment == 6)
    #expect(lesson.press("Esc") == before)
    #expect(lesson.player == place && lesson.moment == 4)
  }

  @Test func `what can't be done is said, and nothing changes`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("t")
    lesson.type("free nobody")
    let screen = lesson.press("Enter")
    #expect(screen.contains("nobody") && lesson.moment == 4)
    lesson.type("\u{8}")
    lesson.press("Esc")
    #expect(lesson.session.state.lesson?.isOffPath == false)
  }

  @Test func `an empty line goes back, and keys are text while one types`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.press("t")
    #expect(lesson.press("q r 1").contains("qr1▏"))
    lesson.press("Backspace Backspace Backspace Enter")
    #expect(lesson.session.state.lesson?.isOffPath == false && lesson.player.index == 0)
  }

  @Test func `in front of a class a digit means nothing where there is nothing to choose from`() throws {
    var options = LessonOptions()
    options.isPresented = true
    let lesson = try OpenLesson(OpenLesson.reuse, options: options)
    lesson.press("→")
    let seen = lesson.press("4")
    #expect(lesson.session.state.view.view == .pool && lesson.player.pendingQuestion != nil)
    #expect(seen.contains("there is nothing to choose from here: Enter shows the answer"))
    #expect(lesson.press("Enter").contains("It is 64"))
  }

  @Test func `the object that is looked at is the chosen one, for a class in a large box`() throws {
    var options = LessonOptions()
    options.isPresented = true
    let text = """
      arenascope-trace 1
      title Two lists
      python 3.13

      a = []
      b = [a, a, a]
      say Three references lead to a.
      look objects a

      """
    let lesson = try OpenLesson(text, options: options)
    let seen = lesson.screen()
    #expect(seen.contains("─ Around list 1 ") && seen.contains("━[0] ×3━"), "\(seen)")
    lesson.send("Esc")
    #expect(lesson.screen().contains("▶ list 1 "))
  }
}
