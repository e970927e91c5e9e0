/// The tables that writer and reader of one EVENTS frame keep alike (FORMAT.md, section 3).
struct EventWire: ~Copyable {
  /// Function, domain and size of a small request: see `Kind`.
  let kinds = Table<128, UInt32>()
  /// For each size class the page of its last allocation.
  let current = Table<32, UInt64>()
  let pages = Table<64, PageEntry>()
  /// For each page, 16 places used as a ring: up to 15 freed units.
  let freed = Table<1024, UInt16>()
  let recent = Table<64, UInt64>()
  let rawRecent = Table<64, UInt64>()
  let bases = Table<4, UInt64>()
  var victim = 0
  var lastRaw: UInt64 = 0
  var lastArena: UInt64 = 0
  var lastPlaced: UInt64 = 0

  let pageShift: UInt64
  let pageMask: UInt64
  /// Who runs and when; `firstStep` stays the frame's.
  var context: FrameContext

  init(rules: AllocatorRules, context: FrameContext) {
    pageShift = UInt64(rules.poolSize.trailingZeroBitCount)
    pageMask = UInt64(rules.poolSize - 1)
    self.context = context
  }

  /// Begins a frame.
  mutating func reset(_ context: FrameContext) {
    kinds.clear()
    current.clear()
    pages.clear()
    freed.clear()
    recent.clear()
    rawRecent.clear()
    bases.clear()
    victim = 0
    lastRaw = 0
    lastArena = 0
    lastPlaced = 0
    self.context = context
  }

  /// Takes over the tables of another.
  mutating func copy(_ other: borrowing EventWire) {
    kinds.copy(other.kinds)
    current.copy(other.current)
    pages.copy(other.pages)
    freed.copy(other.freed)
    recent.copy(other.recent)
    rawRecent.copy(other.rawRecent)
    bases.copy(other.bases)
    victim = other.victim
    lastRaw = other.lastRaw
    lastArena = other.lastArena
    lastPlaced = other.lastPlaced
    context = other.context
  }

  @inline(__always)
  static func slot(_ address: UInt64) -> Int {
    Int((UInt32(truncatingIfNeeded: address >> 4) &* 0x9E37_79B1) >> 26)
  }

  @inline(__always)
  static func kindSlot(_ kind: Kind) -> Int {
    1 + (kind.size + (kind.isMem ? 53 : 0) + 29 * kind.function) % 127
  }

  @inline(__always)
  func page(_ address: UInt64) -> UInt64 {
    address & ~pageMask
  }

  @inline(__always)
  func entry(_ page: UInt64) -> Int {
    Int(truncatingIfNeeded: page &>> pageShift) & 63
  }

  @inline(__always)
  func unit(_ address: UInt64) -> UInt16 {
    UInt16(truncatingIfNeeded: (address & pageMask) >> 4)
  }

  /// Where the next block of a class is expected, nil when its page has left the table.
  @inline(__always)
  func predicted(_ sizeClass: Int) -> UInt64? {
    let page = current[sizeClass]
    let entry = entry(page)
    let known = pages[entry]
    guard known.page == page else { return nil }
    let unit = known.count > 0 ? freed[entry << 4 | Int(known.top & 15)] : known.bump
    return UInt64(unit) << 4 <= pageMask ? page &+ UInt64(unit) << 4 : nil
  }

  /// Takes note of a small block of a class, placed where it was expected; says where, 0 when nothing was expected.
  @inline(__always)
  mutating func placePredicted(_ sizeClass: Int) -> UInt64 {
    let page = current[sizeClass]
    let entry = entry(page)
    let known = pages.at(entry)
    guard known.pointee.page == page else { return 0 }
    let unit: UInt16
    let count = known.pointee.count
    if count > 0 {
      let top = known.pointee.top
      unit = freed[entry << 4 | Int(top & 15)]
      known.pointee.top = top &- 1
      known.pointee.count = count &- 1
    } else {
      unit = known.pointee.bump
      // Behind the page's end the next page begins, which the tables would have to know of.
      guard UInt64(unit) << 4 <= pageMask else { return 0 }
      known.pointee.bump = unit &+ UInt16(truncatingIfNeeded: sizeClass) &+ 1
    }
    let address = page &+ UInt64(unit) << 4
    recent[Self.slot(address)] = address
    return address
  }

