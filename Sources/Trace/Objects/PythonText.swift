import HeapCore

/// Which lines of a text trace are statements of Python, and how they are written.
enum PythonText {
  /// Words that only a statement of Python begins with.
  private static let keywords: Set<String> = [
    "for", "while", "if", "def", "class", "try", "import", "pass", "raise", "global",
  ]
  private static let continuations: Set<String> = ["else", "elif", "except", "finally"]
  /// What can stand behind `NAME =` without being Python.
  private static let requests: Set<String> = ["malloc", "calloc", "realloc", "object"]
  private static let valueWords: Set<String> = ["None", "True", "False", "not", "lambda"]
  private static let operatorWords: Set<String> = ["if", "and", "or", "in", "is", "not"]
  /// Types whose name alone makes a new object: `a = list` is `a = []`.
  private static let types: Set<String> = ["list", "dict", "set", "tuple", "str", "int", "float", "bytes"]

  /// A statement as a line, or several, of a text trace.
  static func spelling(of code: String) -> String { needsMark(code) ? "py " + code : code }

  /// Whether a statement would be taken for something else without `py` before it.
  private static func needsMark(_ code: String) -> Bool {
    !isPython(Array(code.utf8.prefix { $0 != 0x0A })[...]) { _ in .python }
  }

  /// What a name refers to.
  enum Meaning {
    case python, written, block, nothing
  }

  /// Whether a line is a statement of Python rather than one of the others.
  static func isPython(_ line: ArraySlice<UInt8>, _ meaning: (String) -> Meaning) -> Bool {
    var scanner = Scanner(line)
    guard let word = scanner.word() else { return line.first { $0 > 0x20 }.map { $0 == 0x5B || $0 == 0x28 } ?? false }
    if keywords.contains(word) { return scanner.next != UInt8(ascii: "=") }
    if word == "del" { return isPythonDeletion(scanner, meaning) }
    switch scanner.next {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: ","): return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"),
      UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "^"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      return true
    case UInt8(ascii: "."): return isPythonAttribute(word, scanner, meaning)
    case UInt8(ascii: "="):
      scanner.skip()
      if scanner.next == UInt8(ascii: "=") { return true }
      return isPythonValue(scanner, meaning)
    default: return false
    }
  }

  /// The request that a line writes as the call of a function, as in `x = malloc(48)`.
  static func calledRequest(_ line: ArraySlice<UInt8>) -> String? {
    var scanner = Scanner(line)
    guard scanner.word() != nil, scanner.next == UInt8(ascii: "=") else { return nil }
    scanner.skip()
    guard let word = scanner.word(), requests.contains(word), word != "object", scanner.next == UInt8(ascii: "(") else {
      return nil
    }
    return word
  }

  private static func isPythonDeletion(_ scanner: Scanner, _ meaning: (String) -> Meaning) -> Bool {
    var rest = scanner
    guard let name = rest.word() else { return rest.next == UInt8(ascii: "(") }
    switch rest.next {
    case nil, UInt8(ascii: "."): return meaning(name) == .python
    default: return true
    }
  }

  /// `NAME.ATTRIBUTE…` with something behind it.
  private static func isPythonAttribute(
    _ name: String, _ scanner: Scanner, _ meaning: (String) -> Meaning
  ) -> Bool {
    if meaning(name) == .python { return true }
    var rest = scanner
    while rest.next == UInt8(ascii: ".") {
      rest.skip()
      guard rest.word() != nil else { return false }
    }
    guard rest.next == UInt8(ascii: "=") else { return rest.next != nil }
    rest.skip()
    return isPythonValue(rest, meaning)
  }

  /// What stands behind `=`.
  private static func isPythonValue(_ scanner: Scanner, _ meaning: (String) -> Meaning) -> Bool {
    var rest = scanner
    guard let word = rest.word() else { return rest.next != nil && rest.next != UInt8(ascii: "@") }
    if requests.contains(word), rest.next != UInt8(ascii: "("), rest.next != UInt8(ascii: ".") { return false }
    if valueWords.contains(word) || types.contains(word) && meaning(word) == .nothing { return true }
    if word.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 }) == true { return true }
    switch rest.next {
    case nil: return meaning(word) == .python
    case UInt8(ascii: "."): return meaning(word) != .written || isPythonPath(rest)
    case let next? where TextLine.isWord(next) || next == UInt8(ascii: "\""):
      var behind = rest
      if next == UInt8(ascii: "\""), ["b", "f"].contains(word) { return true }
      return behind.word().map { operatorWords.contains($0) } ?? false
    default: return true
    }
  }

  /// Whether more than names stand behind points.
  private static func isPythonPath(_ scanner: Scanner) -> Bool {
    var rest = scanner
    while rest.next == UInt8(ascii: ".") {
      rest.skip()
      guard rest.word() != nil else { return true }
    }
    return rest.next != nil
  }

  /// Whether a line goes on with a statement whose first line stands so far to the right.
  static func continues(_ line: ArraySlice<UInt8>, indentation: Int) -> Bool {
    if TextRepeat.isBlank(line) { return true }
    let own = TextRepeat.indentation(of: line)
    if own > indentation { return true }
    var scanner = Scanner(line)
    return own == indentation && scanner.word().map { continuations.contains($0) } ?? false
  }

  /// The statement with a type's name alone made into its display: `a = list` is `a = []`.
  static func expanded(_ code: String, isName: (String) -> Bool) -> String {
    guard let sign = code.lastIndex(of: "=") else { return code }
    let word = code[code.index(after: sign)...].split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard word.count == 1, types.contains(String(word[0])), !isName(String(word[0])) else { return code }
    switch word[0] {
    case "list": return code[...sign] + " []"
    case "dict": return code[...sign] + " {}"
    default: return code[...sign] + " \(word[0])()"
    }
  }

  /// A line without the comment that ends it, and the comment.
  static func split(_ line: ArraySlice<UInt8>) -> (code: ArraySlice<UInt8>, comment: String?) {
    var quote: UInt8?
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "#") {
        var text = line[(index + 1)...]
        if text.first == 0x20 { text = text.dropFirst() }
        return (line[..<index], String(decoding: text, as: UTF8.self))
      }
      index += 1
    }
    return (line, nil)
  }

  /// Goes through a line word by word.
  struct Scanner {
    private var rest: ArraySlice<UInt8>

    init(_ line: ArraySlice<UInt8>) {
      rest = line
      skipBlanks()
    }

    /// The byte that comes next, nil at the end or before a comment.
    var next: UInt8? { rest.first == UInt8(ascii: "#") ? nil : rest.first }

    private mutating func skipBlanks() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }

    mutating func skip() {
      rest = rest.dropFirst()
      skipBlanks()
    }

    mutating func word() -> String? {
      let word = rest.prefix { TextLine.isWord($0) }
      guard !word.isEmpty else { return nil }
      rest = rest[word.endIndex...]
      skipBlanks()
      return String(decoding: word, as: UTF8.self)
    }
  }
}

