import ObjectGraph

/// What calls of built-in types make.
extension ObjectMachine {
  private func atMost(_ count: Int, _ arguments: Arguments, _ name: String, _ place: Place) throws(StatementMistake) {
    guard arguments.positional.count <= count else {
      throw StatementMistake(place, "`\(name)` takes at most \(count) arguments here")
    }
  }

  mutating func make(
    _ name: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let first = arguments.positional.first
    switch name {
    case "object": return allocate(type: "object", size: 16, body: .object)
    case "list":
      try atMost(1, arguments, name, place)
      return try makeListOf(first, place)
    case "tuple":
      try atMost(1, arguments, name, place)
      return try makeTupleOf(first, place)
    case "dict":
      try atMost(1, arguments, name, place)
      // 3.8 hands keywords on in a dict.
      if !objectRules.isAtLeast(9), !arguments.keywords.isEmpty {
        let words = makeDict()
        for (key, value) in arguments.keywords { try insert(sharedKey(key), retain(value), intoDict: words) }
        let id = makeDict(isFresh: true)
        if let first, self.dict(first) != nil { try update(id, fromDict: first) }
        try update(id, fromDict: words, looksForKeys: false)
        drop(words)
        return id
      }
      let id = makeDict(isFresh: true)
      if let first, self.dict(first) != nil { try update(id, fromDict: first) }
      for (key, value) in arguments.keywords { try insert(sharedKey(key), retain(value), intoDict: id) }
      return id
    case "set", "frozenset":
      try atMost(1, arguments, name, place)
      return try makeSetOf(first, isFrozen: name == "frozenset", place)
    case "range":
      guard (1...3).contains(arguments.positional.count) else {
        throw StatementMistake(place, "`range` takes one to three numbers")
      }
      var numbers: [Int] = []
      for argument in arguments.positional {
        guard let number = integer(argument) else { throw StatementMistake(place, "`range` takes ints") }
        numbers.append(number)
      }
      let range = try makeRange(numbers, place)
      for argument in arguments.positional { append(retain(argument), to: range, named: "bound") }
      return range
    case "int":
      guard let first else { return makeInteger(0) }
      if let text = string(first) {
        guard let number = Int(text) else { throw StatementMistake(place, "'\(text)' is no int") }
        return makeInteger(parsed: number)
      }
      guard let number = number(first), number.magnitude < 9e18 else {
        throw StatementMistake(place, "`int` needs a number")
      }
      return integer(first).map { makeInteger($0) } ?? makeInteger(Int(number))
    case "float":
      guard let first else { return makeFloat(0) }
      if case .float = bodies[first] { return retain(first) }
      guard let number = number(first) ?? string(first).flatMap({ Double($0) }) else {
        throw StatementMistake(place, "`float` needs a number")
      }
      return makeFloat(number)
    case "complex":
      let parts = arguments.positional.map { number($0) ?? 0 }
      return allocate(
        type: "complex", size: 32, from: .complex, body: .complex(parts.first ?? 0, parts.dropFirst().first ?? 0))
    case "bool": return makeBoolean(first.map { isTrue($0) } ?? false)
    case "str":
      guard let first else { return makeString("") }
      if string(first) != nil { return retain(first) }
      return makeText(of: first)
    case "bytes": return try makeBytesOf(first, place)
    case "bytearray": return try makeBytearray(first, place)
    case "slice":
      let id = allocate(type: "slice", size: 56, hasHeader: true, from: .slice, body: .slice)
      for argument in arguments.positional { append(retain(argument), to: id, named: "bound") }
      track(id)
      return id
    default: return try makeOther(name, arguments, place)
    }
  }

  private mutating func makeListOf(_ iterable: ObjectID?, _ place: Place) throws(StatementMistake) -> ObjectID {
    // `PyType_GenericAlloc`: the free list isn't asked.
    let id = allocate(type: "list", size: 56, hasHeader: true, body: .list(ListBody()), isSequence: true)
    track(id)
    guard let iterable else { return id }
    try fillList(id, from: iterable, place)
    return id
  }

