import ObjectGraph

/// Methods of built-in types.
extension ObjectMachine {
  /// The methods that are followed.
  static func methods(of type: String) -> Set<String> {
    switch type {
    case "list": ["append", "extend", "insert", "pop", "clear", "remove", "copy", "reverse", "sort", "index", "count"]
    case "deque": ["append", "appendleft", "pop", "popleft"]
    case "array": ["append"]
    case "dict":
      ["get", "pop", "popitem", "setdefault", "update", "clear", "copy", "keys", "values", "items", "fromkeys"]
    case "set": ["add", "discard", "remove", "pop", "clear", "update", "copy", "union"]
    case "frozenset": ["union", "copy"]
    case "str": ["join", "upper", "lower", "strip", "replace", "split", "startswith", "endswith"]
    case "bytearray": ["append"]
    case "tuple": ["index", "count"]
    default: []
    }
  }

  /// Calls a method of a built-in type; object and arguments stay held by the caller.
  mutating func call(
    builtinMethod name: String, of id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let type = graph.objects[id - 1].type
    switch bodies[id] {
    case .list: if let result = try callList(name, id, arguments, place) { return result }
    case .dict: if let result = try callDict(name, id, arguments, place) { return result }
    case .set: if let result = try callSet(name, id, arguments, place) { return result }
    case .string(let text): if let result = try callString(name, id, text, arguments, place) { return result }
    case .bytearray(let body):
      if name == "append" {
        try limit(body.count + 1, place)
        resizeBytearray(id, to: body.count + 1)
        return makeNone()
      }
    case .instance:
      if let base = instance(id).flatMap({ self.type($0.type)?.base }), base == "list",
        let result = try callList(name, id, arguments, place)
      {
        return result
      }
    default:
      if let result = try callOtherMethod(name, of: id, arguments, place) { return result }
    }
    let methods = Self.methods(of: type).sorted().joined(separator: ", ")
    let article = type.first.map { "aeiou".contains($0) } == true ? "an" : "a"
    throw StatementMistake(
      place,
      "\(article) \(type) has no method `\(name)` here" + (methods.isEmpty ? "" : ": there are \(methods)"))
  }

  private func argument(_ index: Int, _ arguments: Arguments, _ name: String, _ place: Place) throws(StatementMistake)
    -> ObjectID
  {
    guard index < arguments.positional.count else {
      throw StatementMistake(place, "`\(name)` needs \(index + 1) argument\(index == 0 ? "" : "s")")
    }
    return arguments.positional[index]
  }

  private mutating func callList(
    _ name: String, _ id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    switch name {
    case "append":
      try limit(count(of: id) + 1, place)
      appendToList(id, retain(try argument(0, arguments, name, place)))
    case "extend": try extend(id, with: try argument(0, arguments, name, place), place)
    case "insert":
      guard let number = integer(try argument(0, arguments, name, place)) else {
        throw StatementMistake(place, "`insert` needs an int and an object")
      }
      let item = try argument(1, arguments, name, place)
      let count = count(of: id)
      try limit(count + 1, place)
      resizeList(id, from: count, to: count + 1)
      insert(retain(item), into: id, at: min(max(number < 0 ? number + count : number, 0), count))
    case "pop":
      let count = count(of: id)
      let number = try arguments.positional.first.map { (id) throws(StatementMistake) in
        guard let number = integer(id) else { throw StatementMistake(place, "`pop` needs an int") }
        return number
      }
      let index = number.map { $0 < 0 ? $0 + count : $0 } ?? count - 1
      guard (0..<count).contains(index) else {
        throw StatementMistake(
          place, count == 0 ? "there is nothing to pop: the list is empty" : "there is no item \(index)")
      }
      return popFromList(id, at: index)
    case "clear": clearList(id)
    case "remove":
      let item = try argument(0, arguments, name, place)
      guard let index = items(of: id).firstIndex(where: { isEqual($0, item) }) else {
        throw StatementMistake(place, "this value isn't in the list")
      }
      try setSlice(of: id, index..<index + 1, to: nil, place)
    case "copy": return makeListCopy(of: items(of: id))
    case "reverse": reorder(id, graph.objects[id - 1].attributes.reversed())
    case "sort": try sort(id, keywords: arguments.keywords, place)
    case "index":
      let item = try argument(0, arguments, name, place)
      return makeInteger(items(of: id).firstIndex { isEqual($0, item) } ?? -1)
    case "count":
      let item = try argument(0, arguments, name, place)
      return makeInteger(items(of: id).count { isEqual($0, item) })
    default: return nil
    }
    return makeNone()
  }

