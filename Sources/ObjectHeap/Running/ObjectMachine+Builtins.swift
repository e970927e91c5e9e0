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
}
