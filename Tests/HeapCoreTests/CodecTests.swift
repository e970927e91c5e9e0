import SeededGenerators
import Testing

@testable import HeapCore

@Suite("the codec of events")
struct CodecTests {
  static let rules = AllocatorRules(python: PythonVersion(hex: 0x030D_00F0))

  static func decode(_ bytes: [UInt8], count: Int?, context: FrameContext = FrameContext()) throws -> [TraceRecord] {
    var decoder = EventDecoder(rules: rules, bytes: bytes, context: context, count: count)
    var records: [TraceRecord] = []
    while let record = try decoder.next() { records.append(record) }
    return records
  }

  /// Any record, however senseless, with addresses that sometimes meet.
  static func anyRecord(_ generator: inout SeededGenerator, _ addresses: inout [UInt64]) -> TraceRecord {
    func size() -> UInt64 {
      [UInt64.random(in: 0...600, using: &generator), UInt64.random(in: 1...64, using: &generator), .max, 1 << 40][
        [0, 0, 0, 1, 1, 1, 1, 2, 3][Int.random(in: 0..<9, using: &generator)]]
    }
    func address() -> UInt64 {
      let fresh: UInt64
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: fresh = UInt64.random(in: 1...UInt64.max, using: &generator)
      case 1: fresh = 16 * UInt64.random(in: 1...900, using: &generator)
      case 2...4: fresh = 0x7F00_1234_0000 + 16 * UInt64.random(in: 3...2000, using: &generator)
      default: return addresses.randomElement(using: &generator) ?? 4096
      }
      addresses.append(fresh)
      if addresses.count > 40 { addresses.removeFirst() }
      return fresh
    }
    let domain = Domain.allCases.randomElement(using: &generator) ?? .obj
    let functions: [RequestFunction] = [.malloc, .calloc, .reallocNull]
    let function = functions.randomElement(using: &generator) ?? .malloc
    let number = UInt32.random(in: 0...UInt32.max, using: &generator)
    switch Int.random(in: 0..<40, using: &generator) {
    case 0: return .fact(.thread(number))
    case 1: return .fact(.interpreter(number & 0xFFFF, heap: number >> 16))
    case 2: return .fact(.clock(microseconds: UInt64(number)))
    case 3: return .fact(.arenaObtained(address() & ~4095))
    case 4: return .fact(.arenaReturned(address() & ~4095))
    case 5: return .fact(.heapDestroyed)
    case 6: return .fact(.unknown(kind: UInt64(number), bytes: [UInt8](repeating: 7, count: Int(number % 200))))
    case 7: return .step(.collectionStart(generation: UInt8(number & 0xFF)))
    case 8: return .step(.collectionStop(generation: 2, collected: size(), uncollectable: UInt64(number)))
    case 9: return .step(.mark(number))
    case 10: return .step(.fork(number))
    case 11: return .step(.failed(function, domain, size: size(), old: 0))
    case 12: return .step(.failed(.realloc, domain, size: size(), old: address()))
    case 13...18: return .step(.realloc(domain, old: address(), size: size(), address: address()))
    case 19...28: return .step(.free(domain, address: address()))
    default: return .step(.allocation(function, domain, size: size(), address: address()))
    }
  }

  @Test("what is encoded is what is decoded, over several frames", arguments: 1...12 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var addresses: [UInt64] = []
    var encoder = EventEncoder(rules: Self.rules)
    for frame in 0..<4 {
      let start = encoder.context
      #expect(frame == 0 || start.firstStep > 0)
      let records = (0..<700).map { _ in Self.anyRecord(&generator, &addresses) }
      for record in records { try encoder.append(record) }
      #expect(try Self.decode(encoder.bytes, count: encoder.steps, context: start) == records)
      // A copy of an encoder goes its own way.
      var copy = encoder
      try copy.append(.step(.mark(1)))
      encoder.reset()
      #expect(encoder.bytes.isEmpty)
      #expect(copy.bytes.last == 1)
    }
  }

  @Test("bytes by hand: the example of a first allocation, its free and its successor")
  func byHand() throws {
    let block: UInt64 = 0x7F00_0000_0030
    var encoder = EventEncoder(rules: Self.rules)
    try encoder.append(.step(.allocation(.malloc, .obj, size: 100, address: block)))
    try encoder.append(.step(.free(.obj, address: block)))
    try encoder.append(.step(.allocation(.malloc, .obj, size: 100, address: block)))
    try encoder.append(.step(.free(.mem, address: block)))
    let slot = UInt8(0x80 + ((UInt32(truncatingIfNeeded: block >> 4) &* 0x9E37_79B1) >> 26))
    #expect(encoder.bytes == [0xC7, 0x86, 0x80, 0x80, 0x80, 0x80, 0xFC, 0x03, 0xC3, 100, slot, 101, 0xE8, slot])
  }

  @Test("an open frame ends at its last whole operation")
  func openFrame() throws {
    var encoder = EventEncoder(rules: Self.rules)
    for number in 0..<5 { try encoder.append(.step(.mark(UInt32(number * 1000)))) }
    let whole = try Self.decode(encoder.bytes, count: 5)
    for length in 0...encoder.bytes.count {
      var decoder = EventDecoder(
        rules: Self.rules, bytes: Array(encoder.bytes.prefix(length)), context: FrameContext(), count: nil)
      let found = try decoder.countRest()
      #expect(found == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5][length])
      #expect(try Self.decode(Array(encoder.bytes.prefix(length)), count: nil) == Array(whole.prefix(found)))
      // Behind what was read nothing but zeros stands: the writer writes an operation's first byte last.
      let used = Array(encoder.bytes.prefix(decoder.bytesRead))
      #expect(try Self.decode(used + [0, 1, 2], count: nil) == Array(whole.prefix(found)))
    }
  }

  @Test("a frame with another number of steps than it says is refused")
  func wrongCount() throws {
    var encoder = EventEncoder(rules: Self.rules)
    for _ in 0..<5 { try encoder.append(.step(.mark(1))) }
    let bytes = encoder.bytes
    #expect(throws: EventError.stepCount(expected: 6, found: 5)) { try Self.decode(bytes, count: 6) }
    #expect(throws: EventError.truncated(offset: 9)) { try Self.decode(Array(bytes.dropLast()), count: 5) }
  }

  @Test("what the format has no room for is refused")
  func unencodable() {
    var encoder = EventEncoder(rules: Self.rules)
    #expect(throws: EventError.self) { try encoder.append(.fact(.arenaObtained(1))) }
    #expect(throws: EventError.self) { try encoder.append(.step(.free(.obj, address: 0))) }
    #expect(throws: EventError.self) {
      try encoder.append(.step(.allocation(.malloc, .obj, size: 1, address: 0)))
    }
    #expect(encoder.bytes.isEmpty)
  }
}

