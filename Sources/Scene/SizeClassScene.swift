/// One size class: its pools, its blocks, and the pool that serves next.
public struct SizeClassRow: Sendable, Hashable {
  /// CPython's `szidx`.
  public var sizeClass: Int
  /// Bytes of a block.
  public var blockSize: Int
  /// Pools of this size that have a block in use.
  public var pools: Int
  /// Blocks in use.
  public var used: Int
  /// Blocks that could be used in those pools.
  public var free: Int
  /// The pool that serves next; nil where the next request needs a new pool.
  public var next: PlaceName?
  /// How many pools wait behind it in the ring.
  public var waiting: Int
  /// The ring from its front, for the pane that has room for it.
  public var ring: [PlaceName]
  /// What the last step did to it.
  public var change: Change

  /// Makes a row.
  public init(
    sizeClass: Int, blockSize: Int, pools: Int, used: Int, free: Int, next: PlaceName?, waiting: Int = 0,
    ring: [PlaceName] = [], change: Change = .none
  ) {
    self.sizeClass = sizeClass
    self.blockSize = blockSize
    self.pools = pools
    self.used = used
    self.free = free
    self.next = next
    self.waiting = waiting
    self.ring = ring
    self.change = change
  }
}

/// The size classes that have pools.
public struct SizeClassScene: Sendable, Hashable {
  /// The classes with pools, smallest first.
  public var rows: [SizeClassRow]
  /// How many classes CPython has.
  public var total: Int
  /// The class of the chosen pool.
  public var chosen: Int?

  /// Makes the table.
  public init(rows: [SizeClassRow], total: Int = 32, chosen: Int? = nil) {
    self.rows = rows
    self.total = total
    self.chosen = chosen
  }
}
