extension EventWire {
  /// Everything but the commonest operations, a class of allocations and a class of frees.
  @inline(never)
  mutating func readOther<Sink: EventSink & ~Copyable>(
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
  mutating func readOutsideRequest<Sink: EventSink & ~Copyable>(
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
