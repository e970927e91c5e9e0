import Synchronization

/// About how many bytes all snapshots take together, each shared part counted once.
private let snapshotBytes = Atomic<Int>(0)

/// An unchanging copy of a moment of a heap; what didn't change is shared with the copies before.
public final class Snapshot: Sendable {
  /// About how many bytes all snapshots in the process take, what they share counted once.
  public static var bytesInUse: Int { snapshotBytes.load(ordering: .relaxed) }

  static func count(bytes: Int) { snapshotBytes.add(bytes, ordering: .relaxed) }

  /// The moment.
  public let step: Int
  /// The sums at the moment.
  public let totals: HeapTotals
  /// About how many bytes this copy added to the ones before it.
  public let addedBytes: Int

  let rules: AllocatorRules
  let placements: Placements
  let arenas: [ArenaImage]
  let records: [HeapRecord]
  let current: Int
  let raw: AddressTableImage
  let translation: AddressTableImage
  let pending: PendingArenas
  let synthetic: UInt64

  init(
    _ heap: borrowing Heap, addedBytes: Int, arenas: [ArenaImage], raw: AddressTableImage,
    translation: AddressTableImage
  ) {
    step = heap.step
    totals = heap.totals
    self.addedBytes = addedBytes
    rules = heap.rules
    placements = heap.placements
    self.arenas = arenas
    records = heap.records
    current = heap.current
    self.raw = raw
    self.translation = translation
    pending = heap.pending
    synthetic = heap.synthetic
  }
}

/// An unchanging copy of an arena's slot, or of the heads of a heap's rings.
final class ArenaImage: Sendable {
  let arena: Arena
  let pools: [PoolImage]

  init(arena: Arena, pools: [PoolImage]) {
    self.arena = arena
    self.pools = pools
    snapshotBytes.add(Self.bytes, ordering: .relaxed)
  }

  deinit {
    snapshotBytes.subtract(Self.bytes, ordering: .relaxed)
  }

  private static let bytes = 64 * 8 + 160
}

/// An unchanging copy of a pool: its header and the cells of the blocks that were carved.
final class PoolImage: Sendable {
  let header: Pool
  let cells: CellImage

  init(header: Pool, cells: CellImage) {
    self.header = header
    self.cells = cells
    snapshotBytes.add(bytes, ordering: .relaxed)
  }

  deinit {
    snapshotBytes.subtract(bytes, ordering: .relaxed)
  }

  var bytes: Int { 80 + cells.bytes }

  static let notCarved = PoolImage(header: .notCarved, cells: .none)
}

extension Heap {
  /// Copies the present moment; pools that didn't change since the last snapshot or restore are shared.
  ///
  /// Costs a look at a byte for each pool and a copy of those that changed.
  public mutating func snapshot() -> Snapshot {
    var bytes = 1024
    var images: [ArenaImage] = []
    images.reserveCapacity(arenas.count)
    for handle in 0..<arenas.count { images.append(image(of: handle, addingTo: &bytes)) }
    bytes += 8 * images.count
    loaded = images
    let raw = raw.image(addingTo: &bytes)
    let translation = translation.image(addingTo: &bytes)
    return Snapshot(self, addedBytes: bytes, arenas: images, raw: raw, translation: translation)
  }

  private func image(of handle: Int, addingTo bytes: inout Int) -> ArenaImage {
    let old = loaded[handle]
    if let old, arenaDirty[handle] == 0 { return old }
    var images: [PoolImage] = []
    images.reserveCapacity(64)
    for number in 0..<64 {
      let pool = pools.at(handle << 6 + number)
      if let old, pool.pointee.isDirty == 0 {
        images.append(old.pools[number])
      } else {
        pool.pointee.isDirty = 0
        images.append(image(of: pool.pointee, addingTo: &bytes))
      }
    }
    arenaDirty[handle] = 0
    bytes += 64 * 8 + 128
    return ArenaImage(arena: arenas[handle], pools: images)
  }

