/// Lines that are read several times: those below `repeat` that stand further to the right.
struct TextRepeat {
  /// A line of it, in pieces between which the numbers of the rounds go.
  indirect enum Part {
    case line(number: Int, pieces: [Piece])
    /// Prose, or a line that continues it.
    case prose(number: Int, pieces: [Piece])
    case loop(TextRepeat)
  }

  enum Piece {
    case text(ArraySlice<UInt8>)
    /// The numbers of the outermost loops' rounds, so many.
    case number(depth: Int)
  }

  let place: TextPlace
  let indentation: Int
  /// How often, and the number of the first round.
  var count = 0
  var first = 1
  var step = 1
  var isDown = false
  /// Lines that follow it, as they stand, with their numbers.
  var lines: [(number: Int, bytes: ArraySlice<UInt8>)] = []
  var parts: [Part] = []

  /// How many lines all repetitions of a text may come to.
  static let lineLimit = 1_000_000
  private static let depthLimit = 8

  init(place: TextPlace, indentation: Int) {
    self.place = place
    self.indentation = indentation
  }

  /// The number of a round, counted from 0.
  func number(ofRound round: Int) -> Int { isDown ? first - round * step : first + round * step }

  static func indentation(of line: ArraySlice<UInt8>) -> Int { line.prefix { $0 == 0x20 || $0 == 0x09 }.count }

