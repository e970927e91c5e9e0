import HeapCore

extension Condition {
  /// Reads a condition; the error says at which column it stops making sense and what could stand there.
  public init(_ text: String) throws(ReplayError) {
    var reader = ConditionReader(text)
    clauses = try reader.clauses()
  }

  /// Forms of every clause, for help and completion.
  public static let forms: [(form: String, meaning: String)] = [
    ("size > 512", "a request of more than 512 bytes"),
    ("class 64", "a request that gets a block of 64 bytes; a letter works too: class d"),
    ("arena", "an arena is taken or given back"),
    ("arena obtained", "an arena is taken from the system"),
    ("arena released", "an arena is given back to the system"),
    ("2.42 full", "pool 42 of arena 2 hands out its last block"),
    ("2.42 empty", "pool 42 of arena 2 gets its last block back"),
    ("2.42 changes", "a block of pool 42 of arena 2 is taken or given back"),
    ("2.42.88", "block 88 of this pool is taken or given back"),
    ("0x7f3a91ca9630", "the block at this address is taken or given back"),
    ("line orders.py:31", "this line makes a request"),
    ("function add_node", "this function makes a request"),
    ("gc", "a collection begins"),
    ("gc 2", "a collection of generation 2 begins"),
    ("gc stop", "a collection ends"),
    ("live > 2 MiB", "the live blocks pass 2 MiB"),
    ("arenas > 10", "the eleventh arena is taken"),
    ("thread 2", "thread 2 asks"),
    ("interpreter 1", "interpreter 1 asks"),
    ("mark", "a mark, or one of a name: mark loaded"),
    ("free", "a block is given back; also malloc, calloc, realloc, moved, failed"),
    ("pool state", "any pool becomes used, full or empty"),
    ("refs A", "the reference count of the object A of a written trace changes; born, dies"),
    ("resurrected", "a finalizer saves an object of a written trace"),
    ("ghost", "a block is touched that was never seen allocated"),
  ]
}

/// Takes a written condition apart, word by word.
struct ConditionReader {
  private let text: String
  private var words: [(word: Substring, column: Int)] = []
  private var next = 0

  init(_ text: String) {
    self.text = text
    var index = text.startIndex
    while index < text.endIndex {
      let start = index
      let kind = Self.kind(text[index])
      while index < text.endIndex, Self.kind(text[index]) == kind { index = text.index(after: index) }
      if kind != .space {
        words.append((text[start..<index], text.distance(from: text.startIndex, to: start) + 1))
      }
    }
  }

  private enum CharacterKind { case space, comparison, word }

  private static func kind(_ character: Character) -> CharacterKind {
    switch character {
    case " ", "\t": .space
    case "<", ">", "=", "!", "≤", "≥", "≠": .comparison
    default: .word
    }
  }

  mutating func clauses() throws(ReplayError) -> [Condition.Clause] {
    var found = [try clause()]
    while let word = take() {
      guard word == "and" || word == "&" || word == "&&" else {
        next -= 1
        throw error("write \"and\" between two conditions")
      }
      found.append(try clause())
    }
    if found.count > 1, found.contains(where: { if case .object = $0 { true } else { false } }) {
      throw error("\"refs\", \"born\", \"dies\" and \"resurrected\" stand alone: leave out the others")
    }
    return found
  }

  private mutating func clause() throws(ReplayError) -> Condition.Clause {
    guard let word = take() else { throw error("write a condition, such as size > 512") }
    switch word.lowercased() {
    case "size": return .size(try comparison(), try bytes())
    case "=":
      next -= 1
      return .size(try comparison(), try bytes())
    case "class": return .sizeClass(try sizeClass())
    case "arena": return .arena(arenaChange())
    case "arenas": return .total(.arenas, try comparison(), try bytes())
    case "live": return .total(.live, try comparison(), try bytes())
    case "raw": return .total(.raw, try comparison(), try bytes())
    case "blocks": return .total(.blocks, try comparison(), try bytes())
    case "address": return .address(try address())
    case "thread": return .thread(try number("a thread's number"))
    case "interpreter": return .interpreter(try number("an interpreter's number"))
    case "site", "line": return try site()
    case "function":
      guard let name = take() else { throw error("write a function's name") }
      return .function(String(name))
    case "pool": return try pool()
    case "block": return try dotted()
    case "gc", "collection", "gen", "generation": return try collection()
    case "mark": return .mark(peek == "and" ? nil : take().map(String.init))
    case "fork": return .fork
    case "refs": return object(.count)
    case "born": return object(.born)
    case "dies": return object(.died)
    case "resurrected": return object(.resurrected)
    case "mismatch": return .surprise(.mismatch)
    case "ghost": return .surprise(.ghost)
    case "alloc", "allocation": return .request(.allocation)
    case let name where Condition.RequestKind(rawValue: name) != nil:
      return .request(Condition.RequestKind(rawValue: name)!)
    case let name where name.hasPrefix("0x"):
      next -= 1
      return .address(try address())
    case let name where name.first?.isNumber == true && name.contains(".") && SourceLine(name) == nil:
      next -= 1
      return try dotted()
    default:
      next -= 1
      if SourceLine(word) != nil { return try site() }
      throw error("write one of size, class, arena, pool, line, gc, live, thread, mark, or an address")
    }
  }

