import ObjectGraph

/// Attributes, items and slices.
extension ObjectMachine {
  /// `object.name`, held.
  mutating func loadAttribute(_ name: String, of id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    if instance(id) != nil {
      if name == "__dict__" { return retain(try makeVisibleDict(of: id, place)) }
      if let value = attribute(name, ofInstance: id) {
        let isOwn = reference(name, of: id) != nil || instanceDict(id) != nil
        if case .function = bodies[value], !isOwn || reference(name, of: id) == nil {
          return makeMethod(value, of: id)
        }
        return retain(value)
      }
      throw StatementMistake(place, "`\(graph.objects[id - 1].name)` has no attribute `\(name)`")
    }
    if let value = type(id)?.attributes[name] { return retain(value) }
    if Self.methods(of: graph.objects[id - 1].type).contains(name) { return makeBuiltinMethod(name, of: id) }
    // What a written object refers to.
    if let place = reference(name, of: id), !graph.objects[id - 1].isSequence { return retain(item(place, of: id)) }
    throw StatementMistake(place, "a \(graph.objects[id - 1].type) has no attribute `\(name)` here")
  }

  /// `object.name = value`; the value isn't held any more.
  mutating func setAttribute(
    _ name: String, of id: ObjectID, to value: ObjectID, _ place: Place
  ) throws(StatementMistake) {
    if instance(id) != nil {
      return try located(place) { (machine) throws(StatementMistake) in
        try machine.set(name, ofInstance: id, to: value, place)
      }
    }
    if var type = type(id) {
      let old = type.attributes.updateValue(value, forKey: name)
      bodies[id] = .type(type)
      make(.outside(value, by: 1))
      release(value)
      if let old {
        make(.outside(old, by: -1))
        settle(old)
      }
      return
    }
    guard bodies[id] == nil else {
      throw StatementMistake(place, "a \(graph.objects[id - 1].type) has no attributes that can be set")
    }
    if let place = reference(name, of: id) { return drop(replace(at: place, of: id, by: value)) }
    append(value, to: id, named: name)
  }

  /// `object[key]`, held; both stay held by the caller.
  mutating func loadItem(of id: ObjectID, _ key: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    switch bodies[id] {
    case .list, .tuple: return retain(item(try index(key, of: count(of: id), place), of: id))
    case .dict:
      guard self.key(of: key) != nil else { throw unhashable(key, place) }
      guard let entry = self.place(of: key, inDict: id) else { throw missing(key, place) }
      return retain(item(2 * entry + 1, of: id))
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      return makeString(String(Character(scalars[try index(key, of: scalars.count, place)])))
    case .bytes(let bytes): return makeInteger(Int(bytes[try index(key, of: bytes.count, place)]))
    case .range(let start, let stop, let step):
      let count = max(0, (stop - start + step - (step > 0 ? 1 : -1)) / step)
      return makeInteger(start + step * (try index(key, of: count, place)))
    default: throw StatementMistake(place, "a \(graph.objects[id - 1].type) has no items")
    }
  }

  private mutating func index(
    _ key: ObjectID, of count: Int, _ place: Place, _ type: String = "list"
  ) throws(StatementMistake) -> Int {
    guard let number = integer(key) else { throw StatementMistake(place, "an index must be an int") }
    let index = number < 0 ? number + count : number
    guard (0..<count).contains(index) else {
      let message = retain(sharedObject(.string("\(type) index out of range")))
      throw exception("IndexError", argument: message, "there is no item \(number): there are \(count)", place)
    }
    return index
  }

  mutating func setItem(
    of id: ObjectID, _ index: Expression, to value: ObjectID, _ place: Place
  ) throws(StatementMistake) {
    if case .slice(let start, let stop, let step, _) = index {
      guard case .list = bodies[id], step == nil else {
        throw StatementMistake(place, "only slices of lists without a step can be set")
      }
      let range = try range(start, stop, count(of: id), place)
      return try setSlice(of: id, range, to: value, place)
    }
    let key = try evaluate(index)
    try setItem(of: id, key: key, to: value, place)
  }

  /// `object[key] = value`; key and value aren't held any more.
  mutating func setItem(
    of id: ObjectID, key: ObjectID, to value: ObjectID, _ place: Place
  ) throws(StatementMistake) {
    switch bodies[id] {
    case .list:
      let old = replace(at: try index(key, of: count(of: id), place), of: id, by: value)
      drop(old)
      drop(key)
    case .dict:
      try located(place) { (machine) throws(StatementMistake) in try machine.insert(key, value, intoDict: id) }
    default: throw StatementMistake(place, "the items of a \(graph.objects[id - 1].type) can't be set")
    }
  }

