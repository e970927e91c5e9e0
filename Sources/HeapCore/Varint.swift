/// Reads one byte and steps past it.
@inline(__always)
func readByte(_ bytes: Span<UInt8>, _ offset: inout Int) throws(EventError) -> UInt8 {
  guard UInt(bitPattern: offset) < UInt(bitPattern: bytes.count) else { throw .truncated(offset: offset) }
  let byte = bytes[unchecked: offset]
  offset &+= 1
  return byte
}

/// Reads a LEB128 number of at most 64 bits.
@inline(__always)
func readVarint(_ bytes: Span<UInt8>, _ offset: inout Int) throws(EventError) -> UInt64 {
  let start = offset
  // Where four bytes follow, one check is enough for the short numbers.
  guard start >= 0, start < bytes.count &- 3 else { return try readLongVarint(bytes, &offset) }
  let first = UInt64(bytes[unchecked: start])
  if first < 0x80 {
    offset = start &+ 1
    return first
  }
  let second = UInt64(bytes[unchecked: start &+ 1])
  if second < 0x80 {
    offset = start &+ 2
    return first & 0x7F | second << 7
  }
  let third = UInt64(bytes[unchecked: start &+ 2])
  if third < 0x80 {
    offset = start &+ 3
    return first & 0x7F | (second & 0x7F) << 7 | third << 14
  }
  return try readLongVarint(bytes, &offset)
}

@inline(never)
private func readLongVarint(_ bytes: Span<UInt8>, _ offset: inout Int) throws(EventError) -> UInt64 {
  var value: UInt64 = 0
  var shift: UInt64 = 0
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
