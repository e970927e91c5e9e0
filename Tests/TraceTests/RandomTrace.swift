import HeapCore
import SeededGenerators

@testable import Trace

/// Makes traces that hold everything a trace can hold.
struct RandomTrace {
  private var random: SeededGenerator
  private var live: [UInt64: Domain] = [:]
  private var ordinal: UInt64 = 0
  private let isSymbolic: Bool
  private let header: TraceHeader
  private let hasSites: Bool
  private let labels: Bool
  private var nodeCount: UInt32 = 0

  static let texts = [
    "", "orders.py", "a name with spaces", "quote \" and \\ backslash", "line\nbreak", "tab\t", "\u{1B}[31mred",
    "naïve",
    "e\u{301}", "é", "🐍", "trailing ", " leading", "# hash", "| bar", "x", "y", "null", "free", "12", "a\u{202E}b",
    "\r",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    isSymbolic = random.next() % 2 == 0
    hasSites = random.next() % 3 != 0
    labels = random.next() % 3 != 0
    let python = [0x0308_12F0, 0x030D_00F0, 0x030F_00A0, 0x030E_00D7].randomElement(using: &random) ?? 0
    header = TraceHeader(
      python: PythonVersion(hex: UInt32(python)), placements: isSymbolic ? .symbolic : .recorded,
      start: random.next() >> UInt64.random(in: 0...63, using: &random), process: random.next() % 3)
  }

