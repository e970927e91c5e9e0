/// What should never be: the rule that the heap's state breaks.
public struct InvariantError: Error, Hashable, Sendable {
  /// One sentence.
  public let message: String
}

extension Heap {
  /// Checks everything that always holds between rings, pools, arenas, chains and sums. Costs a look at each block.
  ///
  /// - Throws: `InvariantError` for the first rule that is broken.
  public func checkInvariants() throws(InvariantError) {
    var sums = Sums()
    for place in records.indices { try check(place, &sums) }
    try require(sums.blocks == totals.liveBlocks, "the sum of live blocks is \(sums.blocks), not \(totals.liveBlocks)")
    try require(sums.bytes == totals.liveBytes, "the sum of live bytes is \(sums.bytes), not \(totals.liveBytes)")
    try require(
      sums.requested == totals.requestedBytes,
      "the sum of requested bytes is \(sums.requested), not \(totals.requestedBytes)")
    try require(sums.arenas == totals.arenas, "\(sums.arenas) arenas are held, not \(totals.arenas)")
    var rawBytes: UInt64 = 0
    var rawBlocks = 0
    forEachRaw { block in
      rawBytes &+= block.size
      rawBlocks += 1
    }
    try require(rawBlocks == totals.rawBlocks && rawBlocks == raw.count, "the count of raw blocks is wrong")
    try require(rawBytes == totals.rawBytes, "the sum of raw bytes is wrong")
  }

  private struct Sums {
    var blocks = 0
    var bytes = 0
    var requested = 0
    var arenas = 0
  }

  private func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(InvariantError) {
    guard condition else { throw InvariantError(message: message()) }
  }

  private func check(_ place: Int, _ sums: inout Sums) throws(InvariantError) {
    let record = records[place]
    var inRing: Set<Int> = []
    for sizeClass in 0..<AllocatorRules.sizeClassCount { try checkRing(place, sizeClass, &inRing) }
    var usable: Set<Int> = []
    try checkUsable(record, &usable)
    var held = 0
    for (index, slot) in record.slots.enumerated() {
      let handle = Int(slot)
      let arena = arenas[handle]
      try require(Int(arena.heap) == place && Int(arena.index) == index, "arena slot \(handle) has lost its heap")
      guard arena.base != 0 else {
        try require(record.unused.contains(slot), "the empty arena slot \(handle) is lost")
        continue
      }
      held += 1
      try require(!record.unused.contains(slot), "the arena slot \(handle) counts as unused")
      try require(self.arena(near: arena.base) == handle, "arena \(handle) isn't found by its first address")
      let last = arena.base + UInt64(rules.arenaSize - 1)
      try require(self.arena(near: last) == handle, "arena \(handle) isn't found by its last address")
      try require(usable.contains(handle) == (arena.nfree > 0), "arena \(handle) is usable or not, wrongly")
      try checkPools(handle, arena, inRing, &sums)
    }
    try require(held == record.arenas, "heap \(record.id) holds \(held) arenas, not \(record.arenas)")
    sums.arenas += held
  }

  private func checkRing(_ place: Int, _ sizeClass: Int, _ inRing: inout Set<Int>) throws(InvariantError) {
    let head = records[place].rings + sizeClass
    var index = head
    repeat {
      let next = Int(pools[index].next) - 1
      try require(Int(pools[next].previous) - 1 == index, "the ring of class \(sizeClass) is torn at pool \(next)")
      index = next
      guard index != head else { break }
      let pool = pools[index]
      try require(Int(pool.szidx) == sizeClass, "pool \(index) is in the ring of another class")
      try require(pool.count > 0 && pool.count < pool.capacity, "pool \(index) is in a ring but isn't partly used")
      try require(Int(arenas[index >> 6].heap) == place, "pool \(index) is in a ring of another heap")
      try require(inRing.insert(index).inserted, "pool \(index) is in two rings")
    } while true
  }

  private func checkUsable(_ record: HeapRecord, _ usable: inout Set<Int>) throws(InvariantError) {
    var last = [UInt32](repeating: 0, count: 65)
    var link = record.usable
    var previous: UInt32 = 0
    var before = 1
    while link != 0 {
      let arena = arenas[Int(link) - 1]
      try require(arena.previous == previous, "the usable arenas are torn at arena \(link - 1)")
      try require(Int(arena.nfree) >= before, "arena \(link - 1) stands behind one with more free pools")
      try require(usable.insert(Int(link) - 1).inserted, "arena \(link - 1) is twice among the usable ones")
      before = Int(arena.nfree)
      last[before] = link
      previous = link
      link = arena.next
    }
    try require(last == record.lastWithFree, "nfp2lasta doesn't name the last arenas")
  }

