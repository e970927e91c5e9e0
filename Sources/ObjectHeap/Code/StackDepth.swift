/// How many places of the value stack code needs, as each release's compiler arranges it (`Python/compile.c: stackdepth`).
///
/// Each function answers the most places that are in use at once, when none was before.
struct StackDepth {
  let rules: ObjectRules
  /// Whether a comprehension or function uses variables of the function around it, so that its making needs a tuple of cells.
  var hasClosure: (String) -> Bool = { _ in false }

  init(_ rules: ObjectRules) { self.rules = rules }

  /// Of a function's code.
  func depth(of function: Function, hasClosure: @escaping (String) -> Bool) -> Int {
    var other = self
    other.hasClosure = hasClosure
    var most = returnedConstant
    // From 3.12 on a generator has a handler that turns StopIteration into RuntimeError.
    if function.isGenerator, rules.isAtLeast(12) { most = 2 }
    return max(most, other.depth(of: function.body))
  }

  /// Of the code of a generator expression.
  func depth(ofGeneratorExpression parts: [Expression], _ clauses: [ComprehensionClause]) -> Int {
    max(rules.isAtLeast(15) ? 4 : 2, loops(parts, clauses, base: 0, isOuterGiven: true))
  }

  /// Of the code of another comprehension, whose result lies below the iterator.
  func depth(ofComprehension parts: [Expression], _ clauses: [ComprehensionClause]) -> Int {
    loops(parts, clauses, base: 1, isOuterGiven: true)
  }

  /// 3.12 returns a constant without the stack.
  private var returnedConstant: Int { rules.isAtLeast(12) && !rules.isAtLeast(13) ? 0 : 1 }

  func depth(of statements: [Statement]) -> Int { statements.map(depth).max() ?? 0 }

  private func depth(of statement: Statement) -> Int {
    switch statement.kind {
    case .expression(let value): return depth(of: value)
    case .give(let value):
      guard let value, !value.isConstant else { return returnedConstant }
      return depth(of: value)
    case .raise(let value): return value.map(depth) ?? 0
    case .assign(let targets, let value):
      // Values that are exchanged stand on the stack without a tuple.
      let copies = targets.count > 1 ? 1 : 0
      return max(depth(of: value), targets.map { copies + store(in: $0) }.max() ?? 1)
    case .augmented(let target, _, let value): return augmented(target, value)
    case .delete(let targets): return targets.map(delete).max() ?? 0
    case .loop(let target, let iterable, let body):
      // From 3.15 on an index stands beside the iterator.
      let iterator = rules.isAtLeast(15) ? 2 : 1
      return max(depth(of: iterable), iterator + max(store(in: target), depth(of: body)))
    case .whileLoop(let condition, let body): return max(depth(of: condition), depth(of: body))
    case .choice(let condition, let body, let otherwise):
      return max(depth(of: condition), depth(of: body), depth(of: otherwise))
    case .type: return rules.isAtLeast(11) ? 4 : 3
    case .function(let function): return making(function.name, defaults: function.defaults)
    case .attempt(let body, let handlers, let finally): return attempt(body, handlers, finally)
    case .pass, .leave, .goOn, .global, .nonlocal: return 0
    case .load: return 2
    }
  }

  /// What a handler finds: up to 3.10 six values, from 3.11 on the exception before and its own; then what it does.
  private func attempt(_ body: [Statement], _ handlers: [Handler], _ finally: [Statement]) -> Int {
    let isNew = rules.isAtLeast(11)
    var most = depth(of: body)
    for handler in handlers {
      if isNew {
        most = max(most, 4, 1 + depth(of: handler.body))
      } else {
        let matching = handler.type.map { 1 + depth(of: $0) } ?? 0
        most = max(most, 6 + matching, 3 + depth(of: handler.body))
        if handler.name != nil { most = max(most, 10) }
      }
    }
    if !finally.isEmpty { most = max(most, isNew ? max(4, 2 + depth(of: finally)) : 6 + depth(of: finally)) }
    return most
  }

  /// The places that a target needs, with the value on top.
  private func store(in target: Expression) -> Int {
    switch target {
    case .tuple(let parts, _):
      return parts.indices.map { parts.count - 1 - $0 + store(in: parts[$0]) }.max() ?? 1
    case .attribute(let base, _, _): return 1 + depth(of: base)
    case .item(let base, let index, _): return 1 + subscripted(base, index)
    default: return 1
    }
  }

  private func delete(_ target: Expression) -> Int {
    switch target {
    case .attribute(let base, _, _): depth(of: base)
    case .item(let base, let index, _): subscripted(base, index)
    case .tuple(let parts, _): parts.map(delete).max() ?? 0
    default: 0
    }
  }

  private func augmented(_ target: Expression, _ value: Expression) -> Int {
    switch target {
    case .attribute(let base, _, _): max(depth(of: base), 2 + depth(of: value))
    case .item(let base, let index, _): max(subscripted(base, index), 4, 3 + depth(of: value))
    default: 1 + depth(of: value)
    }
  }

  private func subscripted(_ base: Expression, _ index: Expression) -> Int {
    max(depth(of: base), 1 + depth(of: index))
  }

