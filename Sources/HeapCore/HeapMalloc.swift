extension Heap {
  /// Hands out a block. CPython `pymalloc_alloc`, Objects/obmalloc.c: the front pool of the ring, its first free block.
  @inline(__always)
  mutating func take(_ sizeClass: Int, tag: UInt8) throws(EventError) -> FoundBlock {
    let head = rings &+ sizeClass
    let index = Int(pools.at(head).pointee.next) &- 1
    guard index != head else { return try takeFromNewPool(sizeClass, tag: tag) }
    let pool = pools.at(index)
    pool.pointee.count &+= 1
    let block = Int(pool.pointee.free) &- 1
    let cell = Int(pool.pointee.slab) &+ block
    let link = slabs.words[cell]
    pool.pointee.free = UInt16(truncatingIfNeeded: link)
    fill(cell, tag)
    poolDirty[index] = 1
    if link == 0 { extend(index) }
    return FoundBlock(pool: index, block: block)
  }

  @inline(__always)
  private func fill(_ cell: Int, _ tag: UInt8) {
    slabs.words[cell] = Cell.live | UInt32(truncatingIfNeeded: step)
    slabs.tags[cell] = tag
  }

  /// Carves the next block of a pool whose chain ran out, or lets the full pool leave its ring.
  ///
  /// CPython `pymalloc_pool_extend`, Objects/obmalloc.c: exactly one block ahead.
  @inline(__always)
  private mutating func extend(_ index: Int) {
    let pool = pools.at(index)
    if pool.pointee.carved < pool.pointee.capacity {
      let next = pool.pointee.carved
      let cell = Int(pool.pointee.slab) &+ Int(next)
      slabs.words[cell] = 0
      slabs.tags[cell] = 0
      pool.pointee.carved = next &+ 1
      pool.pointee.free = next &+ 1
      turns.insert(.nextBlockCarved)
    } else {
      unlink(index)
      turns.insert(.poolFilled)
    }
  }

  /// Takes a pool out of its ring; its own links stay as they were, as CPython's do.
  mutating func unlink(_ index: Int) {
    let pool = pools.at(index)
    let next = Int(pool.pointee.next) &- 1
    let previous = Int(pool.pointee.previous) &- 1
    pools.at(previous).pointee.next = UInt32(next &+ 1)
    pools.at(next).pointee.previous = UInt32(previous &+ 1)
    poolDirty[previous] = 1
    poolDirty[next] = 1
  }

  /// Puts a pool at the front of a ring. CPython `insert_to_usedpool`, Objects/obmalloc.c.
  mutating func linkFirst(_ index: Int, head: Int) {
    let first = Int(pools.at(head).pointee.next) &- 1
    let pool = pools.at(index)
    pool.pointee.next = UInt32(first &+ 1)
    pool.pointee.previous = UInt32(head &+ 1)
    pools.at(head).pointee.next = UInt32(index &+ 1)
    pools.at(first).pointee.previous = UInt32(index &+ 1)
    poolDirty[index] = 1
    poolDirty[head] = 1
    poolDirty[first] = 1
  }

  /// Hands out a block when the ring is empty. CPython `allocate_from_new_pool`, Objects/obmalloc.c.
  @inline(never)
  private mutating func takeFromNewPool(_ sizeClass: Int, tag: UInt8) throws(EventError) -> FoundBlock {
    turns.insert(.newPool)
    if records[current].usable == 0 { try obtainArena() }
    let index = takePool()
    let pool = pools.at(index)
    linkFirst(index, head: rings + sizeClass)
    pool.pointee.count = 1
    if Int(pool.pointee.szidx) == sizeClass {
      // The pool served this class before: header and chain are still right.
      turns.insert(.sameClassAgain)
      let block = Int(pool.pointee.free) - 1
      let cell = Int(pool.pointee.slab) + block
      pool.pointee.free = UInt16(truncatingIfNeeded: slabs.words[cell])
      fill(cell, tag)
      return FoundBlock(pool: index, block: block)
    }
    try prepare(index, sizeClass)
    fill(Int(pool.pointee.slab), tag)
    return FoundBlock(pool: index, block: 0)
  }

  /// Writes a pool's header for a class: block 0 is about to be handed out, block 1 is the chain.
  private mutating func prepare(_ index: Int, _ sizeClass: Int) throws(EventError) {
    let pool = pools.at(index)
    try reserve(index, sizeClass)
    pool.pointee.szidx = UInt8(sizeClass)
    pool.pointee.capacity = capacities[sizeClass]
    pool.pointee.carved = 2
    pool.pointee.free = 2
    slabs.words[Int(pool.pointee.slab) + 1] = 0
    slabs.tags[Int(pool.pointee.slab) + 1] = 0
  }

  /// Gives a pool the cells that its new class needs.
  @inline(__always)
  func slabClass(_ index: Int) -> Int? {
    let pool = pools.at(index)
    return pool.pointee.slab == Pool.noSlab ? nil : Int(pool.pointee.szidx)
  }

  mutating func reserve(_ index: Int, _ sizeClass: Int) throws(EventError) {
    let pool = pools.at(index)
    release(index)
    guard let slab = slabs.take(sizeClass, capacity: Int(capacities[sizeClass])) else {
      throw .limit("room for more than \(Self.blockLimit) blocks", step: step)
    }
    pool.pointee.slab = slab
  }

  /// Takes a pool's cells back.
  mutating func release(_ index: Int) {
    let pool = pools.at(index)
    if let old = slabClass(index) { slabs.give(pool.pointee.slab, old) }
    pool.pointee.slab = Pool.noSlab
  }
}