  mutating func make() throws(TraceError) -> TraceFile {
    let writer = try TraceWriter(header)
    for _ in 0..<below(4) { writer.add(meta: .init(["python", "arg", "weird=key", "9"][below(4)], text())) }
    try define(writer)
    let steps = below(300)
    while writer.step < steps { try appendSomething(to: writer) }
    // What follows the last step belongs to the trace too.
    if below(2) == 0 { try writer.append(.fact(.clock(microseconds: 1 << 40))) }
    if below(2) == 0 {
      var lines = RandomLines(seed: random.next())
      for _ in 0...below(3) { try writer.append(.lines, first: 0, payload: lines.make(from: 0, through: steps)) }
    }
    if below(2) == 0 { try writer.comment(text(), step: writer.step) }
    if below(4) == 0 { try writer.comment(text(), step: writer.step + 1 + below(9)) }
    if below(4) == 0 { try writer.label(text(), step: writer.step + below(9)) }
    let ending = below(2) == 0 ? KeyedLines([.init("exit", "0"), .init("exec", ""), .init("note", text())]) : nil
    let bytes = try writer.finish(ending: ending, finished: below(4) != 0)
    return try TraceFile.open(bytes: bytes, name: "random")
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func text() -> String { Self.texts[below(Self.texts.count)] }

  private mutating func bytes() -> [UInt8] { (0..<below(130)).map { _ in UInt8(below(256)) } }

  private mutating func define(_ writer: TraceWriter) throws(TraceError) {
    guard hasSites else { return }
    for number in 1...(1 + below(5)) {
      let lines = LineTable(
        format: LineTableFormat(rawValue: UInt8(below(3))) ?? .lnotab, firstLine: below(1000), bytes: bytes())
      try writer.define(
        CodeObject(file: text(), name: text(), qualifiedName: text(), lines: lines, codeLength: below(5000)))
      for _ in 0..<below(4) {
        let parent = UInt32(below(Int(nodeCount) + 1))
        let position: CodePosition = below(5) == 0 ? .notStarted : .offset(UInt32(below(5000)))
        try writer.defineNode(parent: parent, code: UInt32(number), position: position)
        nodeCount += 1
      }
    }
    if below(3) == 0 { try writer.define(unknown: UInt8(16 + below(240)), bytes: bytes()) }
    if below(3) == 0 { try writer.append(source: text(), text: text() + "\n" + text()) }
    if below(3) == 0 { try writer.append(FrameKind(rawValue: 77), first: below(9), payload: bytes()) }
  }

  private mutating func appendSomething(to writer: TraceWriter) throws(TraceError) {
    if below(20) == 0 { try writer.comment(text(), step: writer.step) }
    if below(40) == 0 { try writer.label(text(), step: writer.step) }
    if below(40) == 0 { try writer.cut() }
    if below(60) == 0 {
      writer.append(Report(moment: writer.step, interpreter: UInt32(below(3)), heap: UInt32(below(3)), text: text()))
    }
    if below(30) == 0 {
      let keyword = ["say", "note", "ask number", "title"][below(4)]
      try writer.append(
        ProseLine(step: writer.step, line: below(99), column: below(9), text: "\(keyword) It's \(text())"))
    }
    if below(30) == 0 { try writer.append(collection(before: writer.step)) }
    if below(8) == 0 { return try writer.append(.fact(fact())) }
    if below(30) == 0 { return try writer.mark(text()) }
    let step = step()
    let isSited = hasSites && (below(50) != 0)
    try writer.append(.step(step), site: isSited && step.isRequest ? UInt32(below(Int(nodeCount) + 1)) : nil)
    guard labels, below(3) == 0 else { return }
    switch step {
    case .allocation, .realloc: try writer.label(text(), step: writer.step - 1)
    default: break
    }
  }

  private mutating func collection(before step: Int) -> CollectionRecord {
    var facts = CollectionFacts(
      step: step, generation: below(3), counts: [below(900) - 9, below(12), below(12)], thresholds: [700, 10, 10],
      longLivedTotal: below(1 << 30), longLivedPending: below(99) - 5, isEnabled: below(4) != 0,
      isOmitted: below(6) == 0)
    facts.asker = [.unknown, .program, .finalization, .nobody][below(4)]
    var record = CollectionRecord(facts, types: [])
    if !facts.isOmitted {
      let addresses = (0..<below(20)).map { UInt64(below(1 << 20) + $0 << 21) * 8 }
      for address in addresses {
        let type = below(record.types.count + (record.types.count < 3 ? 1 : 0))
        if type == record.types.count {
          record.types.append(
            CollectedType(
              address: UInt64(below(1 << 30)) * 8, name: text(),
              traits: CollectedTypeTraits(rawValue: UInt64(below(16))),
              headerSize: 16 * (1 + below(2)), basicSize: below(500)))
        }
        let references = (0..<below(6)).map { _ in
          let target = below(3) == 0 ? UInt64(below(99)) * 8 : addresses[below(addresses.count)]
          return CollectedReference(target, [.reference, .reference, .reference, .weak, .weakCallback][below(5)])
        }
        record.append(
          address: address, type: type, referenceCount: UInt32(below(9)), isFinalized: below(5) == 0,
          references: references)
      }
    }
    if below(4) != 0 {
      let left = record.objects.isEmpty ? [] : [0..<1] + (record.objects.count > 6 ? [3..<6] : [])
      let look = CollectionOutcome.SecondLook(step: step, count: below(9))
      record.outcome = CollectionOutcome(
        step: step + below(5), left: below(4) == 0 ? nil : left, secondLook: below(2) == 0 ? nil : look)
    }
    return record
  }

  private mutating func fact() -> Fact {
    switch below(7) {
    case 0: .thread(UInt32(below(5)))
    case 1: .interpreter(UInt32(below(3)), heap: UInt32(below(2) * 70_000))
    case 2: .clock(microseconds: UInt64(below(1 << 40)))
    case 3: .arenaObtained(UInt64(1 + below(1 << 30)) << 12)
    case 4: .arenaReturned(UInt64(1 + below(1 << 30)) << 12)
    case 5: .heapDestroyed
    default: .unknown(kind: UInt64(below(1 << 20)), bytes: bytes())
    }
  }

  private mutating func step() -> Step {
    let domain = Domain.allCases[below(3)]
    switch below(20) {
    case 0..<8:
      let function: RequestFunction = [.malloc, .calloc, .reallocNull][below(3)]
      let size = size()
      let address = address()
      live[address] = domain
      return .allocation(function, domain, size: size, address: address)
    case 8..<12:
      guard let old = live.keys.sorted().randomElement(using: &random), let domain = live.removeValue(forKey: old)
      else {
        return .fork(UInt32(below(9)))
      }
      let stays = below(3) == 0
      let new = stays ? old : address()
      if stays { ordinal += 1 }
      live[new] = domain
      return .realloc(domain, old: old, size: size(), address: new)
    case 12..<16:
      guard let old = live.keys.sorted().randomElement(using: &random), let domain = live.removeValue(forKey: old)
      else {
        // The free of something that was never allocated.
        return .free(domain, address: 0x5000 + UInt64(below(99)) * 16)
      }
      return .free(below(9) == 0 ? .mem : domain, address: old)
    case 16: return .failed([.malloc, .calloc, .reallocNull][below(3)], domain, size: random.next(), old: 0)
    case 17: return .failed(.realloc, domain, size: random.next(), old: live.keys.min() ?? 64)
    case 18: return .collectionStart(generation: UInt8(below(3)))
    default: return .collectionStop(generation: UInt8(below(3)), collected: random.next(), uncollectable: 0)
    }
  }

  private mutating func size() -> UInt64 { below(4) == 0 ? random.next() >> 1 : UInt64(below(600)) }

  private mutating func address() -> UInt64 {
    ordinal += 1
    if isSymbolic && below(10) != 0 { return 16 * ordinal }
    while true {
      let address = 0x7F00_0000_0000 + UInt64(below(1 << 16)) * (below(9) == 0 ? 8 : 16)
      if live[address] == nil { return address }
    }
  }
}