  func depth(of expression: Expression) -> Int {
    switch expression {
    case .name, .none, .boolean, .integer, .float, .string, .bytes: return 1
    case .tuple(let parts, _): return parts.allSatisfy(\.isConstant) ? 1 : pushed(parts)
    case .list(let parts, _), .set(let parts, _):
      // From 3.9 on three constants or more are one, which extends an empty display.
      return rules.isAtLeast(9) && parts.count > 2 && parts.allSatisfy(\.isConstant) ? 2 : max(1, pushed(parts))
    case .dict(let keys, let values, _):
      if !rules.isAtLeast(14), keys.count > 1, keys.allSatisfy(\.isConstant) {
        return max(pushed(values), values.count + 1)
      }
      return max(1, pushed(zip(keys, values).flatMap { [$0, $1] }))
    case .comprehension(let kind, let element, let value, let clauses, _):
      return comprehension(kind, [element] + (value.map { [$0] } ?? []), clauses)
    case .call(let callee, let arguments, let keywords, _): return call(callee, arguments, keywords)
    case .attribute(let base, _, _), .negative(let base, _), .not(let base, _): return depth(of: base)
    case .item(let base, let index, _): return subscripted(base, index)
    case .slice(let start, let stop, let step, _):
      let parts = [start, stop, step]
      // From 3.14 on a slice of constants is one.
      if rules.isAtLeast(14), parts.allSatisfy({ $0?.isConstant ?? true }) { return 1 }
      return (0..<(step == nil ? 2 : 3)).map { $0 + (parts[$0].map(depth) ?? 1) }.max() ?? 1
    case .binary(_, let left, let right, _), .comparison(_, let left, let right, _):
      return max(depth(of: left), 1 + depth(of: right))
    case .logical(_, let left, let right, _):
      // From 3.12 on a copy of the left value is tested.
      return max(depth(of: left), rules.isAtLeast(12) ? 2 : 1, depth(of: right))
    case .conditional(let condition, let then, let otherwise, _):
      return max(depth(of: condition), depth(of: then), depth(of: otherwise))
    case .lambda(let function, _): return making(function.name, defaults: function.defaults)
    case .yield(let value, _): return value.map(depth) ?? 1
    case .formatted(let parts, _):
      return parts.indices.map { index in
        if case .value(let part) = parts[index] { index + depth(of: part) } else { index + 1 }
      }.max() ?? 1
    case .unpacked(let other, _): return 1 + depth(of: other)
    }
  }

  private func pushed(_ parts: [Expression]) -> Int {
    parts.indices.map { $0 + depth(of: parts[$0]) }.max() ?? 0
  }

  /// From 3.11 on a function that is called has a place beside it for the object of a method.
  private func call(_ callee: Expression, _ arguments: [Expression], _ keywords: [Keyword]) -> Int {
    let values = arguments + keywords.map(\.value)
    var base = depth(of: callee)
    var first = 1
    if rules.isAtLeast(11) {
      first = 2
      // Up to 3.12 that place comes first, then the function.
      if !rules.isAtLeast(13), !callee.isMethodOrName { base += 1 }
    } else if case .attribute = callee, keywords.isEmpty {
      first = 2
    }
    let names = !keywords.isEmpty && (!rules.isAtLeast(11) || rules.isAtLeast(13)) ? 1 : 0
    let most = values.indices.map { first + $0 + depth(of: values[$0]) }.max() ?? 0
    return max(base, first, most, first + values.count + names)
  }

  /// Defaults, cells and, up to 3.10, the name stand beside the code.
  private func making(_ name: String, defaults: [Expression]) -> Int {
    let before = rules.isAtLeast(13) ? 0 : (defaults.isEmpty ? 0 : 1) + (hasClosure(name) ? 1 : 0)
    let code = rules.isAtLeast(11) ? 1 : 2
    let both = rules.isAtLeast(13) ? (defaults.isEmpty ? 0 : 1) + (hasClosure(name) ? 1 : 0) : 0
    return max(before + both + code, pushed(defaults))
  }

  private func comprehension(_ kind: ComprehensionKind, _ parts: [Expression], _ clauses: [ComprehensionClause]) -> Int
  {
    let iterable = clauses.first.map { depth(of: $0.iterable) } ?? 1
    guard kind != .generator, rules.isAtLeast(12) else { return max(rules.isAtLeast(11) ? 1 : 2, 1 + iterable) }
    // Inlined: the saved variable and the display are below the iterator.
    return max(iterable, loops(parts, clauses, base: 2, isOuterGiven: true))
  }

  /// The loops of a comprehension over `base` places.
  private func loops(
    _ parts: [Expression], _ clauses: [ComprehensionClause], base: Int, isOuterGiven: Bool
  ) -> Int {
    var (below, most) = (base, 0)
    for (index, clause) in clauses.enumerated() {
      if index > 0 || !isOuterGiven { most = max(most, below + depth(of: clause.iterable)) }
      below += rules.isAtLeast(15) ? 2 : 1
      most = max(most, below + store(in: clause.target))
      for condition in clause.conditions { most = max(most, below + depth(of: condition)) }
    }
    return max(most, below + pushed(parts))
  }
}

extension Expression {
  /// Whether the compiler makes a constant of it.
  var isConstant: Bool {
    switch self {
    case .none, .boolean, .integer, .float, .string, .bytes: true
    case .tuple(let parts, _): parts.allSatisfy(\.isConstant)
    default: false
    }
  }

  fileprivate var isMethodOrName: Bool {
    switch self {
    case .name, .attribute: true
    default: false
    }
  }
}
