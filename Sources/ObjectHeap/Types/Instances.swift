import ObjectGraph

/// instances of classes of the program (`Objects/typeobject.c`, `Objects/dictobject.c`).
extension ObjectMachine {
  /// `object_new`: the block, then room for values where they stand in a block of their own.
  mutating func makeInstance(of typeID: ObjectID) -> ObjectID {
    guard var type = type(typeID) else { return makeNone() }
    var size = objectRules.instanceSize(
      slots: type.slots?.count ?? 0, hasDict: type.hasDict, hasWeakReferences: type.hasWeakReferences)
    var capacity = 0
    let hasValues = type.hasDict && objectRules.instanceLayout != .dictPointer
    if hasValues, objectRules.instanceLayout == .values, type.usableKeys > 1 { type.usableKeys -= 1 }
    if hasValues { capacity = type.sharedKeys.count + type.usableKeys }
    if objectRules.instanceLayout == .inline, hasValues {
      size += objectRules.valuesSize(capacity)
      if type.usableKeys > 1 { type.usableKeys -= 1 }
    }
    bodies[typeID] = .type(type)
    let id = allocate(
      type: type.name, size: size, hasHeader: true,
      prefix: objectRules.instancePrefix(hasDict: type.hasDict, hasWeakReferences: type.hasWeakReferences),
      body: .instance(InstanceBody(type: typeID, capacity: capacity)))
    if objectRules.instanceLayout == .values, hasValues {
      _ = ask(.malloc, .mem, objectRules.valuesSize(capacity), owner: id, part: .values)
    }
    track(id)
    if type.attributes["__del__"] != nil { make(.finalizer(id, old: nil, new: .nothing)) }
    return id
  }

  /// The place of an attribute among the references of an instance, nil when it has none.
  func reference(_ name: String, of id: ObjectID) -> Int? {
    graph.objects[id - 1].attributes.firstIndex { $0.name == name }
  }

  /// The dict of an instance that has one.
  func instanceDict(_ id: ObjectID) -> ObjectID? { reference("__dict__", of: id).map { item($0, of: id) } }

  /// The value of an attribute of an instance, not held.
  mutating func attribute(_ name: String, ofInstance id: ObjectID) -> ObjectID? {
    if let place = reference(name, of: id), name != "__dict__" { return item(place, of: id) }
    if let dict = instanceDict(id), let place = self.dict(dict)?.index[.string(name)] {
      return item(2 * place + 1, of: dict)
    }
    return instance(id).flatMap { type($0.type)?.attributes[name] }
  }

  /// `object.name = value`, of a value that's held.
  mutating func set(_ name: String, ofInstance id: ObjectID, to value: ObjectID, _ place: Place)
    throws(StatementMistake)
  {
    guard let instance = instance(id), let type = type(instance.type) else { return drop(value) }
    if let slots = type.slots {
      guard let slot = slots.firstIndex(of: name) else {
        throw StatementMistake(
          place, "`\(type.name)` has no slot `\(name)`: there are \(slots.joined(separator: ", "))")
      }
      return setReference(name, of: id, to: value) { other in (slots.firstIndex(of: other) ?? 0) < slot }
    }
    if let dict = instanceDict(id) { return try insert(sharedKey(name), value, intoDict: dict) }
    if objectRules.instanceLayout == .dictPointer {
      let dict = makeSharedDict(of: instance.type)
      append(dict, to: id, named: "__dict__")
      return try insert(sharedKey(name), value, intoDict: dict)
    }
    try setValue(name, of: id, instance, to: value)
  }

  /// The name of an attribute, as the code has it.
  mutating func sharedKey(_ name: String) -> ObjectID { retain(sharedObject(.string(name))) }

  private mutating func setReference(
    _ name: String, of id: ObjectID, to value: ObjectID, isAfter: (String) -> Bool
  ) {
    if let index = reference(name, of: id) { return drop(replace(at: index, of: id, by: value)) }
    let index = graph.objects[id - 1].attributes.firstIndex { !isAfter($0.name) } ?? count(of: id)
    insert(value, into: id, at: index, named: name)
  }

