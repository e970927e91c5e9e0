import ObjectGraph

extension ObjectMachine {
  /// A binary operation of two objects that are held; the result is held, they aren't any more.
  mutating func binary(
    _ operation: BinaryOperator, _ left: ObjectID, _ right: ObjectID, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    if let result = reusedFloat(operation, left, right) { return result }
    if let result = try appendedString(operation, left, right, place) { return result }
    if integer(left) != nil || number(left) != nil, let divisor = number(right), divisor == 0,
      operation == .divide || operation == .floorDivide || operation == .remainder
    {
      let mistake = divisionByZero(operation, left, right, place)
      drop(left)
      drop(right)
      throw mistake
    }
    let result: ObjectID? = try result(of: operation, left, right, place)
    guard let result else {
      throw StatementMistake(
        place,
        "`\(operation.rawValue)` of \(graph.objects[left - 1].type) and \(graph.objects[right - 1].type) "
          + "isn't possible here")
    }
    let isSpecialised = objectRules.isAtLeast(11) && Self.isSpecialised(operation) && number(left) != nil
    drop(isSpecialised ? right : left)
    drop(isSpecialised ? left : right)
    return result
  }

  /// To 3.10: a string that only the stack holds grows where it is (`unicode_concatenate`).
  private mutating func appendedString(
    _ operation: BinaryOperator, _ left: ObjectID, _ right: ObjectID, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    guard operation == .add, !objectRules.isAtLeast(11), let old = string(left), let text = string(right),
      referenceCount(left) == 1, !text.isEmpty, !shared.values.contains(left),
      Self.width(of: text) <= Self.width(of: old)
    else { return nil }
    try limit(old.utf8.count + text.utf8.count, place)
    appendString(left, text)
    drop(right)
    return left
  }

  private static func isSpecialised(_ operation: BinaryOperator) -> Bool {
    operation == .add || operation == .subtract || operation == .multiply
  }

  /// 3.12 on: a float that nobody else holds takes the result (`DECREF_INPUTS_AND_REUSE_FLOAT`).
  private mutating func reusedFloat(_ operation: BinaryOperator, _ left: ObjectID, _ right: ObjectID) -> ObjectID? {
    guard objectRules.isAtLeast(12), case .float(let a) = bodies[left], case .float(let b) = bodies[right],
      Self.isSpecialised(operation)
    else { return nil }
    guard let kept = [left, right].first(where: { referenceCount($0) == 1 && !shared.values.contains($0) }) else {
      return nil
    }
    bodies[kept] = .float(operation == .add ? a + b : operation == .subtract ? a - b : a * b)
    drop(kept == left ? right : left)
    return kept
  }

  /// `left += right`: lists, sets and bytearrays change, others make a new object.
  mutating func inPlace(
    _ operation: BinaryOperator, _ left: ObjectID, _ right: ObjectID, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    if operation == .add, case .list = bodies[left] {
      try extend(left, with: right, place)
      drop(right)
      return left
    }
    if operation == .or, case .set(let set) = bodies[left], !set.isFrozen, self.set(right) != nil {
      try merge(right, intoSet: left)
      drop(right)
      return left
    }
    return try binary(operation, left, right, place)
  }

  private mutating func result(
    of operation: BinaryOperator, _ left: ObjectID, _ right: ObjectID, _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    if let a = integer(left), let b = integer(right) { return integerResult(operation, a, b) }
    if let a = number(left), let b = number(right) { return floatResult(operation, a, b) }
    switch (operation, bodies[left], bodies[right]) {
    case (.add, .complex(let a, let b), .complex(let c, let d)):
      return allocate(type: "complex", size: 32, from: .complex, body: .complex(a + c, b + d))
    case (.add, .string(let a), .string(let b)):
      if b.isEmpty { return retain(left) }
      if a.isEmpty { return retain(right) }
      try limit(a.utf8.count + b.utf8.count, place)
      return makeString(a + b)
    case (.add, .bytes(let a), .bytes(let b)):
      try limit(a.count + b.count, place)
      return makeBytes(a + b)
    case (.add, .list, .list): return makeListCopy(of: items(of: left) + items(of: right))
    case (.add, .tuple, .tuple):
      if count(of: right) == 0 { return retain(left) }
      if count(of: left) == 0 { return retain(right) }
      return makeTuple(of: (items(of: left) + items(of: right)).map { retain($0) })
    case (.multiply, .string(let text), .integer(let count)), (.multiply, .integer(let count), .string(let text)):
      if count == 1 { return retain(string(left) != nil ? left : right) }
      try limit(text.utf8.count, times: count, place)
      return makeString(String(repeating: text, count: max(0, count)))
    case (.multiply, .bytes(let bytes), .integer(let count)):
      try limit(bytes.count, times: count, place)
      return makeBytes(Array(repeatElement(bytes, count: max(0, count)).joined()))
    case (.multiply, .list, .integer(let count)):
      try limit(self.count(of: left), times: count, place)
      return makeListCopy(of: Array(repeatElement(items(of: left), count: max(0, count)).joined()))
    case (.multiply, .tuple, .integer(let count)):
      try limit(self.count(of: left), times: count, place)
      if count == 1 { return retain(left) }
      return makeTuple(of: repeatElement(items(of: left), count: max(0, count)).joined().map { retain($0) })
    case (.or, .set, .set):
      let copy = try makeSetCopy(of: left)
      try merge(right, intoSet: copy)
      return copy
    case (.and, .set, .set):
      let result = makeSet()
      let (small, large) = count(of: left) < count(of: right) ? (left, right) : (right, left)
      for item in items(of: small) {
        if let key = key(of: item), set(large)?.keys.contains(key) == true { try add(retain(item), toSet: result) }
      }
      return result
    case (.subtract, .set, .set):
      let result = makeSet()
      for item in items(of: left) {
        if let key = key(of: item), set(right)?.keys.contains(key) != true { try add(retain(item), toSet: result) }
      }
      return result
    case (.remainder, .string(let text), _): return format(text, right)
    default: return nil
    }
  }

