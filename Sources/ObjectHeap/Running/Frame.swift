import ObjectGraph

/// The local variables of a function that runs; those of the program itself are the names of the graph.
struct Frame: Hashable, Sendable {
  /// Stands before the names of its variables in the graph; empty for the program.
  var prefix = ""
  /// The local names, in the order in which they are let go at the end.
  var locals: [String] = []
  var isFunction: Bool { !prefix.isEmpty }
  /// Names that belong to the program.
  var globals: Set<String> = []
  /// Cells of variables that functions share.
  var cells: [String: ObjectID] = [:]
  /// The names of the cells, its own first, then those of its closure.
  var cellOrder: [String] = []
  /// Names that functions in it may find in its cells.
  var visible: Set<String> = []
  /// Words of its variables and stack.
  var words = 0
  /// Its object, held: up to 3.10 from the start, later once it was asked for.
  var object: ObjectID?
}

/// How a block of statements ends.
enum Flow: Hashable, Sendable {
  case next
  case leave
  case goOn
  /// The value is held.
  case give(ObjectID)
}
