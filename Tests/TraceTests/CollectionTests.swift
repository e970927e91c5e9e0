import HeapCore
import SeededGenerators
import Testing

@testable import Trace

@Suite("Recorded collections")
struct CollectionTests {
  /// A program's objects, which are born, die, change and are collected.
  struct Program {
    private var random: SeededGenerator
    private var objects: [[CollectedObject]] = [[], [], []]
    private var references: [UInt64: [CollectedReference]] = [:]
    private var next: UInt64 = 0x7F00_0000_0000

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    /// The candidates of the next collection, in the order of the merged list.
    mutating func collection(types: Int) -> (
      generation: Int, objects: [CollectedObject], references: [[CollectedReference]]
    ) {
      for _ in 0..<below(30) {
        next += UInt64(8 * (1 + below(40)))
        objects[0].append(
          CollectedObject(address: next, type: below(types), referenceCount: UInt32(below(9)), isFinalized: false))
        references[next] = someReferences()
      }
      let generation = [0, 0, 0, 1, 1, 2][below(6)]
      var candidates = objects[generation]
      for younger in 0..<generation { candidates += objects[younger] }
      for younger in 0...generation { objects[younger] = [] }
      for index in candidates.indices where below(6) == 0 { change(&candidates[index]) }
      // Some have died since; those that the collector pulled back have moved to the end.
      candidates.removeAll { _ in below(9) == 0 }
      if below(3) == 0, candidates.count > 8 {
        candidates += [candidates.remove(at: below(8)), candidates.remove(at: 0)]
      }
      objects[min(generation + 1, 2)] += candidates
      return (generation, candidates, candidates.map { references[$0.address] ?? [] })
    }

    private mutating func change(_ object: inout CollectedObject) {
      switch below(4) {
      case 0: object.referenceCount += UInt32(below(3))
      case 1: object.isFinalized.toggle()
      case 2:
        let more = someReferences()
        references[object.address]?.append(contentsOf: more)
      default:
        let has = references[object.address]?.count ?? 0
        references[object.address]?.removeFirst(min(1, has))
      }
    }

    private mutating func someReferences() -> [CollectedReference] {
      (0..<below(5)).map { _ in
        let target = below(4) == 0 ? UInt64(0x5000 + below(16) * 64) : next &- UInt64(below(64) * 8)
        return CollectedReference(target, below(9) == 0 ? .weakCallback : below(9) == 0 ? .weak : .reference)
      }
    }
  }

  /// Says the candidates as a recorder does: what hasn't changed since the last time is not said again.
  struct Differ {
    private var old: [(CollectedObject, [CollectedReference])] = []
    private var young: [(CollectedObject, [CollectedReference])] = []

    mutating func operations(
      _ generation: Int, _ objects: [CollectedObject], _ references: [[CollectedReference]], defining: inout Int
    ) -> [CollectionOperation] {
      let known = generation == 0 ? [] : generation == 1 ? young : old + young
      var cursor = 0
      var operations: [CollectionOperation] = []
      var used: Set<Int> = []
      for (object, references) in zip(objects, references) {
        let matching = known.indices.first { known[$0].0.address == object.address && !used.contains($0) }
        guard let index = matching else {
          let isNew = object.type >= defining
          precondition(object.type <= defining)
          if isNew { defining += 1 }
          let definition = isNew ? CollectionTests.type(object.type) : nil
          operations.append(
            .new(
              NewCandidate(
                address: object.address, type: TypeReference(number: object.type, definition: definition),
                isFinalized: object.isFinalized, referenceCount: object.referenceCount, references: references)))
          continue
        }
        used.insert(index)
        if index != cursor { operations.append(.jump(index - cursor)) }
        cursor = index + 1
        let (before, had) = known[index]
        var change = CandidateChange()
        change.flipsFinalized = before.isFinalized != object.isFinalized
        change.referenceCount = Int(object.referenceCount) - Int(before.referenceCount)
        if had != references {
          let prefix = zip(had, references).prefix { $0 == $1 }.count
          change.references = ReferenceChange(prefix: prefix, suffix: 0, middle: Array(references[prefix...]))
        }
        if change == CandidateChange() {
          if case .run(let count) = operations.last {
            operations[operations.count - 1] = .run(count + 1)
          } else {
            operations.append(.run(1))
          }
        } else {
          operations.append(.changed(change))
        }
      }
      let candidates = Array(zip(objects, references))
      if generation == 0 { young += candidates }
      if generation == 1 { old += candidates }
      if generation == 2 { old = candidates }
      if generation > 0 { young = [] }
      return operations
    }
  }

  static func type(_ number: Int) -> CollectedType {
    CollectedType(address: UInt64(number) * 0x400, name: "type\(number)", traits: .clear, headerSize: 32, basicSize: 48)
  }

