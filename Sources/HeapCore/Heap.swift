/// The simulated heaps of all interpreters of one process: pymalloc as CPython has it, address for address.
///
/// A heap runs forward through the events of frames (`run`, `step`), and back by restoring a snapshot. Reading it costs
/// as much as the answer is long.
public struct Heap: ~Copyable {
  /// The constants of the version.
  public let rules: AllocatorRules
  /// What the addresses in the trace are.
  public let placements: Placements
  /// The moment: the number of the next step.
  public internal(set) var step = 0
  /// Sums over all heaps.
  public internal(set) var totals = HeapTotals()
  /// The least bytes of blocks in use in the pools since `resetPeaks()`.
  public internal(set) var lowestLiveBytes = 0
  /// The most bytes of blocks in use in the pools since `resetPeaks()`.
  public internal(set) var highestLiveBytes = 0

  let poolMask: UInt64
  let poolShift: UInt64
  /// For each class the blocks in a pool.
  let capacities = Table<32, UInt16>()

  /// 64 for each arena or place of ring heads.
  var pools = Buffer<Pool>()
  var arenas = Buffer<Arena>()
  var arenaDirty = Buffer<UInt8>()
  /// The images that unchanged arenas and pools equal.
  var loaded: [ArenaImage?] = []
  var slabs = Slabs()
  var map: ArenaMap
  /// Pools of recently used pages.
  let nearPools = Table<256, NearPool>()

  var records: [HeapRecord] = []
  /// The heap that requests go to: its place in `records`, its id, the index of its first ring head.
  var current = 0
  var currentID: UInt32 = 0
  var rings = 0

  /// Blocks that malloc gave.
  var raw = AddressTable()
  /// Where the simulation has a block that the trace calls by another address.
  var translation = AddressTable()
  /// Arena facts that the next step has to account for.
  var pending = PendingArenas()
  var hasPending = false
  /// Nothing stands in `translation` or `pending`, so that a step needs no second look.
  var isPlain = true
  /// The next base for an arena whose address isn't recorded.
  var synthetic: UInt64 = 0x7F00_0000_0000
  /// The turns since they were last cleared, and the arena that came or went.
  var turns: Turns = []
  var changedArena = 0
  var landmarks = LandmarkLog()

  /// The most steps: the number of the step that allocated a block has 31 bits.
  public static let stepLimit = Int(Int32.max)
  /// The most arenas.
  public static let arenaLimit = 1 << 17
  /// The most blocks that pools may have room for.
  public static let blockLimit = 1 << 28
  /// The most blocks of malloc's that live.
  public static let rawLimit = 1 << 24
  /// The most heaps.
  public static let heapLimit = 1 << 10

  /// Makes the empty heap that a process starts with.
  public init(rules: AllocatorRules, placements: Placements) {
    self.rules = rules
    self.placements = placements
    poolMask = ~UInt64(rules.poolSize - 1)
    poolShift = UInt64(rules.poolSize.trailingZeroBitCount)
    map = ArenaMap(arenaSize: rules.arenaSize)
    for sizeClass in 0..<AllocatorRules.sizeClassCount {
      capacities[sizeClass] = UInt16(rules.capacity(sizeClass))
    }
    forgetNearPools()
    addHeap(0)
    rings = records[0].rings
  }

  /// Starts a new span for the least and most bytes of blocks in use.
  public mutating func resetPeaks() {
    lowestLiveBytes = totals.liveBytes
    highestLiveBytes = totals.liveBytes
  }

  /// Adds a heap with empty rings.
  mutating func addHeap(_ id: UInt32) {
    let handle = addArena(Arena(heap: UInt32(records.count), isRings: 1))
    let first = handle << 6
    for sizeClass in 0..<AllocatorRules.sizeClassCount {
      let head = pools.at(first + sizeClass)
      head.pointee.next = UInt32(first + sizeClass + 1)
      head.pointee.previous = UInt32(first + sizeClass + 1)
    }
    records.append(HeapRecord(id: id, rings: first))
  }

  /// Adds a slot for an arena and its 64 pools; says its handle.
  mutating func addArena(_ arena: Arena) -> Int {
    let handle = arenas.count
    arenas.grow(by: 1)
    arenas[handle] = arena
    arenaDirty.grow(by: 1)
    arenaDirty[handle] = 1
    pools.grow(by: 64)
    for index in handle << 6..<(handle + 1) << 6 { pools[index] = .notCarved }
    loaded.append(nil)
    return handle
  }

  /// Makes `id` the heap that requests go to.
  mutating func select(heap id: UInt32) throws(EventError) {
    guard id != currentID else { return }
    if let known = records.firstIndex(where: { $0.id == id }) {
      current = known
    } else {
      guard records.count < Self.heapLimit else { throw .limit("more than \(Self.heapLimit) heaps", step: step) }
      current = records.count
      addHeap(id)
    }
    currentID = id
    rings = records[current].rings
  }

  /// Notes that a pool is no longer what its image says.
  @inline(__always)
  mutating func touch(_ pool: UnsafeMutablePointer<Pool>, _ index: Int) {
    guard pool.pointee.isDirty == 0 else { return }
    pool.pointee.isDirty = 1
    arenaDirty[index >> 6] = 1
  }

  mutating func note(_ what: Mismatch.What, simulated: UInt64, recorded: UInt64) {
    guard placements == .recorded else { return }
    if what == .placement { totals.placementsDiffering += 1 }
    if what == .arenaObtained || what == .arenaReturned { totals.arenasDiffering += 1 }
    if totals.firstMismatch == nil {
      totals.firstMismatch = Mismatch(step: step, what: what, simulated: simulated, recorded: recorded)
    }
  }
}

/// Arena facts between two steps, at most a few of each.
struct PendingArenas {
  private static let limit = 8
  private(set) var obtained: [UInt64] = []
  private(set) var returned: [UInt64] = []

  @inline(__always)
  var isEmpty: Bool { obtained.isEmpty && returned.isEmpty }

  /// False when there are too many to keep.
  mutating func obtain(_ base: UInt64) -> Bool {
    guard obtained.count < Self.limit else { return false }
    obtained.append(base)
    return true
  }

  mutating func `return`(_ base: UInt64) -> Bool {
    guard returned.count < Self.limit else { return false }
    returned.append(base)
    return true
  }

  mutating func takeObtained() -> UInt64? {
    obtained.isEmpty ? nil : obtained.removeFirst()
  }

  /// Whether the fact was there.
  mutating func takeReturned(_ base: UInt64) -> Bool {
    guard let index = returned.firstIndex(of: base) else { return false }
    returned.remove(at: index)
    return true
  }

  mutating func clear() {
    obtained = []
    returned = []
  }
}
