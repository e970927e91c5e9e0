import ObjectGraph

/// What CPython keeps in an object beside references to others.
enum ObjectBody: Hashable, Sendable {
  case none
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case complex(Double, Double)
  case string(String)
  case bytes([UInt8])
  case bytearray(BytearrayBody)
  case object
  case list(ListBody)
  case tuple
  case dict(DictBody)
  case set(SetBody)
  case range(start: Int, stop: Int, step: Int)
  case slice
  case iterator(IteratorBody)
  /// What `dict.keys()` and its kin return.
  case view(IteratorBody.Kind)
  case instance(InstanceBody)
  case type(TypeBody)
  case function(FunctionBody)
  case method
  case weakReference
  /// Types that files of their own know.
  case cell
  case generator(GeneratorBody)
  case exception(String)
  case deque(DequeBody)
  case array(ArrayBody)
  case traceback
  /// The code whose frame it is.
  case frame(String)
  /// Something that the interpreter needs for a moment.
  case temporary
}

struct ListBody: Hashable, Sendable {
  /// How many items there is room for.
  var capacity = 0
  /// The class of an instance that is a list, nil of a plain list.
  var type: ObjectID?
}

/// What an iterator goes through, beside the object that it refers to.
struct IteratorBody: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case list, tuple, deque, string, range, dictKeys, dictValues, dictItems, set, enumerate, zip, reversed, map, filter,
      bytes
    case callable
  }

  var kind: Kind
  var index = 0
  /// Of ranges: the number after the last.
  var stop = 0
  var step = 1
}
