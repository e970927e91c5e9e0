extension Heap {
  /// Gets an arena for the current heap. CPython `new_arena`, Objects/obmalloc.c.
  @inline(never)
  mutating func obtainArena() throws(EventError) {
    turns.insert(.newArena)
    let handle: Int
    if let slot = records[current].unused.popLast() {
      handle = Int(slot)
    } else {
      guard arenas.count < Self.arenaLimit else { throw .limit("more than \(Self.arenaLimit) arenas", step: step) }
      handle = addArena(Arena(heap: UInt32(current), index: UInt32(records[current].slots.count)))
      records[current].slots.append(UInt32(handle))
    }
    let base = nextBase()
    let arena = arenas.at(handle)
    // The first pool begins at a multiple of its size: a base that doesn't costs a pool.
    let firstPool = (base + UInt64(rules.poolSize - 1)) & poolMask
    let total = UInt8(AllocatorRules.poolsInArena - (firstPool == base ? 0 : 1))
    arena.pointee.base = base
    arena.pointee.firstPool = firstPool
    arena.pointee.obtainedAt = UInt32(step)
    arena.pointee.freepools = 0
    arena.pointee.next = 0
    arena.pointee.previous = 0
    arena.pointee.total = total
    arena.pointee.nfree = total
    arena.pointee.carved = 0
    arenaDirty[handle] = 1
    map.insert(base: base, handle: handle)
    forgetNearPools()
    records[current].usable = UInt32(handle + 1)
    records[current].lastWithFree[Int(total)] = UInt32(handle + 1)
    noteRadixNodes(base)
    records[current].arenas += 1
    records[current].arenasAllocated += 1
    records[current].arenasHighwater = max(records[current].arenasHighwater, records[current].arenas)
    totals.arenas += 1
    totals.arenasAllocated += 1
    totals.arenasHighwater = max(totals.arenasHighwater, totals.arenas)
    changedArena = handle
    if landmarks.isOpen { landmarks.append(.arenaObtained(base: base, heap: currentID), at: step) }
  }

  /// The recorded base for the arena that is needed now, or one made up.
  private mutating func nextBase() -> UInt64 {
    if placements == .recorded {
      if let base = pending.takeObtained() {
        if isFree(base) { return base }
        note(.arenaObtained, simulated: 0, recorded: base)
      } else {
        note(.arenaObtained, simulated: 0, recorded: 0)
      }
    }
    repeat { synthetic -= UInt64(rules.arenaSize) } while !isFree(synthetic)
    return synthetic
  }

  /// Whether an arena can lie at this base without touching another.
  private mutating func isFree(_ base: UInt64) -> Bool {
    base >= 4096 && base & 4095 == 0 && base < 1 << 62 && arena(near: base) == nil
      && arena(near: base + UInt64(rules.arenaSize - 1)) == nil
  }

  /// Notes which nodes of the radix tree an arena needs. CPython `arena_map_mark_used`, Objects/obmalloc.c 3.10 on.
  private mutating func noteRadixNodes(_ base: UInt64) {
    guard rules.hasRadixTree else { return }
    let tree = RadixTree(rules)
    for address in [base, base + UInt64(rules.arenaSize - 1)] {
      records[current].radixMiddle.insert(address >> tree.middleShift)
      records[current].radixBottom.insert(address >> tree.bottomShift)
    }
  }

  /// Takes a pool from the first usable arena. CPython `allocate_from_new_pool`, Objects/obmalloc.c.
  mutating func takePool() -> Int {
    let handle = Int(records[current].usable) - 1
    let arena = arenas.at(handle)
    let nfree = Int(arena.pointee.nfree)
    // The arena has the fewest free pools of all usable ones and will have fewer still, so that it stays first.
    if Int(records[current].lastWithFree[nfree]) == handle + 1 { records[current].lastWithFree[nfree] = 0 }
    if nfree > 1 { records[current].lastWithFree[nfree - 1] = UInt32(handle + 1) }
    let index: Int
    if arena.pointee.freepools != 0 {
      turns.insert(.poolRecycled)
      index = Int(arena.pointee.freepools) - 1
      arena.pointee.freepools = pools.at(index).pointee.next
    } else {
      turns.insert(.poolCarved)
      let number = Int(arena.pointee.carved)
      index = handle << 6 + number
      pools[index] = .notCarved
      pools.at(index).pointee.page = arena.pointee.firstPool + UInt64(number * rules.poolSize)
      arena.pointee.carved += 1
    }
    arena.pointee.nfree -= 1
    if arena.pointee.nfree == 0 {
      turns.insert(.arenaExhausted)
      let next = arena.pointee.next
      records[current].usable = next
      if next != 0 {
        arenas.at(Int(next) - 1).pointee.previous = 0
        arenaDirty[Int(next) - 1] = 1
      }
    }
    arenaDirty[handle] = 1
    touch(pools.at(index), index)
    return index
  }

  /// Puts an empty pool among its arena's free ones and the arena in its place among the usable ones.
  ///
  /// CPython `insert_to_freepool`, Objects/obmalloc.c (`PyObject_Free` in 3.8).
  @inline(never)
  mutating func giveToArena(_ index: Int) {
    let handle = index >> 6
    let arena = arenas.at(handle)
    let heap = Int(arena.pointee.heap)
    let link = UInt32(handle + 1)
    pools.at(index).pointee.next = arena.pointee.freepools
    arena.pointee.freepools = UInt32(index + 1)
    arenaDirty[handle] = 1
    let before = Int(arena.pointee.nfree)
    let last = records[heap].lastWithFree[before]
    if last == link {
      let previous = arena.pointee.previous
      let sameBefore = previous != 0 && Int(arenas.at(Int(previous) - 1).pointee.nfree) == before
      records[heap].lastWithFree[before] = sameBefore ? previous : 0
    }
    let nfree = before + 1
    arena.pointee.nfree = UInt8(nfree)

    if nfree == Int(arena.pointee.total) {
      // Up to 3.8 a wholly free arena always goes back; later the last usable one stays (bpo-37257).
      if arena.pointee.next != 0 || !rules.keepsLastArena {
        unlinkArena(handle, heap)
        return returnArena(handle, heap)
      }
      turns.insert(.arenaKept)
    }
    if nfree == 1 {
      turns.insert(.arenaUsableAgain)
      let first = records[heap].usable
      arena.pointee.next = first
      arena.pointee.previous = 0
      if first != 0 {
        arenas.at(Int(first) - 1).pointee.previous = link
        arenaDirty[Int(first) - 1] = 1
      }
      records[heap].usable = link
      if records[heap].lastWithFree[1] == 0 { records[heap].lastWithFree[1] = link }
      return
    }
    if records[heap].lastWithFree[nfree] == 0 { records[heap].lastWithFree[nfree] = link }
    if last == link { return }
    // It has more free pools now than the ones after it with as many as before: it moves behind the last of those.
    turns.insert(.arenaMoved)
    unlinkArena(handle, heap)
    let anchor = arenas.at(Int(last) - 1)
    arena.pointee.previous = last
    arena.pointee.next = anchor.pointee.next
    if arena.pointee.next != 0 {
      arenas.at(Int(arena.pointee.next) - 1).pointee.previous = link
      arenaDirty[Int(arena.pointee.next) - 1] = 1
    }
    anchor.pointee.next = link
    arenaDirty[Int(last) - 1] = 1
  }

  private mutating func unlinkArena(_ handle: Int, _ heap: Int) {
    let arena = arenas.at(handle).pointee
    if arena.previous == 0 {
      records[heap].usable = arena.next
    } else {
      arenas.at(Int(arena.previous) - 1).pointee.next = arena.next
      arenaDirty[Int(arena.previous) - 1] = 1
    }
    if arena.next != 0 {
      arenas.at(Int(arena.next) - 1).pointee.previous = arena.previous
      arenaDirty[Int(arena.next) - 1] = 1
    }
  }

  /// Gives an arena back to the system; its slot is the next to be used.
  private mutating func returnArena(_ handle: Int, _ heap: Int) {
    turns.insert(.arenaReturned)
    let base = arenas.at(handle).pointee.base
    if placements == .recorded, !pending.takeReturned(base) { note(.arenaReturned, simulated: base, recorded: 0) }
    vacate(handle)
    records[heap].unused.append(UInt32(handle))
    records[heap].arenas -= 1
    totals.arenas -= 1
    changedArena = handle
    if landmarks.isOpen { landmarks.append(.arenaReturned(base: base, heap: records[heap].id), at: step) }
  }

  /// Empties an arena's slot.
  private mutating func vacate(_ handle: Int) {
    let arena = arenas.at(handle)
    map.remove(base: arena.pointee.base)
    forgetNearPools()
    for index in handle << 6..<(handle + 1) << 6 {
      release(index)
      pools[index] = .notCarved
    }
    arena.pointee.base = 0
    arena.pointee.freepools = 0
    arena.pointee.next = 0
    arena.pointee.previous = 0
    arena.pointee.nfree = 0
    arena.pointee.carved = 0
    arenaDirty[handle] = 1
  }

  /// Gives all arenas of the current heap back and begins it anew, as the end of an interpreter with its own heap does.
  ///
  /// CPython `free_obmalloc_arenas`, Objects/obmalloc.c 3.12 on.
  mutating func destroyHeap() {
    for slot in records[current].slots where arenas[Int(slot)].base != 0 {
      for pool in pools.slice(Int(slot) << 6, 64) where pool.count > 0 {
        totals.smallFrees += Int(pool.count)
        totals.liveBytes -= Int(pool.count) * rules.blockSize(Int(pool.szidx))
        let cells = slabs.run(pool.slab, Int(pool.carved))
        for block in 0..<Int(pool.carved) where cells.words[block] & Cell.live != 0 {
          totals.slackBytes -= Int(cells.tags[block] & ~Cell.mem)
        }
      }
      let base = arenas[Int(slot)].base
      _ = pending.takeReturned(base)
      vacate(Int(slot))
      totals.arenas -= 1
      if landmarks.isOpen { landmarks.append(.arenaReturned(base: base, heap: currentID), at: step) }
    }
    lowestLiveBytes = min(lowestLiveBytes, totals.liveBytes)
    for sizeClass in 0..<AllocatorRules.sizeClassCount {
      let head = rings + sizeClass
      pools.at(head).pointee.next = UInt32(head + 1)
      pools.at(head).pointee.previous = UInt32(head + 1)
      touch(pools.at(head), head)
    }
    records[current].usable = 0
    records[current].lastWithFree = HeapRecord(id: 0, rings: 0).lastWithFree
    records[current].unused = records[current].slots.reversed()
    records[current].arenas = 0
    records[current].arenasAllocated = 0
    records[current].arenasHighwater = 0
    records[current].radixMiddle = []
    records[current].radixBottom = []
  }
}
