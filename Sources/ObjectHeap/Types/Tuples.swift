import ObjectGraph

/// tuples (`Objects/tupleobject.c`).
extension ObjectMachine {
  /// A tuple of objects that are held; the empty one exists.
  mutating func makeTuple(of items: [ObjectID]) -> ObjectID {
    guard !items.isEmpty else { return retain(sharedObject(.emptyTuple)) }
    let id = allocate(
      type: "tuple", size: objectRules.tupleSize(items.count), hasHeader: true, from: .tuple(items.count),
      body: .tuple, isSequence: true)
    for item in items { append(item, to: id) }
    if objectRules.tracksAtomicTuples || items.contains(where: mayBeTracked) { track(id) }
    return id
  }

  /// `_PyObject_GC_MAY_BE_TRACKED`.
  func mayBeTracked(_ id: ObjectID) -> Bool {
    let object = graph.objects[id - 1]
    guard object.hasHeader else { return false }
    if case .tuple = bodies[id] { return object.place != nil }
    return true
  }
}

extension ObjectMachine {
  /// A tuple whose items come later; `finishTuple` gives it the length that it has.
  mutating func allocateTuple(_ length: Int) -> ObjectID {
    guard length > 0 else { return retain(sharedObject(.emptyTuple)) }
    return allocate(
      type: "tuple", size: objectRules.tupleSize(length), hasHeader: true, from: .tuple(length), body: .tuple,
      isSequence: true)
  }

  /// `_PyTuple_Resize`, where the length isn't as expected.
  mutating func finishTuple(_ id: ObjectID, _ items: [ObjectID]) -> ObjectID {
    guard graph.objects[id - 1].size > 0 else {
      drop(id)
      return makeTuple(of: items)
    }
    let size = objectRules.tupleSize(items.count)
    if items.isEmpty {
      drop(id)
      return retain(sharedObject(.emptyTuple))
    }
    if graph.objects[id - 1].size != size { resize(.object, of: id, to: size, domain: .obj) }
    for item in items { append(item, to: id) }
    track(id)
    return id
  }
}
