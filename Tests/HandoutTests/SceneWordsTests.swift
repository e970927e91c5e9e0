import Handout
import Replay
import Scene
import Testing
import Trace

@Suite struct SceneWordsTests {
  private static let trace = """
    arenascope-trace 1
    python 3.13.7
    placements symbolic
    a = malloc 48
    b = malloc 48
    c = malloc 600
    free a

    """

  private func words(_ text: String, _ view: ViewKind, at moment: Int? = nil) throws -> [String] {
    let timeline = try Timeline(try TraceFile.open(bytes: Array(text.utf8), name: "test"))
    timeline.waitForIndex()
    try timeline.seek(to: moment ?? timeline.stepCount)
    let builder = SceneBuilder(timeline)
    let state = ViewState(view: view)
    let surroundings = SceneBuilder.Surroundings(columns: 120, rows: 40)
    _ = builder.scene(state, selection: Selection(), in: surroundings)
    while builder.work(state, selection: Selection(), milliseconds: 10) {}
    return SceneWords(builder.scene(state, selection: Selection(), in: surroundings)).lines
  }

  @Test func `the heap is its arenas, the chosen pool and the sizes`() throws {
    let heap = try words(Self.trace, .heap)
    #expect(
      heap == [
        "1 arena of 1.00 MiB held, 48 bytes or <1 % in use; each has 64 pools of 16 KiB.",
        "Arena 0 at 0x7efffff00000: pools 1 in part, 63 not carved; <0.1 % in use.",
        "Pool 0.0, 340 48-byte blocks: 1 used, 2 free, 337 not carved.",
        "Free blocks of pool 0.0, the next out first: 0, 2.",
        "This step: - pool 0.0: 2 → 1 used, 1 → 2 free.",
        "Pool 0.0: the only pool in use with 48-byte blocks that has free ones.",
        "1 of 32 size classes in use.",
        "48-byte blocks: 1 pool, 1 or <1 % used, 339 free or not carved, the next from pool 0.0.",
        "Live now: 48 bytes in 1 arena.",
      ], "\(heap)")
    #expect(try words(Self.trace, .heap, at: 0).first?.hasPrefix("No arena is held: ") == true)
  }

  @Test func `every view of a trace has something to say`() throws {
    for view in ViewKind.allCases {
      let lines = try words(Self.trace, view)
      #expect(view == .source || !lines.isEmpty, "\(view)")
      #expect(lines.allSatisfy { !$0.isEmpty && !$0.contains("  ") }, "\(view) \(lines)")
    }
    let events = try words(Self.trace, .events)
    #expect(events.contains { $0.hasSuffix("asks for 600 bytes and gets them from malloc.") }, "\(events)")
    #expect(try words(Self.trace, .raw).first == "1 block of malloc's, 600 bytes.")
  }

  @Test func `objects and collections are told with their counts`() throws {
    let text = """
      arenascope-trace 1
      python 3.13.7
      A = object Node 48
      B = object Node 48
      A.peer = B
      gc collect

      """
    let objects = try words(text, .objects, at: 3)
    #expect(objects.contains { $0.hasPrefix("B") && $0.contains("2") && $0.contains("references") }, "\(objects)")
    #expect(objects.contains { $0.contains("is held by") || $0.contains("refers to") }, "\(objects)")
    let collection = try words(text, .collection)
    #expect(
      collection.first?.hasPrefix("Collection 1 of 1, generation 2, 2 objects; phase done") == true, "\(collection)")
    #expect(collection.contains { $0.hasPrefix("reachable, ") && $0.contains("stays") }, "\(collection)")
  }
}
