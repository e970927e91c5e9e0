extension Heap {
  /// Takes a block back. CPython `pymalloc_free`, Objects/obmalloc.c: it becomes the head of its pool's chain.
  @inline(__always)
  mutating func give(_ found: FoundBlock) {
    let pool = pools.at(found.pool)
    let cell = slabs.at(Int(pool.pointee.slab) &+ found.block)
    let size = (Int(pool.pointee.szidx) &+ 1) << 4
    let previous = pool.pointee.free
    totals.smallFrees &+= 1
    totals.liveBytes &-= size
    totals.slackBytes &-= Int(cell.tag.pointee & ~Cell.mem)
    if totals.liveBytes < lowestLiveBytes { lowestLiveBytes = totals.liveBytes }
    cell.word.pointee = UInt32(previous)
    pool.pointee.free = UInt16(truncatingIfNeeded: found.block &+ 1)
    pool.pointee.count &-= 1
    touch(pool, found.pool)
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