  /// 3.11 on: `store_instance_attr_lock_held`, `_PyObject_StoreInstanceAttribute`.
  private mutating func setValue(
    _ name: String, of id: ObjectID, _ instance: InstanceBody, to value: ObjectID
  ) throws(StatementMistake) {
    guard var type = type(instance.type) else { return drop(value) }
    var index = type.sharedKeys.firstIndex(of: name)
    if index == nil, type.usableKeys > 0, type.sharedKeys.count < instance.capacity {
      type.sharedKeys.append(name)
      type.usableKeys -= 1
      bodies[instance.type] = .type(type)
      index = type.sharedKeys.count - 1
    }
    guard let index, index < instance.capacity else {
      let dict = try makeDict(ofInstance: id)
      return try insert(sharedKey(name), value, intoDict: dict)
    }
    let keys = type.sharedKeys
    setReference(name, of: id, to: value) { other in (keys.firstIndex(of: other) ?? 0) < index }
  }

  /// `make_dict_from_instance_attributes`: a dict that takes the values over where they are.
  mutating func makeDict(ofInstance id: ObjectID) throws(StatementMistake) -> ObjectID {
    guard let instance = instance(id) else { return makeNone() }
    if objectRules.instanceLayout == .dictPointer {
      let dict = makeSharedDict(of: instance.type)
      append(dict, to: id, named: "__dict__")
      return dict
    }
    let names = graph.objects[id - 1].attributes.map(\.name)
    let dict = makeDict()
    bodies[dict] = .dict(DictBody(sharedWith: instance.type, room: instance.capacity))
    if let values = block(.values, of: id) { make(.handedOver(id, values, to: dict)) }
    for name in names {
      let value = remove(at: 0, of: id)
      try insert(sharedKey(name), value, intoDict: dict)
    }
    append(dict, to: id, named: "__dict__")
    return dict
  }

  /// To 3.10: `new_dict_with_shared_keys`: the values, then the dict; without shared keys an empty dict.
  private mutating func makeSharedDict(of typeID: ObjectID) -> ObjectID {
    guard type(typeID)?.hasSharedKeys == true else { return makeDict() }
    let values = ask(.malloc, .mem, 40, owner: graph.objects.count + 1, part: .values)
    let dict = makeDict()
    adopt(values, by: dict)
    bodies[dict] = .dict(DictBody(sharedWith: typeID, room: 5))
    return dict
  }

  /// `del object.name`.
  mutating func delete(_ name: String, ofInstance id: ObjectID, _ place: Place) throws(StatementMistake) {
    if let index = reference(name, of: id) { return drop(remove(at: index, of: id)) }
    if let dict = instanceDict(id), let entry = self.dict(dict)?.index[.string(name)] {
      if objectRules.instanceLayout == .dictPointer, let instance = instance(id), var type = type(instance.type) {
        type.hasSharedKeys = false
        bodies[instance.type] = .type(type)
      }
      return drop(remove(entry: entry, ofDict: dict))
    }
    throw StatementMistake(place, "`\(graph.objects[id - 1].name)` has no attribute `\(name)` to delete")
  }

  /// What dies with an instance: slots or values, the values' block, the object (`subtype_dealloc`).
  func instanceDying(_ instance: InstanceBody, _ id: ObjectID) -> [DeallocationStep] {
    let steps: [DeallocationStep] = [
      .references(isReversed: false), .part(.values, keptIn: nil), .object(keptIn: nil),
    ]
    let isShared = instanceDict(id).flatMap { dict($0) }?.sharedWith != nil
    return objectRules.instanceLayout == .inline && isShared ? [.detach] + steps : steps
  }

  /// 3.13 on: `_PyDict_DetachFromObject`: the values behind a dying object are copied for its dict.
  mutating func detachDict(of id: ObjectID) {
    guard let instance = instance(id), let dict = instanceDict(id) else { return }
    _ = ask(.malloc, .mem, objectRules.detachedValuesSize(instance.capacity), owner: dict, part: .values)
  }

  /// `subtype_clear`.
  func instanceClearing(_ instance: InstanceBody, _ id: ObjectID) -> [DeallocationStep] {
    [.references(isReversed: false)]
  }
}
