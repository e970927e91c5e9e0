import ObjectGraph

/// A generator: the function's environment and the place where it waits.
struct GeneratorBody: Hashable, Sendable {
  /// A block of statements that is being executed.
  enum Block: Hashable, Sendable {
    case plain
    /// A loop over an iterator, which the block holds while the generator runs; with an index, over a sequence itself.
    case loop(Statement, target: Expression, iterator: ObjectID, index: Int?)
    case repeated(Statement, condition: Expression)
  }

  struct Cursor: Hashable, Sendable {
    var statements: [Statement]
    var index = 0
    var block = Block.plain
  }

  /// The name of its function.
  var name: String
  /// The environment while it waits.
  var frame: Frame
  /// Blocks inside one another, the innermost last; empty when it's over.
  var cursors: [Cursor]
  /// From 3.11 on, the function that its frame refers to.
  var function: ObjectID?
  var hasStarted = false
  var isRunning = false
  var isOver: Bool { cursors.isEmpty }
}

extension ObjectRules {
  /// Bytes of a generator, from 3.11 on with its frame (`PyGenObject`).
  func generatorSize(words: Int) -> UInt64 {
    guard !callsHaveFrames else { return isAtLeast(10) ? 104 : 112 }
    return (isAtLeast(14) || !isAtLeast(12) ? 168 : 160) + 8 * UInt64(words)
  }

  /// Whether an unfinished generator that is dropped gets a GeneratorExit thrown in (`gen_close`).
  func closingRaises(hasStarted: Bool) -> Bool { !isAtLeast(13) && (hasStarted || !isAtLeast(12)) }
}

extension ObjectMachine {
  /// A generator of a frame whose parameters are bound; nothing of it has run. The function, if there's one, is held.
  mutating func makeGenerator(
    _ frame: Frame, _ name: String, _ body: [Statement], function: ObjectID? = nil
  ) -> ObjectID {
    var generator = GeneratorBody(name: name, frame: frame, cursors: [GeneratorBody.Cursor(statements: body)])
    let id = allocate(
      type: "generator", size: objectRules.generatorSize(words: frame.words), hasHeader: true,
      body: .generator(generator))
    generator.function = function
    if let object = frame.object { append(object, to: id, named: "gi_frame") }
    suspend(id, generator)
    track(id)
    return id
  }

  /// `gen_send_ex`: the next value, held, or nil at the end.
  mutating func resume(_ id: ObjectID, _ place: Place) throws(StatementMistake) -> ObjectID? {
    guard case .generator(var generator) = bodies[id], !generator.isOver else { return nil }
    guard !generator.isRunning else { throw StatementMistake(place, "this generator is running already") }
    guard frames.count < Self.depthLimit else {
      throw StatementMistake(place, "generators resume one another too deeply: at most \(Self.depthLimit) are possible")
    }
    retain(id)
    wake(id, &generator)
    let value: ObjectID?
    do {
      value = try advance(&generator)
    } catch {
      while !generator.isOver { leaveLoop(&generator, again: false) }
      leave(&generator, of: id)
      release(id)
      if raised != nil { addTraceback() }
      throw error
    }
    if value == nil {
      leave(&generator, of: id)
    } else {
      generator.frame = frames.removeLast()
      suspend(id, generator)
    }
    drop(id)
    return value
  }

  /// Executes statements until one yields; the value is held. nil: the generator's function has returned.
  private mutating func advance(_ generator: inout GeneratorBody) throws(StatementMistake) -> ObjectID? {
    while var cursor = generator.cursors.popLast() {
      guard cursor.index < cursor.statements.count else {
        if try repeats(&cursor) { generator.cursors.append(cursor) }
        continue
      }
      let statement = cursor.statements[cursor.index]
      cursor.index += 1
      generator.cursors.append(cursor)
      if let value = try step(statement, &generator) { return value }
      if generator.isOver { return nil }
    }
    return nil
  }

  /// Whether the block of a loop begins anew.
  private mutating func repeats(_ cursor: inout GeneratorBody.Cursor) throws(StatementMistake) -> Bool {
    switch cursor.block {
    case .plain: return false
    case .loop(let statement, let target, let iterator, let index):
      let start = changes.count
      let found: ObjectID?
      if let index {
        found = virtualItem(index, of: iterator)
        cursor.block = .loop(statement, target: target, iterator: iterator, index: index + 1)
      } else {
        found = try next(of: iterator, statement.place)
      }
      guard let item = found else {
        drop(iterator)
        return false
      }
      try store(item, in: target)
      finish(statement, from: start, isStep: false)
    case .repeated(_, let condition): guard try test(condition) else { return false }
    }
    cursor.index = 0
    return true
  }

