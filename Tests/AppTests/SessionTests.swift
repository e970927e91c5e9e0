import Cells
import Replay
import Scene
import SeededGenerators
import Testing
import Trace

@testable import App

/// A session on a trace in memory, at 80 x 24.
@Suite struct SessionTests {
  func session(_ text: String, at moment: Int = 0) throws -> Session {
    let file = try TraceFile.open(bytes: Array(text.utf8), name: "test")
    let timeline = try Timeline(file)
    timeline.waitForIndex()
    let session = Session()
    session.open(OpenTrace(timeline, path: "test.trace"))
    _ = session.perform(.seek(moment))
    finish(session)
    _ = draw(session)
    return session
  }

  private func finish(_ session: Session) { while session.isBusy { _ = session.work(milliseconds: 100) } }

  func draw(_ session: Session) -> String {
    session.draw(width: 80, height: 24, glyphs: .unicode).trimmedText
  }

  /// Presses keys, does the work that they begin, and gives what is seen then.
  @discardableResult
  func press(_ keys: String, _ session: Session) -> String {
    for effect in session.state.press(keys) { _ = session.perform(effect) }
    finish(session)
    return draw(session)
  }

  private static let head = "arenascope-trace 1\npython 3.13.0\nplacements symbolic\n"

  /// Fifty blocks of 48 bytes and fifty of 64; the tenth of each is given back.
  static let two: String = {
    var lines = (0..<50).flatMap { ["a\($0) = malloc 48", "b\($0) = malloc 64"] }
    lines += ["free a10", "free b10", "mark \"freed\""]
    return head + lines.joined(separator: "\n") + "\n"
  }()

  @Test func `forward and back is the same picture, from every moment`() throws {
    let session = try session(Self.two)
    for _ in 0..<103 {
      let before = draw(session)
      press("→", session)
      #expect(press("←", session) == before)
      press("→", session)
    }
    #expect(session.state.facts.position == 103)
  }

  @Test func `without colours what the step changed is reversed`() throws {
    let session = try session(Self.two, at: 100)
    let marked = { (depth: ColorDepth) in
      let canvas = session.draw(width: 80, height: 24, glyphs: .unicode, depth: depth)
      return (0..<24).contains { row in canvas.row(row).contains { $0.style.reverse } }
    }
    #expect(marked(.mono))
    #expect(!marked(.truecolor))
  }

  @Test func `the legend of a pool with few rows doesn't run into the header beside it`() throws {
    let few = Self.head + (0..<60).map { "a\($0) = malloc 80" }.joined(separator: "\n") + "\nfree a3\n"
    let session = try session(few, at: 61)
    let screen = press("2", session)
    #expect(screen.contains("■ 59 used  1–2 2 free  · 143 not carved"))
  }

  @Test func `hjkl choose a pool, Enter opens it, Esc goes back and follows again`() throws {
    let session = try session(Self.two, at: 100)
    press("g", session)
    press("1 0 0 →", session)
    press("h", session)
    #expect(session.state.selection == Selection(.place(PlaceName(arena: 0, pool: 0)), isChosen: true))
    press("l", session)
    #expect(session.state.selection.place == PlaceName(arena: 0, pool: 1))
    press("j", session)
    #expect(session.state.selection.place?.pool ?? 0 > 1)
    press("k", session)
    #expect(session.state.selection.place == PlaceName(arena: 0, pool: 1))
    #expect(press("Enter", session).contains("Pool 0.1 chosen"))
    press("l", session)
    #expect(session.state.selection.place?.block != nil)
    press("Esc Esc", session)
    #expect(session.state.view.view == .heap && !session.state.selection.isChosen)
  }

  @Test func `E goes back to the event that changed the chosen block, and e on to the next`() throws {
    let session = try session(Self.two, at: 103)
    for effect in session.state.run(commandLine: "0.0.10") { _ = session.perform(effect) }
    #expect(session.state.selection.place == PlaceName(arena: 0, pool: 0, block: 10))
    press("E", session)
    #expect(session.state.facts.position == 101)
    press("E", session)
    #expect(session.state.facts.position == 21)
    press("e", session)
    #expect(session.state.facts.position == 101)
    #expect(press("e", session).contains("no event on block 0.0.10 after event 101"))
  }

  @Test func `a place that isn't there is told`() throws {
    let session = try session(Self.two, at: 50)
    for effect in session.state.run(commandLine: "goto 7.3") { _ = session.perform(effect) }
    #expect(session.state.message == "there is no pool 7.3 at this event")
  }

