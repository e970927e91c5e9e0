import ObjectGraph

/// A value that exists once, from the start: what code refers to, and what CPython shares.
enum SharedValue: Hashable, Sendable {
  case none
  case boolean(Bool)
  case integer(Int)
  case float(UInt64)
  case string(String)
  case bytes([UInt8])
  case emptyTuple
  /// A tuple of constants in the code.
  case tuple([SharedValue])
  case emptyFrozenSet
  /// A built-in type or function.
  case builtin(String)
  case module(String)
}

extension ObjectMachine {
  /// Returns an object that exists from the start; its reference isn't counted.
  mutating func sharedObject(_ value: SharedValue) -> ObjectID {
    if let id = shared[value] { return id }
    var body = ObjectBody.object
    var type = "object"
    var parts: [ObjectID] = []
    switch value {
    case .none: (type, body) = ("NoneType", .none)
    case .boolean(let flag): (type, body) = ("bool", .boolean(flag))
    case .integer(let number): (type, body) = ("int", .integer(number))
    case .float(let bits): (type, body) = ("float", .float(Double(bitPattern: bits)))
    case .string(let text): (type, body) = ("str", .string(text))
    case .bytes(let bytes): (type, body) = ("bytes", .bytes(bytes))
    case .emptyTuple: (type, body) = ("tuple", .tuple)
    case .tuple(let values):
      (type, body) = ("tuple", .tuple)
      parts = values.map { sharedObject($0) }
    case .emptyFrozenSet: (type, body) = ("frozenset", .set(SetBody(isFrozen: true)))
    case .builtin(let name):
      (type, body) = (Self.builtinTypes.contains(name) ? "type" : "builtin_function_or_method", .object)
    case .module: type = "module"
    }
    let id = graph.objects.count + 1
    let name = Self.shownName(of: value)
    make(
      .born(
        id, GraphObject(name: name, type: type, size: 0, hasHeader: false, isSequence: !parts.isEmpty)))
    make(.outside(id, by: 1))
    if isImmortal(value) { make(.immortal(id)) }
    for (index, part) in parts.enumerated() {
      make(.attribute(id, "[\(index)]", index: index, old: nil, new: part))
    }
    bodies[id] = body
    shared[value] = id
    return id
  }

  private static func shownName(of value: SharedValue) -> String {
    switch value {
    case .none: "None"
    case .boolean(let flag): flag ? "True" : "False"
    case .integer(let number): "\(number)"
    case .float(let bits): "\(Double(bitPattern: bits))"
    case .string(let text): "'\(String(text.prefix(16)))'"
    case .bytes: "bytes"
    case .emptyTuple: "()"
    case .tuple: "(…)"
    case .emptyFrozenSet: "frozenset()"
    case .builtin(let name), .module(let name): name
    }
  }

  private func isImmortal(_ value: SharedValue) -> Bool {
    guard objectRules.isAtLeast(12) else { return false }
    switch value {
    case .none, .boolean, .emptyTuple: return true
    case .integer(let number): return objectRules.smallInts.contains(number)
    case .builtin(let name): return Self.builtinTypes.contains(name)
    case .string(let text): return text.unicodeScalars.count <= 1 || !objectRules.isAtLeast(13)
    default: return false
    }
  }
}
