extension EventWire {
  /// Reads one operation with its prefixes and tells the sink; false at the end of an open frame.
  ///
  /// After an error `offset` is that of the operation's first byte.
  @inline(__always)
  mutating func read<Sink: EventSink & ~Copyable>(
    _ bytes: Span<UInt8>, _ offset: inout Int, into sink: inout Sink
  ) throws(EventError) -> Bool {
    var at = offset
    let byte = try readByte(bytes, &at)
    var kind = Kind(bits: 0)
    var address: UInt64 = 0
    var isMem = false
    if byte &- 1 < 0x7F {
      kind = Kind(bits: kinds[Int(byte)])
      guard kind.isSet else { throw .unsaidKind(offset) }
      address = placePredicted(kind.sizeClass)
    } else if byte &- 0x80 < 0x40 {
      address = takeRecent(byte)
    } else if byte == 0 {
      return false
    } else if byte &- 0xC0 < 8 {
      (kind, address) = try readPlaced(byte, bytes, &at, offset)
    } else if byte &- Operation.freeNearBase < 4 {
      address = try readNearBase(byte, bytes, &at)
    } else if byte == Operation.domainMem, at < bytes.count, bytes[at] &- 0x80 < 0x40 {
      address = takeRecent(bytes[at])
      guard address != 0 else { throw .notRecent(offset) }
      at &+= 1
      isMem = true
    } else if byte == Operation.domainMem, at < bytes.count, bytes[at] &- Operation.freeNearBase < 4 {
      at &+= 1
      address = try readNearBase(bytes[at &- 1], bytes, &at)
      isMem = true
    }
    if kind.isSet {
      guard address != 0 else { throw .unplaced(offset) }
      try sink.allocateSmall(kind, at: address)
    } else if address != 0 {
      try sink.freeSmall(isMem: isMem, address)
    } else if byte &- 0x80 < 0x40 {
      throw .notRecent(offset)
    } else if byte &- Operation.allocateOutside < 15 {
      try readOutsideRequest(byte, bytes, &at, lowBits: 0, offset, into: &sink)
    } else {
      at = offset &+ 1
      try readOther(byte, bytes, &at, into: &sink)
    }
    offset = at
    return true
  }

  /// The recent block of a free, which is recent no longer; 0 when there is none.
  @inline(__always)
  mutating func takeRecent(_ byte: UInt8) -> UInt64 {
    let recent = recent.at(Int(byte & 63))
    let address = recent.pointee
    recent.pointee = 0
    if address != 0 { push(address) }
    return address
  }

  /// The block of a free that is named by its distance from a base.
  @inline(__always)
  mutating func readNearBase(
    _ byte: UInt8, _ bytes: Span<UInt8>, _ at: inout Int
  ) throws(EventError) -> UInt64 {
    let start = at - 1
    let base = Int(byte & 3)
    let units = try readZigzag(bytes, &at)
    let address = bases[base] &+ UInt64(bitPattern: units &<< 4)
    guard address != 0 else { throw .invalid("a free has no address", offset: start) }
    moveBase(base, to: address, units: units)
    push(address)
    return address
  }

  /// A small allocation of a new kind, or with a prefix for its place; no kind when something else follows the prefix.
  @inline(never)
  private mutating func readPlaced(
    _ first: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, _ start: Int
  ) throws(EventError) -> (Kind, UInt64) {
    var byte = first
    var operand: UInt64 = 0
    if byte >= Operation.inCurrentPage {
      operand = try readVarint(bytes, &at)
      byte = try readByte(bytes, &at)
    }
    let kind: Kind
    if byte &- 1 < 0x7F {
      kind = Kind(bits: kinds[Int(byte)])
      guard kind.isSet else { throw .unsaidKind(at - 1) }
    } else if byte &- Operation.newKind < 6 {
      kind = try readKind(byte, bytes, &at, start)
    } else {
      return (Kind(bits: 0), 0)
    }
    let sizeClass = kind.sizeClass
    let address: UInt64
    switch first {
    case Operation.inCurrentPage:
      guard operand <= pageMask >> 4 else { throw .outsidePage(start) }
      address = current[sizeClass] &+ operand << 4
      place(sizeClass, at: address)
    case Operation.elsewhere:
      address = lastPlaced &+ UInt64(bitPattern: unzigzag(operand) &<< 4)
      lastPlaced = address
      place(sizeClass, at: address)
    default: address = placePredicted(sizeClass)
    }
    return (kind, address)
  }

  mutating func readKind(
    _ byte: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, _ start: Int
  ) throws(EventError) -> Kind {
    let size = try readVarint(bytes, &at)
    guard size &- 1 < 512 else { throw .invalid("a small request asks for \(size) bytes", offset: start) }
    let code = Int(byte - Operation.newKind)
    let kind = Kind(function: code % 3, isMem: code < 3, size: Int(size))
    kinds[Self.kindSlot(kind)] = kind.bits
    return kind
  }
}