  /// Executes one statement; answers a value that it yields.
  private mutating func step(_ statement: Statement, _ generator: inout GeneratorBody) throws(StatementMistake)
    -> ObjectID?
  {
    try spend(statement.place)
    switch statement.kind {
    case .expression(.yield(let value, _)): return try evaluateYielded(value, statement)
    case .assign(let targets, .yield(let value, _)):
      // What `next` sends is None.
      let yielded = try evaluateYielded(value, statement)
      generator.cursors[generator.cursors.count - 1].statements.insert(
        Statement(kind: .assign(targets, .none(statement.place)), place: statement.place, text: statement.text),
        at: generator.cursors[generator.cursors.count - 1].index)
      return yielded
    case .loop(let target, let iterable, let body):
      let start = changes.count
      let source = try evaluate(iterable)
      let isVirtual = isVirtuallyIterated(source)
      let iterator = isVirtual ? source : try makeIterator(over: source, iterable.place)
      if !isVirtual { drop(source) }
      finish(statement, from: start, isStep: false)
      push(body, .loop(statement, target: target, iterator: iterator, index: isVirtual ? 0 : nil), &generator)
    case .whileLoop(let condition, let body): push(body, .repeated(statement, condition: condition), &generator)
    case .choice(let condition, let body, let otherwise):
      generator.cursors.append(GeneratorBody.Cursor(statements: try test(condition) ? body : otherwise))
    default:
      switch try execute(statement) {
      case .next: break
      case .leave: leaveLoop(&generator, again: false)
      case .goOn: leaveLoop(&generator, again: true)
      case .give(let value):
        drop(value)
        while !generator.isOver { leaveLoop(&generator, again: false) }
      }
    }
    return nil
  }

  private mutating func push(_ body: [Statement], _ block: GeneratorBody.Block, _ generator: inout GeneratorBody) {
    generator.cursors.append(GeneratorBody.Cursor(statements: body, index: body.count, block: block))
  }

  /// Goes to the end of the innermost loop's block, or behind the loop.
  private mutating func leaveLoop(_ generator: inout GeneratorBody, again: Bool) {
    while var cursor = generator.cursors.popLast() {
      guard cursor.block != .plain else { continue }
      if again {
        cursor.index = cursor.statements.count
        generator.cursors.append(cursor)
      } else if case .loop(_, _, let iterator, _) = cursor.block {
        drop(iterator)
      }
      return
    }
  }

  private mutating func evaluateYielded(_ value: Expression?, _ statement: Statement) throws(StatementMistake)
    -> ObjectID
  {
    let start = changes.count
    let yielded = try value.map { (value) throws(StatementMistake) in try evaluate(value) } ?? makeNone()
    finish(statement, from: start, isStep: false)
    return yielded
  }

  /// A `yield` that stands where a generator can't wait.
  mutating func yield(_ value: Expression?, _ place: Place) throws(StatementMistake) -> ObjectID {
    throw StatementMistake(
      place, "`yield` can only be a statement of its own here, or all that is assigned, outside of `try`")
  }

  // MARK: Waiting and waking

  /// The variables and iterators of a generator that waits are references of its own, up to 3.10 of its frame.
  private mutating func suspend(_ id: ObjectID, _ generator: GeneratorBody) {
    var generator = generator
    generator.isRunning = false
    let holder = generator.frame.object ?? id
    give(generator.frame, to: holder)
    for cursor in generator.cursors {
      if case .loop(_, _, let iterator, _) = cursor.block { append(iterator, to: holder, named: "(iterator)") }
    }
    if let function = generator.function { append(function, to: id, named: "(function)") }
    bodies[id] = .generator(generator)
  }

  private mutating func wake(_ id: ObjectID, _ generator: inout GeneratorBody) {
    generator.frame.prefix = prefix(generator.name)
    let holder = generator.frame.object ?? id
    if holder != id, let function = reference("(function)", of: id) { _ = remove(at: function, of: id) }
    while count(of: holder) > 0 {
      let name = graph.objects[holder - 1].attributes[0].name
      let value = remove(at: 0, of: holder)
      guard !name.hasPrefix("("), !name.hasPrefix("cell ") else { continue }
      make(.name(generator.frame.prefix + name, old: nil, new: value))
      release(value)
    }
    generator.isRunning = true
    generator.hasStarted = true
    bodies[id] = .generator(generator)
    frames.append(generator.frame)
  }

  /// The function has returned or raised: its variables go, then the frame.
  private mutating func leave(_ generator: inout GeneratorBody, of id: ObjectID) {
    if let frame = reference("gi_frame", of: id) { _ = remove(at: frame, of: id) }
    leaveFrame()
    if let function = generator.function { drop(function) }
    generator.function = nil
    generator.isRunning = false
    generator.cursors = []
    bodies[id] = .generator(generator)
  }