  private func image(of pool: Pool, addingTo bytes: inout Int) -> PoolImage {
    if pool.carved == 0, pool.next == 0, pool.previous == 0, pool.page == 0 { return .notCarved }
    let carved = Int(pool.carved)
    bytes += 160 + 5 * carved
    guard carved > 0 else { return PoolImage(header: pool, cells: .none) }
    let cells = slabs.run(pool.slab, carved)
    return PoolImage(header: pool, cells: CellImage(words: cells.words, tags: cells.tags))
  }

  /// Goes back or forward to the moment of a snapshot, taken of this heap or of another of the same trace.
  ///
  /// Copies only the pools that differ.
  public mutating func restore(_ snapshot: Snapshot) {
    precondition(snapshot.rules == rules && snapshot.placements == placements, "a snapshot of another trace")
    for handle in snapshot.arenas.count..<max(arenas.count, snapshot.arenas.count) { clear(handle) }
    if arenas.count > snapshot.arenas.count { truncate(to: snapshot.arenas.count) }
    while arenas.count < snapshot.arenas.count { _ = addArena(Arena()) }
    // All arenas that go leave the map before others come, since they may have the same place.
    for (handle, image) in snapshot.arenas.enumerated() where arenas[handle].base != image.arena.base {
      if arenas[handle].base != 0 { map.remove(base: arenas[handle].base) }
    }
    for (handle, image) in snapshot.arenas.enumerated() { restore(handle, image) }
    loaded = snapshot.arenas
    records = snapshot.records
    current = snapshot.current
    currentID = records[current].id
    rings = records[current].rings
    raw.restore(snapshot.raw)
    translation.restore(snapshot.translation)
    pending = snapshot.pending
    hasPending = !pending.isEmpty
    isPlain = !hasPending && translation.count == 0
    synthetic = snapshot.synthetic
    totals = snapshot.totals
    step = snapshot.step
    forgetNearPools()
    resetPeaks()
  }

  private mutating func restore(_ handle: Int, _ image: ArenaImage) {
    let old = loaded[handle]
    if old === image, arenaDirty[handle] == 0 { return }
    if arenas[handle].base != image.arena.base, image.arena.base != 0 {
      map.insert(base: image.arena.base, handle: handle)
    }
    arenas[handle] = image.arena
    arenaDirty[handle] = 0
    for number in 0..<64 {
      let index = handle << 6 + number
      if let old, pools.at(index).pointee.isDirty == 0, old.pools[number] === image.pools[number] { continue }
      restore(index, image.pools[number])
    }
  }

  private mutating func restore(_ index: Int, _ image: PoolImage) {
    let target = image.header
    let hadClass = slabClass(index)
    if target.carved == 0 {
      release(index)
      pools[index] = target
      pools.at(index).pointee.slab = Pool.noSlab
      pools.at(index).pointee.isDirty = 0
      return
    }
    var slab = pools[index].slab
    if hadClass != Int(target.szidx) {
      release(index)
      guard let taken = slabs.take(Int(target.szidx), capacity: Int(target.capacity)) else {
        preconditionFailure("a snapshot holds more blocks than a heap can")
      }
      slab = taken
    }
    pools[index] = target
    pools.at(index).pointee.slab = slab
    pools.at(index).pointee.isDirty = 0
    let cells = slabs.run(slab, image.cells.count)
    image.cells.unpack(into: cells.words, tags: cells.tags)
  }

  private mutating func clear(_ handle: Int) {
    if arenas[handle].base != 0 { map.remove(base: arenas[handle].base) }
    for index in handle << 6..<(handle + 1) << 6 { release(index) }
  }

  private mutating func truncate(to count: Int) {
    arenas.shrink(to: count)
    arenaDirty.shrink(to: count)
    pools.shrink(to: count << 6)
    loaded.removeSubrange(count...)
  }
}
