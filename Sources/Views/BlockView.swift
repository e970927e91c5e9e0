import Cells
import Scene

extension Frame {
  /// Draws what is known of a block as labelled rows with its bytes below, for a pane of its own.
  @discardableResult
  mutating func drawInspector(_ block: BlockScene, in rect: Rect, isFocused: Bool = false) -> Int {
    guard rect.height > 1 else { return 0 }
    title(block.title, [(Frame.state(of: block), theme.dim)], in: rect, isFocused: isFocused)
    region(rect, .pane(.block))
    var y = rect.y + 1
    let x = rect.x + 2
    let valueX = x + 12
    let room = rect.maxX - valueX + 1
    for (label, runs) in facts(of: block) where y < rect.maxY {
      canvas.put(label, x: x, y: y, style: theme.dim)
      put(runs, x: valueX, y: y, limit: room)
      y += 1
    }
    guard y + 4 <= rect.maxY else { return y - rect.y }
    y += 1
    let form = WordStrip(block: block, width: rect.width - 3)
    canvas.put("\(Numbers.bytes(block.blockSize)), \(form.caption)", x: x, y: y, style: theme.dim)
    y += 1
    y += drawStrip(block, form: form, x: x, y: y, rows: rect.maxY - y)
    return y - rect.y
  }

  private static func state(of block: BlockScene) -> String {
    switch block.change {
    case .taken: return "taken by this step"
    case .given: return "given back by this step"
    case .resized: return "resized by this step"
    case .none, .touched: break
    }
    switch block.state {
    case .used: return "used"
    case .free: return block.order.map { $0 == 1 ? "free, goes out next" : "free, number \($0) in line" } ?? "free"
    case .notCarved: return "not carved"
    case .ghost: return "a ghost: older than the trace"
    }
  }

  private func facts(of block: BlockScene) -> [(String, [Run])] {
    let (text, dim, bold) = (theme.text, theme.dim, theme.bold)
    var facts: [(String, [Run])] = [("address", [(Numbers.address(block.address), text)])]
    if !block.type.isEmpty { facts.append(("holds", [(block.type, bold)])) }
    if let asked = block.asked {
      let unused = max(block.blockSize - asked, 0)
      var runs: [Run] = [(Numbers.bytes(asked), text)]
      if block.sizeClass != nil {
        runs += [(" gets ", dim), ("\(block.blockSize)", text), (", \(unused) unused", dim)]
      }
      facts.append(("asked", runs))
    }
    if block.state == .used { facts.append(("for", [(Frame.domainWords(block.domain), text)])) }
    if let since = block.since {
      var runs: [Run] = [("event ", dim), (Numbers.count(since), text)]
      if !block.age.isEmpty { runs.append(("  \(block.age)", dim)) }
      facts.append(("since", runs))
    }
    if let site = block.site {
      var runs: [Run] = [(Numbers.middle(site.text, limit: 30), text)]
      if !site.function.isEmpty { runs.append(("  \(site.function)", dim)) }
      facts.append(("by", runs))
    }
    for (index, tenant) in block.before.enumerated() { facts.append((index == 0 ? "before" : "", [(tenant, text)])) }
    return facts
  }

  /// What a domain of requests is for, in words.
  static func domainWords(_ domain: String) -> String {
    switch domain {
    case "OBJ": "an object (OBJ)"
    case "MEM": "an object's parts (MEM)"
    default: "the interpreter (RAW)"
    }
  }

  /// The bytes of a block as words of eight, what wasn't asked apart; gives the rows drawn.
  @discardableResult
  mutating func drawStrip(_ block: BlockScene, form: WordStrip, x: Int, y: Int, rows: Int) -> Int {
    guard rows > 0, form.words > 0 else { return 0 }
    let used = block.sizeClass.map { theme.classUsed($0) } ?? theme.areaPast
    let asked = block.state == .free || block.state == .notCarved ? 0 : block.asked ?? block.blockSize
    for word in 0..<form.words {
      let start = x + word * (form.width + form.gap)
      for cell in 0..<form.width {
        let byte = word * form.bytesPerWord + cell * form.bytesPerWord / form.width
        let isLink = block.state == .free && word == 0
        let scalar: Unicode.Scalar = byte < asked || isLink ? (form.width == 8 ? "▇" : "█") : "░"
        canvas.put(scalar, x: start + cell, y: y, style: isLink ? theme.info : byte < asked ? used : theme.faint)
      }
      if rows > 1, form.width >= 3, word * form.bytesPerWord < 1000 || form.width > 4 {
        canvas.put("\(word * form.bytesPerWord)", x: start, y: y + 1, style: theme.faint)
      }
    }
    guard rows > 2 else { return min(rows, 2) }
    let whole = form.words * (form.width + form.gap) - form.gap
    let (word, bytes) = min(asked, block.blockSize).quotientAndRemainder(dividingBy: form.bytesPerWord)
    let cells = bytes == 0 ? -form.gap : (bytes * form.width + form.bytesPerWord - 1) / form.bytesPerWord
    let askedWidth = max(min(word * (form.width + form.gap) + cells, whole), 0)
    switch block.state {
    case .free: canvas.put("the first 8 bytes hold the next free block", x: x, y: y + 2, style: theme.dim)
    case .notCarved: canvas.put("nothing was written here yet", x: x, y: y + 2, style: theme.dim)
    case .used, .ghost:
      // Words with no room would stand over what is left of the block.
      let words = "\(Numbers.count(asked)) asked"
      if words.cellCount <= askedWidth { bracket(words, x: x, y: y + 2, width: askedWidth) }
      let rest = bytes == 0 ? askedWidth + form.gap : askedWidth
      // The facts above the strip say it too.
      let unused = "\(block.blockSize - asked) unused"
      if asked < block.blockSize, rest + unused.cellCount <= whole {
        bracket(unused, x: x + rest, y: y + 2, width: whole - rest)
      }
    }
    return 3
  }

