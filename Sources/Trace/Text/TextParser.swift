import HeapCore

/// Reads a text trace line by line and hands its content to a writer of binary ones.
struct TextParser {
  let file: String
  private(set) var writer: TraceWriter?
  var head = TextHead()
  var names = TextNames(.symbolic)
  /// The lines in which blocks were asked for.
  var written = WrittenLines()
  /// Names whose allocation had a mistake: what follows from that isn't told.
  private(set) var brokenNames: Set<String> = []
  /// The lines of a report or source file being read.
  var block: TextBlock?
  /// The collection, or the end of one, being read.
  var collection: TextCollection?
  var outcome: CollectionOutcome?
  var ending: KeyedLines?
  private(set) var hasFirstLine = false
  /// What the statements have done with objects.
  var objects = ObjectScript(TextHead().python, .symbolic)
  /// What they did, so that whoever asks for the objects needn't do it again.
  var performed: [ObjectScriptReader.Performed] = []
  /// The line in which an object died.
  var deaths: [Int: Int] = [:]
  /// The line that is being read.
  var place: TextPlace
  private var comments: [String] = []
  /// A statement of Python whose lines are being read.
  var openPython: OpenPython?
  /// How much the statements of Python have done.
  var pythonWork = 0
  /// Prose that may still be continued, and what stands before the end of the head.
  var openProse: OpenProse?
  var earlyProse: [ProseLine] = []
  var proseCount = 0
  /// A repetition whose lines are being read, and how many lines all of them came to.
  var openRepeat: TextRepeat?
  var repeatedLines = 0
  /// True in all rounds but the first, whose comments stand for all.
  var isRepeating = false
  private let makeWriter: (TraceHeader) throws(TraceError) -> TraceWriter

  init(file: String, makeWriter: @escaping (TraceHeader) throws(TraceError) -> TraceWriter) {
    self.file = file
    place = TextPlace(file: file, line: 1)
    self.makeWriter = makeWriter
  }

  /// Reads one line, without its line end.
  mutating func read(_ line: ArraySlice<UInt8>, number: Int) throws(TraceError) {
    // The property follows the lines of a repetition that ends here.
    let place = TextPlace(file: file, line: number)
    self.place = place
    guard line.count <= TraceLimit.line else {
      throw place.mistake(TraceLimit.line, "a line has at most \(TraceLimit.line) bytes")
    }
    if openRepeat == nil, openPython != nil, try readPython(line, place) { return }
    if try readRepeat(line, place) { return }
    if try readProse(line, place) { return }
    try readStatement(line, number: number)
  }

  /// Reads a line that is neither prose nor part of a repetition.
  mutating func readStatement(_ line: ArraySlice<UInt8>, number: Int) throws(TraceError) {
    if try readPlainRequest(line, number: number) { return }
    place = TextPlace(file: file, line: number)
    if let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }) {
      if first == UInt8(ascii: "|") || first == UInt8(ascii: "\"") { return try readBlockLine(line, place) }
      guard hasFirstLine || first == UInt8(ascii: "#") else { return try readFirstLine(line, place) }
    }
    if try readPython(line, place) { return }
    place = TextPlace(file: file, line: number)
    let content = try TextLine(line, at: place)
    try endBlock()
    if let comment = content.comment, !isRepeating { try add(comment: comment) }
    guard !content.tokens.isEmpty else { return }
    var statement = TextStatement(content.tokens, place: place, endColumn: content.endColumn)
    do {
      try read(&statement)
    } catch {
      if case .word(let name) = content.tokens[0].kind, content.tokens.count > 1, content.tokens[1].kind == .sign("=") {
        brokenNames.insert(name)
      }
      throw error
    }
  }

  /// Ends the trace. Returns what the writer does.
  mutating func finish(lines: Int) throws(TraceError) -> [UInt8] {
    guard hasFirstLine else {
      throw .text(file: file, line: max(1, lines), column: 1, what: "a text trace starts with `arenascope-trace 1`")
    }
    try endRepeat()
    try endPython()
    try endProse()
    try endBlock()
    return try body().finish(ending: ending, finished: head.isFinished)
  }

  /// The writer; with the first statement that isn't one of the head, the head ends.
  mutating func body() throws(TraceError) -> TraceWriter {
    if let writer { return writer }
    let new = try makeWriter(head.header)
    writer = new
    names = TextNames(head.placements)
    objects = ObjectScript(head.python, head.placements)
    for comment in comments { try new.comment(comment, step: 0) }
    for prose in earlyProse { try new.append(prose) }
    return new
  }

  private mutating func readFirstLine(_ line: ArraySlice<UInt8>, _ place: TextPlace) throws(TraceError) {
    let words = line.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
    guard words[0] == "arenascope-trace" else {
      throw place.mistake(1, "a text trace starts with `arenascope-trace 1`")
    }
    guard words.count > 1, let version = Int(words[1]) else {
      throw place.mistake(1, "the version is missing: `arenascope-trace 1`")
    }
    guard version == 1 else { throw .version(file: file, major: version) }
    guard words.count == 2 || words[2].hasPrefix("#") else {
      throw place.mistake(1, "nothing but a comment can follow `arenascope-trace 1`")
    }
    hasFirstLine = true
  }

  mutating func add(comment: String) throws(TraceError) {
    if let writer { try writer.comment(comment, step: writer.step) } else { comments.append(comment) }
  }

  private mutating func read(_ statement: inout TextStatement) throws(TraceError) {
    switch statement.next {
    case .number: try readPlacement(&statement)
    case .word(let word):
      var ahead = statement
      ahead.skip()
      if ahead.next == .sign("=") || ahead.next == .word("at") {
        try readPlacement(&statement)
      } else if ahead.next == .sign(".") {
        try readAttribute(&statement)
      } else if let rule = Self.statements[word] {
        guard rule.place != .head || writer == nil else {
          throw statement.mistake("`\(word)` belongs at the top, before the first event")
        }
        guard rule.place == .end || ending == nil else {
          throw statement.mistake("nothing can follow the lines of `end`")
        }
        statement.skip()
        try rule.read(&self, &statement)
      } else {
        let others = ProseLine.keywords + ["repeat", "malloc", "calloc"]
        throw statement.unknown(word, "statement", among: Self.statements.keys.sorted() + others)
      }
    case .sign("@"): try readAttribute(&statement)
    default: throw statement.mistake("a line begins with a statement, a name or an address")
    }
    try statement.expectEnd()
  }

  /// What lines can begin with. Further kinds of statements join here.
  private static let statements: [String: TextRule] = TextRule.head.merging(TextRule.definitions) { $1 }
    .merging(TextRule.events) { $1 }.merging(TextRule.frames) { $1 }.merging(TextRule.collections) { $1 }
    .merging(TextRule.objects) { $1 }
}

/// How the statements of one keyword are read, the keyword itself already taken.
struct TextRule: Sendable {
  enum Place: Sendable {
    case head
    case body
    case end
  }

  let place: Place
  let read: @Sendable (inout TextParser, inout TextStatement) throws(TraceError) -> Void

  init(
    _ place: Place, _ read: @escaping @Sendable (inout TextParser, inout TextStatement) throws(TraceError) -> Void
  ) {
    self.place = place
    self.read = read
  }
}
