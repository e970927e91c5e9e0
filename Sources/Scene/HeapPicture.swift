import HeapCore
import Replay

/// The pools of all arenas of one heap, kept from moment to moment: after a single step only what it touched is read anew.
struct HeapPicture {
  /// One slot of CPython's `arenas[]`.
  struct Slot {
    var handle: Int
    var index: Int
    var base: UInt64 = 0
    var isHeld = false
    var usedBytes = 0
    var capacity = 0
    var liveBlocks = 0
    var emptyPools = 0
    var tiles: [PoolTile] = []
  }

  /// What there is of one size class.
  struct ClassTotal {
    var pools = 0
    var used = 0
    var available = 0
    /// Pools that are neither full nor empty: the ring.
    var waiting = 0
  }

  private(set) var heap: UInt32 = 0
  private(set) var slots: [Slot] = []
  private(set) var classes = [ClassTotal](repeating: ClassTotal(), count: AllocatorRules.sizeClassCount)
  private(set) var usedBytes = 0
  private(set) var held = 0
  private var position = -1
  private var positions: [Int: Int] = [:]

  /// The slot of an arena by its handle.
  func slot(ofHandle handle: Int) -> Slot? { positions[handle].map { slots[$0] } }

  /// The slot with CPython's `arenaindex`.
  func slot(index: Int) -> Slot? { slots.indices.contains(index) ? slots[index] : nil }

  /// Brings the picture to the moment of a heap; `touched` are the arenas that changed since the last one, nil if more
  /// than one step lies between.
  mutating func update(_ source: borrowing Heap, heap wanted: UInt32, position now: Int, touched: Set<Int>?) {
    if wanted == heap, position == now { return }
    let handles = source.arenaSlots(of: wanted)
    guard let touched, wanted == heap, position >= 0, handles.count >= slots.count else {
      rebuild(source, heap: wanted, handles: handles)
      position = now
      return
    }
    for index in slots.count..<max(handles.count, slots.count) { append(source, handles[index], index) }
    for handle in touched {
      guard let place = positions[handle] else { continue }
      count(slots[place], sign: -1)
      slots[place] = read(source, handle, place)
      count(slots[place], sign: 1)
    }
    position = now
  }

  private mutating func rebuild(_ source: borrowing Heap, heap wanted: UInt32, handles: [Int]) {
    heap = wanted
    slots = []
    slots.reserveCapacity(handles.count)
    positions = [:]
    classes = [ClassTotal](repeating: ClassTotal(), count: AllocatorRules.sizeClassCount)
    (usedBytes, held) = (0, 0)
    for (index, handle) in handles.enumerated() { append(source, handle, index) }
  }

  private mutating func append(_ source: borrowing Heap, _ handle: Int, _ index: Int) {
    positions[handle] = slots.count
    slots.append(read(source, handle, index))
    count(slots[slots.count - 1], sign: 1)
  }

  private func read(_ source: borrowing Heap, _ handle: Int, _ index: Int) -> Slot {
    var slot = Slot(handle: handle, index: index)
    guard source.isHeld(handle) else { return slot }
    let rules = source.rules
    var tiles: [PoolTile] = []
    tiles.reserveCapacity(AllocatorRules.poolsInArena)
    var bytes = 0
    var blocks = 0
    var empty = 0
    source.forEachPool(of: handle) { pool in
      guard pool.state != .notCarved else {
        tiles.append(.notCarved)
        return
      }
      if pool.state == .empty { empty += 1 }
      blocks += Int(pool.count)
      bytes += Int(pool.count) * rules.blockSize(Int(pool.sizeClass))
      let state: PoolTile.State = pool.state == .full ? .full : pool.state == .empty ? .empty : .used
      tiles.append(
        PoolTile(state, sizeClass: Int(pool.sizeClass), used: Int(pool.count), capacity: Int(pool.capacity)))
    }
    slot.base = source.arenaBase(handle)
    slot.isHeld = true
    slot.usedBytes = bytes
    slot.liveBlocks = blocks
    slot.emptyPools = empty
    slot.capacity = rules.arenaSize
    slot.tiles = tiles
    return slot
  }

  private mutating func count(_ slot: Slot, sign: Int) {
    guard slot.isHeld else { return }
    held += sign
    usedBytes += sign * slot.usedBytes
    for tile in slot.tiles where tile.used > 0 {
      let index = Int(tile.sizeClass)
      classes[index].pools += sign
      classes[index].used += sign * Int(tile.used)
      classes[index].available += sign * Int(tile.capacity - tile.used)
      if tile.state == .used { classes[index].waiting += sign }
    }
  }
}

extension StepOutcome {
  /// The arenas whose pools the step may have changed.
  var touchedArenas: Set<Int> {
    var touched: Set<Int> = []
    if let arena { touched.insert(arena) }
    switch effect {
    case .placed(let block), .freed(let block), .resizedInPlace(let block): touched.insert(block.arena)
    case .moved(let from, let to, _):
      for place in [from, to] { if case .block(let block) = place { touched.insert(block.arena) } }
    case .rawPlaced, .rawFreed, .ghost, .none: break
    }
    return touched
  }

  /// The blocks that the step changed, with how.
  var changedBlocks: [(block: BlockRef, change: Change)] {
    switch effect {
    case .placed(let block): return [(block, .taken)]
    case .freed(let block): return [(block, .given)]
    case .resizedInPlace(let block): return [(block, .resized)]
    case .moved(let from, let to, _):
      var changes: [(block: BlockRef, change: Change)] = []
      if case .block(let block) = to { changes.append((block, .taken)) }
      if case .block(let block) = from { changes.append((block, .given)) }
      return changes
    case .rawPlaced, .rawFreed, .ghost, .none: return []
    }
  }
}