  @Test func `a search that finds nothing says so and stays`() throws {
    let session = try session(Self.two, at: 5)
    for effect in session.state.run(commandLine: "run size > 100000") { _ = session.perform(effect) }
    finish(session)
    #expect(session.state.facts.position == 5)
    #expect(draw(session).contains("no such event after event 5"))
  }

  @Test func `the nearest of several conditions is found, whichever is looked for first`() throws {
    let session = try session(Self.two)
    let near = try Condition("size = 64")
    let far = try Condition("mark")
    for conditions in [[near, far], [far, near]] {
      let request = Effect.Search(conditions: conditions, backwards: false, count: 3, words: "x")
      _ = session.perform(.goTo(.step(0)))
      _ = session.perform(.search(request))
      finish(session)
      #expect(session.state.facts.position == 6)
      _ = session.perform(.goTo(.end))
      _ = session.perform(.search(Effect.Search(conditions: conditions, backwards: true, count: 1, words: "x")))
      finish(session)
      #expect(session.state.facts.position == 100)
    }
  }

  @Test func `an unknown mark or a moment behind the end is told`() throws {
    let session = try session(Self.two)
    for line in ["goto mark:nope", "goto 500"] {
      for effect in session.state.run(commandLine: line) { _ = session.perform(effect) }
      finish(session)
      #expect(session.state.message?.isEmpty == false)
      #expect(session.state.facts.position == 0)
    }
  }

  @Test func `every view and overlay can be drawn at every size, in every theme`() throws {
    let session = try session(Self.two, at: 101)
    for keys in ["1", "2", "6", "7", "8", "?", ":", "/", "b b"] {
      _ = session.state.press("Esc Esc Esc")
      press(keys, session)
      for theme in Theme.all.map(\.name) {
        session.state.settings.theme = theme
        for (width, height) in [(1, 1), (39, 12), (40, 12), (60, 20), (80, 24), (120, 40), (200, 60), (300, 100)] {
          for glyphs in [GlyphSet.unicode, .ascii] {
            let canvas = session.draw(width: width, height: height, glyphs: glyphs)
            #expect(canvas.width == width && canvas.height == height)
          }
        }
      }
    }
  }

  @Test func `keys typed at random never crash it, and time stays within the trace`() throws {
    let session = try session(Self.two)
    var generator = SeededGenerator(seed: 7)
    let keys = ActionTable.rows.flatMap(\.keys).filter { !$0.hasPrefix("Alt") && !["q", ":", "^B"].contains($0) }
    for _ in 0..<1_500 {
      let key = keys[Int(generator.next() % UInt64(keys.count))]
      press(key, session)
      #expect((0...103).contains(session.state.facts.position))
    }
  }
}

extension SessionTests {
  @Test func `what the index knows is what a search finds`() throws {
    let session = try session(Self.three)
    guard let timeline = session.trace?.timeline else { return }
    for text in ["arena", "gc", "mark"] {
      let condition = try Condition(text)
      for moment in 0...timeline.stepCount {
        for backwards in [false, true] {
          let answer = Landmark.step(meeting: condition, from: moment, backwards: backwards, in: timeline.index)
          let search = timeline.search(condition, from: moment, backwards ? .backward : .forward)
          let found: Int? = if case .found(let step) = search.finish() { step } else { nil }
          #expect(answer.known && answer.step == found, "\(text) from \(moment), backwards: \(backwards)")
        }
      }
    }
  }

  @Test func `a collection is stepped over as a whole, and back`() throws {
    let session = try session(Self.three)
    press("o o", session)
    #expect(session.state.facts.position == 2)
    press("o", session)
    #expect(session.state.facts.position == 5)
    press("O", session)
    #expect(session.state.facts.position == 2)
    #expect(press("f", session).contains("no collection runs"))
    press("→", session)
    press("f", session)
    #expect(session.state.facts.position == 5)
  }

  /// Two blocks, a collection with an event inside, a mark, another collection.
  private static let three = """
    arenascope-trace 1
    python 3.13.0
    placements symbolic
    a = malloc 48
    b = malloc 64
    gc start 0
    free a
    gc stop 0 collected 1 uncollectable 0
    mark "here"
    gc start 2
    gc stop 2 collected 0 uncollectable 0
    free b

    """
}

extension SessionTests {
  @Test func `the list of breakpoints says how often each holds and where next`() throws {
    let session = try session(Self.two, at: 51)
    for text in ["class 64", "mark", "size > 512"] { _ = session.state.addBreakpoint(text) }
    press("b", session)
    while session.work(milliseconds: 50) {}
    let rows = draw(session).split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.contains { $0.contains("class 64 50 52") })
    #expect(rows.contains { $0.contains("mark 1 103") })
    #expect(rows.contains { $0.contains("size > 512 0 none") })
  }
}
