import ObjectGraph

/// lists (`Objects/listobject.c`).
extension ObjectMachine {
  /// `PyList_New`: the object from the free list, room for the items by calloc.
  mutating func makeList(room count: Int) -> ObjectID {
    let id = allocate(
      type: "list", size: 56, hasHeader: true, from: .list, body: .list(ListBody(capacity: count)), isSequence: true)
    if count > 0 { _ = ask(.calloc, .mem, UInt64(8 * count), owner: id, part: .items) }
    track(id)
    return id
  }

  /// `list_new_prealloc`: as `PyList_New`, but room by malloc.
  mutating func makePreallocatedList(_ count: Int) -> ObjectID {
    let id = makeList(room: 0)
    if count > 0 {
      _ = ask(.malloc, .mem, UInt64(8 * count), owner: id, part: .items)
      setCapacity(count, of: id)
    }
    return id
  }

  func capacity(of id: ObjectID) -> Int {
    if case .list(let list) = bodies[id] { list.capacity } else { 0 }
  }

  mutating func setCapacity(_ capacity: Int, of id: ObjectID) {
    guard case .list(var list) = bodies[id] else { return }
    list.capacity = capacity
    bodies[id] = .list(list)
  }

  /// A list of objects that are held, as a display makes it.
  mutating func makeList(of items: [ObjectID]) -> ObjectID {
    let id = makeList(room: items.count)
    for item in items { append(item, to: id) }
    return id
  }

  /// A copy of items that aren't held (`list_slice`, `list_concat`).
  mutating func makeListCopy(of items: [ObjectID]) -> ObjectID {
    let id = makePreallocatedList(items.count)
    for item in items { append(retain(item), to: id) }
    return id
  }

  /// `list_resize`, before the items come or after they have gone.
  mutating func resizeList(_ id: ObjectID, from old: Int, to count: Int) {
    let capacity = capacity(of: id)
    if count <= capacity, !objectRules.listShrinks(to: count, capacity: capacity),
      count >= capacity >> 1 || objectRules.isAtLeast(14)
    {
      return
    }
    let new = objectRules.listCapacity(growingTo: count, from: old)
    setCapacity(new, of: id)
    resize(.items, of: id, to: UInt64(8 * new))
  }

  /// `list.append` of an object that's held.
  mutating func appendToList(_ id: ObjectID, _ item: ObjectID) {
    let count = count(of: id)
    resizeList(id, from: count, to: count + 1)
    append(item, to: id)
  }

  /// `list_extend` by items that aren't held, of a list or tuple or one made of the iterable before.
  mutating func extendList(_ id: ObjectID, _ items: [ObjectID]) {
    guard !items.isEmpty else { return }
    let count = count(of: id)
    if objectRules.isAtLeast(10), block(.items, of: id) == nil {
      preallocate(id, items.count)
    } else {
      resizeList(id, from: count, to: count + items.count)
    }
    for item in items { append(retain(item), to: id) }
  }

  /// `list_preallocate_exact`.
  mutating func preallocate(_ id: ObjectID, _ count: Int) {
    let room = objectRules.exactListCapacity(count)
    _ = ask(.malloc, .mem, UInt64(8 * room), owner: id, part: .items)
    setCapacity(room, of: id)
  }

  /// `list.pop`: returns the item, held.
  mutating func popFromList(_ id: ObjectID, at index: Int) -> ObjectID {
    let item = remove(at: index, of: id)
    resizeListAfterRemoval(id, 1)
    return item
  }

  mutating func resizeListAfterRemoval(_ id: ObjectID, _ removed: Int) {
    let count = count(of: id)
    if count == 0, objectRules.isAtLeast(12) {
      // `list_pop_impl` clears a list that becomes empty.
      setCapacity(0, of: id)
      return free(.items, of: id)
    }
    resizeList(id, from: count + removed, to: count)
  }

  /// `list.clear`.
  mutating func clearList(_ id: ObjectID) {
    setCapacity(0, of: id)
    empty(id, [.references(isReversed: true), .part(.items, keptIn: nil)])
  }
}
