/// What CPython's `sys._debugmallocstats()` counts, for one heap at a moment.
public struct Statistics: Sendable, Hashable {
  /// One size class.
  public struct SizeClass: Sendable, Hashable {
    /// The class's number, 0 to 31.
    public var index: Int
    /// Bytes of a block.
    public var size: Int
    /// Pools that have a block in use.
    public var pools: Int
    /// Blocks in use.
    public var used: Int
    /// Blocks that are free or were never carved.
    public var available: Int
  }

  /// The rules that the numbers follow from.
  public var rules: AllocatorRules
  /// All 32 classes, those without a pool too.
  public var classes: [SizeClass]
  /// Arenas ever obtained.
  public var arenasTotal: Int
  /// Arenas that went back.
  public var arenasReclaimed: Int
  /// Most arenas held at once.
  public var arenasHighwater: Int
  /// Arenas held now.
  public var arenasCurrent: Int
  /// Empty and never carved pools.
  public var unusedPools: Int
  /// Bytes of blocks in use.
  public var allocatedBytes: Int
  /// Bytes of blocks that are free or were never carved.
  public var availableBytes: Int
  /// Bytes of the headers of pools that have a block in use.
  public var poolHeaderBytes: Int
  /// Bytes behind the last block of those pools.
  public var quantizationBytes: Int
  /// Bytes of arenas that no pool covers.
  public var alignmentBytes: Int
  /// Nodes of the radix tree, 0 before CPython 3.10.
  public var radixMiddleNodes: Int
  public var radixBottomNodes: Int

  /// Bytes of unused pools.
  public var unusedPoolBytes: Int { unusedPools * rules.poolSize }
}

extension Heap {
  /// Counts what CPython's report counts; nil when there is no such heap. Costs a look at each pool.
  ///
  /// CPython `_PyObject_DebugMallocStats`, Objects/obmalloc.c.
  public func statistics(of heap: UInt32) -> Statistics? {
    guard let record = records.first(where: { $0.id == heap }) else { return nil }
    var classes = (0..<AllocatorRules.sizeClassCount).map {
      Statistics.SizeClass(index: $0, size: rules.blockSize($0), pools: 0, used: 0, available: 0)
    }
    var unused = 0
    var alignment = 0
    for slot in record.slots where arenas[Int(slot)].base != 0 {
      let arena = arenas[Int(slot)]
      unused += Int(arena.nfree)
      alignment += rules.arenaSize - Int(arena.total) * rules.poolSize
      for pool in pools.slice(Int(slot) << 6, 64) where pool.count > 0 {
        let sizeClass = Int(pool.szidx)
        classes[sizeClass].pools += 1
        classes[sizeClass].used += Int(pool.count)
        classes[sizeClass].available += Int(pool.capacity) - Int(pool.count)
      }
    }
    var statistics = Statistics(
      rules: rules, classes: classes, arenasTotal: record.arenasAllocated,
      arenasReclaimed: record.arenasAllocated - record.arenas, arenasHighwater: record.arenasHighwater,
      arenasCurrent: record.arenas, unusedPools: unused, allocatedBytes: 0, availableBytes: 0, poolHeaderBytes: 0,
      quantizationBytes: 0, alignmentBytes: alignment, radixMiddleNodes: record.radixMiddle.count,
      radixBottomNodes: record.radixBottom.count)
    for row in classes {
      statistics.allocatedBytes += row.used * row.size
      statistics.availableBytes += row.available * row.size
      statistics.poolHeaderBytes += row.pools * AllocatorRules.poolHeaderSize
      let tail = rules.poolSize - AllocatorRules.poolHeaderSize - rules.capacity(row.index) * row.size
      statistics.quantizationBytes += row.pools * tail
    }
    return statistics
  }
}