/// Statements of Python whose lines are being read.
struct OpenPython {
  let place: TextPlace
  let indentation: Int
  var text: String
  /// Bytes that were taken off the first line.
  var offset = 0
}

extension TextParser {
  /// How many operations the statements of a text may take together, which bounds its time and memory.
  static let pythonWorkLimit = 1 << 19

  /// Takes a line that is Python or goes on with it; false for every other line.
  mutating func readPython(_ line: ArraySlice<UInt8>, _ place: TextPlace) throws(TraceError) -> Bool {
    if let open = openPython {
      if PythonText.continues(line, indentation: open.indentation) {
        openPython?.text += "\n" + String(decoding: line, as: UTF8.self)
        guard open.text.utf8.count < 1 << 16 else {
          openPython = nil
          throw place.mistake(1, "a statement has at most 65536 bytes, all its lines together")
        }
        return true
      }
      try endPython()
    }
    guard hasFirstLine, ending == nil, block == nil || !TextRepeat.isBlank(line) else { return false }
    let indentation = TextRepeat.indentation(of: line)
    var content = line.dropFirst(indentation)
    var offset = indentation
    let marker = Array("py ".utf8)
    if content.starts(with: marker) {
      content = content.dropFirst(marker.count)
      offset += marker.count
    } else if !PythonText.isPython(content, { meaning($0) }) {
      return false
    }
    if let function = PythonText.calledRequest(content), objects.object(named: function) == nil {
      throw place.mistake(offset + 1, "`\(function)` takes no brackets here: write `x = \(function) 48`")
    }
    try endBlock()
    let (code, comment) = PythonText.split(content)
    var text = String(decoding: code, as: UTF8.self)
    while let last = text.utf8.last, last == 0x20 || last == 0x09 || last == 0x0D { text.removeLast() }
    if let comment, !isRepeating { try add(comment: comment) }
    guard text.utf8.last != UInt8(ascii: ":") else {
      openPython = OpenPython(place: place, indentation: indentation, text: text, offset: offset)
      return true
    }
    text = PythonText.expanded(text) { objects.graph.names[$0] != nil }
    try run(text, place, offset: offset)
    return true
  }

