import Glibc

/// The frames of a recording on disk, as far as the launcher needs them: how much there is, and how it ended.
///
/// It may be read while the recorded process writes it.
struct RecordingFile {
  struct Frame {
    let offset: UInt64
    let kind: UInt8
    let isOpen: Bool
    let capacity, length: UInt32
    let first: UInt64
    let count: UInt32

    var next: UInt64 { (offset + RecordingFile.frameHeader + UInt64(capacity) + 7) & ~7 }
  }

  enum Kind {
    static let meta: UInt8 = 1
    static let events: UInt8 = 3
    static let end: UInt8 = 6
  }

  static let fileHeader: UInt64 = 64
  static let frameHeader: UInt64 = 48
  private static let magic: [UInt8] = [0x89, 0x41, 0x52, 0x45, 0x4E, 0x41, 0x0D, 0x0A]

  let descriptor: Int32

  /// Whether the file at a path begins as a recording does.
  static func isRecording(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return RecordingFile(descriptor: file).bytes(at: 0, count: magic.count) == magic
  }

  /// Bytes of the file; fewer than `count` at its end.
  func bytes(at offset: UInt64, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
    }
  }

  /// The frame at an offset, nil where there is none.
  func frame(at offset: UInt64) -> Frame? {
    let header = bytes(at: offset, count: Int(Self.frameHeader))
    guard header.count == Int(Self.frameHeader), Array(header[0..<4]) == Array("FRME".utf8) else { return nil }
    return Frame(
      offset: offset, kind: header[4], isOpen: header[5] & 1 != 0, capacity: Self.number(header, 8),
      length: Self.number(header, 12), first: UInt64(Self.number(header, 16)) | UInt64(Self.number(header, 20)) << 32,
      count: Self.number(header, 24))
  }

  /// The lines of a META or END frame.
  func lines(of frame: Frame) -> [(key: String, value: String)] {
    let payload = bytes(at: frame.offset + Self.frameHeader, count: Int(min(frame.length, 1 << 16)))
    return payload.split(separator: UInt8(ascii: "\n")).map { line in
      let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
      return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }
  }

  /// Whether the writer came to its end.
  var isFinished: Bool { bytes(at: 16, count: 1).first.map { $0 & 2 != 0 } ?? false }

  /// The process that writes it.
  var process: Int32 { Int32(truncatingIfNeeded: Self.number(bytes(at: 48, count: 8), 0)) }

  static func number(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    guard bytes.count >= offset + 4 else { return 0 }
    return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
  }
}

/// Follows a growing recording from frame to frame.
struct RecordingWalk {
  let file: RecordingFile
  private(set) var offset = RecordingFile.fileHeader
  private(set) var events: UInt64 = 0
  private(set) var lines: [(key: String, value: String)] = []
  private(set) var hasEnd = false
  private(set) var hasEvents = false

  init(_ file: RecordingFile) { self.file = file }

  /// Goes on to the last finished frame.
  mutating func advance() {
    while let frame = file.frame(at: offset), !frame.isOpen {
      if frame.kind == RecordingFile.Kind.events {
        events = frame.first + UInt64(frame.count)
        hasEvents = true
      }
      if frame.kind == RecordingFile.Kind.end { hasEnd = true }
      if frame.kind == RecordingFile.Kind.meta || frame.kind == RecordingFile.Kind.end {
        lines += file.lines(of: frame)
      }
      offset = frame.next
    }
  }
}