  static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.first { $0 != 0x20 && $0 != 0x09 }
    return first == nil || first == UInt8(ascii: "#")
  }

  /// How many lines it comes to, or just more than are possible.
  var lineCount: Int {
    let once = parts.reduce(0) { sum, part in
      if case .loop(let inner) = part { sum + inner.lineCount } else { sum + 1 }
    }
    let (total, isLarge) = once.multipliedReportingOverflow(by: count)
    return isLarge ? Self.lineLimit + 1 : min(total, Self.lineLimit + 1)
  }

  /// Cuts the lines into parts; `names` are those that get a number, with the depth of the loop that places them.
  mutating func prepare(depth: Int, names outer: [[UInt8]: Int]) throws(TraceError) {
    guard depth <= Self.depthLimit else {
      throw place.mistake(indentation + 1, "`repeat` can stand in another one \(Self.depthLimit) deep at most")
    }
    var names = outer
    var inner: TextRepeat?
    for line in lines {
      if let loop = inner, Self.isInside(line.bytes, loop) { continue }
      inner = nil
      if Self.isHeader(line.bytes.drop { $0 == 0x20 || $0 == 0x09 }) {
        inner = TextRepeat(place: place, indentation: Self.indentation(of: line.bytes))
      } else if let name = Self.placedName(line.bytes), names[name] == nil {
        names[name] = depth
      }
    }
    var index = 0
    var isAfterProse = false
    while index < lines.count {
      let line = lines[index]
      index += 1
      let content = line.bytes.drop { $0 == 0x20 || $0 == 0x09 }
      let at = TextPlace(file: place.file, line: line.number)
      if ProseLine.isProse(content) || content.first == UInt8(ascii: "|") && isAfterProse {
        isAfterProse = true
        // A word of prose may be the name of a block by chance: only a star stands for the number.
        parts.append(
          .prose(number: line.number, pieces: Self.pieces(of: line.bytes, depth: depth, names: [:], isProse: true)))
        continue
      }
      isAfterProse = false
      guard Self.isHeader(content) else {
        parts.append(.line(number: line.number, pieces: Self.pieces(of: line.bytes, depth: depth, names: names)))
        continue
      }
      var loop = try Self.header(line.bytes, at: at)
      while index < lines.count, Self.isInside(lines[index].bytes, loop) {
        loop.lines.append(lines[index])
        index += 1
      }
      try loop.prepare(depth: depth + 1, names: names)
      parts.append(.loop(loop))
    }
    guard !parts.isEmpty else {
      throw place.mistake(
        indentation + 1,
        "there is nothing to repeat: put a statement behind the number, or lines further to the right below")
    }
  }

  /// Whether a line belongs to a loop without a statement of its own.
  static func isInside(_ line: ArraySlice<UInt8>, _ loop: TextRepeat) -> Bool {
    isBlank(line) || indentation(of: line) > loop.indentation
  }

  /// Whether a line begins a repetition: `repeat` and a number.
  static func isHeader(_ content: ArraySlice<UInt8>) -> Bool {
    let words = content.prefix(40).split(maxSplits: 2) { $0 == 0x20 || $0 == 0x09 }
    return words.count > 1 && words[0].elementsEqual("repeat".utf8) && words[1].first.map(TextLine.isDigit) == true
  }

  /// Reads `repeat N [from N] [step N] [down]` and what stands behind it.
  static func header(_ line: ArraySlice<UInt8>, at place: TextPlace) throws(TraceError) -> TextRepeat {
    var loop = TextRepeat(place: place, indentation: indentation(of: line))
    var rest = line.dropFirst(loop.indentation)
    func skipBlanks() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }
    func word() -> String {
      skipBlanks()
      return String(decoding: rest.prefix { TextLine.isWord($0) }, as: UTF8.self)
    }
    func number(_ what: String) throws(TraceError) -> Int {
      let digits = word()
      let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { TextLine.isDigit($0) }
      // What is too large is told with how many lines it comes to.
      guard let number = UInt32(digits) ?? (isNumber ? .max : nil) else {
        throw place.mistake(rest.startIndex - line.startIndex + 1, "\(what) is missing here")
      }
      rest = rest.dropFirst(digits.utf8.count)
      return Int(number)
    }
    rest = rest.dropFirst("repeat".utf8.count)
    loop.count = try number("how often")
    var start: Int?
    while true {
      let next = word()
      guard ["from", "step", "down"].contains(next) else { break }
      rest = rest.dropFirst(next.utf8.count)
      switch next {
      case "from": start = try number("the number of the first round")
      case "step": loop.step = try number("by how much the number grows")
      default: loop.isDown = true
      }
    }
    loop.first = start ?? (loop.isDown ? loop.count : 1)
    let (last, isLarge) = (loop.count - 1).multipliedReportingOverflow(by: loop.step)
    guard !loop.isDown || !isLarge && loop.first >= last else {
      throw place.mistake(loop.indentation + 1, "the numbers would fall below 0: begin with a larger one behind `from`")
    }
    skipBlanks()
    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
    guard !isBlank(rest) else { return loop }
    // The statement stands where it did, so that its columns are right.
    let blanks = line[line.startIndex..<rest.startIndex].map { _ in 0x20 as UInt8 }
    loop.lines = [(place.line, (blanks + rest)[...])]
    return loop
  }

  /// The name before `=` in a line that places a block or an object.
  private static func placedName(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    let words = line.split(maxSplits: 3) { $0 == 0x20 || $0 == 0x09 }
    guard words.count > 2, words[1].elementsEqual("=".utf8), words[0].allSatisfy(TextLine.isWord),
      ["malloc", "calloc", "object"].contains(String(decoding: words[2], as: UTF8.self))
    else { return nil }
    return Array(words[0])
  }

  /// Finds where numbers go: behind names that the loop places, and for `*` behind any name.
  private static func pieces(
    of line: ArraySlice<UInt8>, depth: Int, names: [[UInt8]: Int], isProse: Bool = false
  ) -> [Piece] {
    var pieces: [Piece] = []
    var start = line.startIndex
    var index = line.startIndex
    func isWord(at index: Int) -> Bool { index < line.endIndex && TextLine.isWord(line[index]) }
    while index < line.endIndex {
      if !isProse, line[index] == UInt8(ascii: "\"") || line[index] == UInt8(ascii: "'") {
        let quote = line[index]
        index = line[(index + 1)...].firstIndex(of: quote).map { $0 + 1 } ?? line.endIndex
        continue
      }
      if !isProse, line[index] == UInt8(ascii: "#") { break }
      guard TextLine.isWord(line[index]) else {
        index += 1
        continue
      }
      let end = line[index...].firstIndex { !TextLine.isWord($0) } ?? line.endIndex
      if end < line.endIndex, line[end] == UInt8(ascii: "*"), !isWord(at: end + 1) {
        pieces += [.text(line[start..<end]), .number(depth: depth)]
        start = end + 1
        index = start
      } else {
        let isAttribute = index > line.startIndex && line[index - 1] == UInt8(ascii: ".")
        if let depth = names[Array(line[index..<end])], !isAttribute {
          pieces += [.text(line[start..<end]), .number(depth: depth)]
          start = end
        }
        index = end
      }
    }
    return pieces + [.text(line[start...])]
  }
}

