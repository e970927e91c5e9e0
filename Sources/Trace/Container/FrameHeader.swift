/// What a frame holds; kinds that this version doesn't know keep their number.
public struct FrameKind: RawRepresentable, Hashable, Sendable {
  /// The number that stands in the file.
  public var rawValue: UInt8

  /// Creates the kind with that number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Facts about the recording as a whole.
  public static let meta = FrameKind(rawValue: 1)
  /// Code objects, stack nodes, names.
  public static let definitions = FrameKind(rawValue: 2)
  /// Steps and the facts between them.
  public static let events = FrameKind(rawValue: 3)
  /// The stack node of each request of an events frame.
  public static let sites = FrameKind(rawValue: 4)
  /// CPython's own statistics at a moment.
  public static let report = FrameKind(rawValue: 5)
  /// How the recording ended.
  public static let end = FrameKind(rawValue: 6)
  /// Where the frames are.
  public static let index = FrameKind(rawValue: 7)
  /// Of which recording a forked child's one is the continuation.
  public static let parent = FrameKind(rawValue: 8)
  /// The text of a source file.
  public static let source = FrameKind(rawValue: 9)
  /// The objects of collections.
  public static let collection = FrameKind(rawValue: 10)
  /// What a written program does with objects.
  public static let objects = FrameKind(rawValue: 11)
  /// The lines of a script with its variables and objects; copied byte by byte like a kind that isn't known.
  public static let lines = FrameKind(rawValue: 12)
  /// The prose of a lesson.
  public static let prose = FrameKind(rawValue: 14)

  /// True for the kinds that this version knows.
  var isKnown: Bool { (Self.meta.rawValue...Self.objects.rawValue).contains(rawValue) || self == .prose }
}

/// The 48 bytes before each payload.
struct FrameHeader: Hashable, Sendable {
  static let magic: UInt32 = 0x454D_5246
  static let size = 48

  var kind: FrameKind
  var flags: UInt8 = 0
  var capacity: UInt32
  var length: UInt32
  var first: UInt64 = 0
  var count: UInt32 = 0
  var thread: UInt32 = 0
  var microseconds: UInt64 = 0
  var interpreter: UInt16 = 0
  var heap: UInt16 = 0
  var checksum: UInt32 = 0

  /// True while the writer had not finished the frame: length, count and checksum say nothing.
  var isOpen: Bool { flags & 1 == 1 }
  var codec: UInt8 { flags >> 1 & 7 }

  /// Creates the header of a whole frame; `seal` completes it.
  init(_ kind: FrameKind, length: Int) {
    self.kind = kind
    capacity = UInt32(length)
    self.length = UInt32(length)
  }

  /// Reads a header; nil where there is no magic or fewer than 48 bytes.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.size, bytes.number(at: 0) == Self.magic else { return nil }
    kind = FrameKind(rawValue: bytes[4])
    flags = bytes[5]
    capacity = bytes.number(at: 8)
    length = bytes.number(at: 12)
    first = bytes.number(at: 16)
    count = bytes.number(at: 24)
    thread = bytes.number(at: 28)
    microseconds = bytes.number(at: 32)
    interpreter = bytes.number(at: 40)
    heap = bytes.number(at: 42)
    checksum = bytes.number(at: 44)
  }

  /// The header's bytes, as they stand in the file.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.size)
    bytes.append(number: Self.magic)
    bytes.append(kind.rawValue)
    bytes.append(flags)
    bytes.append(number: UInt16(0))
    bytes.append(number: capacity)
    bytes.append(number: length)
    bytes.append(number: first)
    bytes.append(number: count)
    bytes.append(number: thread)
    bytes.append(number: microseconds)
    bytes.append(number: interpreter)
    bytes.append(number: heap)
    bytes.append(number: checksum)
    return bytes
  }

  /// Returns the checksum that a frame with this header, as it stands in the file, and payload has to carry.
  static func checksum(rawHeader: [UInt8], payload: [UInt8]) -> UInt32 {
    var crc = CRC32C()
    rawHeader.withUnsafeBytes { crc.update(UnsafeRawBufferPointer(rebasing: $0[..<44])) }
    payload.withUnsafeBytes { crc.update($0) }
    return crc.value
  }

  /// Puts the checksum of this header and its payload in.
  mutating func seal(payload: [UInt8]) { checksum = Self.checksum(rawHeader: bytes, payload: payload) }

  /// Where the next frame stands when this one stands at `offset`.
  func nextOffset(after offset: Int) -> Int { (offset + Self.size + Int(capacity) + 7) & ~7 }
}
