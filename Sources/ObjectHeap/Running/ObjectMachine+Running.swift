import ObjectGraph

extension ObjectMachine {
  /// What a statement may do at most, loops included: bounds the time and memory that a trace can take.
  static let budgetLimit = 1 << 18
  /// The most objects, dead ones included, that a program has.
  static let objectLimit = 1 << 20

  /// Reads and executes a Python statement, with the indented lines that belong to it.
  ///
  /// `changes`, `collections` and `runs` say what it did; each statement makes at least one step. After an error
  /// nothing has changed. O(what it does).
  public mutating func run(_ text: String, firstLine: Int = 1) throws(StatementMistake) {
    let statements = try StatementParser.statements(of: text, firstLine: firstLine)
    try attempt { (machine) throws(StatementMistake) in
      machine.budget = Self.budgetLimit
      machine.isRunning = true
      for statement in statements { _ = try machine.execute(statement) }
      machine.collectIfWaiting()
    }
    isRunning = false
  }

  /// How many operations the last statement took.
  public var work: Int { Self.budgetLimit - budget }

  /// Returns the value of a number or text as Python shows it; nil for other objects.
  public func value(of id: ObjectID) -> String? {
    switch bodies[id] {
    case .boolean(let truth): truth ? "True" : "False"
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .string(let text): "'\(text)'"
    default: nil
    }
  }

  /// Counts what a statement does.
  mutating func spend(_ place: Place) throws(StatementMistake) {
    budget -= 1
    guard budget > 0, graph.objects.count < Self.objectLimit else {
      throw StatementMistake(
        place, "this does too much: at most \(Self.budgetLimit) operations and objects are possible")
    }
  }

  mutating func execute(_ statements: [Statement]) throws(StatementMistake) -> Flow {
    for statement in statements {
      let flow = try execute(statement)
      if flow != .next { return flow }
    }
    return .next
  }

  mutating func execute(_ statement: Statement) throws(StatementMistake) -> Flow {
    try spend(statement.place)
    let start = changes.count
    var flow = Flow.next
    switch statement.kind {
    case .loop(let target, let iterable, let body): return try loop(statement, target, iterable, body)
    case .whileLoop(let condition, let body): return try loop(statement, while: condition, body)
    case .choice(let condition, let body, let otherwise):
      let isTrue = try test(condition)
      finish(statement, from: start, isStep: false)
      return try execute(isTrue ? body : otherwise)
    case .attempt(let body, let handlers, let finally):
      return try attempt(statement, body, handlers, finally)
    case .expression(let expression): drop(try evaluate(expression))
    case .assign(let targets, let value): try assign(targets, value)
    case .augmented(let target, let operation, let value): try augment(target, operation, value)
    case .delete(let targets): for target in targets { try delete(target) }
    case .type(let definition): try define(definition)
    case .function(let function): try define(function)
    case .give(let value):
      flow = .give(try value.map { (value) throws(StatementMistake) in try evaluate(value) } ?? makeNone())
    case .raise(let value): try raise(value, statement.place)
    case .pass, .load: break
    case .leave: flow = .leave
    case .goOn: flow = .goOn
    case .global(let names): frames[frames.count - 1].globals.formUnion(names)
    case .nonlocal: break
    }
    if case .give = flow { finish(statement, from: start, isStep: false) } else { finish(statement, from: start) }
    if !objectRules.collectsInAllocation { collectIfWaiting() }
    return flow
  }

  /// Notes that a statement was executed; each has a step.
  mutating func finish(_ statement: Statement, from start: Int, isStep: Bool = true) {
    if isStep { ensureStep(from: start) }
    guard changes.count > start else { return }
    runs.append(
      StatementRun(
        text: statement.text, line: statement.place.line, depth: frames.count - 1, changes: start..<changes.count))
  }

  // MARK: Loops