  /// Takes note of a small block of a class at an address that had to be said.
  @inline(__always)
  mutating func place(_ sizeClass: Int, at address: UInt64) {
    let page = page(address)
    let entry = entry(page)
    let unit = unit(address)
    current[sizeClass] = page
    let known = pages.at(entry)
    if known.pointee.page != page { known.pointee = PageEntry(page: page, bump: 0, top: 0, count: 0) }
    let top = known.pointee.top
    if known.pointee.count > 0, freed[entry << 4 | Int(top & 15)] == unit {
      known.pointee.top = top &- 1
      known.pointee.count &-= 1
    } else if known.pointee.bump == 0 || unit >= known.pointee.bump {
      known.pointee.bump = unit &+ UInt16(truncatingIfNeeded: sizeClass) &+ 1
    } else {
      known.pointee.count = 0
    }
    recent[Self.slot(address)] = address
  }

  /// Takes note of the free of a small block.
  @inline(__always)
  mutating func push(_ address: UInt64) {
    let page = page(address)
    let entry = entry(page)
    let known = pages.at(entry)
    guard known.pointee.page == page else { return }
    let top = known.pointee.top &+ 1
    freed[entry << 4 | Int(top & 15)] = unit(address)
    known.pointee.top = top
    if known.pointee.count < 15 { known.pointee.count &+= 1 }
  }

  /// Takes note of the free of a small block that was named by its distance from a base.
  @inline(__always)
  mutating func moveBase(_ base: Int, to address: UInt64, units: Int64) {
    if units > -4096, units < 4096 {
      bases[base] = address
    } else {
      bases[victim] = address
      victim = (victim &+ 1) & 3
    }
  }
}

/// What the last frees and allocations in a page were like.
struct PageEntry {
  var page: UInt64
  /// The unit behind the last block that was placed at the page's untouched end; 0 for none.
  var bump: UInt16
  /// The place of the last freed unit, modulo 16, and how many there are, up to 15.
  var top: UInt8
  var count: UInt8
}

/// What a small request asks for, packed: size, domain, function, and what follows from them.
struct Kind {
  /// Bits 0–9 size, 10 domain MEM, 11–12 function, 13 set, 16–23 the block's tag, 27–31 the size class.
  let bits: UInt32

  @inline(__always)
  init(bits: UInt32) {
    self.bits = bits
  }

  @inline(__always)
  init(function: Int, isMem: Bool, size: Int) {
    let sizeClass = (size - 1) >> 4
    let tag = UInt8((sizeClass + 1) * 16 - size) | (isMem ? Cell.mem : 0)
    bits =
      UInt32(size) | (isMem ? 0x400 : 0) | UInt32(function) << 11 | 0x2000 | UInt32(tag) << 16 | UInt32(sizeClass) << 27
  }

  @inline(__always) var isSet: Bool { bits != 0 }
  @inline(__always) var size: Int { Int(bits & 0x3FF) }
  @inline(__always) var isMem: Bool { bits & 0x400 != 0 }
  @inline(__always) var function: Int { Int(bits >> 11 & 3) }
  @inline(__always) var tag: UInt8 { UInt8(truncatingIfNeeded: bits >> 16) }
  @inline(__always) var sizeClass: Int { Int(bits >> 27) }
}

/// The operations of an EVENTS payload, by their first byte.
enum Operation {
  static let freeRecent: UInt8 = 0x80
  static let newKind: UInt8 = 0xC0
  static let inCurrentPage: UInt8 = 0xC6
  static let elsewhere: UInt8 = 0xC7
  static let freeNearBase: UInt8 = 0xC8
  static let allocateOutside: UInt8 = 0xD0
  static let freeOutside: UInt8 = 0xD9
  static let freeOutsideRecent: UInt8 = 0xDC
  static let lowBits: UInt8 = 0xDF
  static let realloc: UInt8 = 0xE0
  static let thread: UInt8 = 0xE4
  static let interpreter: UInt8 = 0xE5
  static let clock: UInt8 = 0xE6
  static let arenaObtained: UInt8 = 0xE7
  static let domainMem: UInt8 = 0xE8
  static let arenaReturned: UInt8 = 0xE9
  static let collectionStart: UInt8 = 0xEA
  static let collectionStop: UInt8 = 0xEB
  static let mark: UInt8 = 0xEC
  static let fork: UInt8 = 0xED
  static let failed: UInt8 = 0xEE
  static let heapDestroyed: UInt8 = 0xEF
  static let moment: UInt8 = 0xF0
  static let `extension`: UInt8 = 0xFE
}

/// The bits of a realloc's flags.
enum ReallocFlag {
  static let oldSmall: UInt8 = 1
  static let stays: UInt8 = 2
  static let newSmall: UInt8 = 4
  static let oldRecent: UInt8 = 8
  static let oldLowBits: UInt8 = 64
}
