import ArgumentParser
import Trace

/// Writes a trace in the other spelling.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Turn a recording into text or a text trace into binary, without loss.",
    discussion: """
      The output's name says which it is to be: .txt and .arena are text, .trace is binary; for other names, and for
      standard output, it's the one that the input isn't. A forked child's recording becomes one that stands alone, with
      what its parents recorded before the fork.
      """)

  @Argument(help: "A recording or a text trace; - reads standard input.", completion: .file())
  var file: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String

  @Flag(help: "Write text, or binary, whatever the name says.")
  var spelling: SpellingChoice?

  func run() throws {
    let trace = try TraceFile.open(file)
    let spelling: TraceSpelling =
      switch spelling {
      case .text: .text
      case .binary: .binary
      case nil: TraceSpelling(fileName: output) ?? (trace.isText ? .binary : .text)
      }
    try trace.write(spelling, to: output)
  }
}

/// How to spell a trace, where the file's name isn't to decide.
enum SpellingChoice: String, EnumerableFlag {
  case text, binary
}