  /// `└── words ──┘`, or the words alone where the width has no room for lines.
  private mutating func bracket(_ words: String, x: Int, y: Int, width: Int) {
    guard width >= words.cellCount + 4 else {
      canvas.put(words, x: x, y: y, style: theme.dim)
      return
    }
    canvas.hline(x: x, y: y, length: width, style: theme.faint)
    canvas.put("└" as Unicode.Scalar, x: x, y: y, style: theme.faint)
    canvas.put("┘" as Unicode.Scalar, x: x + width - 1, y: y, style: theme.faint)
    canvas.put(" \(words) ", x: x + (width - words.cellCount - 2) / 2, y: y, style: theme.dim)
  }

  /// Draws a block in sentences, as the pool view has it below the blocks.
  mutating func drawSentences(_ block: BlockScene, in rect: Rect, isFocused: Bool) {
    guard rect.height > 1 else { return }
    title(
      block.title, [(Numbers.address(block.address), theme.dim)],
      in: Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height), isFocused: isFocused)
    region(rect, .pane(.block))
    let x = rect.x + 2
    let room = rect.maxX - x
    var y = rect.y + 1
    for runs in sentences(of: block) where y < rect.maxY {
      put(runs, x: x, y: y, limit: room)
      y += 1
    }
    guard y < rect.maxY else { return }
    drawStrip(block, form: WordStrip(block: block, width: room - 1), x: x, y: y, rows: rect.maxY - y)
  }

  private func sentences(of block: BlockScene) -> [[Run]] {
    let (text, dim, bold) = (theme.text, theme.dim, theme.bold)
    var first: [Run] = []
    var second: [Run] = []
    switch block.state {
    case .used:
      if let asked = block.asked {
        let unused = max(block.blockSize - asked, 0)
        first = [
          (block.type.isEmpty ? "\(Frame.subject(block.domain)) asked for " : "\(block.type) asked for ", text),
          (Numbers.bytes(asked), bold), (", a block has ", text), ("\(block.blockSize)", bold), (": ", text),
          ("\(unused) unused", bold),
          (" (\(Numbers.fixed(unused * 100, over: max(block.blockSize, 1), digits: 1)) %).", dim),
        ]
      }
      if let since = block.since {
        second = [("Used since event ", dim), (Numbers.count(since), text)]
        if !block.age.isEmpty { second.append((", \(block.age)", dim)) }
        second.append((".", dim))
        if let site = block.site {
          second += [(" Taken at ", dim), (site.text, text)]
          if !site.function.isEmpty { second.append((" in \(site.function)", dim)) }
          second.append((".", dim))
        }
      }
    case .free:
      let place =
        block.order.map { $0 == 1 ? ": it goes out next" : ": number \($0) in line" } ?? ""
      first = [("Free\(place).", bold), (" Its first 8 bytes point to the next free block.", dim)]
      if let tenant = block.before.first { second = [("Before: ", dim), (tenant, text)] }
    case .notCarved:
      first = [("Not carved: ", bold), ("no request has reached it since the pool was cut.", dim)]
    case .ghost:
      first = [("A ghost: ", theme.warn), ("its allocation is older than the trace.", dim)]
    }
    return [first, second].filter { !$0.isEmpty }
  }

  private static func subject(_ domain: String) -> String {
    switch domain {
    case "OBJ": "An object"
    case "MEM": "An object's part"
    default: "The interpreter"
    }
  }
}

/// How the bytes of a block are laid out in cells: words with gaps, as wide as fits.
struct WordStrip {
  let words: Int
  let width: Int
  let gap: Int
  let bytesPerWord: Int

  /// Chooses the widest words of eight bytes that fit, then words of more bytes.
  init(block: BlockScene, width room: Int) {
    let size = max(block.blockSize, 8)
    for cells in [8, 5, 4, 3] where (size / 8) * (cells + 1) - 1 <= room {
      (words, width, gap, bytesPerWord) = (size / 8, cells, 1, 8)
      return
    }
    if (size / 8) * 2 - 1 <= room {
      (words, width, gap, bytesPerWord) = (size / 8, 1, 1, 8)
      return
    }
    var bytes = 8
    while size / bytes > room { bytes *= 2 }
    (words, width, gap, bytesPerWord) = ((size + bytes - 1) / bytes, 1, 0, bytes)
  }

  /// What one cell stands for, in words.
  var caption: String {
    width == 8 ? "a byte a cell" : width == 1 ? "\(bytesPerWord) a cell" : "8 a group"
  }
}
