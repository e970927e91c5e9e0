/// Writes records as the payload of EVENTS frames (FORMAT.md, section 3).
public struct EventEncoder {
  /// The most steps that a frame holds.
  public static let stepLimit = 65_536
  /// The most bytes that a frame's payload holds.
  public static let byteLimit = 1 << 20
  /// The most bytes that an operation takes, unless it is an unknown extension.
  public static let longestOperation = 64

  /// The frame's payload so far.
  public private(set) var bytes: [UInt8] = []
  /// The steps in it.
  public private(set) var steps = 0
  /// The requests in it that have a call site.
  public private(set) var requests = 0

  private let rules: AllocatorRules
  private var tables: EncoderTables
  /// Live blocks outside the pools; frees and reallocs need to know, also in later frames.
  private var outside: Set<UInt64> = []

  /// Starts an empty frame at step 0.
  public init(rules: AllocatorRules, context: FrameContext = FrameContext()) {
    self.rules = rules
    tables = EncoderTables(rules, context)
  }

  /// What the header of a frame beginning here would say; `firstStep` counts on.
  public var context: FrameContext {
    var context = tables.wire.context
    context.firstStep += steps
    return context
  }

  /// Whether another record could go past what a frame may hold.
  public var isFull: Bool {
    steps >= Self.stepLimit || bytes.count + Self.longestOperation > Self.byteLimit
  }

  /// Begins the next frame; what lives goes on living.
  public mutating func reset() {
    own()
    tables.wire.reset(context)
    bytes.removeAll(keepingCapacity: true)
    steps = 0
    requests = 0
  }

  /// Adds a record.
  ///
  /// - Throws: `EventError.unencodable` for what the format has no room for, such as an arena that isn't on a page.
  public mutating func append(_ record: TraceRecord) throws(EventError) {
    own()
    switch record {
    case .fact(let fact): try append(fact)
    case .step(let step):
      try append(step)
      steps += 1
      if step.isRequest { requests += 1 }
    }
  }

  /// Gives this encoder tables of its own when a copy of it has the same.
  private mutating func own() {
    guard !isKnownUniquelyReferenced(&tables) else { return }
    let shared = tables
    tables = EncoderTables(rules, shared.wire.context)
    tables.wire.copy(shared.wire)
  }

  private mutating func append(_ fact: Fact) throws(EventError) {
    switch fact {
    case .thread(let thread):
      bytes.append(Operation.thread)
      appendVarint(UInt64(thread), to: &bytes)
      tables.wire.context.thread = thread
    case .interpreter(let interpreter, let heap):
      bytes.append(Operation.interpreter)
      appendVarint(UInt64(interpreter), to: &bytes)
      appendVarint(UInt64(heap), to: &bytes)
      tables.wire.context.interpreter = interpreter
      tables.wire.context.heap = heap
    case .clock(let microseconds):
      bytes.append(Operation.clock)
      appendVarint(microseconds &- tables.wire.context.microseconds, to: &bytes)
      tables.wire.context.microseconds = microseconds
    case .arenaObtained(let address): try appendArena(Operation.arenaObtained, address)
    case .arenaReturned(let address): try appendArena(Operation.arenaReturned, address)
    case .heapDestroyed: bytes.append(Operation.heapDestroyed)
    case .unknown(let kind, let content):
      guard content.count <= Self.byteLimit / 2 else {
        throw .unencodable("an extension of \(content.count) bytes")
      }
      bytes.append(Operation.extension)
      appendVarint(kind, to: &bytes)
      appendVarint(UInt64(content.count), to: &bytes)
      bytes += content
    }
  }

