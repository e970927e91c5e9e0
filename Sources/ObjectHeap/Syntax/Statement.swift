/// A statement with its place and text.
struct Statement: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case expression(Expression)
    /// Several targets: `a = b = value`.
    case assign([Expression], Expression)
    case augmented(Expression, BinaryOperator, Expression)
    case delete([Expression])
    case loop(target: Expression, iterable: Expression, body: [Statement])
    case whileLoop(condition: Expression, body: [Statement])
    case choice(condition: Expression, body: [Statement], otherwise: [Statement])
    case type(ClassDefinition)
    case function(Function)
    case give(Expression?)
    case raise(Expression?)
    case attempt(body: [Statement], handlers: [Handler], finally: [Statement])
    case pass
    case leave
    case goOn
    case global([String])
    case nonlocal([String])
    case load(String)
  }

  var kind: Kind
  var place: Place
  /// The statement as it was written, without the lines of its body.
  var text: String
}

/// `except TYPE as NAME:`.
struct Handler: Hashable, Sendable {
  var type: Expression?
  var name: String?
  var body: [Statement]
  var place: Place
}

/// `def` or `lambda`.
struct Function: Hashable, Sendable {
  var name: String
  var parameters: [String]
  /// Defaults of the last parameters.
  var defaults: [Expression]
  var body: [Statement]
  var place: Place
  /// Whether its body has a `yield` of its own.
  var isGenerator = false
}

/// `class NAME(BASES):`.
struct ClassDefinition: Hashable, Sendable {
  var name: String
  var bases: [Expression]
  var body: [Statement]
  var place: Place
}
