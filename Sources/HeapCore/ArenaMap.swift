/// What touches one slot of memory.
struct ArenaMapSlot {
  /// The slot's number + 1; 0 for a free place.
  var key: UInt64
  /// Handles: of the arena that begins in the slot, and of the one that ends in it; 0 for none.
  var beginning: UInt32
  var ending: UInt32
}

/// Finds the arena of an address. It does the work of CPython's radix tree (`address_in_range`,
/// Objects/obmalloc.c 3.10 and later; a look at `arenas[]` before), by another way.
///
/// Memory is thought of in slots of an arena's size: an arena that isn't aligned to its size lies in two of them, so
/// that a slot holds at most the end of one arena and the beginning of another.
struct ArenaMap: ~Copyable {
  private static let multiplier = UInt64.random(in: 1...UInt64.max) | 1
  private let shift: UInt64
  private var slots = Buffer<ArenaMapSlot>()
  private var used = 0

  init(arenaSize: Int) {
    shift = UInt64(arenaSize.trailingZeroBitCount)
    slots.reset(count: 64)
  }

  private func find(_ key: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: (key &* Self.multiplier) >> 32) & (slots.count - 1)
    while slots[place].key != key, slots[place].key != 0 { place = (place + 1) & (slots.count - 1) }
    return place
  }

  /// The handles of the arenas that touch the slot of an address: the one beginning there, the one ending there.
  func arenas(near address: UInt64) -> (beginning: Int, ending: Int) {
    let slot = slots[find(address >> shift + 1)]
    return slot.key == 0 ? (0, 0) : (Int(slot.beginning), Int(slot.ending))
  }

  mutating func insert(base: UInt64, handle: Int) {
    update(base >> shift + 1) { $0.beginning = UInt32(handle) }
    if base & (1 << shift - 1) != 0 { update(base >> shift + 2) { $0.ending = UInt32(handle) } }
  }

  mutating func remove(base: UInt64) {
    update(base >> shift + 1) { $0.beginning = 0 }
    if base & (1 << shift - 1) != 0 { update(base >> shift + 2) { $0.ending = 0 } }
  }

  private mutating func update(_ key: UInt64, _ change: (inout ArenaMapSlot) -> Void) {
    if (used + 1) * 2 > slots.count { rebuild() }
    let place = find(key)
    if slots[place].key == 0 { used += 1 }
    var slot = slots[place]
    slot.key = key
    change(&slot)
    slots[place] = slot
  }

  /// Makes room; slots that no arena touches any more are left out.
  private mutating func rebuild() {
    var old = Buffer<ArenaMapSlot>()
    swap(&old, &slots)
    var live = 0
    for place in 0..<old.count where old[place].beginning != 0 || old[place].ending != 0 { live += 1 }
    var capacity = 64
    while capacity < live * 4 { capacity *= 2 }
    slots.reset(count: capacity)
    used = live
    for place in 0..<old.count where old[place].beginning != 0 || old[place].ending != 0 {
      slots[find(old[place].key)] = old[place]
    }
  }
}
