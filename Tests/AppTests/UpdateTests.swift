import Input
import Replay
import Scene
import Testing

@testable import App

@Suite struct UpdateTests {
  @Test func `an arrow is one step, and a count multiplies it`() {
    var state = AppState.inTheMiddle
    #expect(state.press("→") == [.step(1)])
    #expect(state.press("←") == [.step(-1)])
    #expect(state.press("3 0 →") == [.step(30)])
    #expect(state.press("→") == [.step(1)])
  }

  @Test func `a count may begin with the digit of a view, which then stays as it was`() {
    var state = AppState.inTheMiddle
    #expect(state.press("2") == [])
    #expect(state.view.view == .pool)
    #expect(state.press("5 →", now: 1_200_000) == [.step(25)])
    #expect(state.view.view == .heap)
  }

  @Test func `a digit long after the digit of a view is no count with it`() {
    var state = AppState.inTheMiddle
    _ = state.press("2", now: 1_000_000)
    _ = state.press("7", now: 5_000_000)
    #expect(state.view.view == .raw)
    #expect(state.count == nil)
  }

  @Test func `a zero makes the digit of a view a count`() {
    var state = AppState.inTheMiddle
    #expect(state.press("0 2 →") == [.step(2)])
    #expect(state.view.view == .heap)
  }

  @Test func `a count before g and percent is where to go`() {
    var state = AppState.inTheMiddle
    #expect(state.press("4 2 g") == [.goTo(.step(42))])
    #expect(state.press("5 0 %") == [.goTo(.share(percent: 50))])
    #expect(state.press("G") == [.goTo(.end)])
    #expect(state.press("g") == [.goTo(.step(0))])
  }

  @Test func `larger steps are ten, a thousand, and what is interesting`() {
    var state = AppState.inTheMiddle
    #expect(state.press(". →") == [.step(10)])
    #expect(state.press(". ←") == [.step(-1_000)])
    guard case .search(let search)? = state.press(". →").first else {
      Issue.record("the largest step is no search")
      return
    }
    #expect(search.conditions.count >= 4 && !search.backwards)
    #expect(state.press(".") == [])
    #expect(state.message == "larger steps there are none: , makes them smaller")
  }

  @Test func `a key that can't act says why`() {
    var state = AppState()
    state.facts.stepCount = 10
    #expect(state.press("←") == [])
    #expect(state.message == "this is the start of the trace: → steps forward")
    state.facts.position = 10
    #expect(state.press("→") == [])
    #expect(state.message == "this is the end of the trace: ← steps back")
    #expect(state.press("c") == [])
    #expect(state.message == "no breakpoint is set: b sets one")
    #expect(state.press("Y") == [])
    #expect(state.message == "Y does nothing here: ? shows the keys")
  }

  @Test func `Space plays and pauses, and steps come due with time`() {
    var state = AppState.inTheMiddle
    _ = state.press("Space", now: 1_000_000)
    #expect(state.clock.isPlaying)
    #expect(state.update(.tick, now: 1_100_000) == [])
    #expect(state.update(.tick, now: 1_250_000) == [.step(1)])
    #expect(state.update(.tick, now: 1_750_000) == [.step(2)])
    _ = state.press("Space", now: 1_760_000)
    #expect(!state.clock.isPlaying)
  }

  @Test func `playing stops at the end`() {
    var state = AppState.inTheMiddle
    _ = state.press("Space")
    state.facts.position = 1_000
    #expect(state.update(.tick, now: 9_000_000) == [])
    #expect(!state.clock.isPlaying)
  }

  @Test func `marks are set and gone to, and the place that is left is remembered`() {
    var state = AppState.inTheMiddle
    #expect(state.press("m a") == [])
    #expect(state.marks == ["a": 500])
    state.facts.position = 700
    #expect(state.press("' a") == [.seek(500)])
    state.facts.position = 500
    #expect(state.press("-") == [.seek(700)])
    state.facts.position = 700
    #expect(state.press("-") == [.seek(500)])
  }

  @Test func `older and newer places go back and forth`() {
    var state = AppState.inTheMiddle
    state.places.leave(100)
    state.places.leave(200)
    #expect(state.press("^O") == [.seek(200)])
    state.facts.position = 200
    #expect(state.press("^O") == [.seek(100)])
    state.facts.position = 100
    #expect(state.press("^O") == [])
    #expect(state.press("^N") == [.seek(200)])
  }

