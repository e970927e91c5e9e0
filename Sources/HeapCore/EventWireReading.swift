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
  private mutating func takeRecent(_ byte: UInt8) -> UInt64 {
    let recent = recent.at(Int(byte & 63))
    let address = recent.pointee
    recent.pointee = 0
    if address != 0 { push(address) }
    return address
  }

  /// The block of a free that is named by its distance from a base.
  @inline(__always)
  private mutating func readNearBase(
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

  private mutating func readKind(
    _ byte: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, _ start: Int
  ) throws(EventError) -> Kind {
    let size = try readVarint(bytes, &at)
    guard size &- 1 < 512 else { throw .invalid("a small request asks for \(size) bytes", offset: start) }
    let code = Int(byte - Operation.newKind)
    let kind = Kind(function: code % 3, isMem: code < 3, size: Int(size))
    kinds[Self.kindSlot(kind)] = kind.bits
    return kind
  }

  /// Everything but the commonest operations, a class of allocations and a class of frees.
  @inline(never)
  private mutating func readOther<Sink: EventSink & ~Copyable>(
    _ first: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, into sink: inout Sink
  ) throws(EventError) {
    let start = at - 1
    var byte = first
    var prefixes = Prefixes()
    while try readPrefix(byte, bytes, &at, &prefixes) { byte = try readByte(bytes, &at) }
    switch byte {
    case 0x01...0x7F:
      let kind = Kind(bits: kinds[Int(byte)])
      guard kind.isSet else { throw .unsaidKind(at - 1) }
      let address = try placeSmall(kind.sizeClass, prefixes, start)
      try prefixes.checkUsed(placement: true, at: start)
      try sink.allocateSmall(kind, at: address)
    case 0xC0...0xC5:
      let kind = try readKind(byte, bytes, &at, start)
      let address = try placeSmall(kind.sizeClass, prefixes, start)
      try prefixes.checkUsed(placement: true, at: start)
      try sink.allocateSmall(kind, at: address)
    case 0x80...0xBF:
      try prefixes.checkUsed(domain: true, at: start)
      let address = takeRecent(byte)
      guard address != 0 else { throw .notRecent(start) }
      try sink.freeSmall(isMem: prefixes.isMem, address)
    case 0xC8...0xCB:
      try prefixes.checkUsed(domain: true, at: start)
      try sink.freeSmall(isMem: prefixes.isMem, try readNearBase(byte, bytes, &at))
    case 0xD0...0xDE:
      try prefixes.checkUsed(lowBits: byte < Operation.freeOutsideRecent, at: start)
      try readOutsideRequest(byte, bytes, &at, lowBits: prefixes.lowBits, start, into: &sink)
    case 0xE0...0xE2:
      try prefixes.checkUsed(placement: true, lowBits: true, at: start)
      try readRealloc(.coded(byte - Operation.realloc), bytes, &at, prefixes, start, into: &sink)
    default:
      try prefixes.checkUsed(at: start)
      try readRare(byte, bytes, &at, start, into: &sink)
    }
  }

  /// An allocation or a free outside the pools.
  @inline(never)
  private mutating func readOutsideRequest<Sink: EventSink & ~Copyable>(
    _ byte: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, lowBits: UInt64, _ start: Int, into sink: inout Sink
  ) throws(EventError) {
    if byte >= Operation.freeOutsideRecent {
      let address = try readRawRecent(bytes, &at, forget: true)
      return try sink.freeOutside(.coded(byte - Operation.freeOutsideRecent), address)
    }
    if byte >= Operation.freeOutside {
      let address = try readOutside(bytes, &at) | lowBits
      guard address != 0 else { throw .invalid("a free has no address", offset: start) }
      return try sink.freeOutside(.coded(byte - Operation.freeOutside), address)
    }
    let size = try readVarint(bytes, &at)
    let address = try readOutside(bytes, &at) | lowBits
    guard address != 0 else { throw .invalid("an allocation has no address", offset: start) }
    rawRecent[Self.slot(address)] = address
    let code = byte - Operation.allocateOutside
    try sink.allocateOutside(.allocating(code % 3), .coded(code / 3), size: size, at: address)
  }

  private mutating func readRealloc<Sink: EventSink & ~Copyable>(
    _ domain: Domain, _ bytes: Span<UInt8>, _ at: inout Int, _ prefixes: Prefixes, _ start: Int, into sink: inout Sink
  ) throws(EventError) {
    let flags = try readByte(bytes, &at)
    guard flags & 0x80 == 0 else { throw .invalid("a realloc has unknown flags", offset: start) }
    let oldSmall = flags & ReallocFlag.oldSmall != 0
    let newSmall = flags & ReallocFlag.newSmall != 0
    let stays = flags & ReallocFlag.stays != 0
    let fromRecent = flags & ReallocFlag.oldRecent != 0
    let movedOutside = !stays && !newSmall
    var oldLow: UInt64 = movedOutside ? 0 : prefixes.lowBits
    if flags & ReallocFlag.oldLowBits != 0 { oldLow = UInt64(try readByte(bytes, &at) & 15) }

    let old: UInt64
    let base = Int(flags >> 4 & 3)
    var slot = 0
    var units: Int64 = 0
    if oldSmall {
      if fromRecent {
        slot = Int(try readByte(bytes, &at) & 63)
        old = recent[slot]
      } else {
        units = try readZigzag(bytes, &at)
        old = bases[base] &+ UInt64(bitPattern: units &<< 4)
      }
    } else if fromRecent {
      old = try readRawRecent(bytes, &at, forget: false)
    } else {
      old = try readOutside(bytes, &at) | oldLow
    }
    guard old != 0 else { throw .invalid("a realloc names no block", offset: start) }
    let size = try readVarint(bytes, &at)
    var address = old
    if !stays {
      if newSmall {
        guard size &- 1 < 512 else { throw .invalid("a small request asks for \(size) bytes", offset: start) }
        address = try placeSmall(Int(size - 1) >> 4, prefixes, start)
      } else {
        address = try readOutside(bytes, &at) | prefixes.lowBits
        guard address != 0 else { throw .invalid("an allocation has no address", offset: start) }
        rawRecent[Self.slot(address)] = address
      }
      if oldSmall {
        if fromRecent { recent[slot] = 0 } else { moveBase(base, to: old, units: units) }
        push(old)
      } else if fromRecent {
        rawRecent[Self.slot(old)] = 0
      }
    }
    try prefixes.checkUsed(placement: newSmall && !stays, lowBits: true, at: start)
    try sink.reallocate(domain, old: old, size: size, at: address)
  }

  private mutating func readRare<Sink: EventSink & ~Copyable>(
    _ byte: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, _ start: Int, into sink: inout Sink
  ) throws(EventError) {
    switch byte {
    case Operation.thread:
      context.thread = try readVarint32(bytes, &at)
      try sink.fact(.thread(context.thread))
    case Operation.interpreter:
      context.interpreter = try readVarint32(bytes, &at)
      context.heap = try readVarint32(bytes, &at)
      try sink.fact(.interpreter(context.interpreter, heap: context.heap))
    case Operation.clock:
      context.microseconds &+= try readVarint(bytes, &at)
      try sink.fact(.clock(microseconds: context.microseconds))
    case Operation.arenaObtained:
      lastArena &+= UInt64(bitPattern: try readZigzag(bytes, &at) &<< 12)
      try sink.fact(.arenaObtained(lastArena))
    case Operation.arenaReturned:
      lastArena &+= UInt64(bitPattern: try readZigzag(bytes, &at) &<< 12)
      try sink.fact(.arenaReturned(lastArena))
    case Operation.heapDestroyed: try sink.fact(.heapDestroyed)
    case Operation.collectionStart: try sink.other(.collectionStart(generation: try readByte(bytes, &at)))
    case Operation.collectionStop:
      let generation = try readByte(bytes, &at)
      let collected = try readVarint(bytes, &at)
      let uncollectable = try readVarint(bytes, &at)
      try sink.other(.collectionStop(generation: generation, collected: collected, uncollectable: uncollectable))
    case Operation.mark: try sink.other(.mark(try readVarint32(bytes, &at)))
    case Operation.fork: try sink.other(.fork(try readVarint32(bytes, &at)))
    case Operation.moment: try sink.other(.moment)
    case Operation.failed:
      let code = try readByte(bytes, &at)
      guard code < 12, let function = RequestFunction(rawValue: code & 3) else {
        throw .invalid("a failed request has no such function", offset: start)
      }
      let size = try readVarint(bytes, &at)
      let old = function == .realloc ? try readVarint(bytes, &at) : 0
      try sink.other(.failed(function, .coded(code >> 2), size: size, old: old))
    case Operation.extension:
      let kind = try readVarint(bytes, &at)
      let length = try readVarint(bytes, &at)
      guard length <= UInt64(bytes.count - at) else { throw .truncated(offset: start) }
      let content = (at..<at + Int(length)).map { bytes[$0] }
      at += Int(length)
      try sink.fact(.unknown(kind: kind, bytes: content))
    default: throw .unknownOperation(byte, offset: start)
    }
  }

  @inline(__always)
  private mutating func placeSmall(_ sizeClass: Int, _ prefixes: Prefixes, _ start: Int) throws(EventError) -> UInt64 {
    switch prefixes.placement {
    case .none:
      let address = placePredicted(sizeClass)
      guard address != 0 else { throw .unplaced(start) }
      return address
    case .unit(let unit):
      let address = current[sizeClass] &+ UInt64(unit) << 4
      guard address != 0 else { throw .unplaced(start) }
      place(sizeClass, at: address)
      return address
    case .address(let address):
      guard address != 0 else { throw .unplaced(start) }
      lastPlaced = address
      place(sizeClass, at: address)
      return address
    }
  }

  private mutating func readPrefix(
    _ byte: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, _ prefixes: inout Prefixes
  ) throws(EventError) -> Bool {
    let start = at - 1
    switch byte {
    case Operation.inCurrentPage:
      guard case .none = prefixes.placement else { throw .twice(start) }
      let unit = try readVarint(bytes, &at)
      guard unit < 1 << (pageShift - 4) else { throw .outsidePage(start) }
      prefixes.placement = .unit(UInt16(unit))
    case Operation.elsewhere:
      guard case .none = prefixes.placement else { throw .twice(start) }
      prefixes.placement = .address(lastPlaced &+ UInt64(bitPattern: try readZigzag(bytes, &at) &<< 4))
    case Operation.lowBits:
      guard !prefixes.hasLowBits else { throw .twice(start) }
      prefixes.hasLowBits = true
      prefixes.lowBits = UInt64(try readByte(bytes, &at) & 15)
    case Operation.domainMem:
      guard !prefixes.isMem else { throw .twice(start) }
      prefixes.isMem = true
    default: return false
    }
    return true
  }

  private mutating func readOutside(_ bytes: Span<UInt8>, _ at: inout Int) throws(EventError) -> UInt64 {
    lastRaw &+= UInt64(bitPattern: try readZigzag(bytes, &at) &<< 4)
    return lastRaw
  }

  private mutating func readRawRecent(
    _ bytes: Span<UInt8>, _ at: inout Int, forget: Bool
  ) throws(EventError) -> UInt64 {
    let start = at
    let slot = Int(try readByte(bytes, &at) & 63)
    let address = rawRecent[slot]
    guard address != 0 else { throw .invalid("a recent block outside the pools isn't there", offset: start) }
    if forget { rawRecent[slot] = 0 }
    lastRaw = address & ~15
    return address
  }
}

