import ObjectGraph

extension ObjectMachine {
  /// Evaluates an expression as CPython's code does, left to right; the result is held.
  mutating func evaluate(_ expression: Expression) throws(StatementMistake) -> ObjectID {
    try spend(expression.place)
    evaluationDepth += 1
    defer { evaluationDepth -= 1 }
    guard evaluationDepth <= Self.evaluationLimit else {
      throw StatementMistake(
        expression.place, "this is nested too deeply: calls and values in one another are too many")
    }
    if let constant = constant(expression) { return retain(sharedObject(constant)) }
    switch expression {
    case .name(let name, let place): return try load(name, place)
    case .tuple(let parts, _): return makeTuple(of: try evaluate(parts))
    case .list(let parts, _): return try makeList(parts)
    case .set(let parts, let place): return try makeSet(parts, place)
    case .dict(let keys, let values, let place): return try makeDict(keys, values, place)
    case .comprehension(let kind, let element, let value, let clauses, let place):
      return try comprehend(kind, element, value, clauses, place)
    case .call(let callee, let arguments, let keywords, let place):
      return try call(callee, arguments, keywords, place)
    case .attribute(let object, let name, let place):
      if let module = module(object) { return try loadModuleAttribute(module, name, place) }
      let owner = try evaluate(object)
      let value = try loadAttribute(name, of: owner, place)
      drop(owner)
      return value
    case .item(let container, let index, let place):
      let owner = try evaluate(container)
      if case .slice(let start, let stop, let step, _) = index {
        return try loadSlice(of: owner, start, stop, step, place)
      }
      return try releasing(owner) { (machine) throws(StatementMistake) in
        let key = try machine.evaluate(index)
        return try machine.releasing(key) { (machine) throws(StatementMistake) in
          try machine.loadItem(of: owner, key, place)
        }
      }
    case .negative(let operand, let place):
      let value = try evaluate(operand)
      let result: ObjectID
      if case .float(let number) = bodies[value] {
        result = makeFloat(-number)
      } else if let number = integer(value) {
        guard number != .min else { throw StatementMistake(place, "this number is too large here") }
        result = makeInteger(-number)
      } else {
        throw StatementMistake(place, "only a number has a negative")
      }
      drop(value)
      return result
    case .not(let operand, _): return makeBoolean(!(try test(operand)))
    case .binary(let operation, let left, let right, let place):
      let first = try evaluate(left)
      let second: ObjectID
      do {
        second = try evaluate(right)
      } catch {
        drop(first)
        throw error
      }
      return try binary(operation, first, second, place)
    case .comparison(let operation, let left, let right, let place):
      return try compare(operation, left, right, place)
    case .logical(let isAnd, let left, let right, _):
      let first = try evaluate(left)
      if isTrue(first) != isAnd { return first }
      drop(first)
      return try evaluate(right)
    case .conditional(let condition, let then, let otherwise, _):
      return try evaluate(try test(condition) ? then : otherwise)
    case .lambda(let function, _): return try makeFunction(function)
    case .yield(let value, let place): return try yield(value, place)
    case .formatted(let parts, let place): return try format(parts, place)
    case .slice(_, _, _, let place): throw StatementMistake(place, "a slice can only stand in `[…]`")
    default: return makeNone()
    }
  }

  private mutating func evaluate(_ parts: [Expression]) throws(StatementMistake) -> [ObjectID] {
    var items: [ObjectID] = []
    for part in parts { items.append(try evaluate(part)) }
    return items
  }

  /// How deeply values are evaluated within one another, functions that call one another included.
  static let evaluationLimit = 200

  /// The value of what stands in the code as a constant; it exists before the code runs.
  func constant(_ expression: Expression) -> SharedValue? {
    switch expression {
    case .none: return SharedValue.none
    case .boolean(let flag, _): return .boolean(flag)
    case .integer(let number, _): return .integer(number)
    case .float(let number, _): return .float(number.bitPattern)
    case .string(let text, _): return .string(text)
    case .bytes(let bytes, _): return .bytes(bytes)
    case .tuple(let parts, _):
      if parts.isEmpty { return .emptyTuple }
      var values: [SharedValue] = []
      for part in parts {
        guard let value = constant(part) else { return nil }
        values.append(value)
      }
      return .tuple(values)
    case .binary(let operation, let left, let right, _):
      // The compiler folds constants.
      guard case .integer(let a)? = constant(left), case .integer(let b)? = constant(right) else { return nil }
      return folded(operation, a, b).map { .integer($0) }
    default: return nil
    }
  }

