import HeapCore
import SeededGenerators
import Trace

/// Random traces with symbolic placements, so that the simulation decides where blocks lie.
enum WrittenTrace {
  static let header = TraceHeader(python: PythonVersion(hex: 0x0309_12F0), placements: .symbolic)

  /// Makes a trace of about so many steps; `cut` is how many steps a frame has at most.
  static func random(seed: UInt64, steps: Int, cut: Int = 500) throws -> TraceFile {
    var random = SeededGenerator(seed: seed)
    return try TraceFile.inMemory(header) { writer throws(TraceError) in
      var live: [(name: UInt64, size: UInt64)] = []
      var ordinal: UInt64 = 0
      func name() -> UInt64 {
        ordinal += 1
        return ordinal * 16
      }
      while writer.step < steps {
        let size: UInt64 = random.next() % 30 == 0 ? 513 + random.next() % 5000 : 1 + random.next() % 512
        // The heap grows, then shrinks, so that arenas come and go.
        let growth: UInt64 = writer.step < steps / 2 ? 62 : 38
        switch random.next() % 100 {
        case 0 where !live.isEmpty:
          let index = Int(random.next() % UInt64(live.count))
          let moved = name()
          try writer.append(.step(.realloc(.obj, old: live[index].name, size: size, address: moved)))
          live[index] = (moved, size)
        case 1: try writer.append(.step(.collectionStart(generation: UInt8(random.next() % 3))))
        case 2: try writer.append(.step(.collectionStop(generation: 0, collected: 3, uncollectable: 0)))
        case 3 where random.next() % 20 == 0: try writer.mark("mark \(writer.step)")
        case 4: try writer.append(.fact(.thread(UInt32(1 + random.next() % 3))))
        case 5: try writer.append(.fact(.clock(microseconds: UInt64(writer.step) * 10)))
        case 6..<growth:
          let block = name()
          try writer.append(.step(.allocation(.malloc, .obj, size: size, address: block)))
          live.append((block, size))
        default:
          guard !live.isEmpty else { continue }
          let recent = random.next() % 3 == 0 ? live.count - 1 : Int(random.next() % UInt64(live.count))
          try writer.append(.step(.free(.obj, address: live[recent].name)))
          live.swapAt(recent, live.count - 1)
          live.removeLast()
        }
        if writer.step % cut == 0 { try writer.cut() }
      }
    }
  }
}