  /// `list___init__`.
  mutating func fillList(_ id: ObjectID, from iterable: ObjectID, _ place: Place) throws(StatementMistake) {
    let length = hasLength(iterable) ? lengthHint(of: 0, over: iterable) : 0
    if !objectRules.isAtLeast(10), length > 0 {
      // Makes room before it asks for an iterator.
      preallocate(id, length)
      try fill(id, from: iterable, place)
    } else {
      try extend(id, with: iterable, place)
    }
  }

  private func hasLength(_ id: ObjectID) -> Bool {
    if case .iterator = bodies[id] { false } else if case .generator = bodies[id] { false } else { true }
  }

  private mutating func fill(_ id: ObjectID, from iterable: ObjectID, _ place: Place) throws(StatementMistake) {
    switch bodies[iterable] {
    case .list, .tuple: for item in items(of: iterable) { append(retain(item), to: id) }
    default:
      let iterator = try makeIterator(over: iterable, place)
      while let item = try next(of: iterator, place) {
        if count(of: id) < capacity(of: id) { append(item, to: id) } else { appendToList(id, item) }
      }
      drop(iterator)
    }
  }

  private mutating func makeTupleOf(_ iterable: ObjectID?, _ place: Place) throws(StatementMistake) -> ObjectID {
    guard let iterable else { return retain(sharedObject(.emptyTuple)) }
    switch bodies[iterable] {
    case .tuple: return retain(iterable)
    case .list: return makeTuple(of: items(of: iterable).map { retain($0) })
    default: break
    }
    // `PySequence_Tuple`: a tuple of the length that is expected, cut at the end.
    let iterator = try makeIterator(over: iterable, place)
    let expected = lengthHint(of: iterator, over: iterable)
    var items: [ObjectID] = []
    let tuple = allocateTuple(expected == 8 && !hasLength(iterable) ? 10 : expected)
    while let item = try next(of: iterator, place) {
      try limit(items.count + 1, place)
      items.append(item)
    }
    drop(iterator)
    return finishTuple(tuple, items)
  }

  mutating func makeSetOf(
    _ iterable: ObjectID?, isFrozen: Bool, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    if isFrozen {
      guard let iterable else {
        return objectRules.isAtLeast(10) ? makeSet(isFrozen: true) : retain(sharedObject(.emptyFrozenSet))
      }
      if set(iterable)?.isFrozen == true { return retain(iterable) }
    }
    let id = makeSet(isFrozen: isFrozen)
    guard let iterable else { return id }
    try addAll(of: iterable, toSet: id, place)
    return id
  }

  /// `set_update_internal`.
  mutating func addAll(of iterable: ObjectID, toSet id: ObjectID, _ place: Place) throws(StatementMistake) {
    if set(iterable) != nil { return try merge(iterable, intoSet: id) }
    let iterator = try makeIterator(over: iterable, place)
    while let item = try next(of: iterator, place) {
      try located(place) { (machine) throws(StatementMistake) in try machine.add(item, toSet: id) }
    }
    drop(iterator)
  }

  private mutating func makeBytesOf(_ first: ObjectID?, _ place: Place) throws(StatementMistake) -> ObjectID {
    guard let first else { return makeBytes([]) }
    if case .bytes = bodies[first] { return retain(first) }
    guard let count = integer(first), count >= 0 else {
      throw StatementMistake(place, "`bytes` takes a number of bytes here")
    }
    try limit(count, place)
    if count == 0 { return makeBytes([]) }
    let id = graph.objects.count + 1
    let block = ask(.calloc, .obj, 33 + UInt64(count), owner: id, part: .object)
    make(
      .born(
        id,
        GraphObject(name: "bytes", type: "bytes", size: 33 + UInt64(count), hasHeader: false, blocks: [block])))
    make(.held(id, by: 1))
    bodies[id] = .bytes(Array(repeating: 0, count: count))
    return id
  }
}
