extension ObjectPerformer {
  /// What is left to do in the deallocations under way, the next thing last.
  private enum Task {
    case begin(ObjectID)
    case afterFinalizer(ObjectID)
    /// References go one by one; then the block, or with `tp_clear` only the reference of whoever called it.
    case clear(ObjectID, frees: Bool)
  }

  private func isDoomed(_ id: ObjectID) -> Bool {
    let object = graph.objects[id - 1]
    return object.isAlive && object.referenceCount == 0 && !object.isImmortal
  }

  /// Deallocates an object whose reference count has fallen to 0 (`Py_DECREF`).
  mutating func settle(_ id: ObjectID) {
    if isDoomed(id) { run([.begin(id)]) }
  }

  /// `tp_clear`, with the reference that `delete_garbage` holds meanwhile.
  mutating func clear(_ id: ObjectID) {
    make(.held(id, by: 1))
    run([.clear(id, frees: false)])
  }

  /// Does what the finalizer of an object does, holding it; what it makes die is dead then.
  mutating func finalize(_ id: ObjectID) {
    guard graph.objects[id - 1].isAlive, !graph.objects[id - 1].isFinalized else { return }
    make(.finalized(id))
    make(.held(id, by: 1))
    if let target = runFinalizer(id) { settle(target) }
    make(.held(id, by: -1))
    settle(id)
  }

  /// Returns the object that has lost a reference.
  private mutating func runFinalizer(_ id: ObjectID) -> ObjectID? {
    switch graph.objects[id - 1].finalizer {
    case .resurrects: make(.outside(id, by: 1))
    case .drops(let attribute):
      let attributes = graph.objects[id - 1].attributes
      guard let index = attributes.firstIndex(where: { $0.name == attribute }) else { return nil }
      make(.attribute(id, attribute, index: index, old: attributes[index].target, new: nil))
      return attributes[index].target
    case .nothing, nil: break
    }
    return nil
  }

  /// `subtype_dealloc` without recursion: a chain may be as long as it likes.
  private mutating func run(_ start: [Task]) {
    var tasks = start
    while let task = tasks.popLast() {
      switch task {
      case .begin(let id):
        guard isDoomed(id) else { continue }
        let object = graph.objects[id - 1]
        if object.finalizer != nil, !object.isFinalized {
          make(.finalized(id))
          make(.held(id, by: 1))
          tasks.append(.afterFinalizer(id))
          if let target = runFinalizer(id) { tasks.append(.begin(target)) }
        } else {
          leave(id)
          tasks.append(.clear(id, frees: true))
        }
      case .afterFinalizer(let id):
        make(.held(id, by: -1))
        tasks.append(.begin(id))
      case .clear(let id, let frees):
        if let first = graph.objects[id - 1].attributes.first {
          make(.attribute(id, first.name, index: 0, old: first.target, new: nil))
          tasks.append(task)
          tasks.append(.begin(first.target))
        } else if frees {
          free(id)
        } else {
          make(.held(id, by: -1))
          tasks.append(.begin(id))
        }
      }
    }
  }

  /// Untracks a dying object, clears the weak references to it and runs their callbacks.
  private mutating func leave(_ id: ObjectID) {
    move(id, to: nil)
    let referrers = graph.objects[id - 1].weakReferrers
    let callbacks = referrers.filter { graph.objects[$0 - 1].hasCallback }
    for referrer in referrers { clearWeakReference(referrer) }
    for referrer in callbacks { make(.callback(referrer)) }
  }

  private mutating func free(_ id: ObjectID) {
    clearWeakReference(id)
    make(.died(id))
    if graph.objects[id - 1].hasHeader, graph.counters.counts[0] > 0 { make(.counted(by: -1)) }
  }

  /// Clears a weak reference object, if it's one that refers to something.
  mutating func clearWeakReference(_ id: ObjectID) {
    let object = graph.objects[id - 1]
    guard let referent = object.weakReferent,
      let index = graph.objects[referent - 1].weakReferrers.firstIndex(of: id)
    else { return }
    make(.weak(id, to: referent, index: index, hasCallback: object.hasCallback, isMade: false))
  }
}
