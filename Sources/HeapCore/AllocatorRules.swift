/// The constants of one CPython version's small-block allocator.
public struct AllocatorRules: Sendable, Hashable {
  /// Bytes between two block addresses. CPython `ALIGNMENT` on 64 bits, Objects/obmalloc.c.
  public static let alignment = 16
  /// The largest request, in bytes, that a pool serves. CPython `SMALL_REQUEST_THRESHOLD`, Objects/obmalloc.c.
  public static let smallRequestThreshold = 512
  /// How many size classes there are. CPython `NB_SMALL_SIZE_CLASSES`, Objects/obmalloc.c.
  public static let sizeClassCount = 32
  /// Bytes of a pool's header. CPython `POOL_OVERHEAD`, Objects/obmalloc.c.
  public static let poolHeaderSize = 48
  /// Pools in an arena whose base is aligned; one less otherwise. CPython `MAX_POOLS_IN_ARENA`, Objects/obmalloc.c.
  public static let poolsInArena = 64

  /// The version whose rules these are.
  public let python: PythonVersion
  /// Bytes in a pool: 4096 to CPython 3.9, 16384 from 3.10. CPython `POOL_SIZE`.
  public let poolSize: Int
  /// Bytes in an arena: 262144 to CPython 3.9, 1048576 from 3.10. CPython `ARENA_SIZE`.
  public let arenaSize: Int
  /// Whether a wholly free arena stays when it is the last of the usable ones: from CPython 3.9 on.
  ///
  /// CPython `insert_to_freepool` (`PyObject_Free` before 3.10), Objects/obmalloc.c, bpo-37257.
  public let keepsLastArena: Bool
  /// Whether addresses are found by a radix tree, whose nodes the statistics count: from CPython 3.10 on.
  public let hasRadixTree: Bool

  /// Chooses the rules of a version.
  public init(python: PythonVersion) {
    self.python = python
    let large = python >= PythonVersion(hex: 0x030A_0000)
    poolSize = large ? 16384 : 4096
    arenaSize = large ? 1 << 20 : 1 << 18
    keepsLastArena = python >= PythonVersion(hex: 0x0309_0000)
    hasRadixTree = large
  }

  /// Bytes of a block of class `sizeClass`. CPython `INDEX2SIZE`, Objects/obmalloc.c.
  public func blockSize(_ sizeClass: Int) -> Int {
    (sizeClass + 1) * Self.alignment
  }

  /// Blocks that a pool of class `sizeClass` holds. CPython `NUMBLOCKS`, Objects/obmalloc.c.
  public func capacity(_ sizeClass: Int) -> Int {
    (poolSize - Self.poolHeaderSize) / blockSize(sizeClass)
  }

  /// The class that serves a request of `size` bytes, nil when no pool serves it.
  ///
  /// CPython `pymalloc_alloc`, Objects/obmalloc.c: 0 bytes and more than 512 go on to malloc.
  public func sizeClass(of size: UInt64) -> Int? {
    size &- 1 < UInt64(Self.smallRequestThreshold) ? Int((size - 1) >> 4) : nil
  }
}

/// What the addresses of a trace are.
public enum Placements: Sendable, Hashable {
  /// The addresses that CPython used: the simulation is compared with them.
  case recorded
  /// Names only: the simulation decides where blocks lie, and nothing is compared.
  case symbolic
}
