import ObjectGraph

/// An exception on its way to a handler; what it names is held.
struct RaisedException: Hashable, Sendable {
  /// The exception's type.
  var type: String
  /// The exception; nil up to 3.11, when C code raised it and no handler has asked for it yet.
  var object: ObjectID?
  /// What it will be made of, where there is no object yet.
  var argument: ObjectID?
  /// Whether `argument` is the tuple of arguments itself.
  var hasTuple = false
  /// The outermost traceback.
  var traceback: ObjectID?
  /// How it is called where nobody handles it.
  var words = ""
}

extension ObjectRules {
  /// Bytes of an exception (`PyBaseExceptionObject`) with its header.
  var exceptionSize: UInt64 { isAtLeast(11) ? 88 : 80 }

  /// Bytes of a traceback (`PyTracebackObject`) with its header.
  var tracebackSize: UInt64 { 56 }

  /// Bytes of a frame object with so many words for variables and stack.
  func frameSize(words: Int) -> UInt64 {
    let fixed: UInt64 = isAtLeast(14) ? 168 : isAtLeast(13) ? 152 : isAtLeast(11) ? 136 : isAtLeast(10) ? 376 : 384
    return fixed + 8 * UInt64(words)
  }

  /// Whether each call of a function has a frame object; later releases make one when somebody asks.
  var callsHaveFrames: Bool { !isAtLeast(11) }

  /// Whether exceptions that C code raises exist before a handler asks (`PyErr_SetObject`).
  var exceptionsExistAtOnce: Bool { isAtLeast(12) }
}

/// The built-in exceptions that programs here can name, with the type that each extends.
enum BuiltinException {
  static let bases: [String: String] = [
    "BaseException": "object", "Exception": "BaseException", "GeneratorExit": "BaseException",
    "KeyboardInterrupt": "BaseException", "SystemExit": "BaseException", "ArithmeticError": "Exception",
    "ZeroDivisionError": "ArithmeticError", "OverflowError": "ArithmeticError", "LookupError": "Exception",
    "IndexError": "LookupError", "KeyError": "LookupError", "ValueError": "Exception", "TypeError": "Exception",
    "AttributeError": "Exception", "NameError": "Exception", "RuntimeError": "Exception",
    "RecursionError": "RuntimeError", "NotImplementedError": "RuntimeError", "StopIteration": "Exception",
    "AssertionError": "Exception", "OSError": "Exception", "MemoryError": "Exception",
  ]

  /// Whether a type is another or extends it.
  static func extends(_ type: String, _ base: String) -> Bool {
    var type: String? = type
    while let name = type {
      if name == base { return true }
      type = bases[name]
    }
    return false
  }
}
