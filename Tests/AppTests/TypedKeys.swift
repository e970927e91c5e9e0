import Input

@testable import App

extension AppState {
  /// Presses keys by their names, a blank between, as in `1 0 →`; gives all effects.
  mutating func press(_ keys: String, now: UInt64 = 1_000_000) -> [Effect] {
    keys.split(separator: " ").flatMap { name in
      let (key, modifiers) = parse(String(name))
      return update(.key(key, modifiers), now: now)
    }
  }

  /// Types text into the line that is open.
  mutating func type(_ text: String) -> [Effect] {
    text.unicodeScalars.flatMap { update(.key(.character($0)), now: 1_000_000) }
  }

  func parse(_ name: String) -> (Key, Modifiers) {
    let named: [String: Key] = [
      "→": .right, "←": .left, "↑": .up, "↓": .down, "Enter": .enter, "Esc": .escape, "Tab": .tab, "S-Tab": .backTab,
      "Space": .character(" "), "Backspace": .backspace, "PgDn": .pageDown, "PgUp": .pageUp, "Home": .home,
    ]
    if let key = named[name] { return (key, []) }
    if name.hasPrefix("Alt-") { return (named[String(name.dropFirst(4))] ?? .escape, .alt) }
    if name.hasPrefix("^"), name.count == 2 { return (.control(Character(name.dropFirst().lowercased())), []) }
    return (.character(name.unicodeScalars.first!), [])
  }

  /// A trace of 1,000 events at event 500.
  static var inTheMiddle: AppState {
    var state = AppState()
    state.facts.position = 500
    state.facts.stepCount = 1_000
    state.facts.collections = 3
    state.facts.marks = ["loaded"]
    return state
  }
}
