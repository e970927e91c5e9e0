/// A list of blocks that a type keeps for its next objects.
enum FreeList: Hashable, Sendable {
  case float
  case int
  case complex
  case list
  case dict
  case keys
  case tuple(Int)
  case slice
  case method
  case listIterator
  case tupleIterator
  case range
  case rangeIterator
  /// Frames of any length, and the one that each code object keeps.
  case frame
  case zombieFrame(String)
  /// Bound methods of built-in types.
  case builtinMethod
  /// Up to 3.10, blocks that all deques share.
  case dequeBlock

  /// The name as it is shown.
  var name: String {
    switch self {
    case .float: "float"
    case .int: "int"
    case .complex: "complex"
    case .list: "list"
    case .dict: "dict"
    case .keys: "dict keys"
    case .tuple(let length): "tuple of \(length)"
    case .slice: "slice"
    case .method: "method"
    case .listIterator: "list iterator"
    case .tupleIterator: "tuple iterator"
    case .range: "range"
    case .rangeIterator: "range iterator"
    case .frame: "frame"
    case .builtinMethod: "built-in method"
    case .dequeBlock: "deque block"
    case .zombieFrame(let code): "frame kept by \(code)"
    }
  }

  /// How many blocks it holds at most, 0 where the release has no such list.
  func limit(_ rules: ObjectRules) -> Int {
    let isNew = rules.isAtLeast(14)
    return switch self {
    case .float: 100
    case .int: isNew ? 100 : 0
    case .complex: rules.isAtLeast(15) ? 100 : 0
    case .list, .dict, .keys: 80
    case .tuple(let length): rules.keptTuples.contains(length) ? 2000 : 0
    case .slice: 1
    case .method: rules.isAtLeast(9) && !isNew ? 0 : isNew ? 20 : 256
    case .listIterator, .tupleIterator: isNew ? 10 : 0
    case .range, .rangeIterator: isNew ? 6 : 0
    case .builtinMethod: rules.isAtLeast(9) && !isNew ? 0 : isNew ? 16 : 256
    case .dequeBlock: rules.isAtLeast(11) ? 0 : 16
    case .frame: rules.callsHaveFrames ? 200 : 0
    case .zombieFrame: rules.callsHaveFrames ? 1 : 0
    }
  }

  /// The order in which a full collection empties the lists (`Modules/gcmodule.c: clear_freelists`).
  static func inOrderOfClearing(_ rules: ObjectRules) -> [FreeList] {
    let tuples = rules.keptTuples.map { FreeList.tuple($0) }
    if rules.isAtLeast(14) {
      return [.float] + [.complex] + tuples
        + [
          .list, .dict, .keys, .slice, .range, .rangeIterator, .listIterator, .tupleIterator, .method, .builtinMethod,
          .int,
        ]
    }
    if rules.isAtLeast(13) { return [.float] + tuples + [.list, .dict, .keys] }
    return rules.isAtLeast(9)
      ? [.frame] + tuples + [.float, .list, .dict, .keys]
      : [.method, .frame, .builtinMethod] + tuples + [.float, .list, .dict, .keys]
  }
}
