import ArgumentParser
import Glibc
import Trace

/// The command line: one subcommand a file, and a file name alone opens it.
@main
struct ArenascopeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "arenascope",
    abstract: "Shows CPython's heap in the terminal, block by block, forward and back.",
    usage: """
      arenascope                 the library: lessons and recordings, to choose from
      arenascope FILE [--at M]   open a recording or a trace (- reads standard input)
      arenascope SUBCOMMAND …
      """,
    discussion: """
      A moment (M) is an event number, N%, end, mark:NAME, gc:K, gc:K:PHASE or line:FILE:N.
      Exit status: 0 fine, 1 a comparison failed, 2 it can't be done, 64 wrong usage.
      """,
    version: "arenascope 0.1.0",
    subcommands: [
      OpenCommand.self,
      RecordCommand.self, RunCommand.self,
      VerifyCommand.self, BenchCommand.self,
      StatsCommand.self,
      InfoCommand.self,
      ConvertCommand.self,
      CheckCommand.self,
      RenderCommand.self,
      CastCommand.self,
      WorksheetCommand.self,
      PlainCommand.self,
      KeysCommand.self,
      ManualCommand.self,
    ],
    defaultSubcommand: OpenCommand.self)

  /// The day of the version, for the manual page.
  static let date = "2026-11-22"

  static func main() {
    if let script = CompletionScript.wanted(CommandLine.arguments.dropFirst()) {
      print(script, terminator: "")
      return
    }
    do {
      try refuseMistypedSubcommand(CommandLine.arguments.dropFirst().first)
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      writeError("arenascope: \(failure.message)\n")
      Glibc.exit(failure.status)
    } catch let error as TraceError {
      writeError("arenascope: \(error.message)\n")
      Glibc.exit(2)
    } catch {
      exit(withError: error)
    }
  }

  /// Ends with a sentence for a word that is neither a subcommand nor a file but nearly a subcommand: the parser would
  /// take it for a file.
  private static func refuseMistypedSubcommand(_ word: String?) throws(CommandFailure) {
    guard let word, !word.hasPrefix("-"), access(word, F_OK) != 0 else { return }
    let names = configuration.subcommands.flatMap {
      [$0.configuration.commandName].compactMap(\.self) + $0.configuration.aliases
    }
    guard word != "help", !names.contains(word), let name = NearestWord.of(word.lowercased(), among: names) else {
      return
    }
    throw CommandFailure("there is no file '\(printable(word))'; did you mean 'arenascope \(name)'?")
  }
}
