import ObjectGraph

/// Iterators over other iterators: enumerate, zip, map, filter, reversed (`Python/bltinmodule.c`, `Objects/enumobject.c`).
extension ObjectMachine {
  /// Calls one of their types; the arguments stay held by the caller.
  mutating func makeAdapter(
    _ name: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    let given = arguments.positional
    switch name {
    case "enumerate" where given.count == 1:
      let id = makeAdapter(.enumerate, name, size: objectRules.isAtLeast(11) ? 72 : 64)
      append(try makeIterator(over: given[0], place), to: id, named: "iterator")
      append(makeResult(2), to: id, named: "result")
      track(id)
      return id
    case "zip" where !given.isEmpty:
      let iterators = try makeIterators(over: given, isTupleFirst: true, place)
      let result = makeResult(given.count)
      let id = makeAdapter(.zip, name, size: objectRules.isAtLeast(10) ? 64 : 56)
      append(iterators, to: id, named: "iterators")
      append(result, to: id, named: "result")
      track(id)
      return id
    case "map" where given.count > 1:
      let iterators = try makeIterators(over: Array(given.dropFirst()), isTupleFirst: true, place)
      let id = makeAdapter(.map, name, size: objectRules.isAtLeast(14) ? 56 : 48)
      append(iterators, to: id, named: "iterators")
      append(retain(given[0]), to: id, named: "function")
      track(id)
      return id
    case "filter" where given.count == 2:
      let iterator = try makeIterator(over: given[1], place)
      let id = makeAdapter(.filter, name, size: 48)
      append(retain(given[0]), to: id, named: "function")
      append(iterator, to: id, named: "iterator")
      track(id)
      return id
    case "reversed" where given.count == 1:
      guard case .list = bodies[given[0]] else {
        throw StatementMistake(place, "`reversed` is only followed for lists here")
      }
      let method = makeBuiltinMethod("__reversed__", of: given[0])
      let id = makeIterator(.reversed, "list_reverseiterator", size: 48, over: given[0])
      drop(method)
      return id
    default: return nil
    }
  }

  private mutating func makeAdapter(_ kind: IteratorBody.Kind, _ type: String, size: UInt64) -> ObjectID {
    allocate(type: type, size: size, hasHeader: true, body: .iterator(IteratorBody(kind: kind)))
  }

  private mutating func makeResult(_ count: Int) -> ObjectID {
    makeTuple(of: (0..<count).map { _ in makeNone() })
  }

  private mutating func makeIterators(
    over objects: [ObjectID], isTupleFirst: Bool, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let tuple = allocateTuple(objects.count)
    for object in objects { append(try makeIterator(over: object, place), to: tuple) }
    track(tuple)
    return tuple
  }

  /// The next object of one of them, held; nil at the end.
  mutating func nextOfAdapter(_ iterator: IteratorBody, _ id: ObjectID, _ place: Place) throws(StatementMistake)
    -> ObjectID?
  {
    switch iterator.kind {
    case .enumerate:
      guard let item = try next(of: item(0, of: id), place) else { return nil }
      var counted = iterator
      counted.index += 1
      bodies[id] = .iterator(counted)
      let number = makeInteger(iterator.index)
      return give([number, item], by: self.item(1, of: id))
    case .zip:
      return try nextOfZip(id, place)
    case .map:
      var values: [ObjectID] = []
      for source in items(of: item(0, of: id)) {
        guard let value = try next(of: source, place) else {
          for value in values { drop(value) }
          return nil
        }
        values.append(value)
      }
      return try call(item(1, of: id), Arguments(positional: values), place)
    case .filter:
      let function = item(0, of: id)
      while let value = try next(of: item(1, of: id), place) {
        if bodies[function] == ObjectBody.none {
          if isTrue(value) { return value }
        } else {
          let answer = try call(function, Arguments(positional: [retain(value)]), place)
          defer { drop(answer) }
          if isTrue(answer) { return value }
        }
        drop(value)
      }
      return nil
    default: return nil
    }
  }

  /// `zip_next`: the tuple that nobody else has is filled again; a new one is there before its items.
  private mutating func nextOfZip(_ id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID? {
    let sources = items(of: item(0, of: id))
    let result = item(1, of: id)
    let tuple = referenceCount(result) == 1 ? nil : allocateTuple(sources.count)
    var values: [ObjectID] = []
    for source in sources {
      guard let value = try next(of: source, place) else {
        if let tuple {
          while values.count < sources.count { values.append(makeNone()) }
          drop(finishTuple(tuple, values))
        } else {
          for value in values { drop(value) }
        }
        return nil
      }
      values.append(value)
    }
    return tuple.map { finishTuple($0, values) } ?? give(values, by: result)
  }

  /// `PyObject_LengthHint` of an iterator that has `__length_hint__`: a bound method comes and goes.
  mutating func askLengthHint(of id: ObjectID) {
    guard case .iterator(let iterator) = bodies[id] else { return }
    switch iterator.kind {
    case .enumerate, .zip, .map, .filter, .callable: return
    default: drop(makeBuiltinMethod("__length_hint__", of: id))
    }
  }

  /// A tuple of values that are held: the one that is there, if nobody else has it.
  private mutating func give(_ values: [ObjectID], by result: ObjectID) -> ObjectID {
    guard referenceCount(result) == 1 else { return makeTuple(of: values) }
    retain(result)
    for (index, value) in values.enumerated() { drop(replace(at: index, of: result, by: value)) }
    return result
  }
}
