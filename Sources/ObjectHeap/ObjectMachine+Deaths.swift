import ObjectGraph

/// A part of the deallocation of an object.
enum DeallocationStep: Hashable, Sendable {
  /// References go one by one, the last first for sequences.
  case references(isReversed: Bool)
  /// A block goes back to the allocator, or into a free list.
  case part(ObjectBlock.Part, keptIn: FreeList?)
  /// The values behind an object are copied for the dict that is left.
  case detach
  /// The object ends; its block goes back, or into a free list.
  case object(keptIn: FreeList?)
  /// The blocks of a deque go.
  case dequeBlocks
  /// A generator that isn't over is closed.
  case close
  /// `tp_clear` ends: whoever called it lets the object go.
  case cleared
}

extension ObjectMachine {
  /// What is left to do in the deallocations under way, the next thing last.
  private enum Task {
    case begin(ObjectID)
    case afterFinalizer(ObjectID)
    case step(ObjectID, DeallocationStep)
    /// The deallocation of a container ends (`Py_TRASHCAN_END`).
    case leaveTrashcan
    /// Containers that waited come next (`_PyTrash_thread_destroy_chain`).
    case emptyTrash
  }

  func isDoomed(_ id: ObjectID) -> Bool {
    let object = graph.objects[id - 1]
    return object.isAlive && object.referenceCount == 0 && !object.isImmortal
  }

  /// Deallocates an object whose reference count has fallen to 0 (`Py_DECREF`).
  mutating func settle(_ id: ObjectID) { if isDoomed(id) { run([.begin(id)]) } }

  /// `tp_clear`, with the reference that `delete_garbage` holds meanwhile.
  mutating func clear(_ id: ObjectID) {
    retain(id)
    run(([.cleared] + clearing(id).reversed()).map { .step(id, $0) })
  }

  /// Drops everything that an object refers to, and its blocks but its own, as a method like `clear` does.
  mutating func empty(_ id: ObjectID, _ steps: [DeallocationStep]) { run(steps.reversed().map { .step(id, $0) }) }