  private mutating func callDict(
    _ name: String, _ id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    switch name {
    case "get", "pop", "setdefault":
      let key = try argument(0, arguments, name, place)
      guard self.key(of: key) != nil else { throw unhashable(key, place) }
      let other = arguments.positional.count > 1 ? arguments.positional[1] : nil
      if let entry = self.place(of: key, inDict: id) {
        return name == "pop" ? remove(entry: entry, ofDict: id) : retain(item(2 * entry + 1, of: id))
      }
      guard name != "pop" || other != nil else {
        throw StatementMistake(place, "there is no key \(keyLabel(key)) in this dict")
      }
      let value = other.map { retain($0) } ?? makeNone()
      if name == "setdefault" { try insert(retain(key), retain(value), intoDict: id) }
      return value
    case "popitem": return try popItem(id, place)
    case "clear": clearDict(id)
    case "copy": return try makeDictCopy(of: id)
    case "update":
      // A function of `METH_VARARGS`: its arguments come in a tuple, keywords in a dict.
      let tuple = argumentTuple(arguments)
      for other in arguments.positional {
        guard dict(other) != nil else { throw StatementMistake(place, "`update` takes a dict here") }
        try update(id, fromDict: other)
      }
      if !arguments.keywords.isEmpty {
        let words = makeDict()
        for (key, value) in arguments.keywords { try insert(sharedKey(key), retain(value), intoDict: words) }
        try update(id, fromDict: words, looksForKeys: false)
        drop(words)
      }
      drop(tuple)
    case "keys", "values", "items": return makeView(name, of: id)
    default: return nil
    }
    return makeNone()
  }

  /// `dict_popitem`: the pair's tuple first.
  private mutating func popItem(_ id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    guard var dict = dict(id), !dict.keys.isEmpty else { throw StatementMistake(place, "the dict is empty") }
    let tuple = allocateTuple(2)
    let entry = dict.keys.count - 1
    let value = remove(at: 2 * entry + 1, of: id)
    let key = remove(at: 2 * entry, of: id)
    dict.index[dict.keys.removeLast()] = nil
    dict.entries = entry
    bodies[id] = .dict(dict)
    return finishTuple(tuple, [key, value])
  }

  /// `dict.keys()` and its kin: a view object.
  private mutating func makeView(_ name: String, of id: ObjectID) -> ObjectID {
    let kind: IteratorBody.Kind = name == "keys" ? .dictKeys : name == "values" ? .dictValues : .dictItems
    let view = allocate(type: "dict_\(name)", size: 40, hasHeader: true, body: .view(kind))
    append(retain(id), to: view, named: "dict")
    track(view)
    return view
  }

  /// `dict.fromkeys`: a method of the type is bound to it before it's called.
  mutating func callFromKeys(
    _ owner: ObjectID, _ arguments: [Expression], _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let method = makeBuiltinMethod("fromkeys", of: owner)
    drop(owner)
    let held = try held(arguments, [])
    guard let first = held.positional.first else { throw StatementMistake(place, "`fromkeys` needs keys") }
    let result = try makeDict(fromKeys: first, place)
    let lastIsMethod = !objectRules.isAtLeast(11)
    if !lastIsMethod { drop(method) }
    drop(held)
    if lastIsMethod { drop(method) }
    return result
  }

