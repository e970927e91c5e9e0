/// The place of a pool: the arena's handle and the pool's number in it.
public struct PoolRef: Sendable, Hashable, Comparable {
  /// The arena's handle, as `Heap` numbers arenas; not CPython's arenaindex.
  public var arena: Int
  /// The pool's number, by address, from 0.
  public var pool: Int

  /// Names a pool.
  public init(arena: Int, pool: Int) {
    self.arena = arena
    self.pool = pool
  }

  /// Orders pools by arena, then by address.
  public static func < (left: PoolRef, right: PoolRef) -> Bool {
    (left.arena, left.pool) < (right.arena, right.pool)
  }
}

/// The place of a block: its pool and its number in it.
public struct BlockRef: Sendable, Hashable, Comparable {
  /// The arena's handle.
  public var arena: Int
  /// The pool's number.
  public var pool: Int
  /// The block's number, by address, from 0.
  public var block: Int

  /// Names a block.
  public init(arena: Int, pool: Int, block: Int) {
    self.arena = arena
    self.pool = pool
    self.block = block
  }

  /// The pool that the block lies in.
  public var poolRef: PoolRef { PoolRef(arena: arena, pool: pool) }

  /// Orders blocks by pool, then by address.
  public static func < (left: BlockRef, right: BlockRef) -> Bool {
    (left.arena, left.pool, left.block) < (right.arena, right.pool, right.block)
  }
}

/// What lies at an address.
public enum Place: Sendable, Hashable {
  /// A block of a pool, used or not.
  case block(BlockRef)
  /// The header of a pool or the waste behind its last block.
  case pool(PoolRef)
  /// The part of an arena that no pool covers.
  case arena(Int)
  /// A block that malloc gave, beginning at this address.
  case raw(UInt64)
}

/// What an arena is at a moment.
public struct ArenaInfo: Sendable, Hashable {
  /// The number of the heap it belongs to; 0 is the main interpreter's.
  public var heap: UInt32
  /// Its slot in CPython's `arenas[]`; a slot is used again after its arena went back.
  public var index: Int
  /// Its address; nil while the slot has no arena. CPython `arena_object.address`.
  public var base: UInt64?
  /// Its first pool's address. CPython's first `arena_object.pool_address`.
  public var firstPool: UInt64
  /// 64, or 63 when the base isn't on a pool boundary. CPython `arena_object.ntotalpools`.
  public var poolCount: Int
  /// Pools that were ever used since the arena was obtained.
  public var carvedPools: Int
  /// Empty and never carved pools. CPython `arena_object.nfreepools`.
  public var freePools: Int
  /// Blocks in use.
  public var liveBlocks: Int
  /// Bytes of blocks in use, as the blocks are, not as was asked.
  public var usedBytes: Int
  /// The step that obtained it.
  public var obtainedAt: Int
}

/// The states of a pool.
public enum PoolState: UInt8, Sendable, Hashable {
  /// Never used since the arena was obtained.
  case notCarved
  /// Some blocks in use: it stands in the ring of its class.
  case used
  /// All blocks in use: nobody points to it.
  case full
  /// No block in use: it stands in its arena's list of free pools, and remembers its class and its free chain.
  case empty
}

/// What a link in a pool header points to.
public enum PoolLink: Sendable, Hashable {
  case null
  case pool(PoolRef)
  /// The head of the ring of a class in `usedpools`.
  case usedpools(sizeClass: Int)
}

/// What a pool is at a moment. CPython `struct pool_header`, Include/internal/pycore_obmalloc.h.
public struct PoolInfo: Sendable, Hashable {
  public var state: PoolState
  /// Its address.
  public var address: UInt64
  /// Its size class, nil when it was never carved. CPython `szidx`.
  public var sizeClass: Int?
  /// Blocks in use. CPython `ref.count`.
  public var count: Int
  /// Blocks that it has room for.
  public var capacity: Int
  /// Blocks that were ever handed out or chained.
  public var carved: Int
  /// The block at the head of the free chain, nil when there is none. CPython `freeblock`.
  public var freeblock: Int?
  /// Bytes from the pool's start to the next block that was never used. CPython `nextoffset`.
  public var nextoffset: Int
  /// The largest nextoffset at which a block can still be carved. CPython `maxnextoffset`.
  public var maxnextoffset: Int
  /// The raw size index: 65535 for a pool that was never carved. CPython `szidx`.
  public var szidx: Int
  /// The field as it stands, stale when the pool is full. CPython `nextpool`.
  public var next: PoolLink
  /// The field as it stands, stale when the pool is in no ring. CPython `prevpool`.
  public var previous: PoolLink
}

/// What a block is at a moment.
public enum BlockState: Sendable, Hashable {
  /// In use since this step, with so many bytes asked for.
  case used(since: Int, size: Int, domain: Domain)
  /// In the free chain.
  case free
  /// Never used since the pool took its class.
  case notCarved
  /// Free, and freed once more since: its allocation was never recorded.
  case ghost
}

/// A block that malloc gave.
public struct RawBlock: Sendable, Hashable {
  public var address: UInt64
  /// Bytes asked for.
  public var size: UInt64
  /// The step that allocated it, or last resized it.
  public var since: Int
  /// The domain it was asked in.
  public var domain: Domain
}
