import Scene

/// The keys that mean something of their own in a lesson, as its help lists them.
enum LessonKeys {
  static let entries: [HelpEntry] = [
    HelpEntry("← →", "a step of the lesson"),
    HelpEntry(", .", "one event back, on"),
    HelpEntry("s S", "an event on, back, off it"),
    HelpEntry("[ ]", "previous, next chapter"),
    HelpEntry("{ }", "previous, next question"),
    HelpEntry("Home", "the lesson's beginning"),
    HelpEntry("g G", "start, end of the trace"),
    HelpEntry("1 to 9", "choose an answer"),
    HelpEntry("Enter", "on; give a typed answer"),
    HelpEntry("r", "ask this question again"),
    HelpEntry("t", "what if: try a statement"),
    HelpEntry("T", "the speaker's notes"),
    HelpEntry("P", "as for a class, and back"),
    HelpEntry("w", "the questions on paper"),
    HelpEntry("Esc", "back to the lesson's place"),
    HelpEntry("L", "the library"),
  ]

  /// Whether a key means in a lesson what it means nowhere else.
  static func isTaken(_ key: String) -> Bool { taken.contains(key) }

  private static let taken: Set<String> = [
    "→", "Enter", "Space", "←", "Backspace", ".", ",", "]", "[", "}", "{", "Home", "r", "T", "P", "t", "Esc", "L", "w",
  ]
}