  /// Does what the finalizer of an object does, holding it; what it makes die is dead then.
  mutating func finalize(_ id: ObjectID) {
    guard graph.objects[id - 1].isAlive, !graph.objects[id - 1].isFinalized else { return }
    make(.finalized(id))
    retain(id)
    if let target = runFinalizer(id) { settle(target) }
    drop(id)
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
    case .nothing: callFinalizer(id)
    case nil: break
    }
    return nil
  }

  /// Deallocation without recursion: a chain may be as long as it likes.
  private mutating func run(_ start: [Task]) {
    var tasks = start
    while let task = tasks.popLast() {
      switch task {
      case .begin(let id):
        guard isDoomed(id) else { continue }
        let object = graph.objects[id - 1]
        if object.hasHeader, object.finalizer == nil || object.isFinalized {
          if trashDepth >= objectRules.trashcanDepth {
            untrack(id)
            trash.append(id)
            continue
          }
          trashDepth += 1
          tasks.append(.leaveTrashcan)
        }
        if object.finalizer != nil, !object.isFinalized {
          make(.finalized(id))
          retain(id)
          tasks.append(.afterFinalizer(id))
          if let target = runFinalizer(id) { tasks.append(.begin(target)) }
        } else {
          leave(id)
          for step in dying(id).reversed() { tasks.append(.step(id, step)) }
        }
      case .afterFinalizer(let id):
        release(id)
        tasks.append(.begin(id))
      case .leaveTrashcan:
        trashDepth -= 1
        if trashDepth == 0, !trash.isEmpty { tasks.append(.emptyTrash) }
      case .emptyTrash:
        trashDepth = 0
        if let next = trash.popLast() {
          trashDepth = 1
          tasks.append(.emptyTrash)
          tasks.append(.begin(next))
        }
      case .step(let id, let step):
        if let next = perform(step, of: id) {
          if case .references = step { tasks.append(task) }
          tasks.append(.begin(next))
        }
      }
    }
  }

  /// Returns an object that has lost a reference.
  private mutating func perform(_ step: DeallocationStep, of id: ObjectID) -> ObjectID? {
    switch step {
    case .references(let isReversed):
      let attributes = graph.objects[id - 1].attributes
      guard !attributes.isEmpty else { return nil }
      let index = isReversed ? attributes.count - 1 : 0
      let reference = attributes[index]
      make(.attribute(id, reference.name, index: index, old: reference.target, new: nil))
      return reference.target
    case .part(let part, let list):
      guard let block = block(part, of: id) else { return nil }
      if let list, keep(block, in: list, of: id) { return nil }
      free(block, of: id)
    case .detach: detachDict(of: id)
    case .object(let list): end(id, keptIn: list)
    case .close: close(id)
    case .dequeBlocks: freeBlocks(ofDeque: id)
    case .cleared:
      release(id)
      return id
    }
    return nil
  }

  /// Untracks a dying object, clears the weak references to it and runs their callbacks.
  private mutating func leave(_ id: ObjectID) {
    untrack(id)
    let referrers = graph.objects[id - 1].weakReferrers
    guard !referrers.isEmpty else { return }
    let callbacks = referrers.filter { graph.objects[$0 - 1].hasCallback }
    for referrer in referrers { clearWeakReference(referrer) }
    // `PyObject_ClearWeakRefs` keeps several callbacks in a tuple, each behind its weak reference.
    let pairs = callbacks.compactMap { referrer in
      reference("__callback__", of: referrer).map { [referrer, item($0, of: referrer)] }
    }
    let tuple = callbacks.count > 1 ? makeTuple(of: pairs.joined().map { retain($0) }) : nil
    for referrer in callbacks { call(back: referrer) }
    if let tuple { drop(tuple) }
  }

  private mutating func end(_ id: ObjectID, keptIn list: FreeList?) {
    clearWeakReference(id)
    bodies[id] = nil
    guard let block = block(.object, of: id) else { return make(.died(id)) }
    if let list, keep(block, in: list, of: id) { return make(.died(id)) }
    // `PyObject_GC_Del` counts before it frees.
    if graph.objects[id - 1].hasHeader, graph.counters.counts[0] > 0 { make(.counted(by: -1)) }
    free(block, of: id)
    make(.died(id))
  }

  /// Clears a weak reference object, if it's one that refers to something.
  mutating func clearWeakReference(_ id: ObjectID) {
    let object = graph.objects[id - 1]
    guard let referent = object.weakReferent,
      let index = graph.objects[referent - 1].weakReferrers.firstIndex(of: id)
    else { return }
    make(.weak(id, to: referent, index: index, hasCallback: object.hasCallback, isMade: false))
  }

  /// Runs the callback of a weak reference that was cleared.
  mutating func call(back id: ObjectID) {
    make(.callback(id))
    callCallback(id)
  }

  // MARK: By type

  /// What the deallocator of the object's type does, in order (`tp_dealloc`).
  private func dying(_ id: ObjectID) -> [DeallocationStep] {
    switch bodies[id] {
    case .float: [.object(keptIn: .float)]
    case .complex: [.object(keptIn: .complex)]
    case .integer(let number): [.object(keptIn: isOneDigit(number) ? .int : nil)]
    case .list: [.references(isReversed: true), .part(.items, keptIn: nil), .object(keptIn: list(.list, for: id))]
    case .tuple: [.references(isReversed: true), .object(keptIn: list(.tuple(count(of: id)), for: id))]
    case .dict(let dict):
      dictDying(dict) + [.object(keptIn: list(.dict, for: id))]
    case .set: [.references(isReversed: false), .part(.table, keptIn: nil), .object(keptIn: nil)]
    case .bytearray: [.part(.buffer, keptIn: nil), .object(keptIn: nil)]
    case .slice: [.references(isReversed: false), .object(keptIn: .slice)]
    case .range: [.references(isReversed: false), .object(keptIn: .range)]
    case .iterator(let iterator): [.references(isReversed: false), .object(keptIn: iterator.freeList)]
    case .method:
      [
        .references(isReversed: false),
        .object(keptIn: reference("__func__", of: id) == nil ? .builtinMethod : .method),
      ]
    case .instance(let instance): instanceDying(instance, id)
    case .deque: [.references(isReversed: false), .dequeBlocks, .object(keptIn: nil)]
    case .array: [.part(.buffer, keptIn: nil), .object(keptIn: nil)]
    case .generator: [.close, .references(isReversed: false), .object(keptIn: nil)]
    case .frame(let code): [.references(isReversed: false), .object(keptIn: frameList(code))]
    default: [.references(isReversed: false), .object(keptIn: nil)]
    }
  }

  /// What `tp_clear` of the object's type does.
  private func clearing(_ id: ObjectID) -> [DeallocationStep] {
    switch bodies[id] {
    case .list: [.references(isReversed: true), .part(.items, keptIn: nil)]
    case .tuple: []
    case .dict(let dict): dictDying(dict)
    case .set: [.references(isReversed: false), .part(.table, keptIn: nil)]
    case .instance(let instance): instanceClearing(instance, id)
    default: [.references(isReversed: false)]
    }
  }

  /// Free lists are for exact types.
  private func list(_ list: FreeList, for id: ObjectID) -> FreeList? {
    switch (list, graph.objects[id - 1].type) {
    case (.list, "list"), (.dict, "dict"), (.tuple, "tuple"): list
    default: nil
    }
  }
}
