import HeapCore
import SeededGenerators

@testable import Trace

/// Makes hostile inputs from sound ones: bytes changed, moved, cut, and checksums repaired so that the change gets past them.
struct TraceMutator {
  private var random: SeededGenerator
  private let seeds: [[UInt8]]

  init(seed: UInt64, seeds: [[UInt8]]) {
    random = SeededGenerator(seed: seed)
    self.seeds = seeds
  }

  /// Sound traces of all kinds in both spellings.
  static func seeds(count: UInt64) throws -> [[UInt8]] {
    var seeds: [[UInt8]] = []
    for seed in 0..<count {
      var generator = RandomTrace(seed: seed)
      let trace = try generator.make()
      seeds.append(try trace.binary())
      seeds.append(Array(try trace.text().utf8))
      seeds.append(try churn(seed: seed))
    }
    // Objects, whose records only a written trace has.
    let objects = try TraceFile.open(bytes: Array(objects.utf8), name: "objects")
    return seeds + [Array(Self.objects.utf8), try objects.binary()]
  }

  private static let objects = """
    arenascope-trace 1
    python 3.13.7
    A = object Node 48
    B = object Node 48
    Q = object Loud 48
    A.peer = B
    B.peer = A
    finalizer Q nothing
    del A
    count A 1
    count B 2
    mark "before the collection"
    gc collect 0
    del B
    gc collect 2

    """

  /// A trace whose blocks come and go, so that a replay reaches most states of an allocator.
  private static func churn(seed: UInt64) throws -> [UInt8] {
    var random = SeededGenerator(seed: seed ^ 0xC0FFEE)
    let writer = try TraceWriter(TraceHeader(python: PythonVersion(hex: 0x0308_00F0), placements: .symbolic))
    var live: [UInt64] = []
    for ordinal in 1...400 as ClosedRange<UInt64> {
      let size = [16, 512, 500, 48, 4000].randomElement(using: &random) ?? 16
      try writer.append(.step(.allocation(.malloc, .obj, size: UInt64(size), address: ordinal * 16)))
      live.append(ordinal * 16)
      while live.count > 100 + Int(random.next() % 200) {
        let address = live.remove(at: Int(random.next() % UInt64(live.count)))
        try writer.append(.step(.free(.obj, address: address)))
      }
    }
    return try writer.finish()
  }

  /// The next input.
  mutating func next() -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    let isBinary = bytes.starts(with: TraceHeader.magic)
    for _ in 0...below(6) { mutate(&bytes) }
    if isBinary && below(8) != 0 { Self.repairChecksums(&bytes) }
    return bytes
  }

  private mutating func below(_ limit: Int) -> Int { limit < 2 ? 0 : Int(random.next() % UInt64(limit)) }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(below(256))) }
    let at = below(bytes.count)
    let length = min(1 + below(1 << below(9)), bytes.count - at)
    switch below(10) {
    case 0: bytes[at] ^= 1 << UInt8(below(8))
    case 1: bytes[at] = UInt8(below(256))
    case 2: bytes[at] = [0, 1, 0x7F, 0x80, 0xFF, 0xC7, 0xD0, 0xE0, 0xE7, 0xFE][below(10)]
    case 3: bytes.removeSubrange(at..<at + length)
    case 4: bytes.insert(contentsOf: bytes[at..<at + length], at: below(bytes.count))
    case 5: bytes.insert(contentsOf: (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: at)
    case 6: bytes.removeSubrange(at...)
    case 7:
      let other = seeds[below(seeds.count)]
      let from = below(other.count)
      bytes.replaceSubrange(at..<at + length, with: other[from..<min(from + length, other.count)])
    case 8:
      for index in at..<min(at + 8, bytes.count) { bytes[index] = [0, 0xFF][below(2)] }
    default:
      // A field of some header, where most decisions hang.
      let frames = Self.frameOffsets(bytes)
      guard let frame = frames.randomElement(using: &random) else { return }
      let field = frame + [4, 5, 8, 12, 16, 20, 24, 28, 32, 40, 42][below(11)]
      if field < bytes.count { bytes[field] = [0, 1, 2, 3, 4, 8, 0x10, 0xFF][below(8)] }
    }
  }

  private static func frameOffsets(_ bytes: [UInt8]) -> [Int] {
    guard bytes.count > 64 else { return [] }
    return stride(from: 64, to: bytes.count - 48, by: 8).filter { bytes.number(at: $0) == FrameHeader.magic }
  }

  private static func repairChecksums(_ bytes: inout [UInt8]) {
    guard bytes.count >= 64 else { return }
    put(CRC32C.of(Array(bytes[..<60])), at: 60, in: &bytes)
    for offset in frameOffsets(bytes) {
      let length = Int(bytes.number(at: offset + 12, as: UInt32.self))
      guard length <= bytes.count - offset - 48 else { continue }
      let payload = Array(bytes[(offset + 48)..<(offset + 48 + length)])
      put(
        FrameHeader.checksum(rawHeader: Array(bytes[offset..<offset + 48]), payload: payload), at: offset + 44,
        in: &bytes)
    }
  }

  private static func put(_ number: UInt32, at offset: Int, in bytes: inout [UInt8]) {
    var field: [UInt8] = []
    field.append(number: number)
    bytes.replaceSubrange(offset..<offset + 4, with: field)
  }
}
