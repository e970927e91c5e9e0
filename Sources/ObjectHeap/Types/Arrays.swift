import ObjectGraph

/// The room of an array of numbers.
struct ArrayBody: Hashable, Sendable {
  var itemSize: Int
  var count = 0
  var capacity = 0
}

/// arrays (`Modules/arraymodule.c`).
extension ObjectMachine {
  /// `array.array(code)`; the arguments stay held by the caller.
  mutating func makeArray(_ arguments: Arguments, _ place: Place) throws(StatementMistake) -> ObjectID {
    guard arguments.positional.count == 1, let code = arguments.positional.first.flatMap({ string($0) }),
      let size = ["b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "f": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "d": 8][code]
    else {
      throw StatementMistake(place, "`array.array` takes the letter of a type here, such as \"d\" or \"i\"")
    }
    // From 3.10 on the type is one of the heap, which the collector follows.
    let hasHeader = objectRules.isAtLeast(10)
    let id = allocate(
      type: "array", size: hasHeader ? 80 : 64, hasHeader: hasHeader, body: .array(ArrayBody(itemSize: size)))
    if hasHeader { track(id) }
    return id
  }

  /// `array_resize` by one item.
  mutating func appendToArray(_ id: ObjectID, _ place: Place) throws(StatementMistake) {
    guard case .array(var array) = bodies[id] else { return }
    try limit(array.count + 1, place)
    array.count += 1
    if array.count > array.capacity {
      array.capacity = array.count + array.count >> 4 + (array.count < 8 ? 3 : 7)
      resize(.buffer, of: id, to: UInt64(array.capacity * array.itemSize))
    }
    bodies[id] = .array(array)
  }
}
