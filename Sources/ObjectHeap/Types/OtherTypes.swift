import ObjectGraph

/// What types with files of their own add to calls and loops.
extension ObjectMachine {
  mutating func makeOtherIterator(over id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    throw StatementMistake(place, "a \(graph.objects[id - 1].type) has no items to go through")
  }

  mutating func nextOfOther(_ id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID? {
    switch bodies[id] {
    case .generator: return try resume(id, place)
    case .iterator(let iterator): return try nextOfAdapter(iterator, id, place)
    default: throw StatementMistake(place, "a \(graph.objects[id - 1].type) is no iterator")
    }
  }

  /// Built-in types that aren't containers or numbers; the arguments stay held by the caller.
  mutating func makeOther(
    _ name: String, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    if let adapter = try makeAdapter(name, arguments, place) { return adapter }
    throw StatementMistake(place, "`\(name)` with these arguments isn't followed here")
  }

  mutating func callOther(_ id: ObjectID, _ arguments: Arguments, _ place: Place) throws(StatementMistake) -> ObjectID {
    if case .weakReference = bodies[id] {
      drop(arguments)
      return graph.objects[id - 1].weakReferent.map { retain($0) } ?? makeNone()
    }
    throw StatementMistake(place, "a \(graph.objects[id - 1].type) can't be called")
  }

  mutating func callOtherMethod(
    _ name: String, of id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    switch bodies[id] {
    case .deque: return try callDeque(name, id, arguments, place)
    case .array where name == "append":
      try appendToArray(id, place)
      return makeNone()
    default: return nil
    }
  }
}
