import SeededGenerators
import Testing

@testable import HeapCore

/// Random work on the naive allocator, written down as a recorder would.
struct RandomProgram {
  let minor: Int
  var records: [TraceRecord] = []
  var steps = 0

  var rules: AllocatorRules {
    AllocatorRules(python: PythonVersion(hex: 0x0300_00F0 | UInt32(minor) << 16))
  }

  init(minor: Int, steps count: Int, seed: UInt64) {
    self.minor = minor
    var generator = SeededGenerator(seed: seed)
    var bases = 0x7000_0000_0000
    let size = minor < 10 ? 262_144 : 1_048_576
    let bits = (0..<4096).map { _ in Int.random(in: 0..<4, using: &generator) }
    var arenaNumber = 0
    let model = NaiveAllocator(minor: minor) {
      // Sometimes not on a pool boundary, as with mmap.
      bases -= size * 2
      arenaNumber += 1
      return bases + 4096 * bits[arenaNumber % bits.count]
    }
    var live: [(address: Int, size: Int, isRaw: Bool)] = []
    var rawNext = 0x5555_0000_0000
    func raw() -> Int {
      rawNext += 0x420
      return rawNext
    }
    var favourites = (0..<6).map { _ in Int.random(in: 1...512, using: &generator) }
    var growing = 6
    while steps < count {
      if steps % 500 == 0 {
        // Long tides, so that arenas come and go.
        growing = steps / 9000 % 2 == 0 ? 8 : 0
        favourites[Int.random(in: 0..<6, using: &generator)] =
          Int.random(in: minor < 10 ? 1...512 : 300...512, using: &generator)
      }
      model.records = []
      let action = Int.random(in: 0..<100, using: &generator)
      let domain: Domain = Bool.random(using: &generator) ? .mem : .obj
      if action < 3 {
        add(.fact(.thread(UInt32.random(in: 1...3, using: &generator))))
        add(.step(.mark(UInt32(steps))))
      } else if action < 10, let index = live.indices.randomElement(using: &generator) {
        let old = live[index]
        let size = Int.random(in: 0...600, using: &generator)
        var block = old.address
        var isRaw = old.isRaw
        if old.isRaw {
          block = Bool.random(using: &generator) ? old.address : raw()
        } else if let pool = model.pool(of: old.address), let sizeClass = pool.sizeClass {
          let capacity = (sizeClass + 1) * 16
          if size > capacity || 4 * size <= 3 * capacity {
            isRaw = size == 0 || size > 512
            block = isRaw ? raw() : model.malloc(size)
            model.free(old.address)
          }
        }
        live[index] = (block, size, isRaw)
        for fact in model.records { add(fact) }
        add(.step(.realloc(domain, old: UInt64(old.address), size: UInt64(size), address: UInt64(block))))
      } else if action < 10 + growing * 10 || live.isEmpty {
        let isBig = Int.random(in: 0..<20, using: &generator) == 0
        let size =
          isBig
          ? [0, 513, 700, 5000][Int.random(in: 0..<4, using: &generator)]
          : favourites[Int.random(in: 0..<6, using: &generator)]
        let block = isBig ? raw() : model.malloc(size)
        live.append((block, size, isBig))
        for fact in model.records { add(fact) }
        let function: RequestFunction = [.malloc, .calloc, .reallocNull][Int.random(in: 0..<3, using: &generator)]
        add(.step(.allocation(function, domain, size: UInt64(size), address: UInt64(block))))
      } else {
        let index = Bool.random(using: &generator) ? live.count - 1 : Int.random(in: 0..<live.count, using: &generator)
        let block = live[index]
        live.swapAt(index, live.count - 1)
        live.removeLast()
        if !block.isRaw { model.free(block.address) }
        for fact in model.records { add(fact) }
        add(.step(.free(domain, address: UInt64(block.address))))
      }
    }
  }

  private mutating func add(_ record: TraceRecord) {
    records.append(record)
    if case .step = record { steps += 1 }
  }

