import ObjectGraph

/// Classes of the program. A class exists from where it's defined to the end: its own blocks aren't followed.
extension ObjectMachine {
  mutating func define(_ definition: ClassDefinition) throws(StatementMistake) {
    var type = TypeBody(name: definition.name)
    type.usableKeys = objectRules.sharedKeysLimit
    for base in definition.bases {
      guard case .name(let name, let place) = base else {
        throw StatementMistake(base.place, "a class can only extend a class with a name")
      }
      if let id = lookUp(name), let parent = self.type(id) {
        type.attributes = parent.attributes
        type.base = parent.base
        if let slots = parent.slots { type.slots = slots }
      } else if name == "list" {
        type.base = "list"
      } else if name != "object" {
        throw StatementMistake(place, "classes that extend `\(name)` aren't followed here")
      }
    }
    let id = graph.objects.count + 1
    make(.born(id, GraphObject(name: definition.name, type: "type", size: 0, hasHeader: false)))
    make(.outside(id, by: 1))
    bodies[id] = .type(type)
    for statement in definition.body { try define(statement, in: id, &type) }
    bodies[id] = .type(type)
    storeName(definition.name, retain(id))
  }

  private mutating func define(
    _ statement: Statement, in id: ObjectID, _ type: inout TypeBody
  ) throws(StatementMistake) {
    switch statement.kind {
    case .pass, .expression: return
    case .function(let function):
      let value = graph.objects.count + 1
      make(.born(value, GraphObject(name: function.name, type: "function", size: 0, hasHeader: false)))
      make(.outside(value, by: 1))
      bodies[value] = .function(FunctionBody(function: function, defaults: 0))
      guard function.defaults.isEmpty else {
        throw StatementMistake(function.place, "defaults of methods aren't followed here")
      }
      type.attributes[function.name] = value
    case .assign(let targets, let value):
      guard targets.count == 1, case .name(let name, _) = targets[0] else {
        throw StatementMistake(statement.place, "in a class only names get values here")
      }
      if name == "__slots__" { return try readSlots(value, &type) }
      guard let constant = constant(value) else {
        throw StatementMistake(value.place, "in a class only constants are values here")
      }
      let shared = sharedObject(constant)
      make(.outside(shared, by: 1))
      type.attributes[name] = shared
    default: throw StatementMistake(statement.place, "this can't stand in a class here")
    }
  }

  private func readSlots(_ value: Expression, _ type: inout TypeBody) throws(StatementMistake) {
    var names: [String] = []
    switch constant(value) {
    case .string(let name): names = [name]
    case .emptyTuple: break
    case .tuple(let values):
      for case .string(let name) in values { names.append(name) }
    default: throw StatementMistake(value.place, "`__slots__` is a tuple of names")
    }
    type.hasWeakReferences = names.contains("__weakref__")
    type.slots = (type.slots ?? []) + names.filter { $0 != "__weakref__" }.sorted()
  }

  /// An instance of a class that extends a built-in type.
  mutating func makeDerived(
    _ typeID: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    guard let type = type(typeID) else { return makeNone() }
    let base = objectRules.instanceSize(
      slots: type.slots?.count ?? 0, hasDict: type.hasDict, hasWeakReferences: type.hasWeakReferences, base: 40)
    // From 3.14 on there is room for values behind a list, too.
    let room = type.sharedKeys.count + type.usableKeys
    let size = base + (objectRules.isAtLeast(14) && type.hasDict ? objectRules.valuesSize(room) : 0)
    var learned = type
    if learned.usableKeys > 1 { learned.usableKeys -= 1 }
    bodies[typeID] = .type(learned)
    let id = allocate(
      type: type.name, size: size, hasHeader: true,
      prefix: objectRules.instancePrefix(hasDict: type.hasDict, hasWeakReferences: type.hasWeakReferences),
      body: .list(ListBody(type: typeID)), isSequence: true)
    track(id)
    guard let iterable = arguments.positional.first else { return id }
    try fillList(id, from: iterable, place)
    return id
  }

  /// What `object.__dict__` gives: the dict of an instance, which is made for it.
  mutating func makeVisibleDict(of id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    if let dict = instanceDict(id) { return dict }
    guard let instance = instance(id), type(instance.type)?.hasDict == true else {
      throw StatementMistake(place, "`\(graph.objects[id - 1].name)` has no `__dict__`")
    }
    return try makeDict(ofInstance: id)
  }

  /// Runs `__del__` of an instance.
  mutating func callFinalizer(_ id: ObjectID) {
    guard let type = instance(id).flatMap({ self.type($0.type) }), let function = type.attributes["__del__"] else {
      return
    }
    // What a finalizer can't do is ignored, as CPython ignores its exceptions.
    if let result = try? call(function: function, Arguments(positional: [retain(id)]), Place(line: 1, column: 1)) {
      drop(result)
    }
  }
}
