/// What the last step did to a thing; drawn white, with the sign in place of its letter.
public enum Change: UInt8, Sendable, Hashable {
  /// The step left it alone.
  case none
  /// A block was taken here.
  case taken
  /// A block was given back here.
  case given
  /// A block was resized here without moving.
  case resized
  /// Something about it changed, but no block was taken or given back.
  case touched

  /// The character that stands for the change; nil where there is none.
  public var sign: Unicode.Scalar? {
    switch self {
    case .none, .touched: nil
    case .taken: "+"
    case .given: "-"
    case .resized: "~"
    }
  }
}

/// One pool as the map shows it, in eight bytes.
public struct PoolTile: Sendable, Hashable {
  /// What CPython calls the state of a pool, and ours for one that was never carved.
  public enum State: UInt8, Sendable, Hashable { case notCarved, used, full, empty }

  /// Its state.
  public var state: State
  /// CPython's `szidx`, 0 to 31; an empty pool keeps the one it had.
  public var sizeClass: UInt8
  /// Blocks in use.
  public var used: UInt16
  /// Blocks it has room for.
  public var capacity: UInt16
  /// What the last step did to it.
  public var change: Change
  /// Whether blocks from before the trace are counted in it.
  public var hasGhosts: Bool

  /// Makes a pool of the map.
  public init(
    _ state: State, sizeClass: Int = 0, used: Int = 0, capacity: Int = 0, change: Change = .none,
    hasGhosts: Bool = false
  ) {
    self.state = state
    self.sizeClass = UInt8(clamping: sizeClass)
    self.used = UInt16(clamping: used)
    self.capacity = UInt16(clamping: capacity)
    self.change = change
    self.hasGhosts = hasGhosts
  }

  /// A pool that was never carved.
  public static let notCarved = PoolTile(.notCarved)
}

/// One arena as a cell of the overview.
public struct ArenaCell: Sendable, Hashable {
  /// CPython's `arenaindex`.
  public var index: Int
  /// Bytes of used blocks, 0 to `capacity`.
  public var usedBytes: Int
  /// Bytes that its pools could hand out.
  public var capacity: Int
  /// Whether the system has it (the slot is free).
  public var isReturned: Bool
  /// What the last step did to it.
  public var change: Change

  /// Makes a cell of the overview.
  public init(index: Int, usedBytes: Int, capacity: Int, isReturned: Bool = false, change: Change = .none) {
    self.index = index
    self.usedBytes = usedBytes
    self.capacity = capacity
    self.isReturned = isReturned
    self.change = change
  }

  /// Whether no block of it is in use: an empty arena that the allocator keeps.
  public var isEmpty: Bool { !isReturned && usedBytes == 0 }
}

/// One arena with all its pools.
public struct ArenaScene: Sendable, Hashable {
  /// Its number.
  public var name: PlaceName
  /// Its address.
  public var base: UInt64
  /// Bytes of used blocks.
  public var usedBytes: Int
  /// Bytes it takes from the system.
  public var size: Int
  /// Every pool by address: 64, or 63 where the arena is not aligned.
  public var pools: [PoolTile]
  /// Whether it has gone back to the system.
  public var isReturned: Bool
  /// What the last step did to the arena as a whole: obtained or returned.
  public var change: Change

  /// Makes an arena of the map.
  public init(
    name: PlaceName, base: UInt64, usedBytes: Int, size: Int, pools: [PoolTile], isReturned: Bool = false,
    change: Change = .none
  ) {
    self.name = name
    self.base = base
    self.usedBytes = usedBytes
    self.size = size
    self.pools = pools
    self.isReturned = isReturned
    self.change = change
  }

  /// How many of its pools are in a state.
  public func count(_ state: PoolTile.State) -> Int {
    var count = 0
    for pool in pools where pool.state == state { count += 1 }
    return count
  }
}

/// The arenas of one heap.
public struct ArenaMapScene: Sendable, Hashable {
  /// The arenas held now.
  public var held: Int
  /// Bytes of an arena.
  public var arenaSize: Int
  /// Bytes of a pool.
  public var poolSize: Int
  /// Pools of an aligned arena.
  public var poolsPerArena: Int
  /// Bytes of used blocks over all arenas.
  public var usedBytes: Int
  /// Every slot in the order of `arenaindex`, up to the last that is held.
  public var cells: [ArenaCell]
  /// The arenas with their pools: all of them, or where there are many those around the chosen one.
  public var arenas: [ArenaScene]
  /// The position in `cells` of the first of `arenas`.
  public var first: Int
  /// The chosen place; its arena and pool are marked.
  public var chosen: PlaceName?
  /// The heap, 0 for the main one.
  public var heap: Int
  /// How many heaps there are.
  public var heaps: Int

  /// Makes a map.
  public init(
    held: Int, arenaSize: Int, poolSize: Int, poolsPerArena: Int = 64, usedBytes: Int, cells: [ArenaCell],
    arenas: [ArenaScene], first: Int = 0, chosen: PlaceName? = nil, heap: Int = 0, heaps: Int = 1
  ) {
    self.held = held
    self.arenaSize = arenaSize
    self.poolSize = poolSize
    self.poolsPerArena = poolsPerArena
    self.usedBytes = usedBytes
    self.cells = cells
    self.arenas = arenas
    self.first = first
    self.chosen = chosen
    self.heap = heap
    self.heaps = heaps
  }

  /// The position in `cells` of the chosen arena, 0 where none is chosen.
  public var chosenPosition: Int {
    guard let chosen else { return 0 }
    return cells.firstIndex { $0.index == chosen.arena } ?? 0
  }
}
