import ObjectGraph

extension ObjectMachine {
  static let builtinTypes = Set<String>([
    "object", "int", "float", "complex", "bool", "str", "bytes", "bytearray", "list", "tuple", "dict", "set",
    "frozenset", "range", "slice", "enumerate", "zip", "map", "filter", "reversed", "type",
  ]).union(BuiltinException.bases.keys)
  static let builtinNames: Set<String> = builtinTypes.union([
    "len", "sum", "min", "max", "abs", "iter", "next", "sorted", "print", "isinstance", "id", "repr", "hash",
  ])

  /// The name of a module, when an expression is one.
  func module(_ expression: Expression) -> String? {
    guard case .name(let name, _) = expression, lookUp(name) == nil,
      ["gc", "weakref", "sys", "collections", "array", "copy"].contains(name)
    else { return nil }
    return name
  }

  mutating func loadModuleAttribute(_ module: String, _ name: String, _ place: Place) throws(StatementMistake)
    -> ObjectID
  {
    retain(sharedObject(.builtin("\(module).\(name)")))
  }

  /// Calls something; what stands in the call is evaluated from left to right.
  mutating func call(
    _ callee: Expression, _ arguments: [Expression], _ keywords: [Keyword], _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    if case .attribute(let object, let name, _) = callee {
      if let module = module(object) {
        return try call(module: module, name, try held(arguments, keywords), place)
      }
      let owner = try evaluate(object)
      if name == "fromkeys", owner == shared[.builtin("dict")] { return try callFromKeys(owner, arguments, place) }
      return try call(method: name, of: owner, arguments, keywords, place)
    }
    if case .name(let name, _) = callee, lookUp(name) == nil, Self.builtinNames.contains(name) {
      if let result = try makeInlined(name, arguments, keywords, place) { return result }
      return try call(builtin: name, try held(arguments, keywords), place)
    }
    let function = try evaluate(callee)
    return try releasing(function) { (machine) throws(StatementMistake) in
      try machine.call(function, try machine.held(arguments, keywords), place)
    }
  }

  /// Arguments that are held.
  struct Arguments: Sendable {
    var positional: [ObjectID] = []
    var keywords: [(name: String, value: ObjectID)] = []
    var all: [ObjectID] { positional + keywords.map(\.value) }
    var count: Int { positional.count + keywords.count }
  }

  mutating func held(_ arguments: [Expression], _ keywords: [Keyword]) throws(StatementMistake) -> Arguments {
    var held = Arguments()
    for argument in arguments { held.positional.append(try evaluate(argument)) }
    for keyword in keywords { held.keywords.append((keyword.name, try evaluate(keyword.value))) }
    return held
  }

  mutating func drop(_ arguments: Arguments) { for argument in arguments.all { drop(argument) } }

  /// A tuple of the arguments, where the callee needs one: it holds them too.
  mutating func argumentTuple(_ arguments: Arguments) -> ObjectID {
    makeTuple(of: arguments.positional.map { retain($0) })
  }

  /// Calls an object; the arguments aren't held any more, the callee still is.
  mutating func call(_ callee: ObjectID, _ arguments: Arguments, _ place: Place) throws(StatementMistake) -> ObjectID {
    switch bodies[callee] {
    case .type: return try call(type: callee, arguments, place)
    case .function: return try call(function: callee, arguments, place)
    case .method: return try call(bound: callee, arguments, place)
    default:
      if let name = shared.first(where: { $0.value == callee })?.key, case .builtin(let builtin) = name {
        return try call(builtin: builtin, arguments, place)
      }
      return try callOther(callee, arguments, place)
    }
  }

  /// `Class(…)` (`type_call`): up to 3.12 by way of a tuple of the arguments.
  private mutating func call(
    type typeID: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    guard let type = type(typeID) else { return makeNone() }
    let initializer = type.attributes["__init__"]
    let isInlined =
      isSpecialised && objectRules.isAtLeast(13) && initializer != nil && (type.hasDict || objectRules.isAtLeast(14))
      && arguments.keywords.isEmpty
    let tuple = isInlined ? nil : argumentTuple(arguments)
    let id = try type.base.isEmpty ? makeInstance(of: typeID) : makeDerived(typeID, arguments, place)
    if let initializer {
      var all = Arguments(positional: [retain(id)] + arguments.positional, keywords: arguments.keywords)
      if !isInlined { all.positional = all.positional.map { $0 == id ? $0 : retain($0) } }
      drop(try call(function: initializer, all, place))
      if !isInlined { drop(arguments) }
    } else {
      guard arguments.count == 0 || !type.base.isEmpty else {
        throw StatementMistake(place, "`\(type.name)` takes no arguments: its class has no __init__")
      }
      drop(arguments)
    }
    if let tuple { drop(tuple) }
    return id
  }

  /// Calls a method: of a class of the program without a bound method, of built-in types by their rules.
  private mutating func call(
    method name: String, of owner: ObjectID, _ arguments: [Expression], _ keywords: [Keyword], _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    if instance(owner) != nil, reference(name, of: owner) == nil, let function = attribute(name, ofInstance: owner),
      case .function = bodies[function]
    {
      var held = try held(arguments, keywords)
      held.positional.insert(owner, at: 0)
      return try call(function: function, held, place)
    }
    let isBound =
      !keywords.isEmpty && !objectRules.isAtLeast(11) && Self.methods(of: graph.objects[owner - 1].type).contains(name)
    if isBound || instance(owner) != nil && attribute(name, ofInstance: owner) != nil {
      let value = try loadAttribute(name, of: owner, place)
      drop(owner)
      let result = try call(value, try held(arguments, keywords), place)
      drop(value)
      return result
    }
    return try releasing(owner) { (machine) throws(StatementMistake) in
      let held = try machine.held(arguments, keywords)
      let result: ObjectID
      do throws(StatementMistake) {
        result = try machine.call(builtinMethod: name, of: owner, held, place)
      } catch {
        machine.drop(held)
        throw error
      }
      machine.drop(held)
      return result
    }
  }
}