  private mutating func append(_ step: Step) throws(EventError) {
    switch step {
    case .allocation(let function, let domain, let size, let address):
      guard address != 0, function != .realloc else { throw .unencodable("an allocation without an address") }
      if domain != .raw, let sizeClass = rules.sizeClass(of: size), address & 15 == 0 {
        outside.remove(address)
        let kind = Kind(function: Int(function.rawValue), isMem: domain == .mem, size: Int(size))
        appendPlacement(sizeClass, address)
        let slot = EventWire.kindSlot(kind)
        if tables.wire.kinds[slot] == kind.bits {
          bytes.append(UInt8(slot))
        } else {
          bytes.append(Operation.newKind + function.rawValue + (domain == .obj ? 3 : 0))
          appendVarint(size, to: &bytes)
          tables.wire.kinds[slot] = kind.bits
        }
      } else {
        outside.insert(address)
        appendLowBits(address)
        bytes.append(Operation.allocateOutside + function.rawValue + 3 * domain.rawValue)
        appendVarint(size, to: &bytes)
        appendOutside(address)
        tables.wire.rawRecent[EventWire.slot(address)] = address
      }
    case .free(let domain, let address): try appendFree(domain, address)
    case .realloc(let domain, let old, let size, let address): try appendRealloc(domain, old, size, address)
    case .failed(let function, let domain, let size, let old):
      guard function == .realloc || old == 0 else { throw .unencodable("a failed allocation with an old block") }
      bytes.append(Operation.failed)
      bytes.append(function.rawValue | domain.rawValue << 2)
      appendVarint(size, to: &bytes)
      if function == .realloc { appendVarint(old, to: &bytes) }
    case .collectionStart(let generation): bytes += [Operation.collectionStart, generation]
    case .collectionStop(let generation, let collected, let uncollectable):
      bytes += [Operation.collectionStop, generation]
      appendVarint(collected, to: &bytes)
      appendVarint(uncollectable, to: &bytes)
    case .mark(let name):
      bytes.append(Operation.mark)
      appendVarint(UInt64(name), to: &bytes)
    case .fork(let child):
      bytes.append(Operation.fork)
      appendVarint(UInt64(child), to: &bytes)
    case .moment: bytes.append(Operation.moment)
    }
  }

  private mutating func appendFree(_ domain: Domain, _ address: UInt64) throws(EventError) {
    guard address != 0 else { throw .unencodable("a free without an address") }
    let isOutside = outside.remove(address) != nil || domain == .raw || address & 15 != 0
    let slot = EventWire.slot(address)
    if isOutside {
      if tables.wire.rawRecent[slot] == address {
        bytes += [Operation.freeOutsideRecent + domain.rawValue, UInt8(slot)]
        tables.wire.rawRecent[slot] = 0
        tables.wire.lastRaw = address & ~15
      } else {
        appendLowBits(address)
        bytes.append(Operation.freeOutside + domain.rawValue)
        appendOutside(address)
      }
      return
    }
    if domain == .mem { bytes.append(Operation.domainMem) }
    if tables.wire.recent[slot] == address {
      bytes.append(Operation.freeRecent + UInt8(slot))
      tables.wire.recent[slot] = 0
    } else {
      let (base, units) = nearestBase(address)
      bytes.append(Operation.freeNearBase + UInt8(base))
      appendZigzag(units, to: &bytes)
      tables.wire.moveBase(base, to: address, units: units)
    }
    tables.wire.push(address)
  }

