import ObjectGraph

/// Calls of built-in types and functions.
extension ObjectMachine {
  /// Whether a type takes its arguments without a tuple (`tp_vectorcall`).
  private func hasVectorcall(_ name: String) -> Bool {
    switch name {
    case "list", "tuple", "dict", "set", "frozenset", "range": objectRules.isAtLeast(9)
    case "float", "bool": objectRules.isAtLeast(10)
    case "str": objectRules.isAtLeast(11)
    case "enumerate": objectRules.isAtLeast(11)
    case "reversed", "map", "filter": objectRules.isAtLeast(10)
    case "int": objectRules.isAtLeast(13)
    default: false
    }
  }

  /// Calls a built-in type or function; the arguments aren't held any more.
  mutating func call(builtin name: String, _ arguments: Arguments, _ place: Place) throws(StatementMistake) -> ObjectID
  {
    guard Self.builtinTypes.contains(name) else {
      let parts = name.split(separator: ".").map(String.init)
      if parts.count == 2 { return try call(module: parts[0], parts[1], arguments, place) }
      let result = try call(function: name, arguments, place)
      drop(arguments)
      return result
    }
    if BuiltinException.bases[name] != nil, arguments.keywords.isEmpty {
      return makeException(name, arguments: arguments.positional)
    }
    let tuple = hasVectorcall(name) ? nil : argumentTuple(arguments)
    let result = try make(name, arguments, place)
    // The stack lets go of the arguments, then of the tuple.
    if let tuple { drop(tuple) }
    drop(arguments)
    return result
  }

  private func atMost(_ count: Int, _ arguments: Arguments, _ name: String, _ place: Place) throws(StatementMistake) {
    guard arguments.positional.count <= count else {
      throw StatementMistake(place, "`\(name)` takes at most \(count) arguments here")
    }
  }

  private mutating func make(
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

  // MARK: Functions

  private mutating func call(
    function name: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    guard name == "print" || !arguments.positional.isEmpty else {
      throw StatementMistake(place, "`\(name)` needs an argument")
    }
    let first = arguments.positional.first ?? 0
    switch name {
    case "len":
      switch bodies[first] {
      case .string(let text): return makeInteger(text.unicodeScalars.count)
      case .dict(let dict): return makeInteger(dict.keys.count)
      case .list, .tuple, .set: return makeInteger(count(of: first))
      default: return makeInteger(lengthHint(of: 0, over: first))
      }
    case "abs":
      if let number = integer(first), number != .min { return makeInteger(abs(number)) }
      return makeFloat(abs(number(first) ?? 0))
    case "sum": return try sum(first, place)
    case "min", "max": return try extreme(name == "max", arguments, place)
    case "iter": return try makeIterator(over: first, place)
    case "next":
      guard let item = try next(of: first, place) else {
        throw StatementMistake(place, "the iterator has come to its end")
      }
      return item
    case "sorted":
      let list = try makeSequenceList(first, place)
      let method = makeBuiltinMethod("sort", of: list)
      try sort(list, keywords: arguments.keywords, place)
      drop(method)
      return list
    case "repr": return makeText(of: first)
    case "hash", "id": return makeInteger(first)
    case "isinstance": return makeBoolean(true)
    default: return makeNone()
    }
  }

  /// `PySequence_List`.
  private mutating func makeSequenceList(_ iterable: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    let list = makeList(room: 0)
    try extend(list, with: iterable, place)
    return list
  }

  private mutating func sum(_ iterable: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    let iterator = try makeIterator(over: iterable, place)
    var total = 0
    var float: Double?
    while let item = try next(of: iterator, place) {
      if let number = integer(item) {
        guard !total.addingReportingOverflow(number).overflow else {
          throw StatementMistake(place, "the sum is too large here")
        }
        if float == nil { total += number } else { float = (float ?? 0) + Double(number) }
      } else if let number = number(item) {
        float = (float ?? Double(total)) + number
      } else {
        throw StatementMistake(place, "`sum` needs numbers")
      }
      drop(item)
    }
    drop(iterator)
    // 3.12 and 3.13: the sum isn't one of `_PyLong_FromMedium`.
    if let float { return makeFloat(float) }
    return objectRules.isAtLeast(12) && !objectRules.isAtLeast(14) && !objectRules.smallInts.contains(total)
      ? makeInteger(parsed: total) : makeInteger(total)
  }

  private mutating func extreme(
    _ isMaximum: Bool, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    // Up to 3.12 the arguments come in a tuple.
    let tuple = objectRules.isAtLeast(13) ? nil : argumentTuple(arguments)
    let source = arguments.positional.count == 1 ? retain(arguments.positional[0]) : argumentTuple(arguments)
    let iterator = try makeIterator(over: source, place)
    var best: ObjectID?
    while let item = try next(of: iterator, place) {
      guard let old = best else {
        best = item
        continue
      }
      guard let order = order(item, old) else { throw StatementMistake(place, "these values have no order") }
      if isMaximum ? order > 0 : order < 0 {
        best = item
        drop(old)
      } else {
        drop(item)
      }
    }
    drop(iterator)
    drop(source)
    if let tuple { drop(tuple) }
    guard let best else { throw StatementMistake(place, "there is nothing to compare") }
    return best
  }

  /// `list.sort`.
  mutating func sort(
    _ id: ObjectID, keywords: [(name: String, value: ObjectID)], _ place: Place
  ) throws(StatementMistake) {
    let references = graph.objects[id - 1].attributes
    guard keywords.allSatisfy({ $0.name == "reverse" || $0.name == "key" }) else {
      throw StatementMistake(place, "`sort` takes `key` and `reverse`")
    }
    if let key = keywords.first(where: { $0.name == "key" })?.value, bodies[key] != ObjectBody.none {
      return try sort(id, key: key, isReversed: keywords.contains { $0.name == "reverse" && isTrue($0.value) }, place)
    }
    for pair in zip(references, references.dropFirst()) where order(pair.0.target, pair.1.target) == nil {
      throw StatementMistake(place, "these values have no order")
    }
    var sorted = references.enumerated().sorted {
      let order = order($0.element.target, $1.element.target) ?? 0
      return order == 0 ? $0.offset < $1.offset : order < 0
    }.map(\.element)
    if keywords.contains(where: { isTrue($0.value) }) { sorted.reverse() }
    reorder(id, sorted)
  }

  /// `list.sort` with a key: one of each item, which go after the sorting.
  private mutating func sort(_ id: ObjectID, key: ObjectID, isReversed: Bool, _ place: Place) throws(StatementMistake) {
    let references = graph.objects[id - 1].attributes
    var keyed: [(key: ObjectID, offset: Int)] = []
    for (offset, reference) in references.enumerated() {
      keyed.append((try call(key, Arguments(positional: [retain(reference.target)]), place), offset))
    }
    for pair in zip(keyed, keyed.dropFirst()) where order(pair.0.key, pair.1.key) == nil {
      throw StatementMistake(place, "these keys have no order")
    }
    if isReversed { keyed.reverse() }
    keyed.sort { left, right in
      let order = order(left.key, right.key) ?? 0
      if order != 0 { return isReversed ? order > 0 : order < 0 }
      return left.offset < right.offset
    }
    reorder(id, keyed.map { references[$0.offset] })
    for key in keyed { drop(key.key) }
  }

  mutating func reorder(_ id: ObjectID, _ references: [AttributeReference]) {
    let old = graph.objects[id - 1].attributes
    let new = references.enumerated().map { AttributeReference(name: "[\($0.offset)]", target: $0.element.target) }
    if old != new { make(.reordered(id, old: old, new: new)) }
  }
}
