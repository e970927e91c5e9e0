import ObjectGraph

/// weak references (`Objects/weakrefobject.c`).
extension ObjectMachine {
  var weakReferenceSize: UInt64 { objectRules.isAtLeast(11) ? 80 : 72 }

  /// `weakref.ref(object, callback)`; the arguments stay held by the caller.
  mutating func makeWeakReference(
    to id: ObjectID, callback: ObjectID?, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    guard canBeWeaklyReferenced(id) else {
      throw StatementMistake(place, "a \(graph.objects[id - 1].type) can't be referred to weakly")
    }
    let plain = graph.objects[id - 1].weakReferrers.first { !graph.objects[$0 - 1].hasCallback }
    if callback == nil, let plain {
      make(.layer(LayerNote(plain, .shared("plain weak reference"))))
      return retain(plain)
    }
    let reference = allocate(
      type: "weakref", size: weakReferenceSize, hasHeader: true, body: .weakReference)
    refer(reference, to: id, callback != nil)
    if let callback { append(retain(callback), to: reference, named: "__callback__") }
    track(reference)
    return reference
  }

  private func canBeWeaklyReferenced(_ id: ObjectID) -> Bool {
    switch bodies[id] {
    case .instance(let instance): type(instance.type)?.hasWeakReferences ?? false
    case .set, .function, .type, .generator, nil: true
    default: false
    }
  }

  /// Calls the callback of a weak reference that was cleared.
  mutating func callCallback(_ id: ObjectID) {
    guard graph.objects[id - 1].isAlive, let place = reference("__callback__", of: id) else { return }
    retain(id)
    let callback = remove(at: place, of: id)
    if let result = try? call(callback, Arguments(positional: [retain(id)]), Place(line: 1, column: 1)) { drop(result) }
    drop(callback)
    drop(id)
  }
}
