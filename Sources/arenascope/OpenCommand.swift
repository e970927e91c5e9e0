import ArgumentParser
import Glibc

/// Opens a trace in the terminal program, or the library when no file is given.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open a trace in the terminal (what a file name alone does).",
    aliases: ["view"])

  @Argument(help: "A recording or a text trace; - reads standard input. Without it: the library.")
  var file: String?

  @Option(help: ArgumentHelp("Where to begin: an event number, N%, end, mark:NAME, gc:K.", valueName: "moment"))
  var at: String?

  @Option(help: "dark, light, colour-blind or mono.")
  var theme: String?

  @Option(help: "auto, always or never; NO_COLOR counts when this is auto.")
  var color: ColorChoice = .auto

  @Flag(help: "Draw with ASCII only, or with Unicode whatever the locale says.")
  var glyphs: GlyphChoice?

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false

  func run() throws {
    if let file, file != "-", access(file, F_OK) != 0 { throw CommandFailure(missing(file)) }
    guard isatty(STDOUT_FILENO) == 1 else {
      throw CommandFailure(
        "standard output is not a terminal: use 'arenascope render \(file ?? "FILE")' to draw it as text")
    }
    throw CommandFailure("the terminal program is not part of this build")
  }

  /// The sentence for a file that isn't there; a mistyped subcommand arrives here too.
  private func missing(_ file: String) -> String {
    let names = ArenascopeCommand.configuration.subcommands.flatMap {
      [$0.configuration.commandName].compactMap(\.self) + $0.configuration.aliases
    }
    guard let name = nearest(to: file, among: names) else { return "there is no file '\(printable(file))'" }
    return "there is no file '\(printable(file))'; did you mean 'arenascope \(name)'?"
  }
}

/// When to use colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// Which glyphs to draw with, where the locale isn't to decide.
enum GlyphChoice: String, EnumerableFlag {
  case ascii, unicode
}
