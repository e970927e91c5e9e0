/// How much room the variables and the value stack of a code object take in its frame.
struct CodeShape: Hashable, Sendable {
  /// `co_nlocals`: variables of its own, parameters among them.
  var locals: Int
  /// Variables that inner functions use; those that are parameters are locals too.
  var cells: Int
  /// Those among them that are parameters.
  var parameterCells: Int
  /// Variables of outer functions.
  var frees: Int
  /// `co_stacksize`.
  var stack: Int

  /// Words behind the fixed part of a frame; from 3.11 on a parameter that is a cell has one place (`co_nlocalsplus`).
  func words(_ rules: ObjectRules) -> Int {
    locals + cells + frees + stack - (rules.isAtLeast(11) ? parameterCells : 0)
  }

  /// The shape of a function's code.
  init(of function: Function, scope: CodeScope, rules: ObjectRules) {
    self.init(scope, rules: rules)
    stack = StackDepth(rules).depth(of: function, hasClosure: scope.hasClosure)
  }

  /// The shape of a generator expression's code.
  init(
    ofGeneratorExpression parts: [Expression], _ clauses: [ComprehensionClause], scope: CodeScope, rules: ObjectRules
  ) {
    self.init(scope, rules: rules)
    stack = StackDepth(rules).depth(ofGeneratorExpression: parts, clauses)
  }

  /// The shape of the code of another comprehension, up to 3.11.
  init(ofComprehension parts: [Expression], _ clauses: [ComprehensionClause], scope: CodeScope, rules: ObjectRules) {
    self.init(scope, rules: rules)
    stack = StackDepth(rules).depth(ofComprehension: parts, clauses)
  }

  private init(_ scope: CodeScope, rules: ObjectRules) {
    locals = scope.locals.filter { !scope.cells.contains($0) || scope.parameters.contains($0) }.count
    cells = scope.cells.count
    parameterCells = scope.parameters.filter(scope.cells.contains).count
    frees = scope.frees.count
    stack = 0
  }
}
