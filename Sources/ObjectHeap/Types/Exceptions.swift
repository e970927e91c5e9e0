import ObjectGraph

/// exceptions (`Objects/exceptions.c`).
extension ObjectMachine {
  mutating func attempt(
    _ statement: Statement, _ body: [Statement], _ handlers: [Handler], _ finally: [Statement]
  ) throws(StatementMistake) -> Flow {
    let flow = try execute(body)
    let last = try execute(finally)
    return last == .next ? flow : last
  }

  mutating func raise(_ value: Expression?, _ place: Place) throws(StatementMistake) {
    throw StatementMistake(place, "exceptions aren't followed here")
  }

  /// Leaves a function that an exception ends.
  mutating func leaveAfter(_ mistake: StatementMistake) throws(StatementMistake) {}
}