  private func bytes(seed: UInt64) throws -> (
    bytes: [UInt8], collections: [[CollectedObject]], [[[CollectedReference]]]
  ) {
    var program = Program(seed: seed)
    var differ = Differ()
    var defined = 0
    var objects: [[CollectedObject]] = []
    var references: [[[CollectedReference]]] = []
    let writer = try TraceWriter(TraceHeader(python: PythonVersion(hex: 0x030C_01F0), placements: .recorded))
    for _ in 0..<40 {
      let next = program.collection(types: min(defined + 1, 4))
      // Types are met in order.
      var seen = defined
      let candidates = next.objects.map { object in
        var object = object
        object.type = min(object.type, seen)
        seen = max(seen, object.type + 1)
        return object
      }
      let operations = differ.operations(next.generation, candidates, next.references, defining: &defined)
      try writer.changeCollections { frames in
        var encoder = frames.begin(isAfresh: false)
        for operation in operations { encoder.append(operation) }
        var start = CollectionStart(CollectionFacts(step: writer.step, generation: next.generation))
        start.candidateCount = candidates.count
        start.referenceCount = next.references.reduce(0) { $0 + $1.count }
        frames.append(start, operations: encoder)
      }
      objects.append(candidates)
      references.append(next.references)
      try writer.append(.step(.collectionStart(generation: UInt8(next.generation))))
    }
    return (try writer.finish(), objects, references)
  }

  @Test(arguments: 0..<60)
  func `what a recorder says by differences is read whole`(seed: UInt64) throws {
    let (bytes, objects, references) = try bytes(seed: seed)
    let trace = try TraceFile.open(bytes: bytes, name: "collections")
    var decoder = CollectionDecoder(trace)
    for (index, expected) in objects.enumerated() {
      let record = try #require(try decoder.next())
      #expect(record.objects.map(\.address) == expected.map(\.address))
      #expect(record.objects.map(\.referenceCount) == expected.map(\.referenceCount))
      #expect(record.objects.map(\.isFinalized) == expected.map(\.isFinalized))
      #expect(expected.indices.map { Array(record.references(of: $0)) } == references[index])
      #expect(record.objects.allSatisfy { record.types[$0.type] == Self.type($0.type) })
    }
    #expect(try decoder.next() == nil)
    #expect(try trace.collections().map(\.candidateCount) == objects.map(\.count))
    // Both spellings keep it.
    let text = try TraceFile.open(bytes: Array(try trace.text().utf8), name: "text")
    #expect(try TraceContent(text) == TraceContent(trace))
    #expect(try TraceFile.open(bytes: try text.binary(), name: "binary").text() == trace.text())
  }

  @Test(arguments: 0..<120)
  func `changed bytes end in an error or in other objects`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var payload: [UInt8] = []
    let original = try TraceFile.open(bytes: bytes(seed: seed % 5).bytes, name: "original")
    let place = try #require(original.segments[0].directory.places.first { $0.kind == .collection })
    _ = try original.segments[0].read(place, into: &payload)
    for _ in 0...Int.random(in: 0..<4, using: &random) {
      let offset = Int.random(in: 0..<payload.count, using: &random)
      payload[offset] = UInt8.random(in: 0...255, using: &random)
      if seed % 7 == 0 { payload.removeLast(payload.count - offset) }
      if payload.isEmpty { return }
    }
    let damaged = payload
    let trace = try TraceFile.inMemory(original.header) { writer throws(TraceError) in
      try writer.append(.collection, first: 0, payload: damaged)
    }
    var decoder = CollectionDecoder(trace)
    do {
      while let record = try decoder.next() {
        #expect(record.objects.allSatisfy { $0.type < record.types.count })
        #expect(record.leftTheLists()?.count ?? record.objects.count == record.objects.count)
      }
      let text = try trace.text()
      #expect(try TraceFile.open(bytes: Array(text.utf8), name: "text").text() == text)
    } catch {
      #expect(!error.message.isEmpty)
    }
  }

  @Test func `the same object twice is an error with its place`() throws {
    let trace = try TraceFile.open(
      bytes: Array(
        """
        arenascope-trace 1
        collection 0 generation 0 counts 1 0 0 thresholds 700 10 10 total 0 pending 0 candidates 1 references 1
        | new 0x1000 type 0 is "list" at 0x80 traits 4 header 16 size 40 count 1
        | to 0x1000
        collection 0 generation 1 counts 1 0 0 thresholds 700 10 10 total 0 pending 0 candidates 2 references 2
        | same 1
        | back 1
        | same 1
        """.utf8), name: "twice")
    var decoder = CollectionDecoder(trace)
    let first = try #require(try decoder.next())
    #expect(first.types[0].name == "list" && first.references(of: 0).map(\.address) == [0x1000])
    #expect(CandidateDirectory(first).index(at: 0x1000) == 0 && CandidateDirectory(first).index(at: 0x1008) == nil)
    let error = #expect(throws: TraceError.self) { _ = try decoder.next() }
    #expect(error?.message.contains("an object is a candidate twice") == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    ("| to 0x10", "`to` follows a line that begins with `new`, or has `keeps`"),
    ("| new 0x1001 type 0", "the address of an object is a multiple of 8 below 2⁵⁸"),
    ("| new 0x1000 type 0 count 1", "there is no type 0 yet"),
    ("| same x", "how many objects should stand here, not `x`"),
    ("| nwe 0x10", "there is no line of a collection `nwe`: did you mean `new`?"),
  ])
  func `mistakes in the lines of a collection have a place`(line: String, what: String) throws {
    let start = "collection 0 generation 0 counts 1 0 0 thresholds 7 1 1 total 0 pending 0 candidates 1 references 0"
    let error = #expect(throws: TraceError.self) {
      _ = try TraceFile.open(bytes: Array("arenascope-trace 1\n\(start)\n\(line)\n".utf8), name: "mistake")
    }
    #expect(error?.message.contains(what) == true, "\(error?.message ?? "none")")
    #expect(error?.message.contains("3:") == true, "\(error?.message ?? "none")")
  }
}
