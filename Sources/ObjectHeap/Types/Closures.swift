import ObjectGraph

/// Variables that functions share, in cells (`Objects/cellobject.c`).
extension ObjectMachine {
  /// The tuple of cells that a function takes along, nil when it needs none.
  mutating func makeClosure(for function: Function) -> ObjectID? { nil }

  /// Makes the cells of a function that begins, and finds those of its closure.
  mutating func openCells(of function: Function, _ id: ObjectID, in frame: inout Frame) {}

  mutating func closeCells(of frame: Frame) {}

  /// Gives a value that's held to a variable in a cell; false when it's in none.
  mutating func storeCell(_ name: String, _ value: ObjectID) -> Bool { false }

  /// The value of a variable in a cell, not held.
  func cellValue(_ name: String) -> ObjectID? { nil }
}
