import ObjectGraph

/// The table of a set. Its references stand in the order of the table.
struct SetBody: Hashable, Sendable {
  enum Slot: Hashable, Sendable {
    case empty, deleted
    case key(ValueKey, hash: UInt64)
  }

  var isFrozen = false
  var slots: [Slot] = Array(repeating: .empty, count: 8)
  /// Slots that aren't empty.
  var fill = 0
  var used = 0
  /// The keys that are in it.
  var keys: Set<ValueKey> = []

  var mask: Int { slots.count - 1 }

  /// The slot of a key, or where it would go (`set_add_entry`).
  func slot(for key: ValueKey, hash: UInt64) -> (index: Int, isThere: Bool) {
    var perturb = hash
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let probes = index + 9 <= mask ? 9 : 0
      for probe in index...index + probes {
        switch slots[probe] {
        case .empty: return (probe, false)
        case .key(key, _): return (probe, true)
        default: break
        }
      }
      perturb >>= 5
      index = Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: index) &* 5 &+ 1 &+ perturb) & mask
    }
  }

  /// How many keys stand before a slot. O(slots)
  func rank(of slot: Int) -> Int { slots[..<slot].count { if case .key = $0 { true } else { false } } }
}

/// sets and frozensets (`Objects/setobject.c`).
extension ObjectMachine {
  func set(_ id: ObjectID) -> SetBody? {
    if case .set(let set) = bodies[id] { set } else { nil }
  }

  /// `make_new_set`, empty.
  mutating func makeSet(isFrozen: Bool = false) -> ObjectID {
    let id = allocate(
      type: isFrozen ? "frozenset" : "set", size: 216, hasHeader: true, body: .set(SetBody(isFrozen: isFrozen)))
    track(id)
    return id
  }

  /// `set_add_key` of an object that's held.
  mutating func add(_ item: ObjectID, toSet id: ObjectID) throws(StatementMistake) {
    guard let key = key(of: item) else { throw unhashable(item) }
    guard case .set(let present) = bodies[id], !present.keys.contains(key) else { return drop(item) }
    guard case .set(var set) = bodies.take(id) else { return drop(item) }
    let hash = hash(key)
    let slot = set.slot(for: key, hash: hash).index
    let rank = set.rank(of: slot)
    set.slots[slot] = .key(key, hash: hash)
    set.keys.insert(key)
    set.fill += 1
    set.used += 1
    bodies[id] = .set(set)
    insert(item, into: id, at: rank, named: keyLabel(item))
    if set.fill * 5 >= set.mask * 3 { resizeSet(id, for: set.used > 50000 ? set.used * 2 : set.used * 4) }
  }

  /// `set_table_resize`.
  mutating func resizeSet(_ id: ObjectID, for used: Int) {
    guard let set = set(id) else { return }
    var size = 8
    while size <= used { size <<= 1 }
    let old = block(.table, of: id)
    if size == 8, old == nil, set.fill == set.used { return }
    if size > 8 { _ = ask(.malloc, .mem, UInt64(16 * size), owner: id, part: .table) }
    refill(id, slots: size)
    if let old { free(old, of: id) }
  }

  /// Enters the keys into a table of another size, in the order of the one before.
  private mutating func refill(_ id: ObjectID, slots count: Int) {
    guard let set = set(id) else { return }
    let references = graph.objects[id - 1].attributes
    var new = SetBody(isFrozen: set.isFrozen, slots: Array(repeating: .empty, count: count))
    new.keys = set.keys
    (new.fill, new.used) = (set.used, set.used)
    var placed: [(slot: Int, reference: AttributeReference)] = []
    var rank = 0
    for case .key(let key, let hash) in set.slots {
      let slot = new.slot(for: key, hash: hash).index
      new.slots[slot] = .key(key, hash: hash)
      placed.append((slot, references[rank]))
      rank += 1
    }
    bodies[id] = .set(new)
    make(.reordered(id, old: references, new: placed.sorted { $0.slot < $1.slot }.map(\.reference)))
  }

  /// `set_discard_key`; returns the object, held, or nil when it isn't there.
  mutating func discard(_ item: ObjectID, fromSet id: ObjectID) -> ObjectID? {
    guard let key = key(of: item), var set = set(id), set.keys.contains(key) else { return nil }
    let slot = set.slot(for: key, hash: hash(key)).index
    let rank = set.rank(of: slot)
    set.slots[slot] = .deleted
    set.keys.remove(key)
    set.used -= 1
    bodies[id] = .set(set)
    return remove(at: rank, of: id)
  }

  /// `set_clear_internal`.
  mutating func clearSet(_ id: ObjectID) {
    guard let set = set(id) else { return }
    bodies[id] = .set(SetBody(isFrozen: set.isFrozen))
    empty(id, [.references(isReversed: false), .part(.table, keptIn: nil)])
  }

  /// `set_merge`: makes room at once, then adds what the other has.
  mutating func merge(_ other: ObjectID, intoSet id: ObjectID) throws(StatementMistake) {
    guard let set = set(id), let source = self.set(other) else { return }
    if (set.fill + source.used) * 5 >= set.mask * 3 { resizeSet(id, for: (set.used + source.used) * 2) }
    for item in items(of: other) { try add(retain(item), toSet: id) }
  }
}
