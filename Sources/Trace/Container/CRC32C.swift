/// The checksum of headers and frames: CRC-32C (Castagnoli), reflected, start and final xor FFFFFFFF.
public struct CRC32C: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  /// Creates the checksum of no bytes.
  public init() {}

  /// Returns the checksum of the bytes seen so far.
  public var value: UInt32 { ~state }

  /// Takes further bytes into the sum, eight at a time.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var crc = state
    var offset = 0
    Self.tables.withUnsafeBufferPointer { table in
      while offset &+ 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(crc)
        crc = table[Int(truncatingIfNeeded: word >> 56)]
        var column = 1
        while column < 8 {
          let byte = Int(truncatingIfNeeded: word >> UInt64(56 &- 8 &* column)) & 0xFF
          crc ^= table[column &* 256 &+ byte]
          column &+= 1
        }
        offset &+= 8
      }
      while offset < bytes.count {
        crc = crc >> 8 ^ table[Int((crc ^ UInt32(bytes[offset])) & 0xFF)]
        offset &+= 1
      }
    }
    state = crc
  }

  /// Returns the checksum of `bytes`.
  public static func of(_ bytes: [UInt8]) -> UInt32 {
    var crc = CRC32C()
    bytes.withUnsafeBytes { crc.update($0) }
    return crc.value
  }

  /// Entry 256·k + b: what byte b contributes when k more bytes follow it in its group of eight.
  private static let tables: [UInt32] = {
    var tables = (0..<256).map { (byte: UInt32) in
      (0..<8).reduce(byte) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    for index in 256..<2048 {
      let previous = tables[index - 256]
      tables.append(previous >> 8 ^ tables[Int(previous & 0xFF)])
    }
    return tables
  }()
}