  mutating func makeSetCopy(of id: ObjectID) throws(StatementMistake) -> ObjectID {
    let copy = makeSet()
    try merge(id, intoSet: copy)
    return copy
  }

  /// Bounds how large a repetition gets.
  private func limit(_ count: Int, times: Int, _ place: Place) throws(StatementMistake) {
    let (product, isLarge) = count.multipliedReportingOverflow(by: max(0, times))
    try limit(isLarge ? .max : product, place)
  }

  /// Bounds how large a simulated object gets.
  func limit(_ count: Int, _ place: Place) throws(StatementMistake) {
    guard count <= Self.stringLimit else {
      throw StatementMistake(
        place, "this becomes too large here: at most \(Self.stringLimit) items or characters are possible")
    }
  }

  /// `%` with `%d`, `%s` and `%r`: the result grows from a guess and is cut at the end (`PyUnicode_Format`).
  private mutating func format(_ text: String, _ right: ObjectID) -> ObjectID {
    var values: [ObjectID] = [right]
    if case .tuple = bodies[right] { values = items(of: right) }
    var result = ""
    var isEscape = false
    var block: ObjectBlock?
    func room(_ machine: inout ObjectMachine) {
      guard block == nil else { return }
      let size = machine.objectRules.stringHeader(isASCII: true) + UInt64(text.unicodeScalars.count) + 101
      block = machine.ask(.malloc, .obj, size, owner: machine.graph.objects.count + 1, part: .object)
    }
    for character in text {
      if isEscape, character != "%" {
        isEscape = false
        guard !values.isEmpty else { continue }
        let value = values.removeFirst()
        if let number = integer(value) {
          let digits = makeDecimalDigits(number)
          room(&self)
          drop(digits)
        } else {
          room(&self)
        }
        result += self.text(of: value)
      } else if character == "%", !isEscape {
        isEscape = true
      } else {
        isEscape = false
        room(&self)
        result.append(character)
      }
    }
    guard let block else { return makeString(result) }
    return adoptString(result, in: block)
  }

  /// A string in a block that was asked for as its characters came, cut to what it needs.
  private mutating func adoptString(_ text: String, in block: ObjectBlock) -> ObjectID {
    let id = graph.objects.count + 1
    make(
      .born(
        id,
        GraphObject(
          name: "'\(String(text.prefix(16)))'", type: "str", size: block.size, hasHeader: false, blocks: [block])))
    make(.held(id, by: 1))
    bodies[id] = .string(text)
    resize(.object, of: id, to: stringSize(text), domain: .obj)
    return id
  }

  /// `str(object)`.
  func text(of id: ObjectID) -> String {
    switch bodies[id] {
    case .string(let text): text
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .boolean(let flag): flag ? "True" : "False"
    case .none?: "None"
    default: "<\(graph.objects[id - 1].type)>"
    }
  }

  /// `left < right` and the like, `is` and `in`.
  mutating func compare(
    _ operation: Comparison, _ left: Expression, _ right: Expression, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let a = try evaluate(left)
    let b = try evaluate(right)
    let answer: Bool?
    switch operation {
    case .equal: answer = isEqual(a, b)
    case .notEqual: answer = !isEqual(a, b)
    case .isSame: answer = a == b
    case .isNotSame: answer = a != b
    case .isIn: answer = try contains(b, a, place)
    case .isNotIn: answer = !(try contains(b, a, place))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      answer = order(a, b).map { order in
        switch operation {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        default: order >= 0
        }
      }
    }
    guard let answer else {
      throw StatementMistake(
        place, "a \(graph.objects[a - 1].type) can't be compared with a \(graph.objects[b - 1].type) here")
    }
    drop(a)
    drop(b)
    return makeBoolean(answer)
  }

  /// Below 0, 0 or above 0 as for `<`; nil where there is no order.
  func order(_ a: ObjectID, _ b: ObjectID, depth: Int = 0) -> Int? {
    if let a = number(a), let b = number(b) { return a < b ? -1 : a > b ? 1 : 0 }
    if let a = string(a), let b = string(b) {
      let (x, y) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
      return x.lexicographicallyPrecedes(y) ? -1 : x == y ? 0 : 1
    }
    if case .tuple = bodies[a], case .tuple = bodies[b], depth < Self.valueDepth {
      for (x, y) in zip(items(of: a), items(of: b)) {
        guard let order = order(x, y, depth: depth + 1) else { return nil }
        if order != 0 { return order }
      }
      return count(of: a) - count(of: b)
    }
    return nil
  }

  private func contains(_ container: ObjectID, _ item: ObjectID, _ place: Place) throws(StatementMistake) -> Bool {
    switch bodies[container] {
    case .list, .tuple: return items(of: container).contains { isEqual($0, item) }
    case .dict(let dict): return key(of: item).map { dict.index[$0] != nil } ?? false
    case .set(let set): return key(of: item).map { set.keys.contains($0) } ?? false
    case .string(let text): return string(item).map { $0.isEmpty || text.contains($0) } ?? false
    case .range(let start, let stop, let step):
      guard let number = integer(item) else { return false }
      return (step > 0 ? number >= start && number < stop : number <= start && number > stop)
        && (number - start) % step == 0
    default: throw StatementMistake(place, "`in` needs a container behind it")
    }
  }
}
