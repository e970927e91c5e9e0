import Cells
import Scene
import Testing

@testable import Views

/// What stands before the picture, and what is under the mouse.
@Suite struct OverlayTests {
  static func frame(_ width: Int = 80, _ height: Int = 24, glyphs: GlyphSet = .unicode) -> Frame {
    Screen.draw(
      MockScenes.heap(columns: width), width: width, height: height, theme: glyphs.isASCII ? .mono : .dark,
      glyphs: glyphs)
  }

  static func row(_ frame: Frame, _ y: Int) -> String {
    String(String.UnicodeScalarView(frame.picture.row(y).map(\.scalar)))
  }

  static let help = HelpScene(
    view: .heap,
    groups: [
      [HelpEntry("→ s", "one event forward"), HelpEntry("← S", "one event back")], [HelpEntry("Tab", "next pane")],
    ])

  @Test func `the help explains glyphs at the left and keys at the right`() {
    var frame = Self.frame()
    frame.draw(Self.help)
    #expect(Self.row(frame, 0) == "╭─ Help: heap ───────────────────────────────────── / to search, Esc to close ─╮")
    #expect(Self.row(frame, 2).hasPrefix("│   d▇▇▄▁▁   one pool of 16 KiB: the       → s     one event forward"))
    #expect(Self.row(frame, 5).hasPrefix("│   d▁▁▁▁▁   empty, any size may use it    Tab     next pane"))
  }

  @Test func `the help in ASCII has no other glyph`() {
    var frame = Self.frame(glyphs: .ascii)
    frame.draw(Self.help)
    #expect(Self.row(frame, 2).hasPrefix("|   d##___   one pool of 16 KiB: the       > s     one event forward"))
    #expect(frame.picture.text.utf8.allSatisfy { $0 < 0x7F })
  }

  @Test func `a search in the help shows the keys that fit`() {
    var frame = Self.frame()
    var help = Self.help
    help.filter = "pane"
    frame.draw(help)
    #expect(Self.row(frame, 2).contains("next pane"))
    #expect(!frame.picture.text.contains("one event"))
  }

  @Test func `commands stand above the prompt with what was typed marked`() {
    var frame = Self.frame()
    frame.draw(
      CommandsScene(
        title: "Commands that begin with b",
        rows: [
          .init("break size>512", "stop when a request is above 512 bytes"),
          .init("breaks", "list, switch off, delete"),
        ],
        chosen: 1, typed: 1, total: 46, prompt: PromptScene(sigil: ":", text: "b", suggestion: "reaks")))
    #expect(Self.row(frame, 18).hasPrefix("╭─ Commands that begin with b ────"))
    #expect(Self.row(frame, 19).hasPrefix("│  break size>512"))
    #expect(Self.row(frame, 20).hasPrefix("│▶ breaks"))
    #expect(Self.row(frame, 21).hasPrefix("│  2 of 46 commands"))
    #expect(Self.row(frame, 23).hasPrefix(":breaks"))
    #expect(frame.picture[3, 19].style.foreground == Theme.dark.warn.foreground)
    #expect(frame.targets(x: 10, y: 20).first == .action("command 1"))
  }

  @Test func `a search shows its results, and what is wrong with it`() {
    var frame = Self.frame()
    frame.draw(
      SearchScene(
        rows: [.init(kind: "block", place: "2.42.88", what: "used", more: "this step")], total: 4, chosen: 0,
        examples: [HelpEntry("=56", "requests of exactly 56 bytes")], prompt: PromptScene(sigil: "/", text: "2.42")))
    #expect(frame.picture.text.contains("│▶ block    2.42.88           used          this step"))
    #expect(frame.picture.text.contains("1 of 4 ─╮"))
    var wrong = Self.frame()
    wrong.draw(
      SearchScene(
        rows: [], total: 0, chosen: nil, examples: [], error: "'2.x' is no place",
        prompt: PromptScene(sigil: "/", text: "2.x")))
    #expect(wrong.picture.text.contains("'2.x' is no place"))
  }

  @Test func `breakpoints stand in a box of their own`() {
    var frame = Self.frame()
    frame.draw(
      BreakpointsScene(
        rows: [.init(condition: "an arena is taken or given back", hits: "3", next: "none", isOn: true)], chosen: 0,
        input: PromptScene(sigil: "", text: "gc"), verdict: "understood: 1 hit", examples: ["arena · gc"]))
    let text = frame.picture.text
    #expect(text.contains("╭─ Breakpoints ───"))
    #expect(text.contains("● an arena is taken or given back"))
    #expect(text.contains("✓ understood: 1 hit"))
  }

  @Test func `the library tells about the chosen recording`() {
    let library = LibraryScene(
      version: "1.0",
      groups: [
        .init(
          title: "Recordings", measure: "in this folder",
          rows: [
            .init(name: "orders.trace", measure: "97,926 events", python: "3.13", note: "A shop that reads orders."),
            .init(name: "worker.trace", measure: "41 M events", python: "3.12", note: "What a worker keeps."),
          ])
      ], chosen: 1)
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
      let frame = Screen.draw(library, width: width, height: height, theme: .dark, glyphs: .unicode)
      #expect(frame.picture.text.contains("▶"))
      if width >= 80 { #expect(frame.picture.text.contains("What a worker keeps.")) }
    }
  }

  @Test func `a place on the screen is what is drawn there`() {
    let frame = Self.frame(120, 40)
    #expect(frame.targets(x: 20, y: 28).first == .place(PlaceName(arena: 2, pool: 42)))
    #expect(frame.targets(x: 104, y: 6).first == .place(PlaceName(arena: 2, pool: 42, block: 88)))
    #expect(frame.targets(x: 64, y: 20).first == .sizeClass(3))
    #expect(frame.targets(x: 9, y: 35).first == .moment(0))
    #expect(frame.targets(x: 118, y: 35).first == .moment(97_926))
    #expect(frame.targets(x: 12, y: 0).first == .tab(.pool))
    #expect(frame.moment(column: 300) == 97_926)
  }

  @Test func `names from a trace can't reach the terminal as they are`() {
    var scene = MockScenes.heap(columns: 120)
    scene.caption.site = CallSite(file: "\u{1B}[2J\u{202E}evil.py", line: 1, function: "a\nb")
    scene.title.file = "\u{7}\u{1B}]0;x.trace"
    let picture = Screen.draw(scene, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture
    #expect(picture.rows.allSatisfy { $0.allSatisfy { $0.scalar.fillsOneCell } })
  }
}