  mutating func deleteItem(of id: ObjectID, _ index: Expression, _ place: Place) throws(StatementMistake) {
    if case .slice(let start, let stop, let step, _) = index {
      guard case .list = bodies[id], step == nil else {
        throw StatementMistake(place, "only slices of lists without a step can be deleted")
      }
      return try setSlice(of: id, try range(start, stop, count(of: id), place), to: nil, place)
    }
    let key = try evaluate(index)
    switch bodies[id] {
    case .list:
      let at = try self.index(key, of: count(of: id), place)
      try setSlice(of: id, at..<at + 1, to: nil, place)
    case .dict:
      guard let entry = self.place(of: key, inDict: id) else {
        throw StatementMistake(place, "there is no key \(keyLabel(key)) in this dict")
      }
      drop(remove(entry: entry, ofDict: id))
    default: throw StatementMistake(place, "the items of a \(graph.objects[id - 1].type) can't be deleted")
    }
    drop(key)
  }

  /// The bounds of a slice without a step.
  private mutating func range(
    _ start: Expression?, _ stop: Expression?, _ count: Int, _ place: Place
  ) throws(StatementMistake) -> Range<Int> {
    let low = try bound(start, count, otherwise: 0, place)
    let high = try bound(stop, count, otherwise: count, place)
    return low..<max(low, high)
  }

  private mutating func bound(
    _ expression: Expression?, _ count: Int, otherwise: Int, _ place: Place
  ) throws(StatementMistake) -> Int {
    guard let expression else { return otherwise }
    let value = try evaluate(expression)
    defer { drop(value) }
    if bodies[value] == ObjectBody.none { return otherwise }
    guard let number = integer(value) else { throw StatementMistake(place, "the bounds of a slice must be ints") }
    return min(max(number < 0 ? number + count : number, 0), count)
  }

  /// `object[start:stop:step]`; the object isn't held any more.
  mutating func loadSlice(
    of id: ObjectID, _ start: Expression?, _ stop: Expression?, _ step: Expression?, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let length: Int =
      switch bodies[id] {
      case .list, .tuple: count(of: id)
      case .string(let text): text.unicodeScalars.count
      case .bytes(let bytes): bytes.count
      default: throw StatementMistake(place, "a \(graph.objects[id - 1].type) has no slices here")
      }
    let range = try range(start, stop, length, place)
    // 3.14: a slice whose bounds aren't constants is an object for a moment.
    if objectRules.minor == 14, [start, stop, step].contains(where: { $0.map { constant($0) == nil } ?? false }) {
      drop(allocate(type: "slice", size: 56, hasHeader: true, from: .slice, body: .slice))
    }
    let stride = try step.map { (step) throws(StatementMistake) in try bound(step, Int.max, otherwise: 1, place) } ?? 1
    guard stride > 0 else { throw StatementMistake(place, "the step of a slice must be above 0 here") }
    let indexes = Swift.stride(from: range.lowerBound, to: range.upperBound, by: stride)
    let slice = makeSlice(start, stop, step)
    let result: ObjectID
    switch bodies[id] {
    case .list:
      let items = items(of: id)
      result = makeListCopy(of: indexes.map { items[$0] })
    case .tuple:
      let items = items(of: id)
      result = range == 0..<length && stride == 1 ? retain(id) : makeTuple(of: indexes.map { retain(items[$0]) })
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      var part = ""
      for index in indexes { part.unicodeScalars.append(scalars[index]) }
      result = range == 0..<length && stride == 1 ? retain(id) : makeString(part)
    case .bytes(let bytes):
      result = range == 0..<length && stride == 1 ? retain(id) : makeBytes(indexes.map { bytes[$0] })
    default: result = makeNone()
    }
    if let slice { drop(slice) }
    drop(id)
    return result
  }

  /// 3.14: a slice that isn't a constant is made for the moment (`BINARY_SLICE`); other releases take it from a cache.
  private mutating func makeSlice(_ start: Expression?, _ stop: Expression?, _ step: Expression?) -> ObjectID? {
    guard objectRules.isAtLeast(14), !objectRules.isAtLeast(15), step == nil,
      !((start?.isConstant ?? true) && (stop?.isConstant ?? true))
    else { return nil }
    let id = allocate(type: "slice", size: 56, hasHeader: true, from: .slice, body: .slice)
    track(id)
    return id
  }

