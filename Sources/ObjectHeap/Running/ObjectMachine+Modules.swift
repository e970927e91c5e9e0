import ObjectGraph

/// Functions of modules.
extension ObjectMachine {
  /// Calls a function of a module; the arguments aren't held any more.
  mutating func call(
    module: String, _ name: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let result: ObjectID
    switch (module, name) {
    case ("gc", _): result = try callCollector(name, arguments, place)
    case ("weakref", "ref"):
      guard let object = arguments.positional.first else {
        throw StatementMistake(place, "`weakref.ref` needs an object")
      }
      let tuple = argumentTuple(arguments)
      result = try makeWeakReference(
        to: object, callback: arguments.positional.count > 1 ? arguments.positional[1] : nil, place)
      drop(tuple)
    case ("collections", "deque"): result = try makeDeque(arguments.positional.first, place)
    case ("array", "array"):
      let tuple = argumentTuple(arguments)
      result = try makeArray(arguments, place)
      drop(tuple)
    case ("sys", "getrefcount"):
      guard let object = arguments.positional.first else {
        throw StatementMistake(place, "`sys.getrefcount` needs an object")
      }
      result = makeInteger(referenceCount(object))
    default: throw StatementMistake(place, "`\(module).\(name)` isn't followed here")
    }
    drop(arguments)
    return result
  }

  private mutating func callCollector(
    _ name: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let numbers = arguments.positional.compactMap { integer($0) }
    switch name {
    case "collect":
      let generation = numbers.first ?? 2
      do { try checkCollection(generation) } catch { throw StatementMistake(place, error.message) }
      guard graph.collecting == nil else { return makeInteger(0) }
      collect(generation)
      let found = changes.reversed().lazy.compactMap { change -> Int? in
        if case .collectionStopped(_, let collected) = change { collected } else { nil }
      }.first
      return makeInteger(found ?? 0)
    case "freeze": freeze()
    case "unfreeze": for id in graph.objects(in: .permanent) { move(id, to: .old) }
    case "enable": changeCounters { $0.isEnabled = true }
    case "disable": changeCounters { $0.isEnabled = false }
    case "set_threshold":
      guard !numbers.isEmpty, numbers.allSatisfy({ (0...Int(UInt32.max)).contains($0) }) else {
        throw StatementMistake(place, "`gc.set_threshold` takes one to three numbers")
      }
      changeCounters { counters in
        for (index, number) in numbers.prefix(3).enumerated() { counters.thresholds[index] = number }
      }
    default:
      throw StatementMistake(
        place, "`gc.\(name)` isn't followed here: there are collect, freeze, unfreeze, enable, disable, set_threshold")
    }
    return makeNone()
  }
}
