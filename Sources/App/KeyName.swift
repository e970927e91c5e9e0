import Input

/// Gives the name of a key as the key table, the footer and the help write it, such as `→`, `^O`, `Space`, `Alt-←`.
public func keyName(_ key: Key, _ modifiers: Modifiers = []) -> String {
  let name: String
  switch key {
  case .character(" "): name = "Space"
  case .character(let scalar): name = String(Character(scalar))
  case .control(let letter): name = "^" + letter.uppercased()
  case .up: name = "↑"
  case .down: name = "↓"
  case .left: name = "←"
  case .right: name = "→"
  case .enter: name = "Enter"
  case .escape: name = "Esc"
  case .tab: name = "Tab"
  case .backTab: name = "S-Tab"
  case .backspace: name = "Backspace"
  case .delete: name = "Del"
  case .insert: name = "Ins"
  case .home: name = "Home"
  case .end: name = "End"
  case .pageUp: name = "PgUp"
  case .pageDown: name = "PgDn"
  case .function(let number): name = "F\(number)"
  }
  var prefix = ""
  if modifiers.contains(.alt) { prefix += "Alt-" }
  if modifiers.contains(.control) { prefix += "Ctrl-" }
  if modifiers.contains(.shift) { prefix += "Shift-" }
  return prefix + name
}
