import HeapCore

/// What the lines at the top of a text trace say.
struct TextHead {
  var python = PythonVersion(hex: 0x030D_00F0)
  var placements = Placements.symbolic
  var start: UInt64 = 0
  var process: UInt64 = 0
  var isFinished = true

  var header: TraceHeader {
    TraceHeader(python: python, placements: placements, start: start, process: process)
  }
}

extension TextRule {
  static let head: [String: TextRule] = [
    "python": TextRule(.head) { (parser, statement) throws(TraceError) in
      let start = statement
      guard case .number(let text) = statement.next else {
        throw statement.mistake("a version is missing here, as 3.13")
      }
      statement.skip()
      guard
        let version = text.hasPrefix("0x")
          ? UInt32(text.dropFirst(2), radix: 16).map(PythonVersion.init(hex:))
          : PythonVersion(text)
      else { throw start.mistake("`\(shown(text))` is no version of Python: write it as 3.13 or 3.13.0") }
      guard version.major == 3, version.minor >= 8 else {
        throw start.mistake("the allocator of Python \(shown(text)) isn't simulated: 3.8 and later are")
      }
      parser.head.python = version
    },
    "placements": TextRule(.head) { (parser, statement) throws(TraceError) in
      let word = try statement.word("kind of placements", among: ["symbolic", "recorded"])
      parser.head.placements = word == "recorded" ? .recorded : .symbolic
    },
    "started": TextRule(.head) { (parser, statement) throws(TraceError) in
      parser.head.start = try statement.number("a time in microseconds since 1970")
    },
    "process": TextRule(.head) { (parser, statement) throws(TraceError) in
      parser.head.process = try statement.number("the number of a process")
    },
    "unfinished": TextRule(.head) { (parser, _) throws(TraceError) in parser.head.isFinished = false },
  ]
}