  private mutating func makeDict(fromKeys iterable: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    let id = makeDict(isFresh: true)
    let iterator = try makeIterator(over: iterable, place)
    while let key = try next(of: iterator, place) {
      let none = makeNone()
      try located(place) { (machine) throws(StatementMistake) in try machine.insert(key, none, intoDict: id) }
    }
    drop(iterator)
    return id
  }

  private mutating func callSet(
    _ name: String, _ id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    switch name {
    case "add":
      let item = try argument(0, arguments, name, place)
      try limit(count(of: id) + 1, place)
      try located(place) { (machine) throws(StatementMistake) in try machine.add(machine.retain(item), toSet: id) }
    case "discard", "remove":
      let item = try argument(0, arguments, name, place)
      if let found = discard(item, fromSet: id) {
        drop(found)
      } else if name == "remove" {
        throw StatementMistake(place, "this value isn't in the set")
      }
    case "pop":
      guard count(of: id) > 0, let found = discard(item(0, of: id), fromSet: id) else {
        throw StatementMistake(place, "there is nothing to pop: the set is empty")
      }
      return found
    case "clear": clearSet(id)
    case "update":
      let tuple = objectRules.isAtLeast(9) && !objectRules.isAtLeast(14) ? argumentTuple(arguments) : nil
      for other in arguments.positional { try addAll(of: other, toSet: id, place) }
      if let tuple { drop(tuple) }
    case "copy": return try makeSetCopy(of: id)
    case "union":
      let copy = try makeSetCopy(of: id)
      for other in arguments.positional { try addAll(of: other, toSet: copy, place) }
      return copy
    default: return nil
    }
    return makeNone()
  }

  private mutating func callString(
    _ name: String, _ id: ObjectID, _ text: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    switch name {
    case "join": return try join(text, try argument(0, arguments, name, place), place)
    case "upper", "lower":
      let changed = name == "upper" ? text.uppercased() : text.lowercased()
      return makeString(changed)
    case "strip":
      let stripped = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      return stripped == text ? retain(id) : makeString(stripped)
    case "replace":
      guard let old = string(try argument(0, arguments, name, place)), !old.isEmpty,
        let new = string(try argument(1, arguments, name, place))
      else { throw StatementMistake(place, "`replace` needs two strings") }
      let replaced = Self.parts(of: text, separatedBy: old).joined(separator: new)
      try limit(replaced.utf8.count, place)
      return replaced == text ? retain(id) : makeString(replaced)
    case "split": return try split(text, arguments, place)
    case "startswith", "endswith":
      guard let part = string(try argument(0, arguments, name, place)) else { return nil }
      return makeBoolean(name == "startswith" ? text.hasPrefix(part) : text.hasSuffix(part))
    default: return nil
    }
  }

  /// `str.split`: room for some parts, then the parts (`split_whitespace`: 12 of them at first, later 6).
  private mutating func split(
    _ text: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    var parts: [String]
    if let separator = arguments.positional.first {
      guard let separator = string(separator), !separator.isEmpty else {
        throw StatementMistake(place, "`split` needs a string that isn't empty")
      }
      parts = Self.parts(of: text, separatedBy: separator)
    } else {
      parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    let id = makeList(room: objectRules.isAtLeast(12) ? min(12, text.unicodeScalars.count / 2 + 2) : 12)
    for part in parts {
      let item = makeString(part)
      if count(of: id) < capacity(of: id) { append(item, to: id) } else { appendToList(id, item) }
    }
    return id
  }

  static func parts(of text: String, separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = Substring(text)
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }

  /// `PyUnicode_Join`.
  private mutating func join(
    _ separator: String, _ iterable: ObjectID, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let sequence = try self.sequence(of: retain(iterable), place)
    var parts: [String] = []
    for item in items(of: sequence) {
      guard let part = string(item) else { throw StatementMistake(place, "`join` needs strings") }
      parts.append(part)
    }
    try limit(parts.reduce(0) { $0 + $1.utf8.count + separator.utf8.count }, place)
    let result = parts.count == 1 ? retain(items(of: sequence)[0]) : makeString(parts.joined(separator: separator))
    drop(sequence)
    return result
  }
}