  /// The records in frames of at most `limit` steps.
  func frames(of limit: Int = 65_536) throws -> [(bytes: [UInt8], context: FrameContext, count: Int)] {
    var encoder = EventEncoder(rules: rules)
    var frames: [(bytes: [UInt8], context: FrameContext, count: Int)] = []
    var start = encoder.context
    for record in records {
      if encoder.steps == limit {
        frames.append((encoder.bytes, start, encoder.steps))
        encoder.reset()
        start = encoder.context
      }
      try encoder.append(record)
    }
    frames.append((encoder.bytes, start, encoder.steps))
    return frames
  }
}

@Suite("the simulation and a plain model of pymalloc")
struct ModelTests {
  @Test("every address, arena obtained and arena returned agrees", arguments: [8, 9, 10, 13])
  func agreement(minor: Int) throws {
    var (obtained, returned) = (0, 0)
    for seed in 1...3 as ClosedRange<UInt64> {
      let program = RandomProgram(minor: minor, steps: 40_000, seed: seed)
      var heap = Heap(rules: program.rules, placements: .recorded)
      for frame in try program.frames(of: 7000) {
        var decoder = EventDecoder(
          rules: program.rules, bytes: frame.bytes, context: frame.context, count: frame.count)
        try heap.run(&decoder, to: .max)
        try heap.checkInvariants()
      }
      #expect(heap.totals.firstMismatch == nil)
      #expect(heap.totals.ghosts == 0)
      #expect(heap.step == program.steps)
      obtained += heap.totals.arenasAllocated
      returned += heap.totals.arenasAllocated - heap.totals.arenas
    }
    #expect(obtained > 8)
    #expect(returned > 2)
  }

  @Test("the invariants hold after every step", arguments: [8, 13])
  func invariants(minor: Int) throws {
    let program = RandomProgram(minor: minor, steps: 1500, seed: 7)
    var heap = Heap(rules: program.rules, placements: .recorded)
    let frame = try #require(try program.frames().first)
    var decoder = EventDecoder(rules: program.rules, bytes: frame.bytes, context: frame.context, count: frame.count)
    while let outcome = try heap.step(&decoder) {
      #expect(outcome.agrees)
      try heap.checkInvariants()
    }
    #expect(heap.step == 1500)
  }

  @Test("names instead of addresses lead to the same blocks")
  func symbolic() throws {
    let program = RandomProgram(minor: 9, steps: 4000, seed: 3)
    var names: [UInt64: UInt64] = [:]
    var next: UInt64 = 0
    func name(_ address: UInt64) -> UInt64 {
      next += 16
      names[address] = next
      return next
    }
    var recorded = Heap(rules: program.rules, placements: .recorded)
    var symbolic = Heap(rules: program.rules, placements: .symbolic)
    for record in program.records {
      switch record {
      case .fact(let fact): try recorded.fact(fact)
      case .step(let step):
        let outcome = try recorded.apply(step, [], FrameContext())
        let renamed: Step =
          switch step {
          case .allocation(let function, let domain, let size, let address):
            .allocation(function, domain, size: size, address: name(address))
          case .free(let domain, let address): .free(domain, address: names[address] ?? 0)
          case .realloc(let domain, let old, let size, let address):
            .realloc(domain, old: names[old] ?? 0, size: size, address: name(address))
          default: step
          }
        let other = try symbolic.apply(renamed, [], FrameContext())
        #expect(outcome.turns.rawValue == other.turns.rawValue)
        #expect(outcome.sizeClass == other.sizeClass)
      }
    }
    #expect(recorded.totals.liveBytes == symbolic.totals.liveBytes)
    #expect(recorded.totals.rawBytes == symbolic.totals.rawBytes)
    #expect(symbolic.totals.ghosts == 0)
    #expect(symbolic.totals.mismatches == 0)
    try symbolic.checkInvariants()
  }
}
