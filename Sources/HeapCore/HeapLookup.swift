/// A block in the simulation's own terms.
struct FoundBlock {
  /// The pool's index.
  var pool: Int
  var block: Int
}

/// A pool that was looked up before.
struct NearPool {
  var page: UInt64
  /// The pool's index.
  var pool: Int
}

extension Heap {
  /// The arena that covers an address. CPython `address_in_range`, Objects/obmalloc.c.
  @inline(__always)
  func arena(near address: UInt64) -> Int? {
    let (beginning, ending) = map.arenas(near: address)
    let size = UInt64(rules.arenaSize)
    if beginning != 0, address &- arenas[beginning].base < size { return beginning }
    if ending != 0, address &- arenas[ending].base < size { return ending }
    return nil
  }

  /// The block in use that begins at an address.
  @inline(__always)
  mutating func liveBlock(_ address: UInt64) -> FoundBlock? {
    let page = address & poolMask
    let near = nearPools.at(Int(truncatingIfNeeded: page &>> poolShift) & 255)
    let index: Int
    if near.pointee.page == page {
      index = near.pointee.pool
    } else {
      guard let found = pool(at: page) else { return nil }
      index = found
      near.pointee = NearPool(page: page, pool: index)
    }
    let pool = pools.at(index)
    let offset = address &- page
    let sizeClass = UInt64(pool.pointee.szidx)
    // Dividing units (up to 1021) by the block's, by a product: exact, since 32768 / 32 > 1021. What lies before the
    // first block becomes a number far above any block's; a pool that isn't carved has no blocks.
    let block = ((offset >> 4 &- 3) &* UInt64(pool.pointee.reciprocal)) >> 15
    guard block < UInt64(pool.pointee.carved), block &* ((sizeClass &+ 1) << 4) &+ 48 == offset,
      slabs.at(Int(pool.pointee.slab) &+ Int(block)).word.pointee & Cell.live != 0
    else { return nil }
    return FoundBlock(pool: index, block: Int(block))
  }

  /// The pool at a page.
  @inline(never)
  private mutating func pool(at page: UInt64) -> Int? {
    guard let handle = arena(near: page) else { return nil }
    let number = (page &- arenas[handle].firstPool) >> poolShift
    return number < UInt64(arenas[handle].total) ? handle << 6 + Int(number) : nil
  }

  /// Forgets which pages belong to which pools.
  mutating func forgetNearPools() {
    // No pool lies at the last page of all.
    for near in 0..<256 { nearPools[near] = NearPool(page: .max, pool: 0) }
  }
}