  private func folded(_ operation: BinaryOperator, _ a: Int, _ b: Int) -> Int? {
    switch operation {
    case .add: a.addingReportingOverflow(b).overflow ? nil : a + b
    case .subtract: a.subtractingReportingOverflow(b).overflow ? nil : a - b
    case .multiply: a.multipliedReportingOverflow(by: b).overflow ? nil : a * b
    case .power:
      (0...62).contains(b) && abs(a) < 1 << 20 ? Self.power(a, b) : nil
    default: nil
    }
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int? {
    var result = 1
    for _ in 0..<exponent {
      let (next, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { return nil }
      result = next
    }
    return result
  }

  /// A name's object, held.
  mutating func load(_ name: String, _ place: Place) throws(StatementMistake) -> ObjectID {
    if let id = lookUp(name) { return retain(id) }
    guard Self.builtinNames.contains(name) else { throw unknown(name, place) }
    return retain(sharedObject(.builtin(name)))
  }

  // MARK: Displays

  private mutating func makeList(_ parts: [Expression]) throws(StatementMistake) -> ObjectID {
    if objectRules.listDisplaysExtend, parts.count >= 3 {
      var constants: [SharedValue] = []
      for part in parts { if let value = constant(part) { constants.append(value) } }
      if constants.count == parts.count {
        let items = constants.map { sharedObject($0) }
        let id = makeList(room: 0)
        if objectRules.isAtLeast(10) { extendList(id, items) } else { growList(id, items) }
        return id
      }
    }
    return makeList(of: try evaluate(parts))
  }

  /// 3.9: `list_extend` of an empty list grows as any other does.
  private mutating func growList(_ id: ObjectID, _ items: [ObjectID]) {
    resizeList(id, from: 0, to: items.count)
    for item in items { append(retain(item), to: id) }
  }

  private mutating func makeSet(_ parts: [Expression], _ place: Place) throws(StatementMistake) -> ObjectID {
    let items = try evaluate(parts)
    let id = makeSet()
    for item in items { try located(place) { (machine) throws(StatementMistake) in try machine.add(item, toSet: id) } }
    return id
  }

  private mutating func makeDict(
    _ keys: [Expression], _ values: [Expression], _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    if keys.contains(where: { if case .unpacked = $0 { true } else { false } }) {
      return try makeMergedDict(keys, values, place)
    }
    var held: [(ObjectID, ObjectID)] = []
    for (key, value) in zip(keys, values) {
      let first = try evaluate(key)
      held.append((first, try evaluate(value)))
    }
    // 3.14 on: more than ten references from the stack are handed on in a block (`STACKREFS_TO_PYOBJECTS`).
    let scratch =
      objectRules.isAtLeast(14) && 2 * held.count > 10
      ? ask(.malloc, .mem, UInt64(16 * held.count + 8), owner: 0, part: .other) : nil
    let id = makeDict(room: held.count, isStrings: held.allSatisfy { isString($0.0) })
    if let scratch { free(scratch, of: 0) }
    // `_PyDict_FromItems` decides by all keys, `insertdict` by the first.
    if !held.isEmpty, !held.allSatisfy({ isString($0.0) }), var dict = dict(id), dict.log2 == nil,
      objectRules.isAtLeast(11)
    {
      dict.isStrings = isString(held[0].0)
      bodies[id] = .dict(dict)
    }
    for (key, value) in held {
      try located(place) { (machine) throws(StatementMistake) in try machine.insert(key, value, intoDict: id) }
    }
    return id
  }

  /// A display with `**`: an empty dict that takes in one after the other (`DICT_UPDATE`).
  private mutating func makeMergedDict(
    _ keys: [Expression], _ values: [Expression], _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let id = makeDict()
    for (key, value) in zip(keys, values) {
      if case .unpacked(let other, let place) = key {
        let source = try evaluate(other)
        guard dict(source) != nil else { throw StatementMistake(place, "`**` needs a dict behind it here") }
        try update(id, fromDict: source, looksForKeys: false)
        drop(source)
      } else {
        let first = try evaluate(key)
        let second = try evaluate(value)
        try located(place) { (machine) throws(StatementMistake) in try machine.insert(first, second, intoDict: id) }
      }
    }
    return id
  }

  /// `FORMAT_VALUE` of each value, then `BUILD_STRING` of several parts.
  private mutating func format(_ parts: [FormattedPart], _ place: Place) throws(StatementMistake) -> ObjectID {
    var held: [ObjectID] = []
    for part in parts {
      switch part {
      case .text(let text): held.append(retain(sharedObject(.string(text))))
      case .value(let expression):
        let value = try evaluate(expression)
        if string(value) != nil {
          held.append(value)
        } else {
          held.append(makeText(of: value))
          drop(value)
        }
      }
    }
    guard held.count != 1 else { return held[0] }
    let text = held.compactMap { string($0) }.joined()
    try limit(text.utf8.count, place)
    let result = makeString(text)
    for part in held { drop(part) }
    return result
  }

  /// Gives a mistake without a place the one of its expression.
  mutating func located(
    _ place: Place, _ body: (inout ObjectMachine) throws(StatementMistake) -> Void
  ) throws(StatementMistake) {
    do {
      try body(&self)
    } catch {
      throw error.place.line == 0 ? StatementMistake(place, error.message) : error
    }
  }
}
