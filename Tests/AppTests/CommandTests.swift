import Replay
import Scene
import Testing

@testable import App

@Suite struct CommandTests {
  @Test func `commands are read with their arguments`() throws {
    #expect(try CommandTable.parse("goto 50%") == .goTo(.share(percent: 50)))
    #expect(try CommandTable.parse("  goto mark:loaded ") == .goTo(.mark("loaded")))
    #expect(try CommandTable.parse("1234") == .goTo(.step(1234)))
    #expect(try CommandTable.parse("2.42.88") == .choose(PlaceName(arena: 2, pool: 42, block: 88)))
    #expect(try CommandTable.parse("save-screen /tmp/a b.svg") == .saveScreen(path: "/tmp/a b.svg"))
    #expect(try CommandTable.parse("step-size 1000") == .stepSize(.thousand))
    #expect(try CommandTable.parse("run-back gc") == .run(try Condition("gc"), backwards: true))
    #expect(try CommandTable.parse("only") == .filter(nil))
    #expect(try CommandTable.parse("q") == .action(.quit))
    #expect(try CommandTable.parse("") == nil)
  }

  @Test(arguments: [
    ("quack", "there is no command \"quack\": Tab shows the commands"),
    ("got", "there is no command \"got\"; did you mean \"goto\"?"),
    ("goto", "\"goto\" needs a moment: an event number, N%, end, mark:NAME, gc:K or gc:K:PHASE"),
    ("quit now", "\"quit\" stands alone"),
    ("step-size 7", "\"7\" can't be used here: write 1, 10, 1000 or interesting"),
    ("mouse maybe", "\"maybe\" can't be used here: write on or off"),
    ("delete-break x", "\"x\" can't be used here: write a number"),
  ])
  func `a line that isn't a command says what is wrong`(line: String, message: String) {
    var state = AppState.inTheMiddle
    #expect(state.run(commandLine: line) == [])
    #expect(state.message == message)
  }

  @Test func `completion shows the commands that begin with what is typed, or else those that have it in them`() {
    let found = Completion.commands("bre", marks: [], collections: 0)
    #expect(found.candidates.map(\.line).prefix(2) == ["break ", "breaks"])
    #expect(found.total == CommandTable.names.count)
    let inside = Completion.commands("reakpoi", marks: [], collections: 0)
    #expect(inside.candidates.map(\.line) == ["next-breakpoint", "previous-breakpoint"])
  }

  @Test func `completion knows the marks, the themes and the forms of conditions`() {
    let marks = Completion.commands("goto m", marks: ["loaded", "dropped"], collections: 0)
    #expect(marks.candidates.map(\.line).prefix(2) == ["goto mark:loaded", "goto mark:dropped"])
    #expect(Completion.commands("theme l", marks: [], collections: 0).candidates.first?.line == "theme light")
    #expect(Completion.commands("break siz", marks: [], collections: 0).candidates.first?.line == "break size > 512")
    #expect(Completion.conditions("").candidates.count == Condition.forms.count)
  }

  @Test func `Tab goes through the candidates and typing starts anew`() {
    var state = AppState.inTheMiddle
    _ = state.press(":")
    _ = state.type("theme ")
    _ = state.press("Tab")
    #expect(state.prompt?.line.text == "theme dark")
    _ = state.press("Tab")
    #expect(state.prompt?.line.text == "theme light")
    _ = state.press("S-Tab")
    #expect(state.prompt?.line.text == "theme dark")
    #expect(state.press("Enter") == [.saveSettings])
    #expect(state.prompt == nil)
  }

  @Test func `a line typed before comes back with the arrow up`() {
    var state = AppState.inTheMiddle
    _ = state.press(":")
    _ = state.type("theme light")
    _ = state.press("Enter :")
    _ = state.press("↑")
    #expect(state.prompt?.line.text == "theme light")
  }

  @Test func `Backspace on an empty line leaves it, and control characters can't be typed or pasted`() {
    var state = AppState.inTheMiddle
    _ = state.press(":")
    _ = state.update(.paste("a\u{1B}[31mb\nquit\n"), now: 0)
    #expect(state.prompt?.line.text == "a[31mb")
    _ = state.press("^U Backspace")
    #expect(state.prompt == nil)
  }

  @Test(arguments: [
    ("2.42", FindTarget.place(PlaceName(arena: 2, pool: 42), try? Condition("2.42 changes"))),
    ("2.42.88", .place(PlaceName(arena: 2, pool: 42, block: 88), try? Condition("2.42.88"))),
    ("loaded", .mark("loaded")),
    ("=56", .events(try! Condition("=56"))),
    ("add_node", .events(try! Condition("function add_node"))),
    ("orders.py:31", .events(try! Condition("orders.py:31"))),
  ])
  func `what is typed after a slash is understood`(text: String, target: FindTarget) {
    #expect(FindTarget(text, marks: ["loaded"]) == target)
  }
}