  /// What comes before the death of a generator: one that isn't over gets a GeneratorExit thrown in (`gen_close`).
  mutating func close(_ id: ObjectID) {
    guard case .generator(var generator) = bodies[id], !generator.isOver,
      objectRules.closingRaises(hasStarted: generator.hasStarted)
    else { return }
    let waiting = raised
    var exit = RaisedException(type: "GeneratorExit")
    if objectRules.exceptionsExistAtOnce { exit.object = makeException("GeneratorExit", arguments: []) }
    raised = exit
    frames.append(generator.frame)
    addTraceback()
    generator.frame = frames.removeLast()
    let holder = objectRules.callsHaveFrames ? generator.frame.object ?? id : id
    while let iterator = graph.objects[holder - 1].attributes.lastIndex(where: { $0.name == "(iterator)" }) {
      drop(remove(at: iterator, of: holder))
    }
    generator.cursors = []
    generator.function = nil
    bodies[id] = .generator(generator)
    if let frame = reference("gi_frame", of: id) {
      drop(remove(at: frame, of: id))
    } else if let object = generator.frame.object {
      // `take_ownership`: what was the generator's is the frame object's.
      while count(of: id) > 0 {
        let name = graph.objects[id - 1].attributes[0].name
        append(remove(at: 0, of: id), to: object, named: name)
      }
      if objectRules.isAtLeast(12) { _ = frameObject(frames.count - 1) }
      track(object)
      drop(object)
    }
    if let exception = raised { forget(exception) }
    raised = waiting
  }
}

extension ObjectMachine {
  /// A generator expression: a function that is made and called with the iterator of its first loop.
  mutating func makeGeneratorExpression(
    _ element: Expression, _ clauses: [ComprehensionClause], _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    let code = Function(
      name: "<genexpr>", parameters: [], defaults: [], body: Self.loops(element, clauses, place), place: place,
      isGenerator: true)
    let visible = frames.last?.visible ?? []
    let scope = CodeScope(ofComprehension: [element], clauses, outer: visible, rules: objectRules)
    let shape = CodeShape(ofGeneratorExpression: [element], clauses, scope: scope, rules: objectRules)
    let body = FunctionBody(
      function: code, defaults: 0, scope: scope, words: shape.words(objectRules), visible: visible)
    let function = makeFunction(body, defaults: nil)
    let source = try evaluate(clauses[0].iterable)
    let isVirtual = isVirtuallyIterated(source)
    let iterator = isVirtual ? source : try makeIterator(over: source, place)
    if !isVirtual { drop(source) }
    var frame = Frame(prefix: prefix(code.name), locals: scope.locals, words: body.words)
    frame.object = makeFrameObject(of: body)
    make(.name(frame.prefix + ".0", old: nil, new: iterator))
    release(iterator)
    openCells(of: body, function, in: &frame)
    guard objectRules.callsHaveFrames else {
      return makeGenerator(frame, code.name, code.body, function: function)
    }
    let generator = makeGenerator(frame, code.name, code.body)
    drop(function)
    return generator
  }

  /// From 3.14 on `tuple(… for …)`, from 3.15 on `list(… for …)` fill a list that is there before the generator.
  mutating func makeInlined(
    _ name: String, _ arguments: [Expression], _ keywords: [Keyword], _ place: Place
  ) throws(StatementMistake) -> ObjectID? {
    guard objectRules.isAtLeast(15) && name == "list" || objectRules.isAtLeast(14) && name == "tuple",
      keywords.isEmpty, arguments.count == 1,
      case .comprehension(.generator, _, _, _, _) = arguments[0]
    else { return nil }
    let list = makeList(room: 0)
    let generator = try evaluate(arguments[0])
    return try fill(list, from: generator, isTuple: name == "tuple", place)
  }

  /// A list, or a tuple of what was put in it, from an iterator that is let go.
  mutating func fill(
    _ list: ObjectID, from iterator: ObjectID, isTuple: Bool, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    while let item = try next(of: iterator, place) {
      try limit(count(of: list) + 1, place)
      appendToList(list, item)
    }
    drop(iterator)
    guard isTuple else { return list }
    let tuple = makeTuple(of: items(of: list).map { retain($0) })
    drop(list)
    return tuple
  }

  /// The loops of a generator expression as statements.
  private static func loops(_ element: Expression, _ clauses: [ComprehensionClause], _ place: Place) -> [Statement] {
    func statement(_ kind: Statement.Kind) -> Statement { Statement(kind: kind, place: place, text: "<genexpr>") }
    var body = [statement(.expression(.yield(element, place)))]
    for (index, clause) in clauses.enumerated().reversed() {
      for condition in clause.conditions.reversed() {
        body = [statement(.choice(condition: condition, body: body, otherwise: []))]
      }
      let iterable = index == 0 ? Expression.name(".0", place) : clause.iterable
      body = [statement(.loop(target: clause.target, iterable: iterable, body: body))]
    }
    return body
  }
}
