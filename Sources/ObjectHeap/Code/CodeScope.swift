/// The variables of a function's code: which are its own, which inner functions use, which belong to outer ones
/// (`Python/symtable.c`).
struct CodeScope: Hashable, Sendable {
  var parameters: [String] = []
  /// Names that are bound in it, parameters first.
  private(set) var locals: [String] = []
  /// Its own variables that inner code uses, in the order of the alphabet.
  private(set) var cells: [String] = []
  /// Variables of outer functions that it or inner code uses, in the order of the alphabet.
  private(set) var frees: [String] = []
  /// The functions in it that use its variables.
  private var closures: Set<String> = []

  /// Whether the function in it that has this name takes cells of it.
  func hasClosure(_ name: String) -> Bool { closures.contains(name) }

  /// The scope of a function inside of functions that have bound these names.
  init(of function: Function, outer: Set<String> = [], rules: ObjectRules) {
    parameters = function.parameters.map { String($0.drop { $0 == "*" }) }
    var names = NameCollector(inlines: rules.isAtLeast(12))
    for parameter in parameters { names.bind(parameter) }
    names.add(function.body)
    settle(names, outer: outer, rules: rules)
  }

  /// The scope of a generator expression, or of a comprehension up to 3.11; the iterable of its first loop is its parameter.
  init(
    ofComprehension parts: [Expression], _ clauses: [ComprehensionClause], outer: Set<String>, rules: ObjectRules
  ) {
    parameters = [".0"]
    var names = NameCollector(inlines: rules.isAtLeast(12))
    names.bind(".0")
    for (index, clause) in clauses.enumerated() {
      if index > 0 { names.add(clause.iterable) }
      names.bind(clause.target)
      for condition in clause.conditions { names.add(condition) }
    }
    for part in parts { names.add(part) }
    settle(names, outer: outer, rules: rules)
  }

  private mutating func settle(_ names: NameCollector, outer: Set<String>, rules: ObjectRules) {
    locals = names.bound.filter { !names.outside.contains($0) }
    let own = Set(locals)
    let visible = outer.subtracting(names.globals).union(own)
    var (cells, frees): (Set<String>, Set<String>) = ([], [])
    for inner in names.inner {
      let scope =
        switch inner {
        case .function(let function): CodeScope(of: function, outer: visible, rules: rules)
        case .comprehension(let parts, let clauses):
          CodeScope(ofComprehension: parts, clauses, outer: visible, rules: rules)
        }
      for name in scope.frees { if own.contains(name) { cells.insert(name) } else { frees.insert(name) } }
      if !scope.frees.isEmpty, case .function(let function) = inner { closures.insert(function.name) }
    }
    for name in names.used where !own.contains(name) && visible.contains(name) { frees.insert(name) }
    self.cells = cells.sorted()
    self.frees = frees.sorted()
  }
}

/// Finds the names of one function's code, without those of inner code.
private struct NameCollector {
  enum Inner {
    case function(Function)
    case comprehension([Expression], [ComprehensionClause])
  }

  /// Whether comprehensions are part of the function around them.
  let inlines: Bool
  private(set) var bound: [String] = []
  private(set) var used: [String] = []
  private(set) var globals: Set<String> = []
  private var nonlocals: Set<String> = []
  private(set) var inner: [Inner] = []

  /// Names that aren't its own although it binds them.
  var outside: Set<String> { globals.union(nonlocals) }

  init(inlines: Bool) { self.inlines = inlines }

  mutating func bind(_ name: String) { if !bound.contains(name) { bound.append(name) } }

  mutating func bind(_ target: Expression) {
    switch target {
    case .name(let name, _): bind(name)
    case .tuple(let parts, _), .list(let parts, _): for part in parts { bind(part) }
    default: add(target)
    }
  }

  mutating func add(_ statements: [Statement]) { for statement in statements { add(statement) } }

  private mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): add(value)
    case .give(let value), .raise(let value): if let value { add(value) }
    case .assign(let targets, let value):
      add(value)
      for target in targets { bind(target) }
    case .augmented(let target, _, let value):
      add(target)
      add(value)
      bind(target)
    case .delete(let targets): for target in targets { bind(target) }
    case .loop(let target, let iterable, let body):
      add(iterable)
      bind(target)
      add(body)
    case .whileLoop(let condition, let body):
      add(condition)
      add(body)
    case .choice(let condition, let body, let otherwise):
      add(condition)
      add(body)
      add(otherwise)
    case .type(let definition): bind(definition.name)
    case .function(let function):
      for value in function.defaults { add(value) }
      bind(function.name)
      inner.append(.function(function))
    case .attempt(let body, let handlers, let finally):
      add(body)
      for handler in handlers {
        if let type = handler.type { add(type) }
        if let name = handler.name { bind(name) }
        add(handler.body)
      }
      add(finally)
    case .global(let names): globals.formUnion(names)
    case .nonlocal(let names):
      nonlocals.formUnion(names)
      used += names
    case .load(let name): bind(name)
    case .pass, .leave, .goOn: break
    }
  }

  mutating func add(_ expression: Expression) {
    switch expression {
    case .name(let name, _): used.append(name)
    case .none, .boolean, .integer, .float, .string, .bytes: break
    case .tuple(let parts, _), .list(let parts, _), .set(let parts, _): for part in parts { add(part) }
    case .dict(let keys, let values, _): for part in keys + values { add(part) }
    case .comprehension(let kind, let element, let value, let clauses, _):
      add(comprehension: kind, [element] + (value.map { [$0] } ?? []), clauses)
    case .call(let callee, let arguments, let keywords, _):
      add(callee)
      for part in arguments + keywords.map(\.value) { add(part) }
    case .attribute(let base, _, _), .negative(let base, _), .not(let base, _): add(base)
    case .item(let base, let index, _):
      add(base)
      add(index)
    case .slice(let start, let stop, let step, _): for part in [start, stop, step] { if let part { add(part) } }
    case .binary(_, let left, let right, _), .comparison(_, let left, let right, _),
      .logical(_, let left, let right, _):
      add(left)
      add(right)
    case .conditional(let condition, let then, let otherwise, _):
      for part in [condition, then, otherwise] { add(part) }
    case .lambda(let function, _):
      for value in function.defaults { add(value) }
      inner.append(.function(function))
    case .yield(let value, _): if let value { add(value) }
    case .formatted(let parts, _): for case .value(let part) in parts { add(part) }
    case .unpacked(let other, _): add(other)
    }
  }

  private mutating func add(
    comprehension kind: ComprehensionKind, _ parts: [Expression], _ clauses: [ComprehensionClause]
  ) {
    if let first = clauses.first { add(first.iterable) }
    guard kind != .generator, inlines else {
      inner.append(.comprehension(parts, clauses))
      return
    }
    for (index, clause) in clauses.enumerated() {
      if index > 0 { add(clause.iterable) }
      bind(clause.target)
      for condition in clause.conditions { add(condition) }
    }
    for part in parts { add(part) }
  }
}
