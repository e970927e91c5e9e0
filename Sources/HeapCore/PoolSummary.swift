/// What a picture of many pools needs to know of one.
public struct PoolSummary: Sendable, Hashable {
  /// The state.
  public var state: PoolState
  /// The size class; 255 for a pool that was never carved.
  public var sizeClass: UInt8
  /// Blocks in use.
  public var count: UInt16
  /// Blocks that it has room for.
  public var capacity: UInt16
}

extension Heap {
  /// Calls `body` for each pool of an arena in the order of addresses; the arena must be held.
  public func forEachPool(of handle: Int, _ body: (PoolSummary) -> Void) {
    precondition(isArena(handle), "no such arena")
    for pool in pools.slice(handle << 6, Int(arenas[handle].total)) {
      let state: PoolState = pool.carved == 0 ? .notCarved : pool.count == 0 ? .empty : pool.free == 0 ? .full : .used
      body(PoolSummary(state: state, sizeClass: pool.szidx, count: pool.count, capacity: pool.capacity))
    }
  }

  /// The pool that serves a size class next, nil when its ring is empty. CPython `usedpools`.
  public func ringFront(heap: UInt32, sizeClass: Int) -> PoolRef? {
    precondition(sizeClass >= 0 && sizeClass < AllocatorRules.sizeClassCount, "no such size class")
    guard let record = records.first(where: { $0.id == heap }) else { return nil }
    let head = record.rings + sizeClass
    let index = Int(pools[head].next) - 1
    return index == head || index < 0 ? nil : PoolRef(arena: index >> 6, pool: index & 63)
  }

  /// Whether the slot with this handle has an arena now.
  public func isHeld(_ handle: Int) -> Bool { isArena(handle) && arenas[handle].base != 0 }
}

extension Heap {
  /// The address of an arena; 0 while its slot has none.
  public func arenaBase(_ handle: Int) -> UInt64 { isArena(handle) ? arenas[handle].base : 0 }
}
