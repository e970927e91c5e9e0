import ObjectGraph

/// A generator: a function that waits in the middle.
struct GeneratorBody: Hashable, Sendable {}

/// generators (`Objects/genobject.c`).
extension ObjectMachine {
  mutating func makeGenerator(
    _ frame: Frame, _ body: FunctionBody, of id: ObjectID, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    throw StatementMistake(place, "generators aren't followed here")
  }

  mutating func yield(_ value: Expression?, _ place: Place) throws(StatementMistake) -> ObjectID {
    throw StatementMistake(place, "generators aren't followed here")
  }
}
