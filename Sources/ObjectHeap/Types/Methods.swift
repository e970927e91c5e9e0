import ObjectGraph

/// bound methods (`Objects/classobject.c`, `Objects/methodobject.c`).
extension ObjectMachine {
  /// `PyMethod_New`.
  mutating func makeMethod(_ function: ObjectID, of id: ObjectID) -> ObjectID {
    let size: UInt64 = objectRules.isAtLeast(8) ? 64 : 56
    let method = allocate(type: "method", size: size, hasHeader: true, from: .method, body: .method)
    append(retain(function), to: method, named: "__func__")
    append(retain(id), to: method, named: "__self__")
    track(method)
    return method
  }

  /// `PyCFunction_New`.
  mutating func makeBuiltinMethod(_ name: String, of id: ObjectID) -> ObjectID {
    let method = allocate(
      type: "builtin_function_or_method", name: name, size: 72, hasHeader: true, from: .builtinMethod, body: .method)
    append(retain(id), to: method, named: "__self__")
    track(method)
    return method
  }

  /// Calls a bound method; the arguments aren't held any more.
  mutating func call(bound id: ObjectID, _ arguments: Arguments, _ place: Place) throws(StatementMistake) -> ObjectID {
    guard let function = reference("__func__", of: id).map({ item($0, of: id) }) else {
      let result = try call(builtinMethod: graph.objects[id - 1].name, of: item(0, of: id), arguments, place)
      drop(arguments)
      return result
    }
    guard let owner = reference("__self__", of: id).map({ item($0, of: id) }) else { return makeNone() }
    var all = arguments
    all.positional.insert(retain(owner), at: 0)
    return try call(function: function, all, place)
  }
}
