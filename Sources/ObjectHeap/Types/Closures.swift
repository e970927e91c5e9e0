import ObjectGraph

/// Variables that functions share, in cells (`Objects/cellobject.c`).
extension ObjectMachine {
  /// The tuple of cells that a function takes along, nil when it needs none.
  mutating func makeClosure(for body: FunctionBody) -> ObjectID? {
    guard let frame = frames.last, let names = body.scope?.frees, !names.isEmpty else { return nil }
    return makeTuple(of: names.compactMap { name in frame.cells[name].map { retain($0) } })
  }

  /// Makes the cells of a function that begins, and finds those of its closure.
  mutating func openCells(of body: FunctionBody, _ id: ObjectID, in frame: inout Frame) {
    guard let scope = body.scope else { return }
    frame.visible = body.visible.union(scope.locals)
    for name in scope.cells {
      let cell = allocate(type: "cell", name: name, size: 40, hasHeader: true, body: .cell)
      if let value = graph.names[frame.prefix + name] {
        retain(value)
        make(.name(frame.prefix + name, old: value, new: nil))
        append(value, to: cell, named: "cell_contents")
      }
      track(cell)
      frame.cells[name] = cell
      frame.locals.removeAll { $0 == name }
    }
    if !scope.frees.isEmpty, let place = reference("__closure__", of: id) {
      for (name, cell) in zip(scope.frees, items(of: item(place, of: id))) { frame.cells[name] = retain(cell) }
    }
    frame.cellOrder = scope.cells + scope.frees
  }

  /// Gives a value that's held to a variable in a cell; false when it's in none.
  mutating func storeCell(_ name: String, _ value: ObjectID) -> Bool {
    guard let cell = frames.last?.cells[name] else { return false }
    if count(of: cell) > 0 {
      drop(replace(at: 0, of: cell, by: value))
    } else {
      append(value, to: cell, named: "cell_contents")
    }
    return true
  }

  /// The value of a variable in a cell, not held.
  func cellValue(_ name: String) -> ObjectID? {
    guard let cell = frames.last?.cells[name], count(of: cell) > 0 else { return nil }
    return item(0, of: cell)
  }
}
