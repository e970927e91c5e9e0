import App
import ArgumentParser

/// Prints the key table that the program itself uses.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print the key table that the program itself uses.")

  func run() { print(ActionTable.text, terminator: "") }
}
