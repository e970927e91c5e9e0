/// Where the boxes around a chosen object stand: laid out once, and kept while the choice is.
struct NeighbourhoodLayout {
  /// A place of the grid.
  struct Slot: Hashable {
    var row: Int
    var column: Int
  }

  /// What it is the surroundings of.
  struct Key: Hashable {
    var centre: UInt64
    var radius: Int
  }

  let key: Key
  private(set) var slots: [UInt64: Slot] = [:]
  private var taken: Set<Slot> = []

  /// No more objects than that get a box.
  static let limit = NeighbourhoodScene.columns * NeighbourhoodScene.rows

  init(_ key: Key) { self.key = key }

  /// Gives places to those objects that have none yet, each next to one that it has to do with where that is free.
  mutating func place(_ objects: [Int32], in network: ObjectNetwork, keys: (Int32) -> UInt64) {
    guard let centre = objects.first else { return }
    if slots.isEmpty {
      let hasHolder = network.holders.holders(of: centre).contains { $0 != centre && objects.contains($0) }
      put(keys(centre), Slot(row: 1, column: hasHolder ? 1 : 0))
    }
    // Those nearest to the centre come first.
    for object in objects where slots[keys(object)] == nil {
      guard let slot = free(for: object, among: objects, network, keys) ?? anyFree() else { return }
      put(keys(object), slot)
    }
  }

  /// Shifts everything so that no row or column before the first is empty.
  mutating func trim() {
    let row = slots.values.map(\.row).min() ?? 0
    let column = slots.values.map(\.column).min() ?? 0
    let old = slots
    taken = []
    for (key, slot) in old { put(key, Slot(row: slot.row - row, column: slot.column - column)) }
  }

  private mutating func put(_ key: UInt64, _ slot: Slot) {
    slots[key] = slot
    taken.insert(slot)
  }

  private func free(
    for object: Int32, among objects: [Int32], _ network: ObjectNetwork, _ keys: (Int32) -> UInt64
  ) -> Slot? {
    for other in objects where other != object {
      guard let slot = slots[keys(other)] else { continue }
      let isTarget = network.candidates.references(of: other).contains(object)
      guard isTarget || network.candidates.references(of: object).contains(other) else { continue }
      let steps = isTarget ? [(0, 1), (1, 0), (-1, 0), (0, -1)] : [(0, -1), (-1, 0), (1, 0), (0, 1)]
      for (rows, columns) in steps {
        let next = Slot(row: slot.row + rows, column: slot.column + columns)
        if isInside(next), !taken.contains(next) { return next }
      }
    }
    return nil
  }

  private func anyFree() -> Slot? {
    for row in [1, 2, 0, 3] {
      for column in 0..<NeighbourhoodScene.columns {
        let slot = Slot(row: row, column: column)
        if !taken.contains(slot) { return slot }
      }
    }
    return nil
  }

  private func isInside(_ slot: Slot) -> Bool {
    (0..<NeighbourhoodScene.rows).contains(slot.row) && (0..<NeighbourhoodScene.columns).contains(slot.column)
  }
}

extension ObjectNetwork {
  /// The objects not further than so many references from one, either way, the nearest first; at most so many.
  func surroundings(of centre: Int32, radius: Int, limit: Int) -> (objects: [Int32], more: Int) {
    var distances: [Int32: Int] = [centre: 0]
    var objects = [centre]
    var next = 0
    var more = 0
    while next < objects.count {
      let object = objects[next]
      next += 1
      guard let distance = distances[object], distance < radius else { continue }
      // None and small numbers belong to everybody: nobody is near another because of them.
      if object != centre, has(.immortal, object) { continue }
      // Of what is held by thousands the first ones are enough.
      let others = candidates.references(of: object).prefix(64) + holders.holders(of: object).prefix(64)
      for other in others where distances[other] == nil {
        if objects.count < limit {
          distances[other] = distance + 1
          objects.append(other)
        } else {
          distances[other] = radius
          more += 1
        }
      }
    }
    return (objects, more)
  }
}