  private func checkPools(
    _ handle: Int, _ arena: Arena, _ inRing: Set<Int>, _ sums: inout Sums
  ) throws(InvariantError) {
    let free = freePools(of: handle)
    try require(Set(free).count == free.count, "arena \(handle) has a free pool twice")
    try require(
      Int(arena.nfree) == free.count + Int(arena.total) - Int(arena.carved), "arena \(handle) miscounts its free pools")
    for number in 0..<64 {
      let index = handle << 6 + number
      let pool = pools[index]
      try require((pool.carved > 0) == (number < Int(arena.carved)), "pool \(index) is carved or not, wrongly")
      guard pool.carved > 0 else { continue }
      try require(free.contains(number) == (pool.count == 0), "pool \(index) is free or not, wrongly")
      try require(
        inRing.contains(index) == (pool.count > 0 && pool.count < pool.capacity), "pool \(index) is in its ring wrongly"
      )
      try require((pool.free == 0) == (pool.count == pool.capacity), "pool \(index) is full or not, wrongly")
      let reference = PoolRef(arena: handle, pool: number)
      let chain = freeChain(of: reference)
      try require(chain.count == Int(pool.carved) - Int(pool.count), "the chain of pool \(index) has the wrong length")
      try require(Set(chain).count == chain.count, "the chain of pool \(index) has a block twice")
      var live = 0
      for state in blocks(of: reference) {
        guard case .used(_, let size, _) = state else { continue }
        live += 1
        sums.requested += size
      }
      try require(live == Int(pool.count), "pool \(index) miscounts its blocks")
      sums.blocks += live
      sums.bytes += live * rules.blockSize(Int(pool.szidx))
    }
  }

  /// A number that is the same for equal states, whatever way led to them. Costs a look at each block.
  public func fingerprint() -> UInt64 {
    var hash = Fingerprint()
    hash.add(UInt64(step))
    hash.add(totals)
    for (place, record) in records.enumerated() {
      hash.add(UInt64(record.id))
      hash.add(UInt64(record.usable))
      for value in record.lastWithFree + record.unused + record.slots { hash.add(UInt64(value)) }
      for sizeClass in 0..<AllocatorRules.sizeClassCount {
        for pool in ring(heap: record.id, sizeClass: sizeClass) { hash.add(UInt64(pool.arena << 6 + pool.pool)) }
      }
      for slot in record.slots { add(Int(slot), place, to: &hash) }
    }
    var sum: UInt64 = 0
    for table in [0, 1] {
      let body = { (entry: AddressEntry) in
        var own = Fingerprint()
        for value in [UInt64(table), entry.address, entry.value, UInt64(entry.step), UInt64(entry.domain)] {
          own.add(value)
        }
        sum &+= own.value
      }
      if table == 0 { raw.visit(body) } else { translation.visit(body) }
    }
    hash.add(sum)
    hash.add(synthetic)
    return hash.value
  }

  private func add(_ handle: Int, _ heap: Int, to hash: inout Fingerprint) {
    let arena = arenas[handle]
    let fields = [
      UInt64(heap), arena.base, arena.base == 0 ? 0 : arena.firstPool, UInt64(arena.next), UInt64(arena.previous),
      UInt64(arena.freepools), UInt64(arena.nfree), UInt64(arena.carved), UInt64(arena.obtainedAt),
    ]
    for field in fields { hash.add(field) }
    for pool in pools.slice(handle << 6, 64) where pool.carved > 0 {
      for field in [
        UInt64(pool.count), UInt64(pool.free), UInt64(pool.carved), UInt64(pool.szidx), UInt64(pool.next),
        UInt64(pool.previous), pool.page,
      ] {
        hash.add(field)
      }
      let cells = slabs.run(pool.slab, Int(pool.carved))
      for block in 0..<Int(pool.carved) {
        let word = cells.words[block]
        hash.add(UInt64(word) << 8 | (word & Cell.live != 0 ? UInt64(cells.tags[block]) : 0))
      }
    }
  }
}

/// Mixes numbers into one (FNV-1a, a word at a time, with a final shift).
private struct Fingerprint {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ number: UInt64) {
    value = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }

  mutating func add(_ totals: HeapTotals) {
    for number in [
      totals.liveBlocks, totals.liveBytes, totals.requestedBytes, totals.rawBlocks, totals.arenas,
      totals.arenasAllocated, totals.arenasHighwater, totals.placementsCompared, totals.mismatches, totals.ghosts,
    ] {
      add(UInt64(bitPattern: Int64(number)))
    }
  }
}
