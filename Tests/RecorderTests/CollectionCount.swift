import Glibc
import HeapCore
import Trace

/// What the collections of a trace came to, as `gc.get_stats()` counts them.
struct CollectionCount {
  /// Collections and objects collected of generation 0, of 1, of 2.
  private(set) var perGeneration = [UInt64](repeating: 0, count: 6)

  init(_ trace: TraceFile, upTo end: Int) throws {
    var decoder = EventDecoder(rules: trace.header.rules)
    for frame in trace.frames where frame.first < end {
      try trace.load(frame, into: &decoder)
      while decoder.position < end, let record = try decoder.next() {
        guard case .step(.collectionStop(let generation, let collected, _)) = record else { continue }
        perGeneration[Int(generation) * 2] += 1
        perGeneration[Int(generation) * 2 + 1] += collected
      }
    }
  }
}

extension String {
  /// The text of a small file.
  init(textOf path: String) throws {
    struct Unreadable: Error {}
    guard let file = fopen(path, "r") else { throw Unreadable() }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    self = String(decoding: bytes[..<count], as: UTF8.self)
  }
}
