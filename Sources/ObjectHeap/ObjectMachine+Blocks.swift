import HeapCore
import ObjectGraph

/// Blocks and births: what objects ask of the layers below.
extension ObjectMachine {
  // MARK: Blocks

  /// Asks for a block and returns its number.
  mutating func ask(
    _ function: BlockRequest.Function, _ domain: Domain, _ size: UInt64, owner: ObjectID, part: ObjectBlock.Part
  ) -> ObjectBlock {
    blockCount += 1
    let block = ObjectBlock(id: blockCount, part: part, domain: domain, size: size)
    make(.request(BlockRequest(function, domain, block: block.id, owner: owner, part: part, size: size)))
    return block
  }

  /// Changes the size of an object's block, or asks for a new one where it has none (`realloc`).
  mutating func resize(_ part: ObjectBlock.Part, of owner: ObjectID, to size: UInt64, domain: Domain = .mem) {
    guard let block = block(part, of: owner) else {
      _ = ask(.reallocNull, domain, size, owner: owner, part: part)
      return
    }
    make(
      .request(
        BlockRequest(
          .realloc, block.domain, block: block.id, owner: owner, part: part, oldSize: block.size, size: size)))
  }

  /// Gives a block back, if the object has it.
  mutating func free(_ part: ObjectBlock.Part, of owner: ObjectID) {
    guard let block = block(part, of: owner) else { return }
    free(block, of: owner)
  }

  mutating func free(_ block: ObjectBlock, of owner: ObjectID) {
    make(
      .request(
        BlockRequest(
          .free, block.domain, block: block.id, owner: owner, part: block.part, oldSize: block.size)))
  }

  func block(_ part: ObjectBlock.Part, of owner: ObjectID) -> ObjectBlock? {
    graph.objects[owner - 1].blocks.first { $0.part == part }
  }

  // MARK: Free lists

  /// Takes a block out of a free list.
  mutating func take(from list: FreeList, for owner: ObjectID) -> ObjectBlock? {
    let limit = list.limit(objectRules)
    // 3.11 and 3.12 keep tuples of 20 and never look for them (`maybe_freelist_pop`).
    if list == .tuple(20), !objectRules.isAtLeast(13) { return nil }
    guard limit > 0 else { return nil }
    guard let block = graph.freeLists[list.name]?.last else {
      make(.layer(LayerNote(owner, .none(list: list.name))))
      return nil
    }
    let left = (graph.freeLists[list.name]?.count ?? 1) - 1
    make(.layer(LayerNote(owner, .taken(list: list.name, block: block, left: left))))
    return block
  }

  /// Puts a block into a free list; false when it's full or there is none.
  mutating func keep(_ block: ObjectBlock, in list: FreeList, of owner: ObjectID) -> Bool {
    let limit = list.limit(objectRules)
    guard limit > 0 else { return false }
    let count = graph.freeLists[list.name]?.count ?? 0
    guard count < limit else {
      make(.layer(LayerNote(owner, .full(list: list.name, limit: limit))))
      return false
    }
    make(.layer(LayerNote(owner, .kept(list: list.name, block: block, count: count + 1, limit: limit))))
    return true
  }

  /// `clear_freelists`: at the end of a full collection.
  mutating func emptyFreeLists() {
    for list in FreeList.inOrderOfClearing(objectRules) {
      while let block = graph.freeLists[list.name]?.last {
        make(.layer(LayerNote(0, .emptied(list: list.name, block: block))))
        make(
          .request(
            BlockRequest(.free, block.domain, block: block.id, owner: 0, part: block.part, oldSize: block.size)))
      }
    }
  }

  // MARK: Births

  /// Makes an object, held once by whoever asked for it; one with a header isn't tracked yet.
  mutating func allocate(
    type: String, name: String = "", size: UInt64, hasHeader: Bool = false, from list: FreeList? = nil,
    prefix: UInt64? = nil, body: ObjectBody? = nil, isSequence: Bool = false
  ) -> ObjectID {
    let id = graph.objects.count + 1
    var block = list.flatMap { take(from: $0, for: id) }
    let isNew = block == nil
    // Up to 3.11 a collection comes after the block was asked for, before anyone sees the object.
    block = block ?? ask(.malloc, .obj, size, owner: id, part: .object)
    make(
      .born(
        id,
        GraphObject(
          name: name.isEmpty ? "@\(id)" : name, type: type, size: size, hasHeader: hasHeader,
          prefix: prefix, blocks: block.map { [$0] } ?? [], isSequence: isSequence)))
    make(.held(id, by: 1))
    if let body { bodies[id] = body }
    if hasHeader, isNew {
      make(.counted(by: 1))
      if objectRules.collectsInAllocation { collectIfDue() } else { collectionIsDue = true }
    }
    return id
  }

  /// `PyObject_GC_Track`.
  mutating func track(_ id: ObjectID) { if graph.objects[id - 1].place == nil { move(id, to: .young) } }

  /// `PyObject_GC_UnTrack`.
  mutating func untrack(_ id: ObjectID) { move(id, to: nil) }

  /// Runs a collection that waits for the eval breaker.
  mutating func collectIfWaiting() {
    guard collectionIsDue else { return }
    collectionIsDue = false
    collectIfDue()
  }

  // MARK: References

  /// Holds an object for a moment, and returns it.
  @discardableResult mutating func retain(_ id: ObjectID) -> ObjectID {
    if !graph.objects[id - 1].isImmortal { make(.held(id, by: 1)) }
    return id
  }

  /// Lets go of an object that something else refers to by now: nothing can follow.
  mutating func release(_ id: ObjectID) { if !graph.objects[id - 1].isImmortal { make(.held(id, by: -1)) } }

  /// Lets go of an object, with all that follows (`Py_DECREF`).
  mutating func drop(_ id: ObjectID) {
    release(id)
    settle(id)
  }

  /// Appends a reference that was held.
  mutating func append(_ target: ObjectID, to id: ObjectID, named name: String = "") {
    let index = graph.objects[id - 1].attributes.count
    insert(target, into: id, at: index, named: name.isEmpty ? "[\(index)]" : name)
  }

  /// Inserts a reference that was held.
  mutating func insert(_ target: ObjectID, into id: ObjectID, at index: Int, named name: String = "[]") {
    make(.attribute(id, name, index: index, old: nil, new: target))
    release(target)
  }

  /// Takes a reference away and holds what it referred to.
  mutating func remove(at index: Int, of id: ObjectID) -> ObjectID {
    let reference = graph.objects[id - 1].attributes[index]
    retain(reference.target)
    make(.attribute(id, reference.name, index: index, old: reference.target, new: nil))
    return reference.target
  }

  /// Replaces a reference by one that was held; returns the old one, held.
  mutating func replace(at index: Int, of id: ObjectID, by target: ObjectID) -> ObjectID {
    let reference = graph.objects[id - 1].attributes[index]
    retain(reference.target)
    make(.attribute(id, reference.name, index: index, old: reference.target, new: target))
    release(target)
    return reference.target
  }

  /// The objects that an object refers to, in order.
  func items(of id: ObjectID) -> [ObjectID] { graph.objects[id - 1].attributes.map(\.target) }

  func count(of id: ObjectID) -> Int { graph.objects[id - 1].attributes.count }

  func item(_ index: Int, of id: ObjectID) -> ObjectID { graph.objects[id - 1].attributes[index].target }

  func referenceCount(_ id: ObjectID) -> Int { graph.objects[id - 1].referenceCount }
}
