import Foundation
import PythonInterpreters
import Recorder
import Testing
import Trace

/// The recorded collections against what Python code sees at their start.
@Suite struct CollectionDumpTests {
  @Test("each collection looks at the objects and references that gc sees", arguments: PythonInterpreter.found)
  func agrees(interpreter: PythonInterpreter) throws {
    let program = RecordedProgram()
    let output = program.folder + "/seen.txt"
    let result = try program.run(
      command: [interpreter.path, PythonInterpreter.script("compare_collections.py"), output], stacks: false)
    #expect(result.ending == .exit(0) && result.notes.isEmpty)

    let seen = try SeenCollection.read(output)
    #expect(seen.count > 5 && Set(seen.map(\.generation)) == [0, 1, 2])
    let trace = try program.open()
    var decoder = CollectionDecoder(trace)
    var numbers = [0, 0, 0]
    var compared = 0
    var gone = 0
    while let record = try decoder.next() {
      let generation = record.facts.generation
      defer { numbers[generation] += 1 }
      guard let match = seen.first(where: { $0.generation == generation && $0.number == numbers[generation] }) else {
        continue
      }
      compared += 1
      let differences = match.differences(from: record)
      #expect(differences.isEmpty, "\(match.generation) \(match.number): \(differences.prefix(5))")
      #expect(record.facts.counts[1...] == match.counts[1...])
      // The looking itself allocates; up to 3.11 the allocation that starts it isn't counted yet.
      #expect((match.counts[0] - 1...match.counts[0] + 200).contains(record.facts.counts[0]), "\(record.facts)")
      let left = try #require(record.leftTheLists()).count { $0 }
      #expect(left >= match.collected)
      gone += match.collected
    }
    #expect(compared == seen.count)
    #expect(gone > 1000)
  }
}

/// A collection as the program itself saw it.
struct SeenCollection {
  struct Seen {
    var type: String
    var referenceCount: UInt32
    var isFinalized: Bool?
    var references: [UInt64]
    var weak: [CollectedReference]
  }

  var generation = 0
  var number = 0
  var counts: [Int] = []
  var own: Set<UInt64> = []
  var objects: [UInt64: Seen] = [:]
  var order: [UInt64] = []
  var collected = 0

  static func read(_ path: String) throws -> [SeenCollection] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var collections: [SeenCollection] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      switch words[0] {
      case "start":
        let numbers = words.dropFirst().compactMap { Int($0) }
        collections.append(SeenCollection(generation: numbers[0], number: numbers[1], counts: Array(numbers[2...])))
      case "own": collections[collections.count - 1].own.insert(try #require(UInt64(words[1], radix: 16)))
      case "stop": collections[collections.count - 1].collected = try #require(Int(words[1]))
      default: try collections[collections.count - 1].add(words)
      }
    }
    return collections
  }

  private mutating func add(_ words: [Substring]) throws {
    let address = try #require(UInt64(words[0], radix: 16))
    let bar = try #require(words.firstIndex(of: "|"))
    let weak = words[(bar + 1)...].compactMap { word -> CollectedReference? in
      let isCalling = word.hasPrefix("!")
      return UInt64(isCalling ? word.dropFirst() : word, radix: 16).map {
        CollectedReference($0, isCalling ? .weakCallback : .weak)
      }
    }
    objects[address] = Seen(
      type: String(words[1]), referenceCount: UInt32(truncatingIfNeeded: Int(words[2]) ?? -1),
      isFinalized: words[3] == "-" ? nil : words[3] == "1",
      references: words[4..<bar].compactMap { UInt64($0, radix: 16) }, weak: weak)
    order.append(address)
  }

  /// What a record says otherwise.
  func differences(from record: CollectionRecord) -> [String] {
    var differences: [String] = []
    var found: Set<UInt64> = []
    for (index, object) in record.objects.enumerated() {
      found.insert(object.address)
      guard !own.contains(object.address) else { continue }
      let type = record.types[object.type]
      guard let seen = objects[object.address] else {
        differences.append("a \(type.name) more")
        continue
      }
      let all = record.references(of: index)
      let name = "\(type.name) \(String(object.address, radix: 16))"
      if type.name.split(separator: ".").last.map(String.init) != seen.type {
        differences.append("\(name): \(seen.type)")
      }
      if let finalized = seen.isFinalized, finalized != object.isFinalized {
        differences.append("\(name): finalized \(finalized)")
      }
      if object.referenceCount != seen.referenceCount {
        differences.append("\(name): \(object.referenceCount) references, not \(seen.referenceCount)")
      }
      if all.filter({ $0.kind == .reference }).map(\.address) != seen.references {
        differences.append("\(name): refers to \(all.map { String($0.address, radix: 16) })")
      }
      if all.filter({ $0.kind != .reference }) != seen.weak { differences.append("\(name): other weak references") }
    }
    for address in order
    where !found.contains(address) && !own.contains(address) && objects[address]?.type != "recorder" {
      differences.append("no \(objects[address]?.type ?? "") \(String(address, radix: 16))")
    }
    return differences
  }
}
