import Cells
import Input
import Testing
import Views

@testable import App

/// The library as one meets it: what it lists, and what keys and the mouse do there.
@Suite struct LibraryTests {
  private static func lesson(_ number: Int?, _ title: String, _ progress: LessonProgress? = nil) -> LibraryState.Entry {
    let file = number.map { "/lessons/0\($0)-x.arena" } ?? "own.arena"
    return LibraryState.Entry(
      path: file, name: file.split(separator: "/").last.map(String.init) ?? "", measure: "40 lines", python: "3.13",
      title: title, shelf: number == nil ? .own : .lessons,
      lesson: LibraryLesson(
        number: number, aim: "Say which block the next request gets, and why id() comes back.", minutes: 4,
        chapters: ["Four blocks", "Last in, first out", "What reuse means"], stops: 9,
        asked: [
          "Which size class?", "Somebody asks for 17 bytes. Which block comes next?", "What does one byte cost?",
        ], progress: progress)
    )
  }

  private static let done = LessonProgress(farthest: 8, stops: 9, answered: 3, right: 3, questions: 3, isDone: true)
  private static let begun = LessonProgress(farthest: 3, stops: 9, answered: 2, right: 1, questions: 3, isDone: false)

  private static let entries = [
    lesson(nil, "Of my own"), lesson(1, "The heap: where one byte lives", done),
    LibraryState.Entry(
      path: "/lessons/orders.trace", name: "orders.trace", measure: "97,926 events", python: "3.13",
      title: "A log is parsed", note: ["What a shop keeps."], shelf: .recordings),
    lesson(2, "Free, and get the same block back", begun),
    lesson(3, "Object-specific allocators: above the pools"),
  ]

  private static func state(_ entries: [LibraryState.Entry] = entries) -> AppState {
    var state = AppState()
    state.library = LibraryState(entries: entries, last: .init(path: "/lessons/02-x.arena", step: 1_234))
    return state
  }

  private static func screen(_ state: AppState, _ width: Int = 80, _ height: Int = 24, theme: Theme = .dark) -> Frame {
    let scene = state.libraryScene(version: "1.0")
    return Screen.draw(scene!, width: width, height: height, theme: theme, glyphs: .unicode)
  }

  /// The rows of the list without what stands beside it.
  private static func list(_ state: AppState) -> [String] {
    screen(state).picture.trimmedText.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(3).prefix(17)
      .map { line in
        var text = String(line.prefix(50))
        while text.last == " " { text.removeLast() }
        return text
      }
  }