  private mutating func loop(
    _ statement: Statement, _ target: Expression, _ iterable: Expression, _ body: [Statement]
  ) throws(StatementMistake) -> Flow {
    var start = changes.count
    let source = try evaluate(iterable)
    if isVirtuallyIterated(source) { return try loop(statement, target, over: source, body, from: start) }
    let iterator = try makeIterator(over: source, iterable.place)
    drop(source)
    finish(statement, from: start)
    var flow = Flow.next
    while true {
      start = changes.count
      do {
        guard let item = try next(of: iterator, statement.place) else { break }
        try store(item, in: target)
        finish(statement, from: start, isStep: false)
        flow = try execute(body)
      } catch {
        drop(iterator)
        throw error
      }
      if !objectRules.collectsInAllocation { collectIfWaiting() }
      if flow == .leave { break }
      if case .give = flow { break }
    }
    start = changes.count
    drop(iterator)
    finish(statement, from: start, isStep: false)
    if case .give = flow { return flow }
    return .next
  }

  private mutating func loop(
    _ statement: Statement, while condition: Expression, _ body: [Statement]
  ) throws(StatementMistake) -> Flow {
    while true {
      let start = changes.count
      let isTrue = try test(condition)
      finish(statement, from: start, isStep: false)
      guard isTrue else { return .next }
      try spend(statement.place)
      let flow = try execute(body)
      if flow == .leave { return .next }
      if case .give = flow { return flow }
    }
  }

  /// Whether an expression is true.
  mutating func test(_ expression: Expression) throws(StatementMistake) -> Bool {
    let value = try evaluate(expression)
    let isTrue = isTrue(value)
    drop(value)
    return isTrue
  }

  func isTrue(_ id: ObjectID) -> Bool {
    switch bodies[id] {
    case .none?: false
    case .boolean(let flag): flag
    case .integer(let number): number != 0
    case .float(let number): number != 0
    case .string(let text): !text.isEmpty
    case .bytes(let bytes): !bytes.isEmpty
    case .list, .tuple, .dict, .set: count(of: id) > 0
    default: true
    }
  }

  // MARK: Assignments

  private mutating func assign(_ targets: [Expression], _ value: Expression) throws(StatementMistake) {
    if targets.count == 1, case .tuple(let parts, _) = targets[0], case .tuple(let values, _) = value,
      parts.count == values.count, (2...3).contains(parts.count)
    {
      // `a, b = b, a` makes no tuple.
      var held: [ObjectID] = []
      for value in values { held.append(try evaluate(value)) }
      for (part, value) in zip(parts, held) { try store(value, in: part) }
      return
    }
    if targets.count == 1, case .name(let name, _) = targets[0],
      case .binary(.add, .name(name, _), let right, _) = value,
      try appendInPlace(name, right)
    {
      return
    }
    let id = try evaluate(value)
    for target in targets.dropLast() { try store(retain(id), in: target) }
    try store(id, in: targets[targets.count - 1])
  }

  /// Gives an object that's held to a name, attribute or item.
  mutating func store(_ value: ObjectID, in target: Expression) throws(StatementMistake) {
    switch target {
    case .name(let name, _): storeName(name, value)
    case .attribute(let object, let name, let place):
      let owner = try evaluate(object)
      try setAttribute(name, of: owner, to: value, place)
      drop(owner)
    case .item(let container, let index, let place):
      let owner = try evaluate(container)
      try setItem(of: owner, index, to: value, place)
      drop(owner)
    case .tuple(let parts, let place):
      let items = try unpack(value, parts.count, place)
      for (part, item) in zip(parts, items) { try store(item, in: part) }
    default: drop(value)
    }
  }

  /// `UNPACK_SEQUENCE`: the items, held.
  private mutating func unpack(
    _ value: ObjectID, _ count: Int, _ place: Place
  ) throws(StatementMistake) -> [ObjectID] {
    var found: [ObjectID] = []
    switch bodies[value] {
    case .tuple, .list: found = items(of: value).map { retain($0) }
    default:
      let iterator = try makeIterator(over: value, place)
      while found.count <= count, let item = try next(of: iterator, place) { found.append(item) }
      drop(iterator)
    }
    drop(value)
    guard found.count == count else {
      throw StatementMistake(place, "\(count) names stand here for \(found.count) values")
    }
    return found
  }

