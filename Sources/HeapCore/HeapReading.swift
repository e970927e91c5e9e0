extension Heap {
  /// The numbers of the heaps that requests went to so far; 0 is the main interpreter's.
  public var heaps: [UInt32] { records.map(\.id) }

  /// Handles of a heap's arena slots in the order of CPython's `arenas[]`, those included whose arena went back.
  public func arenaSlots(of heap: UInt32) -> [Int] {
    record(heap)?.slots.map { Int($0) } ?? []
  }

  /// Handles of all arenas that are held, in all heaps, in the order of their slots.
  public var heldArenas: [Int] {
    records.flatMap { $0.slots.map { Int($0) } }.filter { arenas[$0].base != 0 }
  }

  /// Handles of a heap's usable arenas, the one to take pools from first. CPython `usable_arenas`.
  public func usableArenas(of heap: UInt32) -> [Int] {
    guard let record = record(heap) else { return [] }
    var result: [Int] = []
    var link = record.usable
    while link != 0 {
      result.append(Int(link) - 1)
      link = arenas[Int(link) - 1].next
    }
    return result
  }

  /// Whether a handle names an arena slot.
  public func isArena(_ handle: Int) -> Bool {
    handle > 0 && handle < arenas.count && arenas[handle].isRings == 0
  }

  /// What the arena with this handle is; the handle must be one of a slot.
  public func arena(_ handle: Int) -> ArenaInfo {
    precondition(isArena(handle), "no such arena")
    let arena = arenas[handle]
    var blocks = 0
    var bytes = 0
    for pool in pools.slice(handle << 6, 64) where pool.count > 0 {
      blocks += Int(pool.count)
      bytes += Int(pool.count) * rules.blockSize(Int(pool.szidx))
    }
    return ArenaInfo(
      heap: records[Int(arena.heap)].id, index: Int(arena.index), base: arena.base == 0 ? nil : arena.base,
      firstPool: arena.firstPool, poolCount: Int(arena.total), carvedPools: Int(arena.carved),
      freePools: Int(arena.nfree), liveBlocks: blocks, usedBytes: bytes, obtainedAt: Int(arena.obtainedAt))
  }

  /// The arena's empty pools in the order in which they are used again. CPython `freepools`.
  public func freePools(of handle: Int) -> [Int] {
    precondition(isArena(handle), "no such arena")
    var result: [Int] = []
    var link = arenas[handle].freepools
    while link != 0 {
      result.append(Int(link - 1) & 63)
      link = pools[Int(link) - 1].next
    }
    return result
  }

  /// What a pool is; the arena must be held and the pool one of its.
  public func pool(_ reference: PoolRef) -> PoolInfo {
    let pool = pools[index(reference)]
    let size = pool.carved == 0 ? 0 : rules.blockSize(Int(pool.szidx))
    let state: PoolState =
      pool.carved == 0 ? .notCarved : pool.count == 0 ? .empty : pool.free == 0 ? .full : .used
    let address = arenas[reference.arena].firstPool + UInt64(reference.pool * rules.poolSize)
    return PoolInfo(
      state: state, address: address, sizeClass: pool.carved == 0 ? nil : Int(pool.szidx), count: Int(pool.count),
      capacity: Int(pool.capacity), carved: Int(pool.carved), freeblock: pool.free == 0 ? nil : Int(pool.free) - 1,
      nextoffset: pool.carved == 0 ? 0 : AllocatorRules.poolHeaderSize + Int(pool.carved) * size,
      maxnextoffset: pool.carved == 0 ? 0 : rules.poolSize - size,
      szidx: pool.carved == 0 ? 0xFFFF : Int(pool.szidx), next: link(pool.next), previous: link(pool.previous))
  }

  /// The address of a block.
  public func address(of block: BlockRef) -> UInt64 {
    let pool = pools[index(block.poolRef)]
    precondition(pool.carved != 0 && block.block >= 0 && block.block < Int(pool.capacity), "no such block")
    return pool.page + UInt64(AllocatorRules.poolHeaderSize + block.block * rules.blockSize(Int(pool.szidx)))
  }

  /// What a block is; it must be one of a pool that was carved.
  public func block(_ reference: BlockRef) -> BlockState {
    let pool = pools[index(reference.poolRef)]
    precondition(pool.carved != 0 && reference.block >= 0 && reference.block < Int(pool.capacity), "no such block")
    guard reference.block < Int(pool.carved) else { return .notCarved }
    let cell = slabs.at(Int(pool.slab) + reference.block)
    return blockState(cell.word.pointee, cell.tag.pointee, Int(pool.szidx))
  }

  /// What all blocks of a pool are, in the order of their addresses; none for a pool that was never carved.
  public func blocks(of reference: PoolRef) -> [BlockState] {
    let pool = pools[index(reference)]
    guard pool.carved != 0 else { return [] }
    let cells = slabs.run(pool.slab, Int(pool.carved))
    return (0..<Int(pool.capacity)).map { block in
      block < Int(pool.carved) ? blockState(cells.words[block], cells.tags[block], Int(pool.szidx)) : .notCarved
    }
  }

  /// A pool's free blocks in the order in which they are handed out. CPython `freeblock` and what it leads to.
  public func freeChain(of reference: PoolRef) -> [Int] {
    let pool = pools[index(reference)]
    var result: [Int] = []
    var link = UInt32(pool.free)
    while link != 0, result.count <= Int(pool.capacity) {
      result.append(Int(link) - 1)
      link = slabs.at(Int(pool.slab) + Int(link) - 1).word.pointee & 0xFFFF
    }
    return result
  }

  /// The pools in the ring of a class, the one that serves next first. CPython `usedpools`.
  public func ring(heap: UInt32, sizeClass: Int) -> [PoolRef] {
    precondition(sizeClass >= 0 && sizeClass < AllocatorRules.sizeClassCount, "no such size class")
    guard let record = record(heap) else { return [] }
    var result: [PoolRef] = []
    let head = record.rings + sizeClass
    var index = Int(pools[head].next) - 1
    while index != head {
      result.append(PoolRef(arena: index >> 6, pool: index & 63))
      index = Int(pools[index].next) - 1
    }
    return result
  }

  /// What lies at an address of the simulation, nil outside all arenas and malloc's blocks.
  public func locate(_ address: UInt64) -> Place? {
    guard let handle = arena(near: address) else { return rawPlace(address) }
    let arena = arenas[handle]
    guard address >= arena.firstPool else { return .arena(handle) }
    let number = Int((address - arena.firstPool) >> poolShift)
    guard number < Int(arena.total) else { return .arena(handle) }
    let reference = PoolRef(arena: handle, pool: number)
    let pool = pools[index(reference)]
    let offset = Int(address & ~poolMask) - AllocatorRules.poolHeaderSize
    guard pool.carved != 0, offset >= 0 else { return .pool(reference) }
    let block = offset / rules.blockSize(Int(pool.szidx))
    return block < Int(pool.capacity) ? .block(BlockRef(arena: handle, pool: number, block: block)) : .pool(reference)
  }

  /// What the trace calls this address at this moment: where the simulation differs, the simulation's place.
  public func locate(recorded address: UInt64) -> Place? {
    locate(translation[address]?.value ?? address)
  }

  /// The block that malloc gave at exactly this address.
  public func rawBlock(_ address: UInt64) -> RawBlock? {
    address == 0 ? nil : raw[address].map(RawBlock.init)
  }

  /// Calls `body` for each live block that malloc gave, in no particular order.
  public func forEachRaw(_ body: (RawBlock) -> Void) {
    raw.visit { body(RawBlock($0)) }
  }

  private func rawPlace(_ address: UInt64) -> Place? {
    address != 0 && raw[address] != nil ? .raw(address) : nil
  }

  private func record(_ heap: UInt32) -> HeapRecord? {
    records.first { $0.id == heap }
  }

  private func index(_ reference: PoolRef) -> Int {
    precondition(isArena(reference.arena) && reference.pool >= 0 && reference.pool < 64, "no such pool")
    return reference.arena << 6 + reference.pool
  }

  private func link(_ link: UInt32) -> PoolLink {
    guard link != 0 else { return .null }
    let index = Int(link) - 1
    guard arenas[index >> 6].isRings == 0 else { return .usedpools(sizeClass: index & 63) }
    return .pool(PoolRef(arena: index >> 6, pool: index & 63))
  }

  private func blockState(_ word: UInt32, _ tag: UInt8, _ sizeClass: Int) -> BlockState {
    guard word & Cell.live != 0 else { return word & Cell.ghost != 0 ? .ghost : .free }
    return .used(
      since: Int(word & ~Cell.live), size: rules.blockSize(sizeClass) - Int(tag & ~Cell.mem),
      domain: tag & Cell.mem != 0 ? .mem : .obj)
  }
}

extension RawBlock {
  init(_ entry: AddressEntry) {
    self.init(
      address: entry.address, size: entry.value, since: Int(entry.step), domain: Domain(rawValue: entry.domain) ?? .raw)
  }
}
