import Input
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

  /// Makes a button of an entry of the footer: a click is its key, of a pair the one that goes on.
  static func button(_ entry: FooterEntry) -> FooterEntry {
    guard entry.action.isEmpty, let name = entry.keys.split(separator: " ").last, key(named: name) != nil else {
      return entry
    }
    return FooterEntry(entry.keys, entry.text, isEnabled: entry.isEnabled, action: "press \(name)")
  }

  /// The key that a click on a button stands for; nil for what is no button.
  static func key(ofButton action: String) -> Key? {
    action.hasPrefix("press ") ? key(named: action.dropFirst("press ".count)) : nil
  }

  private static func key(named name: Substring) -> Key? {
    switch name {
    case "→": .right
    case "←": .left
    case "Enter": .enter
    case "Esc": .escape
    default: name.unicodeScalars.count == 1 ? name.unicodeScalars.first.map { .character($0) } : nil
    }
  }

  private static let taken: Set<String> = [
    "→", "Enter", "Space", "←", "Backspace", ".", ",", "]", "[", "}", "{", "Home", "r", "T", "P", "t", "Esc", "L", "w",
  ]
}
