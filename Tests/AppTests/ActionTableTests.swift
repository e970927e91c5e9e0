import Testing

@testable import App

@Suite struct ActionTableTests {
  @Test func `every action has exactly one row`() {
    #expect(ActionTable.rows.count == Action.allCases.count)
    #expect(Set(ActionTable.rows.map(\.action)) == Set(Action.allCases))
  }

  @Test func `no two actions share a key in a context`() {
    for context in Context.allCases {
      var owner: [String: Action] = [:]
      for row in ActionTable.rows where row.contexts.contains(context) {
        for key in row.keys {
          #expect(owner[key] == nil, "\(key) means \(row.action) and \(String(describing: owner[key])) in \(context)")
          owner[key] = row.action
        }
      }
    }
  }

  @Test func `no command has the name of an action or of another command`() {
    let names = CommandTable.names.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `help is a phrase without a full stop that fits beside its keys at 80 columns`() {
    for row in ActionTable.rows {
      #expect(!row.help.hasSuffix("."), "\(row.action)")
      #expect(row.help.count <= 60, "\(row.action)")
    }
    for row in CommandTable.rows { #expect(row.help.count <= 60, "\(row.name)") }
  }

  @Test func `every key of the table is one that the terminal can send`() {
    // Tab and ^I, Enter and ^M, Backspace and ^H are the same byte.
    let twins: Set<String> = ["^I", "^M", "^H", "^[", "^J", "^Z", "^S", "^Q"]
    for row in ActionTable.rows { #expect(twins.isDisjoint(with: row.keys), "\(row.action)") }
  }

  @Test func `arrows left and right are time in every view, and up and down are space`() {
    for context in Context.views {
      #expect(ActionTable.action(for: "→", in: context) == .stepForward)
      #expect(ActionTable.action(for: "←", in: context) == .stepBack)
      #expect(ActionTable.action(for: "↑", in: context) == .up)
      #expect(ActionTable.action(for: "↓", in: context) == .down)
    }
  }
}

extension ActionTableTests {
  @Test func `the keys that the help shows together are keys of those actions`() {
    for row in ActionTable.rows {
      guard let together = row.together else { continue }
      let keys = Set(([row.action] + together.others).flatMap { ActionTable.row($0).keys })
      for word in together.keys.split(separator: " ") {
        let shown = keys.contains(String(word)) ? [String(word)] : word.map(String.init)
        for key in shown { #expect(keys.contains(key), "\(key) at \(row.action)") }
      }
      #expect(together.help.count <= 27, "\(row.action)")
    }
  }

  @Test func `no action is shown in two lines of the help`() {
    let shown = ActionTable.rows.flatMap { $0.together?.others ?? [] }
    #expect(Set(shown).count == shown.count)
    for action in shown { #expect(ActionTable.row(action).together == nil, "\(action)") }
  }
}
