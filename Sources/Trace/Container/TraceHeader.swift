import HeapCore

/// What the first 64 bytes of a recording say.
public struct TraceHeader: Hashable, Sendable {
  /// The version of CPython whose allocator was recorded.
  public var python: PythonVersion
  /// Whether addresses are CPython's or only names.
  public var placements: Placements
  /// Whether the writer got to its end.
  public var finished = false
  /// When the recording began, in microseconds since 1970.
  public var start: UInt64 = 0
  /// The id of the recorded process.
  public var process: UInt64 = 0
  /// The format's minor version.
  public var minor: UInt16 = 0
  /// Where the INDEX frame is, 0 when there is none.
  var indexOffset: UInt64 = 0

  /// Creates the header of a trace that isn't finished.
  public init(python: PythonVersion, placements: Placements, start: UInt64 = 0, process: UInt64 = 0) {
    self.python = python
    self.placements = placements
    self.start = start
    self.process = process
  }

  /// The allocator's constants in that version.
  public var rules: AllocatorRules { AllocatorRules(python: python) }

  static let magic: [UInt8] = [0x89, 0x41, 0x52, 0x45, 0x4E, 0x41, 0x0D, 0x0A]
  static let size = 64
  static let major: UInt16 = 1
  private static let finishedFlag: UInt32 = 2

  var bytes: [UInt8] {
    var bytes = Self.magic
    bytes.append(number: Self.major)
    bytes.append(number: minor)
    bytes.append(number: UInt32(Self.size))
    bytes.append(number: UInt32(placements == .recorded ? 1 : 0) | (finished ? Self.finishedFlag : 0))
    bytes.append(number: python.hex)
    bytes.append(number: UInt32(rules.poolSize))
    bytes.append(number: UInt32(rules.arenaSize))
    bytes.append(number: indexOffset)
    bytes.append(number: start)
    bytes.append(number: process)
    bytes.append(number: UInt32(0))
    bytes.append(number: CRC32C.of(bytes))
    return bytes
  }

  /// Reads the header at the start of a file; `length` is how far it reaches, the first frame stands behind it.
  static func read(_ bytes: [UInt8], file: String) throws(TraceError) -> (header: TraceHeader, length: Int) {
    guard bytes.count >= size else {
      throw .damaged(file: file, offset: bytes.count, what: "it ends inside the header, nothing of it can be read")
    }
    let major: UInt16 = bytes.number(at: 8)
    guard major == Self.major else { throw .version(file: file, major: Int(major)) }
    var flags: UInt32 = bytes.number(at: 16)
    var indexOffset: UInt64 = bytes.number(at: 32)
    if bytes.number(at: 60) != CRC32C.of(Array(bytes[..<60])) {
      // The writer may have died while it was completing the header: as it was before, it is sound.
      var before = Array(bytes[..<60])
      before.replaceSubrange(16..<20, with: [UInt8(flags & ~finishedFlag & 0xFF)] + before[17..<20])
      before.replaceSubrange(32..<40, with: repeatElement(0, count: 8))
      guard bytes.number(at: 60) == CRC32C.of(before) else {
        throw .damaged(file: file, offset: 60, what: "the header doesn't match its checksum")
      }
      flags &= ~finishedFlag
      indexOffset = 0
    }
    let length: UInt32 = bytes.number(at: 12)
    guard length >= size, length <= 4096, length % 8 == 0 else {
      throw .damaged(file: file, offset: 12, what: "a header can't have \(length) bytes")
    }
    let python = PythonVersion(hex: bytes.number(at: 20))
    guard python.major == 3, python.minor >= 8 else { throw .python(file: file, hex: python.hex) }
    var header = TraceHeader(
      python: python, placements: flags & 1 == 1 ? .recorded : .symbolic,
      start: bytes.number(at: 40), process: bytes.number(at: 48))
    header.finished = flags & finishedFlag != 0
    header.minor = bytes.number(at: 10)
    header.indexOffset = indexOffset
    let pool: UInt32 = bytes.number(at: 24)
    let arena: UInt32 = bytes.number(at: 28)
    guard pool == header.rules.poolSize, arena == header.rules.arenaSize else {
      throw .damaged(
        file: file, offset: 24,
        what: "pools of \(pool) bytes in arenas of \(arena) are not those of CPython \(python)")
    }
    return (header, Int(length))
  }
}
