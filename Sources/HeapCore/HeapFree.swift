extension Heap {
  /// Takes a block back. CPython `pymalloc_free`, Objects/obmalloc.c: it becomes the head of its pool's chain.
  @inline(__always)
  mutating func give(_ found: FoundBlock) {
    let pool = pools.at(found.pool)
    let cell = Int(pool.pointee.slab) &+ found.block
    let size = (Int(pool.pointee.szidx) &+ 1) << 4
    let previous = pool.pointee.free
    totals.liveBlocks -= 1
    totals.liveBytes -= size
    totals.requestedBytes -= size &- Int(slabs.tags[cell] & ~Cell.mem)
    if totals.liveBytes < lowestLiveBytes { lowestLiveBytes = totals.liveBytes }
    slabs.words[cell] = UInt32(previous)
    slabs.tags[cell] = 0
    pool.pointee.free = UInt16(truncatingIfNeeded: found.block &+ 1)
    pool.pointee.count &-= 1
    poolDirty[found.pool] = 1
    if previous == 0 {
      // It was full and in no ring: it serves next.
      turns.insert(.poolWasFull)
      let heap = Int(arenas.at(found.pool >> 6).pointee.heap)
      linkFirst(found.pool, head: records[heap].rings + Int(pool.pointee.szidx))
    } else if pool.pointee.count == 0 {
      turns.insert(.poolEmptied)
      unlink(found.pool)
      giveToArena(found.pool)
    }
  }
}