  mutating func storeName(_ name: String, _ value: ObjectID) {
    let key = variable(name)
    if storeCell(name, value) { return }
    let old = graph.names[key]
    make(.name(key, old: old, new: value))
    release(value)
    if let old { settle(old) }
  }

  /// The name of a variable in the graph; a local one has its function's before.
  mutating func variable(_ name: String) -> String {
    guard let frame = frames.last, frame.isFunction, !frame.globals.contains(name) else { return name }
    if !frame.locals.contains(name) { frames[frames.count - 1].locals.append(name) }
    return frame.prefix + name
  }

  /// The object that a name refers to, not held.
  func lookUp(_ name: String) -> ObjectID? {
    guard let frame = frames.last, frame.isFunction, !frame.globals.contains(name) else { return graph.names[name] }
    return graph.names[frame.prefix + name] ?? cellValue(name) ?? graph.names[name]
  }

  private mutating func augment(
    _ target: Expression, _ operation: BinaryOperator, _ value: Expression
  ) throws(StatementMistake) {
    switch target {
    case .name(let name, let place):
      if operation == .add, try appendInPlace(name, value) { return }
      let left = try load(name, place)
      let right = try evaluate(value)
      storeName(name, try inPlace(operation, left, right, place))
    case .attribute(let object, let name, let place):
      let owner = try evaluate(object)
      let left = try loadAttribute(name, of: owner, place)
      let right = try evaluate(value)
      try setAttribute(name, of: owner, to: try inPlace(operation, left, right, place), place)
      drop(owner)
    case .item(let container, let index, let place):
      let owner = try evaluate(container)
      let key = try evaluate(index)
      let left = try loadItem(of: owner, key, place)
      let right = try evaluate(value)
      try setItem(of: owner, key: key, to: try inPlace(operation, left, right, place), place)
      drop(owner)
    default: break
    }
  }

  /// `unicode_concatenate`: the string that only a variable holds grows where it is; false where that can't be.
  private mutating func appendInPlace(_ name: String, _ value: Expression) throws(StatementMistake) -> Bool {
    guard frames.last?.cells[name] == nil, let left = lookUp(name), string(left) != nil,
      shared.values.contains(left) == false,
      referenceCount(left) == 1
    else { return false }
    retain(left)
    let right = try evaluate(value)
    guard let text = string(right), let old = string(left), referenceCount(left) == 2, !text.isEmpty,
      Self.width(of: text) <= Self.width(of: old)
    else {
      let place = value.place
      storeName(name, try binary(.add, left, right, place))
      return true
    }
    guard old.utf8.count + text.utf8.count < Self.stringLimit else {
      throw StatementMistake(
        value.place, "this string becomes too long: at most \(Self.stringLimit) bytes are possible")
    }
    appendString(left, text)
    drop(right)
    release(left)
    return true
  }

  /// 0 for ASCII, then the bytes of a character.
  static func width(of text: String) -> Int {
    let largest = text.unicodeScalars.reduce(0) { max($0, $1.value) }
    return largest < 0x80 ? 0 : largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4
  }

  private mutating func delete(_ target: Expression) throws(StatementMistake) {
    switch target {
    case .name(let name, let place):
      let key = variable(name)
      guard let old = graph.names[key] else { throw unknown(name, place) }
      make(.name(key, old: old, new: nil))
      settle(old)
    case .attribute(let object, let name, let place):
      let owner = try evaluate(object)
      guard instance(owner) != nil else { throw StatementMistake(place, "this object has no attributes to delete") }
      try delete(name, ofInstance: owner, place)
      drop(owner)
    case .item(let container, let index, let place):
      let owner = try evaluate(container)
      try deleteItem(of: owner, index, place)
      drop(owner)
    case .tuple(let parts, _): for part in parts { try delete(part) }
    default: break
    }
  }

  func unknown(_ name: String, _ place: Place) -> StatementMistake {
    StatementMistake(place, "there is no name `\(name)`: nothing was given to it, or it was deleted")
  }

  func unhashable(_ id: ObjectID, _ place: Place = Place(line: 0, column: 1)) -> StatementMistake {
    StatementMistake(
      place, "a \(graph.objects[id - 1].type) can't be a key: it can change, so that it couldn't be found again")
  }
}
