import HeapCore

/// Cases that the simulation doesn't follow to the last request, and why.
enum Unfollowed {
  /// Why a case isn't followed in a version; nil where it is.
  static func reason(_ name: String, _ python: PythonVersion) -> String? {
    list.first { $0.name == name && $0.minors.contains(Int(python.minor)) }?.reason
  }

  private static let list: [(name: String, minors: [Int], reason: String)] = [
    ("list append one by one", [12, 13, 14, 15], "how a list gives its items back isn't followed"),
    ("list insert and pop in front", [12, 13, 14, 15], "how a list gives its items back isn't followed"),
    ("list reversed, sorted and removed from", [9], "the room that a list makes for an iterable isn't followed"),
    ("list of range", [8, 9], "how a list gives its items back isn't followed"),
    ("int sizes", [8, 9, 10, 11, 12, 13, 14, 15], "ints of more than 62 bits aren't followed"),
    (
      "int from text", [8, 9, 10, 11, 12, 13, 14, 15], "the digits that the conversion of an int needs aren't followed"
    ),
    ("string concatenation", [8, 9, 10], "that a string of the stack grows in place isn't followed"),
    ("string methods", [8, 9, 10, 11, 12, 13, 14, 15], "the room that `split` makes isn't followed"),
    ("string formatting", [8, 9, 10, 11, 12, 13, 14, 15], "f-strings aren't followed"),
    (
      "string of a number", [8, 9, 10, 11, 12, 13, 14, 15],
      "the digits that the conversion of an int needs aren't followed"
    ),
    ("tuple of twenty and more", [11, 12], "the free list of tuples of 20 isn't followed"),
    ("dict with a key of another kind", [14, 15], "the room that a new table has isn't followed"),
    ("dict copies", [8, 9, 10, 11, 12, 13, 14, 15], "`**` in a display isn't followed"),
    ("dict update", [8, 14, 15], "the room that the constructor and `update` make isn't followed"),
    ("dict fromkeys", [8, 9, 10, 11, 12, 13, 14, 15], "the order in which `fromkeys` makes its parts isn't followed"),
    ("dict by keywords", [8, 9], "the table that `dict()` makes at once isn't followed"),
    ("dict deletions and a rebuild", [14, 15], "the room that a new table has isn't followed"),
    ("dict views and loops", [8, 9, 10, 11, 12, 13, 14, 15], "the room that a list makes for a view isn't followed"),
    ("instance with attributes", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("instance that gets attributes", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("instances in a list", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    (
      "instance with more attributes than its class knew", [8, 9, 10, 11, 12, 13],
      "how the keys of a class grow isn't followed"
    ),
    (
      "instance whose dict is touched", [8, 9, 10, 11, 12, 13, 14, 15],
      "the dict that is made for an instance's values isn't followed"
    ),
    ("instance with slots and a constructor", [13], "the tuple of arguments for a class with slots isn't followed"),
    (
      "instances of a cold class with attributes", [8, 9, 10, 13, 14, 15],
      "code that isn't specialised yet isn't followed"
    ),
    (
      "instance of a subclass of list", [8, 9, 10, 11, 12, 13, 14, 15],
      "instances of classes that extend built-in types aren't followed"
    ),
    ("instance that holds a list", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("method that makes things", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("linked list of two", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("linked list of two hundred", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("linked list with slots of two hundred", [13], "the tuple of arguments for a class with slots isn't followed"),
    ("cycle of two instances", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("cycle with what hangs on it", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("full collection empties the free lists", [13], "the order in which free lists are emptied isn't followed"),
    ("finalizer in a cycle", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("resurrection from a cycle", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("weak reference into a cycle", [8, 9, 10], "the dict of an instance, which shares its keys, isn't followed"),
    ("generator run to its end", [9], "the room that a list makes for an iterable isn't followed"),
    ("generator expression", [9], "the room that a list makes for an iterable isn't followed"),
    ("enumerate", [9], "the room that a list makes for an iterable isn't followed"),
    ("zip", [9], "the room that a list makes for an iterable isn't followed"),
    ("map and filter", [9], "the room that a list makes for an iterable isn't followed"),
    ("reversed", [9], "the room that a list makes for an iterable isn't followed"),
    ("sorting with a key", [9], "the room that a list makes for an iterable isn't followed"),
    ("sums, minima and lengths", [12, 13], "how `sum` makes its int isn't followed"),
    ("class with nothing", [8, 9, 10, 11, 12, 13, 14, 15], "the blocks of a class itself aren't followed"),
    ("words counted", [9], "the room that a list makes for an iterable isn't followed"),
    ("tree", [13], "the tuple of arguments for a class with slots isn't followed"),
  ]
}
