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
      arenascope                 the library: bundled recordings, to choose from
      arenascope FILE [--at M]   open a recording or a trace (- reads standard input)
      arenascope SUBCOMMAND …
      """,
    discussion: """
      A moment (M) is an event number, N%, end, mark:NAME, gc:K or line:FILE:N.
      Exit status: 0 fine, 1 a comparison failed, 2 it can't be done, 64 wrong usage.
      """,
    version: "arenascope 0.1.0",
    subcommands: [
      OpenCommand.self,
      RecordCommand.self,
      VerifyCommand.self,
      StatsCommand.self,
      InfoCommand.self,
      ConvertCommand.self,
      CheckCommand.self,
      RenderCommand.self,
      PlainCommand.self,
      KeysCommand.self,
    ],
    defaultSubcommand: OpenCommand.self)

  static func main() {
    do {
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
}
