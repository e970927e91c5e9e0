/// Reads statements of the Python subset.
struct StatementParser {
  private let lines: [String]
  private let firstLine: Int
  private var tokens: [Token]
  private var index = 0
  private var nesting = 0
  /// Whether a `yield` stood in the function being read.
  var hasYield = false

  /// The statements of a text whose first line has a number; further lines are the indented ones of the first.
  static func statements(of text: String, firstLine: Int = 1) throws(StatementMistake) -> [Statement] {
    guard text.utf8.count <= 1 << 16 else {
      throw StatementMistake(Place(line: firstLine, column: 1), "a statement has at most 65536 bytes")
    }
    var parser = StatementParser(
      text, firstLine, tokens: try Tokenizer.tokens(of: text, firstLine: firstLine))
    var statements: [Statement] = []
    while !parser.isAtEnd { statements += try parser.statement() }
    return statements
  }

  private init(_ text: String, _ firstLine: Int, tokens: [Token]) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    self.firstLine = firstLine
    self.tokens = tokens
  }

  /// Reads an expression that stands in a text of its own.
  init(expression text: String, at place: Place) throws(StatementMistake) {
    self.init(text, place.line, tokens: try Tokenizer.tokens(of: text, firstLine: place.line))
  }

  var isAtEnd: Bool { index >= tokens.count }
  var next: Token.Kind? { isAtEnd ? nil : tokens[index].kind }
  var place: Place { isAtEnd ? (tokens.last?.place ?? Place(line: firstLine, column: 1)) : tokens[index].place }

  func mistake(_ message: String) -> StatementMistake { StatementMistake(place, message) }

  func missing(_ what: String) -> StatementMistake {
    mistake(isAtEnd ? "\(what) is missing here" : "\(what) should stand here, not \(tokens[index].spelling)")
  }

  mutating func skip() { index += 1 }

  mutating func takes(_ sign: String) -> Bool {
    guard next == .sign(sign) else { return false }
    index += 1
    return true
  }

  mutating func takes(word: String) -> Bool {
    guard next == .word(word) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ sign: String) throws(StatementMistake) {
    guard takes(sign) else { throw missing("`\(sign)`") }
  }

  mutating func expect(word: String) throws(StatementMistake) {
    guard takes(word: word) else { throw missing("`\(word)`") }
  }

  mutating func name(_ what: String) throws(StatementMistake) -> String {
    guard case .word(let name) = next, !Self.keywords.contains(name) else { throw missing(what) }
    index += 1
    return name
  }

  /// Counts how deeply expressions and blocks stand in one another.
  mutating func enter() throws(StatementMistake) {
    nesting += 1
    guard nesting <= 60 else { throw mistake("this is nested too deeply: at most 60 levels are possible") }
  }

  mutating func leave() { nesting -= 1 }

  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]

  private func text(of place: Place) -> String {
    let line = place.line - firstLine
    guard lines.indices.contains(line) else { return "" }
    return String(decoding: lines[line].utf8.drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  /// Reads a line: one statement, or several with `;` between.
  private mutating func statement() throws(StatementMistake) -> [Statement] {
    if next == .lineEnd {
      skip()
      return []
    }
    guard next != .indent else { throw mistake("this line is indented, and no line that ends in `:` stands before it") }
    let start = place
    if let kind = try compound() { return [Statement(kind: kind, place: start, text: text(of: start))] }
    return try simpleLine()
  }

  private mutating func simpleLine() throws(StatementMistake) -> [Statement] {
    var statements: [Statement] = []
    repeat {
      if next == .lineEnd || isAtEnd { break }
      let start = place
      statements.append(Statement(kind: try simple(), place: start, text: text(of: start)))
    } while takes(";")
    guard isAtEnd || next == .lineEnd else { throw missing("the end of the line") }
    skip()
    return statements
  }

  private mutating func body() throws(StatementMistake) -> [Statement] {
    try expect(":")
    guard next == .lineEnd else { return try simpleLine() }
    skip()
    guard next == .indent else { throw missing("an indented line") }
    skip()
    try enter()
    var statements: [Statement] = []
    while !isAtEnd, next != .dedent { statements += try statement() }
    skip()
    leave()
    return statements
  }

  private mutating func compound() throws(StatementMistake) -> Statement.Kind? {
    let start = place
    switch next {
    case .word("for"):
      skip()
      let target = try targetList()
      try expect(word: "in")
      let iterable = try expressionList()
      return .loop(target: target, iterable: iterable, body: try body())
    case .word("while"):
      skip()
      return .whileLoop(condition: try expression(), body: try body())
    case .word("if"):
      skip()
      return try ifStatement()
    case .word("class"):
      skip()
      let name = try self.name("the name of the class")
      var bases: [Expression] = []
      if takes("(") {
        while next != .sign(")") {
          bases.append(try expression())
          if !takes(",") { break }
        }
        try expect(")")
      }
      return .type(ClassDefinition(name: name, bases: bases, body: try body(), place: start))
    case .word("def"):
      skip()
      let name = try self.name("the name of the function")
      try expect("(")
      var function = try parameters(until: ")", name: name, start)
      try expect(")")
      let outer = hasYield
      hasYield = false
      function.body = try body()
      function.isGenerator = hasYield
      hasYield = outer
      return .function(function)
    case .word("try"):
      skip()
      return try tryStatement()
    case .word("with"), .word("async"), .word("from"):
      throw mistake("this isn't part of the Python that arenascope follows")
    default: return nil
    }
  }

  private mutating func ifStatement() throws(StatementMistake) -> Statement.Kind {
    let condition = try expression()
    let then = try body()
    var otherwise: [Statement] = []
    let start = place
    if takes(word: "elif") {
      try enter()
      otherwise = [Statement(kind: try ifStatement(), place: start, text: text(of: start))]
      leave()
    } else if takes(word: "else") {
      otherwise = try body()
    }
    return .choice(condition: condition, body: then, otherwise: otherwise)
  }

  private mutating func tryStatement() throws(StatementMistake) -> Statement.Kind {
    let tried = try body()
    var handlers: [Handler] = []
    while next == .word("except") {
      let start = place
      skip()
      var handler = Handler(type: nil, name: nil, body: [], place: start)
      if next != .sign(":") {
        handler.type = try expression()
        if takes(word: "as") { handler.name = try name("a name for the exception") }
      }
      handler.body = try body()
      handlers.append(handler)
    }
    let finally = takes(word: "finally") ? try body() : []
    guard !handlers.isEmpty || !finally.isEmpty else { throw missing("`except` or `finally`") }
    return .attempt(body: tried, handlers: handlers, finally: finally)
  }

  /// Reads parameters up to a closing sign, which is left.
  mutating func parameters(until end: String, name: String, _ start: Place) throws(StatementMistake) -> Function {
    var function = Function(name: name, parameters: [], defaults: [], body: [], place: start)
    while next != .sign(end) {
      if takes("*") {
        function.parameters.append("*" + (try self.name("the name of a parameter")))
      } else if takes("**") {
        function.parameters.append("**" + (try self.name("the name of a parameter")))
      } else {
        function.parameters.append(try self.name("the name of a parameter"))
        if takes("=") { function.defaults.append(try expression()) }
      }
      if !takes(",") { break }
    }
    return function
  }

  private mutating func simple() throws(StatementMistake) -> Statement.Kind {
    switch next {
    case .word("pass"):
      skip()
      return .pass
    case .word("break"):
      skip()
      return .leave
    case .word("continue"):
      skip()
      return .goOn
    case .word("del"):
      skip()
      var targets: [Expression] = []
      repeat { targets.append(try target(try expression())) } while takes(",")
      return .delete(targets)
    case .word("return"):
      skip()
      return .give(next == .lineEnd || next == .sign(";") || isAtEnd ? nil : try expressionList())
    case .word("raise"):
      skip()
      return .raise(next == .lineEnd || isAtEnd ? nil : try expression())
    case .word("import"):
      skip()
      return .load(try name("the name of a module"))
    case .word("global"):
      skip()
      return .global(try names())
    case .word("nonlocal"):
      skip()
      return .nonlocal(try names())
    default: return try assignment()
    }
  }

  private mutating func names() throws(StatementMistake) -> [String] {
    var names: [String] = []
    repeat { names.append(try name("a name")) } while takes(",")
    return names
  }

  private mutating func assignment() throws(StatementMistake) -> Statement.Kind {
    var value = try expressionList()
    var targets: [Expression] = []
    while next == .sign("=") {
      targets.append(try target(value))
      skip()
      value = try expressionList()
    }
    if !targets.isEmpty { return .assign(targets, value) }
    if case .sign(let sign) = next, sign.hasSuffix("="),
      let operation = BinaryOperator(rawValue: String(sign.dropLast()))
    {
      if case .tuple = value { throw mistake("`\(sign)` needs one name, attribute or item before it") }
      let target = try target(value)
      skip()
      return .augmented(target, operation, try expressionList())
    }
    return .expression(value)
  }

  /// Makes sure that something can be assigned to.
  private func target(_ expression: Expression) throws(StatementMistake) -> Expression {
    switch expression {
    case .name, .attribute, .item: return expression
    case .tuple(let parts, let place), .list(let parts, let place):
      var targets: [Expression] = []
      for part in parts { targets.append(try target(part)) }
      return .tuple(targets, place)
    default:
      throw StatementMistake(expression.place, "a value can only be given to a name, an attribute or an item")
    }
  }

  private mutating func targetList() throws(StatementMistake) -> Expression {
    let start = place
    var targets = [try target(try postfix())]
    guard next == .sign(",") else { return targets[0] }
    while takes(","), next != .word("in") { targets.append(try target(try postfix())) }
    return .tuple(targets, start)
  }

  /// Reads the targets of a comprehension.
  mutating func comprehensionTarget() throws(StatementMistake) -> Expression { try targetList() }

  /// Reads an expression, or several with commas between: a tuple.
  mutating func expressionList() throws(StatementMistake) -> Expression {
    let start = place
    let first = try expression()
    guard next == .sign(",") else { return first }
    var parts = [first]
    while takes(",") {
      switch next {
      case nil, .lineEnd, .sign("="), .sign(")"), .sign(";"), .sign(":"), .sign("]"): return .tuple(parts, start)
      default: parts.append(try expression())
      }
    }
    return .tuple(parts, start)
  }
}