  private mutating func object(_ kind: ObjectMoments.Event.Kind) -> Condition.Clause {
    .object(kind, name: peek == "and" ? nil : take().map(String.init))
  }

  private var peek: Substring? { next < words.count ? words[next].word : nil }

  private mutating func take() -> Substring? {
    defer { next += 1 }
    return peek
  }

  /// Takes the next word if it is one of these.
  private mutating func take(oneOf choices: [String]) -> String? {
    guard let word = peek?.lowercased(), choices.contains(word) else { return nil }
    next += 1
    return word
  }

  private func error(_ expected: String) -> ReplayError {
    let column = next < words.count ? words[next].column : text.count + 1
    return .unreadableCondition(text, column: column, expected: expected)
  }

  private mutating func comparison() throws(ReplayError) -> Condition.Comparison {
    let sign: Condition.Comparison? =
      switch peek {
      case "<": .less
      case "<=", "≤": .atMost
      case "=", "==": .equal
      case "!=", "≠": .notEqual
      case ">=", "≥": .atLeast
      case ">": .greater
      default: nil
      }
    guard let sign else { throw error("write <, <=, =, >= or >") }
    next += 1
    return sign
  }

  private mutating func bytes() throws(ReplayError) -> UInt64 {
    guard let word = peek else { throw error("write a number, such as 512 or 2 MiB") }
    if next + 1 < words.count, let number = ByteCount.parse("\(word) \(words[next + 1].word)") {
      next += 2
      return number
    }
    guard let number = ByteCount.parse(word) else { throw error("write a number, such as 512 or 2 MiB") }
    next += 1
    return number
  }

  private mutating func number<Number: FixedWidthInteger>(_ what: String) throws(ReplayError) -> Number {
    guard let word = peek, let number = Number(word) else { throw error("write \(what)") }
    next += 1
    return number
  }

  private mutating func address() throws(ReplayError) -> UInt64 {
    guard let word = peek, word.lowercased().hasPrefix("0x"), let address = UInt64(word.dropFirst(2), radix: 16) else {
      throw error("write an address, such as 0x7f3a91ca9630")
    }
    next += 1
    return address
  }

  /// A block size, or its letter: `a` is 16, `z` 416, `A` 432, `F` 512.
  private mutating func sizeClass() throws(ReplayError) -> Int {
    let expected = "write a block size from 16 to 512, or its letter from a to z, A to F"
    guard let word = peek else { throw error(expected) }
    if let size = Int(word) {
      guard (1...512).contains(size) else { throw error(expected) }
      next += 1
      return (size - 1) >> 4
    }
    guard word.utf8.count == 1, let letter = word.utf8.first else { throw error(expected) }
    let number: Int? =
      switch letter {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(letter - UInt8(ascii: "a"))
      case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(letter - UInt8(ascii: "A")) + 26
      default: nil
      }
    guard let number else { throw error(expected) }
    next += 1
    return number
  }

  private mutating func arenaChange() -> Condition.ArenaChange {
    switch take(oneOf: ["obtained", "taken", "new", "returned", "released", "any"]) {
    case "obtained", "taken", "new": .obtained
    case "returned", "released": .returned
    default: .any
    }
  }

  private mutating func site() throws(ReplayError) -> Condition.Clause {
    guard let word = peek, let place = SourceLine(word) else { throw error("write FILE:LINE, such as orders.py:31") }
    next += 1
    _ = take(oneOf: ["runs"])
    return .site(place)
  }

  private mutating func pool() throws(ReplayError) -> Condition.Clause {
    if let word = peek, word.contains(".") { return try dotted() }
    guard take(oneOf: ["state", "changes"]) != nil else { throw error("write a pool, such as 2.42 full") }
    return .poolState
  }

  private mutating func dotted() throws(ReplayError) -> Condition.Clause {
    let expected = "write a pool such as 2.42, or a block such as 2.42.88"
    guard let word = peek else { throw error(expected) }
    var places = word
    var heap: UInt32 = 0
    if let colon = word.firstIndex(of: ":") {
      guard let number = UInt32(word[..<colon]) else { throw error(expected) }
      heap = number
      places = word[word.index(after: colon)...]
    }
    let parts = places.split(separator: ".", omittingEmptySubsequences: false).map { UInt32($0).map(Int.init) }
    guard parts.count == 2 || parts.count == 3, let arena = parts[0], let pool = parts[1] else { throw error(expected) }
    let number = Condition.PoolNumber(heap: heap, arena: arena, pool: pool)
    if parts.count == 3 {
      guard let block = parts[2] else { throw error(expected) }
      next += 1
      _ = take(oneOf: ["changes"])
      return .block(number, block: block)
    }
    next += 1
    _ = take(oneOf: ["is", "becomes"])
    let change = take(oneOf: ["full", "empty", "taken", "state", "changes"]).flatMap(Condition.PoolChange.init)
    return .pool(number, change ?? .changes)
  }

  private mutating func collection() throws(ReplayError) -> Condition.Clause {
    var event = Condition.CollectionEvent.start
    var generation: UInt8?
    if let word = peek, let number = UInt8(word) {
      generation = number
      next += 1
    }
    if let word = take(oneOf: ["start", "stop", "starts", "stops", "ends"]) {
      event = word.hasPrefix("start") ? .start : .stop
    }
    return .collection(event, generation: generation)
  }
}
