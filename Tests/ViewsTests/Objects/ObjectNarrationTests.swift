import Testing

@testable import Scene

@Suite struct ObjectNarrationTests {
  static let text = """
    arenascope-trace 1
    python 3.13.7
    a = []
    b = a
    del b
    x = 1000.5
    del a
    """

  /// Both rows of the caption after each event.
  private func captions() throws -> [String] {
    let builder = try WrittenTrace.builder(Self.text, at: "0")
    var lines: [String] = []
    while builder.timeline.position < builder.timeline.stepCount {
      try builder.timeline.stepForward()
      lines.append("\(builder.narration().line) \(builder.narration().more)")
    }
    return lines
  }

  @Test func `events without a request say what happens to objects`() throws {
    let lines = try captions()
    #expect(lines.contains { $0.hasPrefix("The name b refers to list 1.") && $0.contains("refs: list 1 1→2.") })
    #expect(lines.contains { $0.hasPrefix("The name b goes: it referred to list 1.") })
    #expect(!lines.contains { $0.contains("@") })
  }

  @Test func `each layer says what it does of an event`() throws {
    let builder = try WrittenTrace.builder(Self.text, at: "1")
    let first = try WrittenTrace.scene(builder).layers
    #expect(first.map(\.layer) == ["object", "pymalloc", "malloc", "arenas"])
    #expect(first[0].words == "Free list of list: empty, pymalloc is asked.")
    #expect(first.map(\.isActive) == [true, true, false, true])
    try builder.timeline.seek(to: builder.timeline.stepCount)
    let last = try WrittenTrace.scene(builder).layers
    #expect(last[0].words == "Free list of list: 1 of at most 80 kept; pymalloc isn't told.")
    #expect(last[1].isActive == false)
  }

  @Test func `a list that lets go of all its items is told in a few sentences`() throws {
    let text = """
      arenascope-trace 1
      python 3.13.7
      a = []
      for i in range(100): a.append(i)
      a.append(a)
      del a
      gc.collect()
      """
    let builder = try WrittenTrace.builder(text, at: "0")
    var most = 0
    while builder.timeline.position < builder.timeline.stepCount {
      try builder.timeline.stepForward()
      let sentences = builder.objectNarration()?.sentences ?? []
      most = max(most, sentences.count)
      if sentences.count == 9 { #expect(sentences.last == "93 more such changes.") }
    }
    #expect(most == 9)
  }
}
