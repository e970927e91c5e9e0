import HeapCore

/// The rules of pymalloc once more, told as plainly as possible: objects, arrays, searches. Knows nothing of `Heap`.
final class NaiveAllocator {
  final class Pool {
    let address: Int
    unowned let arena: Arena
    var sizeClass: Int?
    var used = 0
    /// Free blocks by address, the next one last.
    var chain: [Int] = []
    var untouched = 0

    init(_ address: Int, _ arena: Arena) {
      self.address = address
      self.arena = arena
    }
  }

  final class Arena {
    let base: Int
    var untouched: [Int]
    let poolCount: Int
    var empty: [Pool] = []
    var pools: [Int: Pool] = [:]
    var free: Int { empty.count + untouched.count }

    init(base: Int, arenaSize: Int, poolSize: Int) {
      self.base = base
      let first = (base + poolSize - 1) / poolSize * poolSize
      poolCount = (base + arenaSize - first) / poolSize
      untouched = (0..<poolCount).reversed().map { first + $0 * poolSize }
    }
  }

  let poolSize: Int
  let arenaSize: Int
  let keepsLast: Bool
  var rings: [[Pool]] = Array(repeating: [], count: 32)
  /// From the one with the fewest free pools to the one with the most.
  var usable: [Arena] = []
  var arenas: [Int: Arena] = [:]
  var records: [TraceRecord] = []
  /// The base of the next arena.
  var nextBase: () -> Int

  init(minor: Int, nextBase: @escaping () -> Int) {
    poolSize = minor < 10 ? 4096 : 16384
    arenaSize = minor < 10 ? 262_144 : 1_048_576
    keepsLast = minor >= 9
    self.nextBase = nextBase
  }

  func malloc(_ size: Int) -> Int {
    let sizeClass = (size + 15) / 16 - 1
    let blockSize = (sizeClass + 1) * 16
    if rings[sizeClass].isEmpty {
      let pool = takePool()
      if pool.sizeClass != sizeClass {
        pool.sizeClass = sizeClass
        pool.chain = [pool.address + 48]
        pool.untouched = pool.address + 48 + blockSize
        // One block is always ready ahead; the first one goes at once.
        carve(pool, blockSize)
      }
      rings[sizeClass] = [pool]
    }
    let pool = rings[sizeClass][0]
    pool.used += 1
    let block = pool.chain.removeLast()
    if pool.chain.isEmpty { carve(pool, blockSize) }
    if pool.chain.isEmpty { rings[sizeClass].removeFirst() }
    return block
  }

  private func carve(_ pool: Pool, _ blockSize: Int) {
    guard pool.untouched + blockSize <= pool.address + poolSize else { return }
    pool.chain.insert(pool.untouched, at: 0)
    pool.untouched += blockSize
  }

  private func takePool() -> Pool {
    if usable.isEmpty {
      let arena = Arena(base: nextBase(), arenaSize: arenaSize, poolSize: poolSize)
      arenas[arena.base] = arena
      usable = [arena]
      records.append(.fact(.arenaObtained(UInt64(arena.base))))
    }
    let arena = usable[0]
    let pool: Pool
    if let last = arena.empty.popLast() {
      pool = last
    } else {
      pool = Pool(arena.untouched.removeLast(), arena)
      arena.pools[pool.address] = pool
    }
    if arena.free == 0 { usable.removeFirst() }
    return pool
  }

  func pool(of address: Int) -> Pool? {
    let page = address / poolSize * poolSize
    for arena in arenas.values { if let pool = arena.pools[page] { return pool } }
    return nil
  }

  func free(_ address: Int) {
    guard let pool = pool(of: address), let sizeClass = pool.sizeClass else { fatalError("not a block") }
    let wasFull = pool.chain.isEmpty
    pool.chain.append(address)
    pool.used -= 1
    if wasFull {
      rings[sizeClass].insert(pool, at: 0)
    } else if pool.used == 0 {
      rings[sizeClass].removeAll { $0 === pool }
      release(pool)
    }
  }

  private func release(_ pool: Pool) {
    let arena = pool.arena
    let before = arena.free
    arena.empty.append(pool)
    guard before > 0 else {
      usable.insert(arena, at: 0)
      return
    }
    guard let place = usable.firstIndex(where: { $0 === arena }) else { fatalError("not usable") }
    if arena.free == arena.poolCount, place < usable.count - 1 || !keepsLast {
      usable.remove(at: place)
      arenas[arena.base] = nil
      records.append(.fact(.arenaReturned(UInt64(arena.base))))
      return
    }
    // It goes behind those that have as many free pools as it had.
    usable.remove(at: place)
    let behind = usable[place...].firstIndex { $0.free > before } ?? usable.count
    usable.insert(arena, at: behind)
  }
}
