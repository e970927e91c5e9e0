import ObjectGraph

/// Comprehensions: up to 3.11 functions that are made and called, later loops in place.
extension ObjectMachine {
  mutating func comprehend(
    _ kind: ComprehensionKind, _ element: Expression, _ value: Expression?, _ clauses: [ComprehensionClause],
    _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    guard kind != .generator else { return try makeGeneratorExpression(element, clauses, place) }
    let code =
      objectRules.isAtLeast(12) ? nil : comprehensionCode(kind, [element] + (value.map { [$0] } ?? []), clauses, place)
    let function = code.map { makeFunction($0, defaults: nil) }
    let source = try evaluate(clauses[0].iterable)
    // From 3.15 on the result is there before the iterator.
    let early = objectRules.isAtLeast(15) ? makeResult(kind) : nil
    let iterator = try makeIterator(over: source, place)
    drop(source)
    let frame = code.flatMap { makeFrameObject(of: $0) }
    let result = early ?? makeResult(kind)
    // The variables of a comprehension are its own.
    let outer = outerValues(of: clauses)
    try go(through: clauses, 0, iterator, place) { (machine) throws(StatementMistake) in
      let item = try machine.evaluate(element)
      switch kind {
      case .set:
        try machine.located(place) { (machine) throws(StatementMistake) in try machine.add(item, toSet: result) }
      case .dict:
        let second = try value.map { (value) throws(StatementMistake) in try machine.evaluate(value) }
        let given = second ?? machine.makeNone()
        try machine.located(place) { (machine) throws(StatementMistake) in
          try machine.insert(item, given, intoDict: result)
        }
      default: machine.appendToList(result, item)
      }
    }
    drop(iterator)
    restore(outer)
    if let frame { drop(frame) }
    if let function { drop(function) }
    return result
  }

  /// The function that a comprehension is up to 3.11.
  private func comprehensionCode(
    _ kind: ComprehensionKind, _ parts: [Expression], _ clauses: [ComprehensionClause], _ place: Place
  ) -> FunctionBody {
    let name = kind == .list ? "<listcomp>" : kind == .set ? "<setcomp>" : "<dictcomp>"
    let visible = frames.last?.visible ?? []
    let scope = CodeScope(ofComprehension: parts, clauses, outer: visible, rules: objectRules)
    let shape = CodeShape(ofComprehension: parts, clauses, scope: scope, rules: objectRules)
    return FunctionBody(
      function: Function(name: name, parameters: [], defaults: [], body: [], place: place), defaults: 0, scope: scope,
      words: shape.words(objectRules), visible: visible)
  }

  private mutating func makeResult(_ kind: ComprehensionKind) -> ObjectID {
    kind == .list ? makeList(room: 0) : kind == .set ? makeSet() : makeDict()
  }

  /// The variables that a comprehension hides, by name, held.
  private mutating func outerValues(of clauses: [ComprehensionClause]) -> [(name: String, value: ObjectID?)] {
    var names: [String] = []
    func add(_ target: Expression) {
      switch target {
      case .name(let name, _): names.append(name)
      case .tuple(let parts, _): for part in parts { add(part) }
      default: break
      }
    }
    for clause in clauses { add(clause.target) }
    return names.map { name in
      let key = variable(name)
      let old = graph.names[key]
      if let old {
        retain(old)
        make(.name(key, old: old, new: nil))
      }
      return (key, old)
    }
  }

  private mutating func restore(_ values: [(name: String, value: ObjectID?)]) {
    for (key, value) in values {
      let inner = graph.names[key]
      if inner != nil || value != nil { make(.name(key, old: inner, new: value)) }
      if let inner { settle(inner) }
      if let value { release(value) }
    }
  }

  private mutating func go(
    through clauses: [ComprehensionClause], _ index: Int, _ iterator: ObjectID, _ place: Place,
    _ body: (inout ObjectMachine) throws(StatementMistake) -> Void
  ) throws(StatementMistake) {
    let clause = clauses[index]
    while let item = try next(of: iterator, place) {
      try store(item, in: clause.target)
      var isWanted = true
      for condition in clause.conditions where isWanted { isWanted = try test(condition) }
      guard isWanted else { continue }
      if index + 1 < clauses.count {
        let source = try evaluate(clauses[index + 1].iterable)
        let inner = try makeIterator(over: source, place)
        drop(source)
        try go(through: clauses, index + 1, inner, place, body)
        drop(inner)
      } else {
        try body(&self)
      }
    }
  }
}
