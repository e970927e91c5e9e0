import HeapCore

/// Cases that the simulation doesn't follow to the last request, and why.
enum Unfollowed {
  /// Why a case isn't followed in a version; nil where it is.
  static func reason(_ name: String, _ python: PythonVersion) -> String? {
    list.first { $0.name == name && $0.minors.contains(Int(python.minor)) }?.reason
  }

  private static let list: [(name: String, minors: [Int], reason: String)] = [
    (
      "class with nothing", [8, 9, 10, 11, 12, 13, 14, 15],
      "the blocks of a class aren't simulated: it exists from its definition to the end"
    ),
    ("int sizes", [8, 9, 10, 11, 12, 13, 14, 15], "ints of more than 64 bits aren't simulated"),
  ]
}
