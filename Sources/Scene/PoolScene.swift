/// One block of a pool as the pool views show it.
public struct BlockTile: Sendable, Hashable {
  /// The state of a block.
  public enum State: UInt8, Sendable, Hashable { case used, free, notCarved, ghost }

  /// Its state.
  public var state: State
  /// What the last step did to it.
  public var change: Change
  /// Its place in the free chain from 1 (handed out first), 0 if it isn't free or comes later than 255.
  public var order: UInt8

  /// Makes a block of the picture.
  public init(_ state: State, order: Int = 0, change: Change = .none) {
    self.state = state
    self.order = order > 255 ? 0 : UInt8(clamping: order)
    self.change = change
  }
}

/// One pool with every block.
public struct PoolScene: Sendable, Hashable {
  /// Its number.
  public var name: PlaceName
  /// Its address.
  public var base: UInt64
  /// Its state.
  public var state: PoolTile.State
  /// CPython's `szidx`.
  public var sizeClass: Int
  /// Bytes of a block.
  public var blockSize: Int
  /// Bytes of the header.
  public var headerSize: Int
  /// Every block by address; empty for a pool that was never carved.
  public var blocks: [BlockTile]
  /// The free chain from the block that is handed out first.
  public var chain: [Int]
  /// The block that the user chose or that the step changed.
  public var chosen: Int?
  /// Whether the user chose the pool or a block of it.
  public var isChosen: Bool
  /// The header's fields as CPython has them.
  public var header: [HeaderField]
  /// Where the pool stands among those of its size, in words: two or three short lines.
  public var note: String
  /// What the last step did to the counts: `+ pool 2.42: 190 → 191 used, 10 → 9 free`; empty where it did nothing.
  public var delta: String
  /// Who has its blocks, by their numbers; empty where that wasn't asked for.
  public var tenants: [Int: BlockTenant] = [:]

  /// One field of a pool header.
  public struct HeaderField: Sendable, Hashable {
    /// CPython's name of the field.
    public var name: String
    /// Its value in words.
    public var value: String
    /// Whether the last step changed it, and how.
    public var change: Change

    /// Makes a field.
    public init(_ name: String, _ value: String, change: Change = .none) {
      self.name = name
      self.value = value
      self.change = change
    }
  }

  /// Makes a pool.
  public init(
    name: PlaceName, base: UInt64, state: PoolTile.State, sizeClass: Int, blockSize: Int, headerSize: Int = 48,
    blocks: [BlockTile], chain: [Int], chosen: Int? = nil, isChosen: Bool = false, header: [HeaderField] = [],
    note: String = "", delta: String = ""
  ) {
    self.name = name
    self.base = base
    self.state = state
    self.sizeClass = sizeClass
    self.blockSize = blockSize
    self.headerSize = headerSize
    self.blocks = blocks
    self.chain = chain
    self.chosen = chosen
    self.isChosen = isChosen
    self.header = header
    self.note = note
    self.delta = delta
  }

  /// How many of its blocks are in a state.
  public func count(_ state: BlockTile.State) -> Int {
    var count = 0
    for block in blocks where block.state == state { count += 1 }
    return count
  }

  /// Blocks in use: the header's `ref.count`.
  public var used: Int { count(.used) }
}
