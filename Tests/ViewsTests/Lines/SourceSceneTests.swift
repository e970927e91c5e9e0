import Scene
import Testing

@Suite struct SourceSceneTests {
  @Test func `the prose of a lesson isn't shown among the lines of its script`() {
    let lines = [
      "#: title Names", "import gc", "", "#: say Here.", "#: | More.", "", "a = 1  # one", "  #: look heap", "b = 2",
      "", "",
    ]
    let scene = SourceScene(file: "names.py", function: "", lines: lines, line: 7)
    #expect(scene.numbers == [2, 3, 7, 9, 10, 11])
  }

  @Test func `a script without prose is shown whole`() {
    let scene = SourceScene(file: "plain.py", function: "", lines: ["a = 1", "", "", "# why", "b = 2"], line: nil)
    #expect(scene.numbers == [1, 2, 3, 4, 5])
  }
}
