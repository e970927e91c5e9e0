import Scene

/// What the glyphs of a view mean: the left half of the help.
enum Legend {
  enum Role: Hashable {
    case text, dim
    case letter(Int)
  }

  enum GlyphRole: Hashable { case used, free, faint, warn, bold, bad, past }

  enum Symbol: Hashable {
    case none
    /// A tray of a 64-byte pool with so many of 255 blocks in use.
    case tray(Int, Int)
    case glyph(String, GlyphRole)
    case now(String)
    case word(String)
  }

  struct Line {
    let symbol: Symbol
    let words: [(text: String, role: Role)]

    init(_ symbol: Symbol, _ text: String) {
      self.symbol = symbol
      words = text.isEmpty ? [] : [(text, .text)]
    }

    init(runs: [(String, Role)]) {
      symbol = .none
      words = runs.map { (text: $0.0, role: $0.1) }
    }
  }

  static func library(width: Int) -> [Line] {
    lines(width: width) { add in
      add(.word("4 min"), "a lesson that wasn't opened yet")
      add(.word("4 of 9"), "you have come to step 4 of 9")
      add(.word("done"), "you have seen its end")
      add(.word("3.13"), "the Python that was recorded, or that a lesson is about")
      add(.tray(124, 2), "how often such blocks are asked for, beside the commonest size")
      add(.word("run and"), "a script: Enter asks, then python3 runs it")
    }
  }

  private static func lines(width: Int, _ body: ((Symbol, String) -> Void) -> Void) -> [Line] {
    var lines: [Line] = []
    body { symbol, text in
      for (index, line) in text.wrapped(to: max(width - 9, 12)).enumerated() {
        lines.append(index == 0 ? Line(symbol, line) : Line(.word(""), line))
      }
    }
    return lines
  }

  static func lines(for view: ViewKind, poolSize: Int, width: Int) -> [Line] {
    let size = "\(poolSize >> 10) KiB"
    var lines: [Line] = []
    func add(_ symbol: Symbol, _ text: String) {
      for (index, line) in text.wrapped(to: max(width - 9, 12)).enumerated() {
        lines.append(index == 0 ? Line(symbol, line) : Line(.word(""), line))
      }
    }
    switch view {
    case .heap:
      add(.tray(124, 5), "one pool of \(size): the letter is its block size")
      add(.tray(255, 5), "full, nothing left")
      add(.tray(0, 5), "empty, any size may use it")
      add(.glyph("·", .faint), "not carved: not cut yet")
      add(.glyph("■", .used), "a used block")
      add(.glyph("1○", .free), "free; 1 goes out next")
      add(.glyph("?", .warn), "ghost: older than the trace")
    case .pool:
      add(.glyph("■", .used), "a used block")
      add(.glyph("1", .free), "free, goes out next; 2 to 9 follow it")
      add(.glyph("○", .free), "free, later in the chain")
      add(.glyph("·", .faint), "not carved: never used yet")
      add(.glyph("?", .warn), "ghost: older than the trace")
      add(.glyph("░", .faint), "bytes that nobody asked for")
    case .objects:
      add(.glyph("⇄", .bold), "in a cycle: each reaches each other")
      add(.word("held by"), "references from the other objects")
      add(.word("holds"), "objects that it refers to")
    case .collection:
      add(.word("gc_refs"), "references from outside the young list")
      add(.glyph("◆", .bad), "in doubt: no outside holder is known")
      add(.glyph("←", .bold), "came back: a reachable object refers to it")
      add(.glyph("╎", .faint), "was here before this step")
    case .source:
      add(.glyph("▶", .bold), "the line that runs next")
      add(.word("refs"), "its reference count")
      add(.word("immortal"), "never counted, never freed")
      add(.word("no name leads to"), "alive, and only a collection can free it")
    case .pins:
      add(.glyph("█", .past), "an arena that is nearly full")
      add(.glyph("▁", .warn), "below a tenth in use")
      add(.glyph(".", .bad), "below 1 % in use")
      add(.glyph("○", .bold), "empty, kept for the next request")
      lines.append(Line(.none, ""))
      lines.append(Line(.none, "alone in: arenas that only this"))
      lines.append(Line(.none, "call site keeps from going back"))
    case .raw:
      add(.glyph("+", .bold), "a request above 512 bytes")
      lines.append(Line(.none, "OBJ objects, MEM their buffers,"))
      lines.append(Line(.none, "RAW the interpreter itself"))
    case .events:
      add(.glyph("+", .bold), "a block was taken")
      add(.glyph("-", .bad), "a block was given back")
      add(.glyph("~", .bold), "a block was resized")
      add(.glyph("=", .bold), "a collection began or ended")
      add(.glyph("▴", .bold), "a mark of the program")
    }
    lines.append(Line(.none, ""))
    lines.append(Line(.now("+"), "taken by this step"))
    lines.append(Line(.now("-"), "given back by this step"))
    lines.append(Line(.word("white"), "whatever this step changed"))
    lines.append(Line(.word("[ ]"), "chosen; panes follow it"))
    guard view == .heap || view == .pool else { return lines }
    lines.append(Line(.none, ""))
    var sizes: [(String, Role)] = []
    for (index, letter) in "abcdefg".enumerated() {
      sizes.append((String(letter), .letter(index)))
      sizes.append(("\((index + 1) * 16)\(index < 6 ? "  " : "")", .dim))
    }
    lines.append(Line(runs: sizes))
    lines.append(Line(runs: [("… z 416   A 432 … F 512", .dim)]))
    lines.append(Line(runs: [("letter times 16 is the size:", .dim)]))
    lines.append(Line(runs: [("a 1, b 2, c 3, d 4 and so on", .dim)]))
    return lines
  }
}
