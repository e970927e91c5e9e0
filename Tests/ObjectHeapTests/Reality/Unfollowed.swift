import HeapCore

/// Cases that the simulation doesn't follow to the last request, and why.
enum Unfollowed {
  /// Why a case isn't followed in a version; nil where it is.
  static func reason(_ name: String, _ python: PythonVersion) -> String? {
    list.first { $0.name == name && $0.minors.contains(Int(python.minor)) }?.reason
  }

  private static let list: [(name: String, minors: [Int], reason: String)] = [
    ("bytearray", [15], "3.15 keeps the bytes in a bytes object"),
    (
      "class with nothing", [8, 9, 10, 11, 12, 13, 14, 15],
      "the blocks of a class are not simulated: it exists from its definition to the end"
    ),
    (
      "generator expression", [14, 15],
      "3.14 and 3.15 collect the items of a tuple, 3.15 those of a list, in a way of their own"
    ),
    ("instances of a cold class with attributes", [13, 14, 15], "calls are simulated as they are once specialised"),
    ("int sizes", [8, 9, 10, 11, 12, 13, 14, 15], "ints of more than 64 bits are not simulated"),
    ("map and filter", [14, 15], "3.14 keeps more for the next item"),
    ("string characters", [15], "3.15 goes through strings without an iterator"),
    ("words counted", [15], "3.15 goes through tuples without an iterator"),
    ("zip", [8, 9, 10, 11, 12, 13, 14, 15], "the tuple of results isn't used again"),
  ]
}