/// What stands before an operation and changes it.
private struct Prefixes {
  enum Placement {
    case none
    case unit(UInt16)
    case address(UInt64)
  }

  var placement = Placement.none
  var lowBits: UInt64 = 0
  var hasLowBits = false
  var isMem = false

  /// Refuses a prefix that the operation has no use for, so that one trace has one reading.
  func checkUsed(
    placement: Bool = false, lowBits: Bool = false, domain: Bool = false, at offset: Int
  ) throws(EventError) {
    var unused = hasLowBits && !lowBits || isMem && !domain
    if case .none = self.placement {} else { unused = unused || !placement }
    if unused { throw .invalid("a prefix stands before an operation that it doesn't belong to", offset: offset) }
  }
}

extension EventError {
  fileprivate static func unplaced(_ offset: Int) -> EventError {
    .invalid("an allocation says no address and none can be expected", offset: offset)
  }

  fileprivate static func unsaidKind(_ offset: Int) -> EventError {
    .invalid("a request names a kind that was never said", offset: offset)
  }

  fileprivate static func outsidePage(_ offset: Int) -> EventError {
    .invalid("a block lies outside its page", offset: offset)
  }

  fileprivate static func notRecent(_ offset: Int) -> EventError {
    .invalid("a free names a recent block that isn't there", offset: offset)
  }

  fileprivate static func twice(_ offset: Int) -> EventError {
    .invalid("a prefix stands twice", offset: offset)
  }
}

extension RequestFunction {
  fileprivate static func allocating(_ code: UInt8) -> RequestFunction {
    code == 0 ? .malloc : code == 1 ? .calloc : .reallocNull
  }
}

extension Domain {
  @inline(__always)
  fileprivate static func coded(_ code: UInt8) -> Domain {
    code == 0 ? .raw : code == 1 ? .mem : .obj
  }
}
