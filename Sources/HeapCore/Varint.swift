/// Reads one byte and steps past it.
@inline(__always)
func readByte(_ bytes: Span<UInt8>, _ offset: inout Int) throws(EventError) -> UInt8 {
  guard offset < bytes.count else { throw .truncated(offset: offset) }
  let byte = bytes[offset]
  offset &+= 1
  return byte
}

/// Reads a LEB128 number of at most 64 bits.
@inline(__always)
func readVarint(_ bytes: Span<UInt8>, _ offset: inout Int) throws(EventError) -> UInt64 {
  let first = try readByte(bytes, &offset)
  return first < 0x80 ? UInt64(first) : try readLongVarint(first, bytes, &offset)
}

@inline(never)
private func readLongVarint(
  _ first: UInt8, _ bytes: Span<UInt8>, _ offset: inout Int
) throws(EventError) -> UInt64 {
  var value = UInt64(first & 0x7F)
  var shift: UInt64 = 7
  while true {
    let byte = try readByte(bytes, &offset)
    if shift == 63, byte > 1 { throw .invalid("a number has more than 64 bits", offset: offset - 1) }
    value |= UInt64(byte & 0x7F) << shift
    if byte < 0x80 { return value }
    shift += 7
  }
}

/// Reads a number of at most 32 bits.
@inline(__always)
func readVarint32(_ bytes: Span<UInt8>, _ offset: inout Int) throws(EventError) -> UInt32 {
  let start = offset
  guard let value = UInt32(exactly: try readVarint(bytes, &offset)) else {
    throw .invalid("a number has more than 32 bits", offset: start)
  }
  return value
}

/// Reads a signed number.
@inline(__always)
func readZigzag(_ bytes: Span<UInt8>, _ offset: inout Int) throws(EventError) -> Int64 {
  unzigzag(try readVarint(bytes, &offset))
}

/// The signed number that a varint stands for.
@inline(__always)
func unzigzag(_ value: UInt64) -> Int64 {
  Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
}

/// Appends a LEB128 number.
func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
  var rest = value
  while rest >= 0x80 {
    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    rest >>= 7
  }
  bytes.append(UInt8(rest))
}

/// Appends a signed number.
func appendZigzag(_ value: Int64, to bytes: inout [UInt8]) {
  appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63), to: &bytes)
}
