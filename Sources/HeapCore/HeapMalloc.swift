extension Heap {
  /// Hands out a block and says its address. CPython `pymalloc_alloc`, Objects/obmalloc.c: the front pool of the ring,
  /// its first free block.
  @inline(__always)
  mutating func take(_ sizeClass: Int, tag: UInt8) throws(EventError) -> UInt64 {
    let head = rings &+ sizeClass
    let index = Int(pools.at(head).pointee.next) &- 1
    guard index != head else { return try takeFromNewPool(sizeClass, tag: tag) }
    let pool = pools.at(index)
    let block = Int(pool.pointee.free) &- 1
    let cell = slabs.at(Int(pool.pointee.slab) &+ block)
    let link = UInt16(truncatingIfNeeded: cell.word.pointee)
    cell.word.pointee = Cell.live | UInt32(truncatingIfNeeded: step)
    cell.tag.pointee = tag
    pool.pointee.count &+= 1
    pool.pointee.free = link
    touch(pool, index)
    if link == 0 { extend(pool, index) }
    return pool.pointee.page &+ UInt64(bitPattern: Int64(48 &+ block &* ((sizeClass &+ 1) << 4)))
  }

  /// Carves the next block of a pool whose chain ran out, or lets the full pool leave its ring.
  ///
  /// CPython `pymalloc_pool_extend`, Objects/obmalloc.c: exactly one block ahead.
  @inline(__always)
  private mutating func extend(_ pool: UnsafeMutablePointer<Pool>, _ index: Int) {
    let next = pool.pointee.carved
    if next < pool.pointee.capacity {
      slabs.at(Int(pool.pointee.slab) &+ Int(next)).word.pointee = 0
      pool.pointee.carved = next &+ 1
      pool.pointee.free = next &+ 1
    } else {
      unlink(index)
    }
  }

  /// The turns that taking a block from the ring's front pool would bring; the loop has no time to note them.
  func turnsOfTaking(_ sizeClass: Int) -> Turns {
    let head = rings + sizeClass
    let index = Int(pools[head].next) - 1
    guard index != head else { return [] }
    let pool = pools[index]
    let word = slabs.at(Int(pool.slab) + Int(pool.free) - 1).word.pointee
    guard UInt16(truncatingIfNeeded: word) == 0 else { return [] }
    return pool.carved < pool.capacity ? .nextBlockCarved : .poolFilled
  }

  /// Takes a pool out of its ring; its own links stay as they were, as CPython's do.
  mutating func unlink(_ index: Int) {
    let pool = pools.at(index)
    let next = Int(pool.pointee.next) &- 1
    let previous = Int(pool.pointee.previous) &- 1
    pools.at(previous).pointee.next = UInt32(next &+ 1)
    pools.at(next).pointee.previous = UInt32(previous &+ 1)
    touch(pools.at(previous), previous)
    touch(pools.at(next), next)
  }

  /// Puts a pool at the front of a ring. CPython `insert_to_usedpool`, Objects/obmalloc.c.
  mutating func linkFirst(_ index: Int, head: Int) {
    let first = Int(pools.at(head).pointee.next) &- 1
    let pool = pools.at(index)
    pool.pointee.next = UInt32(first &+ 1)
    pool.pointee.previous = UInt32(head &+ 1)
    pools.at(head).pointee.next = UInt32(index &+ 1)
    pools.at(first).pointee.previous = UInt32(index &+ 1)
    touch(pool, index)
    touch(pools.at(head), head)
    touch(pools.at(first), first)
  }

  /// Hands out a block when the ring is empty. CPython `allocate_from_new_pool`, Objects/obmalloc.c.
  @inline(never)
  private mutating func takeFromNewPool(_ sizeClass: Int, tag: UInt8) throws(EventError) -> UInt64 {
    turns.insert(.newPool)
    if records[current].usable == 0 { try obtainArena() }
    let index = takePool()
    let pool = pools.at(index)
    linkFirst(index, head: rings + sizeClass)
    pool.pointee.count = 1
    var block = 0
    if Int(pool.pointee.szidx) == sizeClass {
      // The pool served this class before: header and chain are still right.
      turns.insert(.sameClassAgain)
      block = Int(pool.pointee.free) - 1
      pool.pointee.free = UInt16(truncatingIfNeeded: slabs.at(Int(pool.pointee.slab) + block).word.pointee)
    } else {
      try prepare(index, sizeClass)
    }
    let cell = slabs.at(Int(pool.pointee.slab) + block)
    cell.word.pointee = Cell.live | UInt32(truncatingIfNeeded: step)
    cell.tag.pointee = tag
    return pool.pointee.page + UInt64(48 + block * rules.blockSize(sizeClass))
  }

  /// Writes a pool's header for a class: block 0 is about to be handed out, block 1 is the chain.
  private mutating func prepare(_ index: Int, _ sizeClass: Int) throws(EventError) {
    let pool = pools.at(index)
    try reserve(index, sizeClass)
    pool.pointee.szidx = UInt8(sizeClass)
    pool.pointee.capacity = capacities[sizeClass]
    pool.pointee.reciprocal = UInt16(32768 / (sizeClass + 1) + 1)
    pool.pointee.carved = 2
    pool.pointee.free = 2
    slabs.at(Int(pool.pointee.slab) + 1).word.pointee = 0
  }

  /// The class for which a pool has cells.
  @inline(__always)
  func slabClass(_ index: Int) -> Int? {
    let pool = pools.at(index)
    return pool.pointee.slab == Pool.noSlab ? nil : Int(pool.pointee.szidx)
  }

  /// Gives a pool the cells that its new class needs.
  private mutating func reserve(_ index: Int, _ sizeClass: Int) throws(EventError) {
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