  /// `list_ass_slice`; the value isn't held any more.
  mutating func setSlice(
    of id: ObjectID, _ range: Range<Int>, to value: ObjectID?, _ place: Place
  ) throws(StatementMistake) {
    var new: [ObjectID] = []
    var temporary: ObjectID?
    if let value {
      temporary = try sequence(of: value == id ? makeCopyHolding(value) : value, place)
      if let temporary { new = items(of: temporary) }
    }
    let old = count(of: id)
    if old - range.count + new.count == 0, !range.isEmpty || old > 0 {
      clearList(id)
    } else {
      var removed: [ObjectID] = []
      for _ in range { removed.append(remove(at: range.lowerBound, of: id)) }
      if new.count < range.count { resizeList(id, from: old, to: old - range.count + new.count) }
      if new.count > range.count { resizeList(id, from: old, to: old - range.count + new.count) }
      for (offset, item) in new.enumerated() { insert(retain(item), into: id, at: range.lowerBound + offset) }
      for item in removed.reversed() { drop(item) }
    }
    if let temporary { drop(temporary) }
  }

  private mutating func makeCopyHolding(_ id: ObjectID) -> ObjectID {
    let copy = makeListCopy(of: items(of: id))
    drop(id)
    return copy
  }

  /// `PySequence_Fast`: the object itself if it's a list or tuple, a list of its items otherwise. Takes the reference.
  mutating func sequence(of id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID {
    switch bodies[id] {
    case .list, .tuple: return id
    default:
      let list = makeList(room: 0)
      try extend(list, with: id, place)
      drop(id)
      return list
    }
  }

  /// `list.extend` of anything that can be iterated over.
  mutating func extend(_ id: ObjectID, with other: ObjectID, _ place: Place) throws(StatementMistake) {
    try limit(count(of: id) + count(of: other), place)
    switch bodies[other] {
    case .list, .tuple: return extendList(id, items(of: other))
    case .dict, .set, .view:
      if objectRules.isAtLeast(13) { return extendAtOnce(id, with: other) }
    case .instance where type(instance(other)?.type ?? 0)?.base == "list": return extendList(id, items(of: other))
    default: break
    }
    let iterator = try makeIterator(over: other, place)
    let before = count(of: id)
    askLengthHint(of: other)
    let hint = lengthHint(of: iterator, over: other)
    if hint > 0, objectRules.isAtLeast(10), block(.items, of: id) == nil {
      preallocate(id, hint)
    } else if hint > 0, before + hint > capacity(of: id) || !objectRules.isAtLeast(9) {
      resizeList(id, from: before, to: before + hint)
    }
    while let item = try next(of: iterator, place) {
      try limit(count(of: id) + 1, place)
      if count(of: id) < capacity(of: id) { append(item, to: id) } else { appendToList(id, item) }
    }
    if count(of: id) < capacity(of: id) { resizeList(id, from: count(of: id), to: count(of: id)) }
    drop(iterator)
  }

  /// 3.13 on: `list_extend_dict`, `list_extend_set`: room as `list_resize` makes it, no iterator.
  private mutating func extendAtOnce(_ id: ObjectID, with other: ObjectID) {
    var kind = IteratorBody.Kind.dictKeys
    var source = other
    if case .view(let view) = bodies[other] { (kind, source) = (view, item(0, of: other)) }
    let isDict = dict(source) != nil
    let length = isDict ? count(of: source) / 2 : count(of: source)
    guard length > 0 else { return }
    let before = count(of: id)
    resizeList(id, from: before, to: before + length)
    for index in 0..<length {
      switch kind {
      case .dictValues: append(retain(item(2 * index + 1, of: source)), to: id)
      case .dictItems:
        let pair = [retain(item(2 * index, of: source)), retain(item(2 * index + 1, of: source))]
        append(makeTuple(of: pair), to: id)
      default: append(retain(item(isDict ? 2 * index : index, of: source)), to: id)
      }
    }
  }

  /// `PyObject_LengthHint` with 8 for what knows nothing of its length.
  func lengthHint(of iterator: ObjectID, over id: ObjectID) -> Int {
    switch bodies[id] {
    case .range(let start, let stop, let step): return max(0, (stop - start + step - (step > 0 ? 1 : -1)) / step)
    case .string(let text): return text.unicodeScalars.count
    case .bytes(let bytes): return bytes.count
    case .dict(let dict): return dict.keys.count
    case .list, .tuple, .set: return count(of: id)
    case .view: return count(of: item(0, of: id)) / 2
    case .iterator(let body):
      switch body.kind {
      case .range: return body.step > 0 ? max(0, (body.stop - body.index + body.step - 1) / body.step) : 8
      case .list, .tuple, .set, .reversed:
        return count(of: id) > 0 ? max(0, count(of: item(0, of: id)) - body.index) : 0
      case .dictKeys, .dictValues, .dictItems:
        return count(of: id) > 0 ? count(of: item(0, of: id)) / 2 - body.index : 0
      default: return 8
      }
    default: return 8
    }
  }
}