  private func meaning(_ name: String) -> PythonText.Meaning {
    if let id = objects.object(named: name) { return objects.isPython(id) ? .python : .written }
    return names[name] != nil ? .block : .nothing
  }

  /// Executes the statement whose lines end before this one.
  mutating func endPython() throws(TraceError) {
    guard let open = openPython else { return }
    openPython = nil
    var lines = open.text.split(separator: "\n", omittingEmptySubsequences: false)
    // Blank lines and comments behind its last line stand before what follows.
    var behind: [Substring] = []
    while lines.count > 1, let last = lines.last {
      let bytes = Array(last.utf8)[...]
      guard TextRepeat.isBlank(bytes) else { break }
      let isComment = bytes.contains { $0 > 0x20 }
      guard !isComment || TextRepeat.indentation(of: bytes) <= open.indentation else { break }
      behind.append(lines.removeLast())
    }
    try run(lines.joined(separator: "\n"), open.place, offset: open.offset)
    for line in behind.reversed() {
      if let comment = PythonText.split(Array(line.utf8)[...]).comment, !isRepeating { try add(comment: comment) }
    }
  }

  private mutating func run(_ text: String, _ place: TextPlace, offset: Int) throws(TraceError) {
    let writer = try body()
    guard head.placements == .symbolic else {
      throw place.mistake(
        offset + 1, "statements of Python need `placements symbolic`: nothing says where their blocks are")
    }
    do {
      try objects.run(text, firstLine: place.line)
    } catch {
      let column = error.place.column + (error.place.line == place.line ? offset : 0)
      throw TextPlace(file: file, line: error.place.line).mistake(column, shown(error.message))
    }
    pythonWork += objects.work
    guard pythonWork <= Self.pythonWorkLimit else {
      throw place.mistake(
        offset + 1, "all statements together do too much: \(Self.pythonWorkLimit) operations are possible")
    }
    // Found before its steps are written, told when they are: so what follows can still be understood.
    var taken: (name: String, block: TextNames.Block)?
    for case .name(let name, nil, _?) in objects.changes {
      guard taken == nil, let block = names[name] else { continue }
      taken = (name, block)
    }
    let first = writer.step
    try write(place)
    try append(ObjectRecord(step: first, stepCount: writer.step - first, action: .statement(text)))
    if let (name, block) = taken {
      throw place.mistake(
        offset + 1, "`\(shown(name))` still names the block of line \(block.line): free it first, or take another name"
      )
    }
  }

  /// Writes the steps of the last action, and gives its blocks addresses.
  mutating func write(_ place: TextPlace, placedAt given: UInt64? = nil) throws(TraceError) {
    let writer = try body()
    var starts: [Int] = []
    var stops: [Int] = []
    for change in objects.changes {
      var address: UInt64 = 0
      if case .request(let request) = change, request.function != .free {
        guard let new = given ?? names.nextAddress else {
          throw place.mistake(
            1, "another block was put where one of this statement's would be: give blocks no addresses")
        }
        address = new
      }
      if let step = objects.step(of: change, placedAt: address) {
        try writer.append(.step(step))
        if case .request(let request) = change, request.function != .free {
          written.add(step: writer.step - 1, line: place.line)
        }
      }
      switch change {
      case .request(let request):
        if let old = objects.address(ofBlock: request.block), request.oldSize > 0 || request.function == .realloc {
          names.release(old, line: place.line)
        }
        if request.function != .free {
          names.place(TextNames.Block(address: address, domain: request.domain, line: place.line), name: nil)
        }
      case .born(_, let object):
        if !object.name.hasPrefix("@"), object.blocks.first != nil, TextNames.isName(object.name),
          given != nil || !objects.isPython(objects.graph.objects.count)
        {
          try writer.label(object.name, step: writer.step - 1)
        }
      case .died(let id): deaths[id] = place.line
      case .collectionStarted: starts.append(writer.step - 1)
      case .collectionStopped: stops.append(writer.step - 1)
      default: break
      }
      objects.note(change, placedAt: address)
    }
    for record in objects.records(steps: Array(zip(starts, stops)).map { (start: $0, stop: $1) }) {
      try writer.append(record)
    }
  }
}
