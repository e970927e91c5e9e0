import Cells
import Input
import Scene
import Testing

@testable import App

/// The help of the library and of lessons: each key in it works, and each key that works is in it.
@Suite struct HelpTests {
  private static let keys: [String] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:?&%-+=_,.<>[]{}'`;!@#$*()|~^\"\\".map {
      String($0)
    }
    + ["→", "←", "↑", "↓", "Enter", "Esc", "Tab", "S-Tab", "Space", "Backspace", "PgDn", "PgUp", "Home"]

  /// The keys that stand in a help: a range as `1 to 9` stands for all of it.
  private static func listed(_ help: HelpScene) -> Set<String> {
    Set(
      help.groups.joined().flatMap { entry -> [String] in
        let words = entry.keys.split(separator: " ").map(String.init)
        if words == ["1", "to", "9"] { return (1...9).map { "\($0)" } }
        return words.flatMap { word in
          switch word {
          case "hjkl": return ["h", "j", "k", "l"]
          case "↑↓": return ["↑", "↓"]
          default: return [word]
          }
        }
      })
  }

  private static func library() -> AppState {
    let entries = (1...3).map { (number: Int) in
      LibraryState.Entry(
        path: "\(number).arena", name: "\(number).arena", shelf: .lessons,
        lesson: LibraryLesson(number: number, aim: "To see.", minutes: 4, chapters: [], stops: 3, asked: ["What?"]))
    }
    var state = AppState()
    state.library = LibraryState(entries: entries, last: .init(path: "x", step: 1))
    state.library?.chosen = 1
    _ = state.press("/")
    _ = state.type("arena")
    _ = state.press("Enter")
    return state
  }

  @Test func `in the library each key that is listed works, and each that works is listed`() {
    let start = Self.library()
    let listed = Self.listed(start.helpScene(poolSize: 16_384))
    // Names of keys that stand for others: Home and End go where g and G go, S-Tab where Tab goes.
    let alike: Set = ["Home", "End", "S-Tab"]
    for key in Self.keys where key != "Esc" {
      var state = start
      let effects = state.press(key)
      let isRefused = state.message?.contains("does nothing here") == true
      if listed.contains(key) {
        #expect(!isRefused && (!effects.isEmpty || state != start || key == "h"), "\(key) is listed")
      } else if !alike.contains(key) {
        #expect(isRefused && effects.isEmpty, "\(key) works and isn't listed")
      }
    }
  }

  @Test func `in a lesson each key that does something is listed`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    let listed = Self.listed(lesson.session.state.helpScene(poolSize: 16_384))
    for key in ["←", "→", ",", ".", "[", "]", "{", "}", "r", "t", "T", "P", "w", "L", "Esc", "Enter", "Home", "s", "S"]
    {
      #expect(listed.contains(key), "\(key)")
    }
    let alike: Set = ["Space", "Backspace", "S-Tab", "PgUp", "PgDn", "=", "`", "0"]
    for key in Self.keys where !listed.contains(key) && !alike.contains(key) {
      let fresh = try OpenLesson(OpenLesson.reuse)
      fresh.send(key)
      #expect(fresh.session.state.message?.contains("does nothing here") == true, "\(key) works and isn't listed")
    }
  }

  @Test func `the help of the library and of a lesson fits at 80 columns`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    lesson.send("?")
    #expect(lesson.screen().contains("Help: a lesson, with the pool view"))
    // At the left, a point of the legend has one.
    #expect(lesson.screen().split(separator: "\n").allSatisfy { !$0.dropFirst(42).contains("…") })
    let session = Session(state: Self.library())
    _ = session.handle(.key(.character("?"), []), now: 0)
    let text = session.draw(width: 80, height: 24, glyphs: .unicode).trimmedText
    #expect(text.contains("Help: the library") && !text.contains("…") && !text.contains("more row"))
    #expect(text.contains("run and  a script"))
  }

  @Test func `the entries of a lesson's footer are buttons`() throws {
    let lesson = try OpenLesson(OpenLesson.reuse)
    func click(_ word: String) throws -> [Effect] {
      let rows = lesson.screen().split(separator: "\n", omittingEmptySubsequences: false)
      let y = try #require(rows.lastIndex { $0.contains(word) })
      let x = rows[y].distance(from: rows[y].startIndex, to: try #require(rows[y].range(of: word)).lowerBound)
      let effects = lesson.session.handle(.mouse(MouseEvent(.press(.left), x: x, y: y)), now: 0)
      for effect in effects { _ = lesson.session.perform(effect) }
      lesson.finish()
      return effects
    }
    _ = try click("← → step")
    #expect(lesson.player.index == 1)
    _ = try click("← back")
    #expect(lesson.player.index == 0)
    _ = try click("{ } question")
    #expect(lesson.player.stop.question?.number == 1)
    _ = try click("→ show")
    #expect(lesson.screen().contains("It is 64."))
    _ = try click("t what if")
    #expect(lesson.screen().contains("What if?"))
    _ = try click("Esc back to the lesson")
    #expect(!lesson.screen().contains("What if?"))
    _ = try click("? help")
    #expect(lesson.screen().contains("Help: a lesson"))
  }
}