@Suite("hostile events")
struct HostileTests {
  /// Replays bytes until they end or are refused; the state must be sound at any rate.
  private func replay(_ bytes: [UInt8], _ rules: AllocatorRules, count: Int?) throws {
    var heap = Heap(rules: rules, placements: .recorded)
    var decoder = EventDecoder(rules: rules, bytes: bytes, context: FrameContext(), count: count)
    do {
      try heap.run(&decoder, to: .max)
    } catch {
      #expect(!error.message.isEmpty)
    }
    try heap.checkInvariants()
    let print = heap.fingerprint()
    let snapshot = heap.snapshot()
    heap.restore(snapshot)
    #expect(heap.fingerprint() == print)
  }

  @Test("random bytes neither crash nor hang", arguments: 1...400 as ClosedRange<UInt64>)
  func noise(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try replay(bytes, CodecTests.rules, count: seed % 2 == 0 ? nil : 100)
  }

  @Test("damaged frames neither crash nor hang", arguments: 1...200 as ClosedRange<UInt64>)
  func damage(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let program = RandomProgram(minor: 8, steps: 600, seed: seed % 5)
    let frame = try program.frames()[0]
    var bytes = frame.bytes
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    try replay(bytes, program.rules, count: seed % 2 == 0 ? nil : frame.count)
  }

  @Test("senseless but well-formed records leave a sound heap", arguments: 1...20 as ClosedRange<UInt64>)
  func senseless(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var addresses: [UInt64] = []
    var heap = Heap(rules: CodecTests.rules, placements: .recorded)
    for _ in 0..<400 {
      switch CodecTests.anyRecord(&generator, &addresses) {
      case .fact(let fact): try heap.fact(fact)
      case .step(let step): _ = try heap.apply(step, [], FrameContext())
      }
    }
    try heap.checkInvariants()
    #expect(heap.totals.mismatches > 0)
    #expect(heap.totals.ghosts > 0)
  }

  @Test("more heaps than are allowed are refused")
  func heaps() throws {
    var heap = Heap(rules: CodecTests.rules, placements: .recorded)
    #expect(throws: EventError.self) {
      for id in 0...UInt32(Heap.heapLimit) { try heap.fact(.interpreter(id, heap: id)) }
    }
  }

  @Test("a step behind the last possible one is refused")
  func tooManySteps() throws {
    var heap = Heap(rules: CodecTests.rules, placements: .recorded)
    var decoder = EventDecoder(
      rules: CodecTests.rules, bytes: [0xEF], context: FrameContext(firstStep: Heap.stepLimit), count: 0)
    heap.step = Heap.stepLimit
    #expect(throws: EventError.tooManySteps(step: Heap.stepLimit + 1)) { try heap.run(&decoder, to: .max) }
  }
}
