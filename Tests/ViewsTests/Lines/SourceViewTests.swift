import Cells
import Testing

@testable import Scene
@testable import Views

@Suite struct SourceViewTests {
  private static func variable(
    _ name: String, _ object: String?, _ references: String = "", block: String? = nil, targets: [String] = [],
    isNow: Bool = false
  ) -> SourceScene.Variable {
    var shown = SourceScene.Variable(name: name, object: object)
    shown.references = references
    shown.block = block.flatMap { PlaceName($0) }
    shown.address = object == nil ? nil : 48
    shown.targets = targets
    shown.isNow = isNow
    return shown
  }

  private static var scene: SourceScene {
    var scene = SourceScene(
      file: "pair.py", function: "<module>",
      lines: [
        "import gc", "", "class Node:", "    def __init__(self, name):", "        self.name = name",
        "        self.peer = None", "", "a = Node(\"a\")", "b = Node(\"b\")", "a.peer = b", "b.peer = a", "del a",
        "del b",
        "gc.collect()",
      ], line: 14, count: 22, number: 21,
      scopes: [
        .init(
          title: "pair.py",
          variables: [
            variable("gc", "module", "refs 20", block: "1.3.130"), variable("Node", "type Node", "refs 6"),
            variable("later", nil),
          ])
      ])
    scene.nameless = [
      variable("", "Node", "refs 2→1", block: "1.0.116", targets: [".name → str 'b'", ".peer → Node"], isNow: true),
      variable("", "Node", "refs 1", block: "1.0.118", targets: [".name → str 'a'", ".peer → Node"]),
    ]
    scene.collections = ["collection 6, generation 2"]
    return scene
  }

  private static func text(_ source: SourceScene, width: Int, height: Int, glyphs: GlyphSet = .unicode) -> String {
    var screen = MockScenes.heap(columns: width, view: .source)
    screen.source = source
    return HeapViewTests.rows(
      Screen.draw(screen, width: width, height: height, theme: .dark, glyphs: glyphs).picture, 3..<height - 2)
  }

  @Test func `what no name leads to stands below the names, 80 x 24`() {
    let text = Self.text(Self.scene, width: 80, height: 24)
    #expect(text.contains("▶   14  gc.collect()  collects: Enter"), "\(text)")
    #expect(text.contains("gc    →  module   1.3.130  refs 20"), "\(text)")
    #expect(text.contains("later    no value yet"), "\(text)")
    #expect(text.contains("no name leads to"), "\(text)")
    #expect(text.contains("Node    1.0.116  refs 2→1"), "\(text)")
    #expect(text.contains(".name → str 'b'"), "\(text)")
    #expect(text.contains("It takes and gives back nothing."), "\(text)")
  }

  @Test func `wider there is the arena too`() {
    let text = Self.text(Self.scene, width: 120, height: 40)
    #expect(text.contains("gc.collect()  starts collection 6, generation 2: Enter") || text.contains("collects: Enter"))
    #expect(text.contains("─ Heap ") && text.contains("of 255 used"), "\(text)")
  }

  @Test func `ASCII has no other characters`() {
    for (width, height) in [(40, 12), (80, 24), (120, 40), (200, 60)] {
      let text = Self.text(Self.scene, width: width, height: height, glyphs: .ascii)
      #expect(text.unicodeScalars.allSatisfy { $0.isASCII }, "\(text)")
    }
  }

  @Test func `a call site is shown where lines weren't recorded`() {
    var source = Self.scene
    (source.count, source.number, source.scopes, source.nameless, source.collections) = (0, 0, [], [], [])
    let text = Self.text(source, width: 120, height: 40)
    #expect(text.contains("▶   14  gc.collect()") && text.contains("─ Call stack"))
    #expect(!text.contains("Names and objects"))
  }

  @Test func `names that have no room leave theirs to those above`() {
    var source = Self.scene
    source.scopes[0].variables = (0..<40).map { Self.variable("v\($0)", "list", "refs 1", targets: ["[0] → int 1"]) }
    let text = Self.text(source, width: 80, height: 24)
    #expect(text.contains("v0 ") && text.contains("v10 ") && !text.contains("v20 ") && !text.contains("[0]"))
  }
}
