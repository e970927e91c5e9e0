extension StatementParser {
  /// Reads one expression.
  mutating func expression() throws(StatementMistake) -> Expression {
    try enter()
    defer { leave() }
    let start = place
    if takes(word: "lambda") {
      var function = try parameters(until: ":", name: "<lambda>", start)
      try expect(":")
      let value = try expression()
      function.body = [Statement(kind: .give(value), place: value.place, text: "")]
      return .lambda(function, start)
    }
    if takes(word: "yield") {
      hasYield = true
      switch next {
      case nil, .lineEnd, .sign(")"): return .yield(nil, start)
      default: return .yield(try expressionList(), start)
      }
    }
    let value = try disjunction()
    guard takes(word: "if") else { return value }
    let condition = try disjunction()
    try expect(word: "else")
    return .conditional(condition, then: value, otherwise: try expression(), start)
  }

  private mutating func disjunction() throws(StatementMistake) -> Expression {
    let start = place
    var left = try conjunction()
    while takes(word: "or") { left = .logical(isAnd: false, left, try conjunction(), start) }
    return left
  }

  private mutating func conjunction() throws(StatementMistake) -> Expression {
    let start = place
    var left = try negation()
    while takes(word: "and") { left = .logical(isAnd: true, left, try negation(), start) }
    return left
  }

  private mutating func negation() throws(StatementMistake) -> Expression {
    let start = place
    guard takes(word: "not") else { return try comparison() }
    try enter()
    defer { leave() }
    return .not(try negation(), start)
  }

  private mutating func comparison() throws(StatementMistake) -> Expression {
    let start = place
    let left = try binary(0)
    guard let operation = comparisonOperator() else { return left }
    return .comparison(operation, left, try binary(0), start)
  }

  private mutating func comparisonOperator() -> Comparison? {
    switch next {
    case .sign(let sign):
      guard let operation = Comparison(rawValue: sign) else { return nil }
      skip()
      return operation
    case .word("in"):
      skip()
      return .isIn
    case .word("is"):
      skip()
      return takes(word: "not") ? .isNotSame : .isSame
    case .word("not"):
      skip()
      return takes(word: "in") ? .isNotIn : nil
    default: return nil
    }
  }

  private static let levels: [[BinaryOperator]] = [
    [.or], [.xor], [.and], [.shiftLeft, .shiftRight], [.add, .subtract],
    [.multiply, .divide, .floorDivide, .remainder],
  ]

  private mutating func binary(_ level: Int) throws(StatementMistake) -> Expression {
    guard level < Self.levels.count else { return try unary() }
    let start = place
    var left = try binary(level + 1)
    while case .sign(let sign) = next, let operation = BinaryOperator(rawValue: sign),
      Self.levels[level].contains(operation)
    {
      skip()
      left = .binary(operation, left, try binary(level + 1), start)
    }
    return left
  }

  private mutating func unary() throws(StatementMistake) -> Expression {
    let start = place
    if takes("-") {
      try enter()
      defer { leave() }
      let value = try unary()
      // A negative number is a constant of the code.
      switch value {
      case .integer(let number, _): return .integer(-number, start)
      case .float(let number, _): return .float(-number, start)
      default: return .negative(value, start)
      }
    }
    if takes("+") {
      try enter()
      defer { leave() }
      return try unary()
    }
    let base = try postfix()
    guard takes("**") else { return base }
    try enter()
    defer { leave() }
    return .binary(.power, base, try unary(), start)
  }

  /// Reads an atom and the calls, attributes and items behind it.
  mutating func postfix() throws(StatementMistake) -> Expression {
    let start = place
    var value = try atom()
    var length = 0
    while true {
      length += 1
      guard length <= 60 else { throw mistake("this chain is too long: at most 60 parts are possible") }
      if takes("(") {
        value = try call(value, start)
      } else if takes("[") {
        value = .item(value, try subscriptIndex(), start)
        try expect("]")
      } else if takes(".") {
        value = .attribute(value, try name("the name of an attribute"), start)
      } else {
        return value
      }
    }
  }

  private mutating func call(_ callee: Expression, _ start: Place) throws(StatementMistake) -> Expression {
    var arguments: [Expression] = []
    var keywords: [Keyword] = []
    while next != .sign(")") {
      guard next != .sign("*"), next != .sign("**") else { throw mistake("`*` isn't followed in calls here") }
      let value = try expression()
      if case .name(let name, _) = value, takes("=") {
        keywords.append(Keyword(name: name, value: try expression()))
      } else if next == .word("for"), arguments.isEmpty, keywords.isEmpty {
        arguments.append(
          .comprehension(.generator, element: value, value: nil, try clauses(), value.place))
      } else {
        guard keywords.isEmpty else { throw mistake("a value without a name can't stand behind one with a name") }
        arguments.append(value)
      }
      if !takes(",") { break }
    }
    try expect(")")
    return .call(callee, arguments, keywords: keywords, start)
  }

  private mutating func subscriptIndex() throws(StatementMistake) -> Expression {
    let start = place
    let first: Expression? = next == .sign(":") ? nil : try expressionList()
    guard takes(":") else { return first ?? .none(start) }
    func isEnd(_ kind: Token.Kind?) -> Bool { kind == .sign("]") || kind == .sign(":") }
    let end: Expression? = isEnd(next) ? nil : try expression()
    var step: Expression?
    if takes(":"), next != .sign("]") { step = try expression() }
    return .slice(first, end, step, start)
  }

  private mutating func clauses() throws(StatementMistake) -> [ComprehensionClause] {
    var clauses: [ComprehensionClause] = []
    while takes(word: "for") {
      let target = try comprehensionTarget()
      try expect(word: "in")
      var clause = ComprehensionClause(target: target, iterable: try disjunctionOnly(), conditions: [])
      while takes(word: "if") { clause.conditions.append(try disjunctionOnly()) }
      clauses.append(clause)
    }
    return clauses
  }

  private mutating func disjunctionOnly() throws(StatementMistake) -> Expression { try disjunction() }

  private mutating func atom() throws(StatementMistake) -> Expression {
    let start = place
    switch next {
    case .word("None"):
      skip()
      return .none(start)
    case .word("True"), .word("False"):
      defer { skip() }
      return .boolean(next == .word("True"), start)
    case .integer(let number):
      skip()
      return .integer(number, start)
    case .float(let number):
      skip()
      return .float(number, start)
    case .string(var text):
      skip()
      while case .string(let more) = next {
        text += more
        skip()
      }
      return .string(text, start)
    case .bytes(let bytes):
      skip()
      return .bytes(bytes, start)
    case .formatted(let text):
      skip()
      return .formatted(try Self.parts(of: text, start), start)
    case .sign("("):
      skip()
      return try parenthesised(start)
    case .sign("["):
      skip()
      return try list(start)
    case .sign("{"):
      skip()
      return try braces(start)
    case .word(let name) where !Self.keywords.contains(name):
      skip()
      return .name(name, start)
    default: throw missing("a value")
    }
  }

  /// Cuts `f"…"` at its braces.
  private static func parts(of text: String, _ place: Place) throws(StatementMistake) -> [FormattedPart] {
    var parts: [FormattedPart] = []
    var literal = ""
    var rest = Substring(text)
    while let first = rest.first {
      rest.removeFirst()
      guard first == "{" || first == "}" else {
        literal.append(first)
        continue
      }
      if rest.first == first {
        literal.append(first)
        rest.removeFirst()
        continue
      }
      guard first == "{", let end = rest.firstIndex(of: "}") else {
        throw StatementMistake(place, "a brace of this string has no counterpart: `{{` and `}}` are braces themselves")
      }
      guard !rest[..<end].contains(where: { $0 == ":" || $0 == "!" }) else {
        throw StatementMistake(place, "formats behind `:` or `!` aren't followed in strings here")
      }
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = ""
      var parser: StatementParser
      do {
        parser = try StatementParser(expression: String(rest[..<end]), at: place)
        parts.append(.value(try parser.expressionList()))
      } catch {
        throw StatementMistake(place, error.message)
      }
      rest = rest[rest.index(after: end)...]
    }
    return literal.isEmpty ? parts : parts + [.text(literal)]
  }

  private mutating func parenthesised(_ start: Place) throws(StatementMistake) -> Expression {
    if takes(")") { return .tuple([], start) }
    let first = try expression()
    if next == .word("for") {
      let clauses = try clauses()
      try expect(")")
      return .comprehension(.generator, element: first, value: nil, clauses, start)
    }
    guard next == .sign(",") else {
      try expect(")")
      return first
    }
    var parts = [first]
    while takes(","), next != .sign(")") { parts.append(try expression()) }
    try expect(")")
    return .tuple(parts, start)
  }

  private mutating func list(_ start: Place) throws(StatementMistake) -> Expression {
    if takes("]") { return .list([], start) }
    let first = try expression()
    if next == .word("for") {
      let clauses = try clauses()
      try expect("]")
      return .comprehension(.list, element: first, value: nil, clauses, start)
    }
    var parts = [first]
    while takes(","), next != .sign("]") { parts.append(try expression()) }
    try expect("]")
    return .list(parts, start)
  }

  private mutating func braces(_ start: Place) throws(StatementMistake) -> Expression {
    if takes("}") { return .dict(keys: [], values: [], start) }
    if next == .sign("**") { return try dict([], [], start) }
    let first = try expression()
    guard takes(":") else {
      if next == .word("for") {
        let clauses = try clauses()
        try expect("}")
        return .comprehension(.set, element: first, value: nil, clauses, start)
      }
      var parts = [first]
      while takes(","), next != .sign("}") { parts.append(try expression()) }
      try expect("}")
      return .set(parts, start)
    }
    let value = try expression()
    if next == .word("for") {
      let clauses = try clauses()
      try expect("}")
      return .comprehension(.dict, element: first, value: value, clauses, start)
    }
    guard takes(",") else {
      try expect("}")
      return .dict(keys: [first], values: [value], start)
    }
    return try dict([first], [value], start)
  }

  /// Reads the further entries of a dict's display.
  private mutating func dict(
    _ first: [Expression], _ second: [Expression], _ start: Place
  ) throws(StatementMistake) -> Expression {
    var (keys, values) = (first, second)
    while next != .sign("}") {
      let place = place
      if takes("**") {
        keys.append(.unpacked(try expression(), place))
        values.append(.none(place))
      } else {
        keys.append(try expression())
        try expect(":")
        values.append(try expression())
      }
      if !takes(",") { break }
    }
    try expect("}")
    return .dict(keys: keys, values: values, start)
  }
}