  @Test func `lessons come first with what is done, then recordings, then one's own files`() {
    #expect(
      Self.screen(Self.state()).picture.trimmedText == """
          Library                                                        arenascope 1.0
         See CPython's memory, one step at a time.
         Choose a lesson and press Enter. Inside, → is one step forward, ← one back.
         ▶ Lessons ─────────────────────────── 1 of 3 done  ─ Lesson 2 ────────────────
             1  The heap: where one byte lives       done    Free, and get the same
         ▶   2  Free, and get the same block back  4 of 9    block back
             3  Object-specific allocators          4 min    Say which block the next
                                                             request gets, and why id()
         ─ Recordings ─────────────────── of real programs   comes back.
            orders.trace              97,926 events  3.13
                                                             You will predict
         ─ Your files ───────────────────── in this folder   · Which size class?
            own.arena  Of my own           40 lines  3.13    · Somebody asks for 17
                                                               bytes. Which block comes
                                                               next?
                                                             · What does one byte cost?

                                                             4 more rows: Tab reads
                                                             9 steps, 3 questions
                                                             2 answered, 1 right

         Your own program: arenascope run prog.py   any command: arenascope record
         Last time: lesson 2 at event 1,234. Press - to go on there.
         hjkl choose  Enter open  - go on  / find  t presenter  w worksheet  ? help

        """)
  }

  @Test func `the first lesson that isn't done is chosen, or the one that was open`() {
    #expect(Self.state().library?.chosen == 1)
    #expect(LibraryState(entries: Self.entries, opened: "/lessons/orders.trace").chosen == 3)
    // One comes back to the row that one left, done or not.
    #expect(LibraryState(entries: Self.entries, opened: "/lessons/01-x.arena").chosen == 0)
    #expect(LibraryState(entries: []).chosen == 0)
  }

  @Test func `keys choose and open`() {
    var state = Self.state()
    #expect(state.press("j Enter") == [.open(path: "/lessons/03-x.arena")])
    #expect(state.press("G Enter") == [.open(path: "own.arena")])
    #expect(state.press("j g Enter") == [.open(path: "/lessons/01-x.arena")])
    #expect(state.press("PgDn PgUp Enter") == [.open(path: "/lessons/01-x.arena")])
    #expect(state.press("-") == [.open(path: "/lessons/02-x.arena"), .goTo(.step(1_234))])
  }

  @Test func `o asks for a file, which Enter opens and Esc forgets`() {
    var state = Self.state()
    #expect(state.press("o") == [])
    #expect(state.promptScene?.sigil == "open ")
    #expect(state.type("~/prog.trace") == [])
    #expect(state.press("Enter") == [.open(path: "~/prog.trace")])
    #expect(state.prompt == nil)
    _ = state.press("o")
    _ = state.type("x")
    #expect(state.press("Esc") == [])
    #expect(state.prompt == nil && state.library != nil)
  }

  @Test func `a text after a slash chooses the next entry that has it, and n and N go on`() {
    var state = Self.state()
    #expect(state.press("/") == [] && state.promptScene?.sigil == "/")
    _ = state.type("BLOCK")
    #expect(state.library?.chosen == 1)
    #expect(state.promptScene?.hint == "2 of 4   n next   N previous   Esc goes back")
    _ = state.type(" back object")
    #expect(state.library?.chosen == 2)
    #expect(state.press("Enter") == [] && state.prompt == nil && state.message == nil)
    _ = state.press("/")
    _ = state.type("own")
    _ = state.press("Enter")
    #expect(state.library?.chosen == 4)
    _ = state.press("/")
    _ = state.type("heap")
    #expect(state.library?.chosen == 0)
    _ = state.press("Esc")
    #expect(state.library?.chosen == 4)
  }

  @Test func `n goes round, and what nobody has is told`() {
    var state = Self.state()
    #expect(state.press("n") == [] && state.message == "nothing was looked for yet: / begins")
    _ = state.press("/")
    _ = state.type("id()")
    _ = state.press("Enter n")
    #expect(state.library?.chosen == 2)
    _ = state.press("n n")
    #expect(state.library?.chosen == 0)
    _ = state.press("N")
    #expect(state.library?.chosen == 4)
    _ = state.press("/")
    _ = state.type("zebra")
    #expect(state.promptScene?.hint == "nothing has it   Esc goes back" && state.library?.chosen == 4)
    _ = state.press("Enter")
    #expect(state.message == "nothing here has \u{201C}zebra\u{201D} in its title, name, aim or chapters")
  }

  @Test func `what is longer than its pane says so and can be scrolled to its end`() {
    var state = Self.state()
    #expect(!Self.screen(state).picture.text.contains("What reuse means"))
    _ = state.press("Tab j j j j j j j")
    let end = Self.screen(state).picture.text
    #expect(end.contains("· What reuse means") && end.contains("the end: j k scroll"))
    #expect(state.library?.chosen == 1)
    _ = state.press("Esc j")
    #expect(state.library?.chosen == 2 && state.library?.scroll == 0)
    // The wheel scrolls what it's over.
    _ = state.update(.mouse(MouseEvent(.wheelDown, x: 60, y: 8)), now: 0) { _, _ in .action(.nextPane) }
    #expect(state.library?.scroll == 1 && state.library?.chosen == 2)
    _ = state.update(.mouse(MouseEvent(.wheelDown, x: 20, y: 8)), now: 0) { _, _ in .candidate(2) }
    #expect(state.library?.chosen == 3)
  }

  @Test func `a narrow screen shows what is said of a row in place of the list`() {
    var state = Self.state()
    let list = Self.screen(state, 60, 20).picture.text
    #expect(list.contains("Tab tells about it.") && !list.contains("You will predict"))
    _ = state.press("Tab")
    let note = Self.screen(state, 60, 20).picture.text
    #expect(note.contains("You will predict") && !note.contains("orders.trace"))
  }

  @Test func `the entries of the footer are buttons`() {
    let state = Self.state()
    let frame = Self.screen(state)
    let buttons = (0..<80).compactMap { x in
      if case .action(let name) = frame.targets(x: x, y: 23).first { name } else { nil }
    }
    for action: Action in [.enter, .lastPlace, .find, .present, .worksheet, .help] {
      #expect(buttons.contains(action.rawValue))
    }
  }

  @Test func `a lesson goes on at the step where it was left`() {
    var state = Self.state()
    state.library?.last = .init(path: "/lessons/02-x.arena", step: 1_234, stop: 3)
    #expect(Self.screen(state).picture.text.contains("Last time: lesson 2 at step 4. Press - to go on there."))
    #expect(state.press("-") == [.open(path: "/lessons/02-x.arena"), .goToStop(3)])
  }

  @Test func `only a lesson is shown to a class and has questions on paper`() {
    var state = Self.state()
    #expect(state.press("w") == [.tellWorksheet(path: "/lessons/02-x.arena")])
    #expect(state.press("t") == [.open(path: "/lessons/02-x.arena")] && state.presentsNext)
    #expect(state.press("Enter") == [.open(path: "/lessons/02-x.arena")] && !state.presentsNext)
    state.library?.chosen = 3
    #expect(state.press("t") == [] && state.message == "a class is shown lessons: choose one")
    #expect(state.press("w") == [] && state.message == "this asks no questions: choose a lesson")
    let session = Session()
    #expect(session.perform(.tellWorksheet(path: "/lessons/my own.arena")))
    #expect(session.toldCommandLine == "arenascope worksheet '/lessons/my own.arena'")
  }

  @Test func `a script runs only after a yes`() {
    let script = LibraryState.Entry(path: "pairs.py", name: "pairs.py", shelf: .own, isScript: true)
    var state = Self.state(Self.entries + [script])
    #expect(state.press("G Enter") == [])
    #expect(state.message == "Run pairs.py with python3 and record it?   y yes   n no")
    #expect(state.press("n") == [] && state.message == "nothing was run")
    #expect(state.press("Enter Enter") == [] && state.pending == nil)
    #expect(state.press("Enter y") == [.record(script: "pairs.py")])
    // A click in between is no yes.
    _ = state.press("Enter")
    _ = state.update(.mouse(MouseEvent(.press(.left), x: 1, y: 1)), now: 0)
    #expect(state.press("y") == [])
    _ = state.press("o")
    _ = state.type("sub/x.py")
    #expect(state.press("Enter") == [] && state.pending == .runScript("sub/x.py"))
  }

  @Test func `files that are read later take their places, and what was open is chosen then`() {
    var library = LibraryState(entries: Array(Self.entries[1...]), opened: "own.arena")
    #expect(library.chosen == 1)
    let more = LibraryState.Entry(path: "a.trace", name: "a.trace", shelf: .own)
    library.take(own: [more, Self.entries[0]], outOf: 3_412)
    #expect(library.entries[library.chosen].path == "own.arena")
    var state = AppState()
    state.library = library
    #expect(Self.screen(state).picture.text.contains("2 of 3,412 in this folder"))
    // Who has chosen meanwhile keeps what was chosen.
    var moved = LibraryState(entries: Array(Self.entries[1...]), opened: "own.arena")
    moved.chosen = 0
    moved.take(own: [more, Self.entries[0]], outOf: 2)
    #expect(moved.chosen == 0)
  }

  @Test func `the sizes that a trace asks for are drawn when they are known`() {
    var state = Self.state()
    #expect(state.library?.uncounted == "/lessons/02-x.arena")
    state.library?.take(sizes: [0.1, 1, 0, 0.4], of: "/lessons/02-x.arena")
    #expect(state.library?.uncounted == nil)
    let rows = Self.screen(state, 120, 40).picture.trimmedText.split(separator: "\n").map(String.init)
    let row = rows.firstIndex { $0.contains("a▂ b█ c▁ d▄") }
    #expect(row.map { rows[$0 + 1].hasSuffix("16 32 48 64") } == true)
    // Where the text is longer than its pane, the picture still stands below it, without its caption.
    let narrow = Self.screen(state).picture.text
    #expect(narrow.contains("a▂ b█ c▁ d▄") && narrow.contains("more rows") && !narrow.contains("What is asked for"))
    // Of many sizes those are shown that are asked for most.
    var many = [Double](repeating: 0, count: 32)
    for (index, share) in [
      (0, 0.2), (2, 1), (5, 0.9), (7, 0.3), (11, 0.8), (12, 0.01), (15, 0.7), (20, 0.6), (31, 0.9),
    ] {
      many[index] = share
    }
    state.library?.take(sizes: many, of: "/lessons/02-x.arena")
    #expect(Self.screen(state).picture.text.contains("48 96 128 192 256 336 512"))
    state.library?.take(sizes: [0.1, 1, 0, 0.4], of: "/lessons/02-x.arena")
    let ascii = Screen.draw(
      state.libraryScene(version: "1.0")!, width: 120, height: 40, theme: .mono, glyphs: .ascii
    ).picture.text
    #expect(ascii.contains("a2 b# c_ d4"))
  }

  @Test func `a click chooses, a second one opens`() {
    var state = Self.state()
    let frame = Self.screen(state)
    #expect(frame.targets(x: 20, y: 6).first == .action("open 2"))
    _ = state.update(.mouse(MouseEvent(.press(.left), x: 20, y: 6)), now: 0) { _, _ in .candidate(2) }
    #expect(state.library?.chosen == 2)
    let effects = state.update(.mouse(MouseEvent(.press(.left), x: 20, y: 6)), now: 0) { _, _ in .candidate(2) }
    #expect(effects == [.open(path: "/lessons/03-x.arena")])
  }

  @Test func `of a title without room what follows the colon is left out, and nothing is cut`() {
    let narrow = Self.screen(Self.state()).picture.text
    #expect(narrow.contains("Object-specific allocators  ") && !narrow.contains("above the pools"))
    #expect(!narrow.contains("…"))
    #expect(Self.screen(Self.state(), 120, 40).picture.text.contains("Object-specific allocators: above the pools"))
  }

  @Test func `without colours the words say the same`() {
    let state = Self.state()
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
      let mono = Self.screen(state, width, height, theme: .mono).picture
      #expect(mono.text == Self.screen(state, width, height).picture.text)
      #expect(mono.text.contains("done") && mono.text.contains("▶"))
    }
  }

  @Test func `fifteen lessons stand still while one goes through them`() {
    let many = (1...15).map { (number: Int) in Self.lesson(number, "Lesson number \(number)") } + [Self.entries[2]]
    var state = Self.state(many)
    let first = Self.list(state)
    #expect(first[0].hasPrefix(" ▶ Lessons") && first[1].hasPrefix(" ▶   1  Lesson number 1 "))
    _ = state.press("j j j j j j j j j j j j j j")
    let last = Self.list(state)
    #expect(last[0] == first[0] && last[2] == first[2])
    #expect(last[15].hasPrefix(" ▶  15  Lesson number 15 ") && last[16].hasSuffix("1 more below: recordings"))
    _ = state.press("j")
    #expect(Self.screen(state).picture.text.contains("orders.trace"))
  }
}