  @Test func `where the view summarises, Tab goes round what is on the screen`() {
    var state = AppState.inTheMiddle
    state.note(shownPanes: [.arenas, .sites, .blocks, .stack])
    _ = state.press("Tab")
    #expect(state.view.focus == .sites)
    _ = state.press("Tab Tab")
    #expect(state.view.focus == .arenas)
    _ = state.press("S-Tab")
    #expect(state.view.focus == .blocks)
    state.note(shownPanes: [.arenas, .pool, .classes])
    #expect(state.view.focus == .arenas)
  }

  @Test func `Tab goes round the panes of a view, z zooms, Esc goes out one by one`() {
    var state = AppState.inTheMiddle
    _ = state.press("Tab")
    #expect(state.view.focus == .pool)
    _ = state.press("S-Tab S-Tab")
    #expect(state.view.focus == .classes)
    _ = state.press("6 z")
    #expect(state.view.view == .pins && state.view.isZoomed)
    _ = state.press("Esc")
    #expect(!state.view.isZoomed)
    _ = state.press("Esc")
    #expect(state.view.view == .heap)
    state.selection = Selection(.place(PlaceName(arena: 1)), isChosen: true)
    _ = state.press("Esc")
    #expect(!state.selection.isChosen)
  }

  @Test func `breakpoints are added, switched and deleted, and c runs to those that are on`() {
    var state = AppState.inTheMiddle
    _ = state.press("b b")
    _ = state.type("size > 512")
    _ = state.press("Enter")
    #expect(state.breakpoints.map(\.text) == ["size > 512"])
    guard case .search(let search)? = state.press("c").first else {
      Issue.record("c starts no search")
      return
    }
    #expect(search.conditions == state.breakpoints.map(\.condition))
    _ = state.press("b x Esc")
    #expect(state.press("c") == [] && state.message == "no breakpoint is set: b sets one")
    _ = state.press("b d Esc")
    #expect(state.breakpoints.isEmpty)
  }

  @Test func `with a filter a step goes to the next event that meets it`() {
    var state = AppState.inTheMiddle
    _ = state.press("&")
    _ = state.type("class 64")
    _ = state.press("Enter")
    guard case .search(let search)? = state.press("←").first else {
      Issue.record("the step is no search")
      return
    }
    #expect(search.backwards)
    #expect(search.conditions == [state.filter!.condition])
    _ = state.press("& ^U Enter")
    #expect(state.press("→") == [.step(1)])
  }

  @Test func `n goes on with the last search and N turns it round`() {
    var state = AppState.inTheMiddle
    _ = state.press("/")
    _ = state.type("gc")
    guard case .search(let first)? = state.press("Enter").first, case .search(let next)? = state.press("n").first,
      case .search(let previous)? = state.press("2 N").first
    else {
      Issue.record("there is no search")
      return
    }
    #expect(!first.backwards && !next.backwards && previous.backwards)
    #expect(previous.conditions == first.conditions)
  }

  @Test func `Esc stops a search before anything else`() {
    var state = AppState.inTheMiddle
    state.view.view = .pool
    state.task = AppState.RunningTask(words: "gc", progress: 0.5)
    #expect(state.press("Esc") == [.stopSearch])
    #expect(state.view.view == .pool)
  }

  @Test func `a press on the timeline jumps, dragging seeks, and letting go ends it`() {
    var state = AppState.inTheMiddle
    func send(_ kind: MouseEvent.Kind, _ target: ScreenTarget?) -> [Effect] {
      state.update(.mouse(MouseEvent(kind, x: 5, y: 5)), now: 0) { _, _ in target }
    }
    #expect(send(.drag(.left), .moment(9)) == [])
    #expect(send(.press(.left), .moment(10)) == [.seek(10)])
    #expect(send(.drag(.left), .moment(20)) == [.seek(20)])
    #expect(send(.release(.left), .moment(20)) == [])
    #expect(send(.drag(.left), .moment(30)) == [])
    #expect(state.places.hasOlder)
  }

  @Test func `a press on a button is its key, on a thing it's chosen`() {
    var state = AppState.inTheMiddle
    let thing = Selection.Thing.place(PlaceName(arena: 2, pool: 42))
    let press = InputEvent.mouse(MouseEvent(.press(.left), x: 0, y: 0))
    #expect(state.update(press, now: 0) { _, _ in .action(.stepForward) } == [.step(1)])
    #expect(state.update(press, now: 0) { _, _ in .thing(thing, .pool) } == [.select(thing)])
    #expect(state.view.focus == .pool)
  }
}
