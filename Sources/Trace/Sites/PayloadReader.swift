/// A place in a payload that contradicts the format.
public struct PayloadError: Error, Hashable, Sendable {
  /// The byte in the payload at which the mistake begins.
  public let offset: Int
  /// What is wrong there, as the end of a sentence.
  public let what: String

  init(_ what: String, at offset: Int) {
    self.offset = offset
    self.what = what
  }
}

/// A cursor over the bytes of a payload: each read is checked, none can trap.
struct PayloadReader {
  let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { offset >= bytes.count }

  mutating func byte() -> UInt8? {
    guard offset < bytes.count else { return nil }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// Reads a LEB128 number; nil when the payload ends in it or it has more than 64 bits.
  mutating func varint() -> UInt64? {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = byte() {
      let bits = UInt64(byte & 0x7F)
      if shift == 63 && bits > 1 { return nil }
      result |= bits << shift
      if byte < 0x80 { return result }
      shift += 7
      if shift > 63 { return nil }
    }
    return nil
  }

  /// Reads `count` bytes; nil when there are fewer.
  mutating func take(_ count: UInt64) -> ArraySlice<UInt8>? {
    guard count <= UInt64(bytes.count - offset) else { return nil }
    let end = offset + Int(count)
    defer { offset = end }
    return bytes[offset..<end]
  }
}

extension [UInt8] {
  mutating func append(varint number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
