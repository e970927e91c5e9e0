import Scene

/// The keys of the library as its help lists them, in words that fit there.
enum LibraryKeys {
  static let groups: [[HelpEntry]] = [
    [
      HelpEntry("j k ↑↓", "choose"),
      HelpEntry("h l Tab", "the list, what it's about"),
      HelpEntry("PgDn PgUp", "ten rows at once"),
      HelpEntry("g G", "the first one, the last"),
    ],
    [
      HelpEntry("Enter", "open it; run a script"),
      HelpEntry("-", "go on where you were"),
      HelpEntry("o", "open a file by its name"),
      HelpEntry("t", "show a lesson to a class"),
      HelpEntry("w", "its questions on paper"),
    ],
    [
      HelpEntry("/", "find a word"),
      HelpEntry("n N", "next, previous with it"),
      HelpEntry("Esc", "back"),
    ],
    [
      HelpEntry(": ^P", "all commands"),
      HelpEntry("T", "next theme"),
      HelpEntry("? F1", "this help"),
      HelpEntry("^L", "draw the screen anew"),
      HelpEntry("q", "quit"),
    ],
  ]
}
