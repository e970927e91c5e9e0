/// A pool, or the head of a ring in `usedpools`. CPython `struct pool_header`.
struct Pool {
  static let noSlab = UInt32.max
  static let noClass: UInt8 = 0xFF

  /// Blocks in use. CPython `ref.count`.
  var count: UInt16
  /// The first free block's number + 1, 0 for none. CPython `freeblock`.
  var free: UInt16
  /// Blocks handed out or chained so far: `nextoffset` in blocks.
  var carved: UInt16
  var capacity: UInt16
  /// CPython `szidx`, with 255 for its 65535.
  var szidx: UInt8
  /// 1 when the pool isn't what its image says.
  var isDirty: UInt8
  /// Turns units of 16 bytes into blocks by a product: 32768 / units of a block + 1.
  var reciprocal: UInt16
  /// Where the pool's block cells begin.
  var slab: UInt32
  /// CPython `nextpool`, `prevpool`: a pool's index + 1, 0 for null.
  var next: UInt32
  var previous: UInt32
  /// The pool's address.
  var page: UInt64

  static let notCarved = Pool(
    count: 0, free: 0, carved: 0, capacity: 0, szidx: noClass, isDirty: 1, reciprocal: 0, slab: noSlab, next: 0,
    previous: 0, page: 0)
}

/// An arena's slot, or the place of the heads of one heap's rings. CPython `struct arena_object`.
struct Arena: Equatable {
  /// CPython `address`; 0 when the slot has no arena.
  var base: UInt64 = 0
  var firstPool: UInt64 = 0
  /// The heap's place in `Heap.records`.
  var heap: UInt32 = 0
  /// CPython's index in `arenas[]`.
  var index: UInt32 = 0
  var obtainedAt: UInt32 = 0
  /// CPython `freepools`, `nextarena`, `prevarena`: an index + 1, 0 for null.
  var freepools: UInt32 = 0
  var next: UInt32 = 0
  var previous: UInt32 = 0
  /// CPython `ntotalpools`, `nfreepools`.
  var total: UInt8 = 0
  var nfree: UInt8 = 0
  var carved: UInt8 = 0
  /// 1 for the place of ring heads.
  var isRings: UInt8 = 0
}

/// What belongs to one heap and is seldom touched. CPython `struct _obmalloc_state`.
struct HeapRecord {
  var id: UInt32
  /// The index of the head of class 0's ring among the pools.
  var rings: Int
  /// CPython `usable_arenas`: a handle + 1.
  var usable: UInt32 = 0
  /// CPython `nfp2lasta`: handles + 1.
  var lastWithFree = [UInt32](repeating: 0, count: AllocatorRules.poolsInArena + 1)
  /// CPython `unused_arena_objects`: handles of slots that had an arena, the next one last.
  var unused: [UInt32] = []
  /// All slots in the order of CPython's `arenas[]`.
  var slots: [UInt32] = []
  var arenas = 0
  var arenasAllocated = 0
  var arenasHighwater = 0
  /// Parts of addresses that have a node in the radix tree; nodes are never given back.
  var radixMiddle: Set<UInt64> = []
  var radixBottom: Set<UInt64> = []
}

/// Bits of a block's cells: a word and a tag.
enum Cell {
  /// Set in the word of a block in use, whose other bits are the step that allocated it.
  static let live: UInt32 = 0x8000_0000
  /// Set in the word of a free block that was freed once more; the low half links to the next free block.
  static let ghost: UInt32 = 0x4000_0000
  /// Set in the tag of a block in use in the domain MEM; the other bits are the bytes not asked for. A free block's tag
  /// says nothing.
  static let mem: UInt8 = 0x80
}