extension TextParser {
  /// Takes a line that begins a repetition or belongs to one; false for every other line.
  mutating func readRepeat(_ line: ArraySlice<UInt8>, _ place: TextPlace) throws(TraceError) -> Bool {
    if let loop = openRepeat {
      if loop.lines.isEmpty || loop.lines[0].number != loop.place.line, TextRepeat.isInside(line, loop) {
        openRepeat?.lines.append((place.line, Array(line)[...]))
        return true
      }
      try endRepeat()
    }
    let content = line.drop { $0 == 0x20 || $0 == 0x09 }
    guard hasFirstLine, TextRepeat.isHeader(content) else { return false }
    try endProse()
    try endBlock()
    openRepeat = try TextRepeat.header(line, at: place)
    return true
  }

  /// Performs the repetition that ends before this line.
  mutating func endRepeat() throws(TraceError) {
    guard var loop = openRepeat else { return }
    openRepeat = nil
    // Blank lines and comments behind it stand before what follows.
    var behind: [(number: Int, bytes: ArraySlice<UInt8>)] = []
    while let last = loop.lines.last, TextRepeat.isBlank(last.bytes) { behind.append(loop.lines.removeLast()) }
    let comments = loop.lines.filter { TextRepeat.isBlank($0.bytes) }
    loop.lines.removeAll { TextRepeat.isBlank($0.bytes) }
    try loop.prepare(depth: 1, names: [:])
    repeatedLines += loop.lineCount
    guard repeatedLines <= TextRepeat.lineLimit else {
      throw loop.place.mistake(
        loop.indentation + 1, "this repeats more than \(TextRepeat.lineLimit) lines: take a smaller number")
    }
    for line in comments { try readStatement(line.bytes, number: line.number) }
    try perform(loop, path: [])
    try endPython()
    for line in behind.reversed() { try readStatement(line.bytes, number: line.number) }
  }

  private mutating func perform(_ loop: TextRepeat, path: [Int]) throws(TraceError) {
    defer { isRepeating = false }
    var line: [UInt8] = []
    for round in 0..<loop.count {
      isRepeating = isRepeating || round > 0
      let numbers = path + [loop.number(ofRound: round)]
      for part in loop.parts {
        switch part {
        case .loop(let inner): try perform(inner, path: numbers)
        case .line(let number, let pieces):
          line.spell(pieces, numbers)
          if openProse != nil { try endProse() }
          try readStatement(line[...], number: number)
        case .prose(let number, let pieces):
          line.spell(pieces, numbers)
          try endPython()
          _ = try readProse(line[...], TextPlace(file: file, line: number))
        }
      }
      try endPython()
      try endProse()
    }
  }
}

extension [UInt8] {
  /// Becomes the line that pieces and the numbers of the rounds make.
  fileprivate mutating func spell(_ pieces: [TextRepeat.Piece], _ numbers: [Int]) {
    removeAll(keepingCapacity: true)
    for piece in pieces {
      switch piece {
      case .text(let bytes): self += bytes
      case .number(let depth): append(numbers: numbers.prefix(depth))
      }
    }
  }

  /// Appends the numbers of rounds, from the outermost loop's on, with `_` between them.
  fileprivate mutating func append(numbers: ArraySlice<Int>) {
    for (index, number) in numbers.enumerated() {
      if index > 0 { append(UInt8(ascii: "_")) }
      let start = count
      var rest = number
      repeat {
        append(UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
      } while rest > 0
      self[start...].reverse()
    }
  }
}