  private mutating func appendRealloc(
    _ domain: Domain, _ old: UInt64, _ size: UInt64, _ address: UInt64
  ) throws(EventError) {
    guard old != 0, address != 0 else { throw .unencodable("a realloc without an address") }
    let stays = old == address
    let oldSmall = domain != .raw && old & 15 == 0 && !outside.contains(old)
    // What malloc once gave stays with malloc, however small it becomes.
    let sizeClass = rules.sizeClass(of: size)
    let newSmall = stays ? oldSmall : oldSmall && sizeClass != nil && address & 15 == 0
    let slot = EventWire.slot(old)
    let fromRecent = oldSmall ? tables.wire.recent[slot] == old : tables.wire.rawRecent[slot] == old
    var flags: UInt8 = oldSmall ? ReallocFlag.oldSmall : 0
    if stays { flags |= ReallocFlag.stays }
    if newSmall { flags |= ReallocFlag.newSmall }
    var base = 0
    var units: Int64 = 0
    if fromRecent {
      flags |= ReallocFlag.oldRecent
    } else if oldSmall {
      (base, units) = nearestBase(old)
      flags |= UInt8(base) << 4
    }
    let movedOutside = !stays && !newSmall
    let saysOldOutside = !oldSmall && !fromRecent
    if movedOutside {
      appendLowBits(address)
      if saysOldOutside, old & 15 != 0 { flags |= ReallocFlag.oldLowBits }
    } else if saysOldOutside {
      appendLowBits(old)
    }
    let predicted = newSmall && !stays ? sizeClass.map { codePlacement($0, address) } : nil
    bytes += predicted?.prefix ?? []
    bytes.append(Operation.realloc + domain.rawValue)
    bytes.append(flags)
    if flags & ReallocFlag.oldLowBits != 0 { bytes.append(UInt8(old & 15)) }
    if fromRecent {
      bytes.append(UInt8(slot))
      if !oldSmall { tables.wire.lastRaw = old & ~15 }
    } else if oldSmall {
      appendZigzag(units, to: &bytes)
    } else {
      appendOutside(old)
    }
    appendVarint(size, to: &bytes)
    guard !stays else { return }
    if let sizeClass, newSmall {
      if predicted?.isElsewhere == true { tables.wire.lastPlaced = address }
      tables.wire.place(sizeClass, at: address)
      outside.remove(address)
    } else {
      appendOutside(address)
      tables.wire.rawRecent[EventWire.slot(address)] = address
      outside.insert(address)
    }
    if oldSmall {
      if fromRecent { tables.wire.recent[slot] = 0 } else { tables.wire.moveBase(base, to: old, units: units) }
      tables.wire.push(old)
    } else {
      outside.remove(old)
      if fromRecent { tables.wire.rawRecent[slot] = 0 }
    }
  }

  private mutating func appendPlacement(_ sizeClass: Int, _ address: UInt64) {
    let (prefix, isElsewhere) = codePlacement(sizeClass, address)
    bytes += prefix
    if isElsewhere { tables.wire.lastPlaced = address }
    tables.wire.place(sizeClass, at: address)
  }

  /// The prefix that a small block needs at this address; the tables are not changed.
  private func codePlacement(_ sizeClass: Int, _ address: UInt64) -> (prefix: [UInt8], isElsewhere: Bool) {
    if tables.wire.predicted(sizeClass) == address { return ([], false) }
    if tables.wire.page(address) == tables.wire.current[sizeClass] {
      var prefix = [Operation.inCurrentPage]
      appendVarint(UInt64(tables.wire.unit(address)), to: &prefix)
      return (prefix, false)
    }
    var prefix = [Operation.elsewhere]
    appendZigzag(Int64(bitPattern: address &- tables.wire.lastPlaced) >> 4, to: &prefix)
    return (prefix, true)
  }

  private mutating func appendArena(_ operation: UInt8, _ address: UInt64) throws(EventError) {
    guard address & 4095 == 0 else { throw .unencodable("an arena that doesn't begin on a page") }
    bytes.append(operation)
    appendZigzag(Int64(bitPattern: address &- tables.wire.lastArena) >> 12, to: &bytes)
    tables.wire.lastArena = address
  }

  private mutating func appendLowBits(_ address: UInt64) {
    if address & 15 != 0 { bytes += [Operation.lowBits, UInt8(address & 15)] }
  }

  private mutating func appendOutside(_ address: UInt64) {
    let aligned = address & ~15
    appendZigzag(Int64(bitPattern: aligned &- tables.wire.lastRaw) >> 4, to: &bytes)
    tables.wire.lastRaw = aligned
  }

  private func nearestBase(_ address: UInt64) -> (base: Int, units: Int64) {
    var best = 0
    var bestUnits = Int64(bitPattern: address &- tables.wire.bases[0]) >> 4
    for base in 1..<4 {
      let units = Int64(bitPattern: address &- tables.wire.bases[base]) >> 4
      if units.magnitude < bestUnits.magnitude {
        best = base
        bestUnits = units
      }
    }
    return (best, bestUnits)
  }
}

/// Where an encoder keeps its tables; not shared between encoders that are used on.
private final class EncoderTables {
  var wire: EventWire

  init(_ rules: AllocatorRules, _ context: FrameContext) {
    wire = EventWire(rules: rules, context: context)
  }
}
