import ArgumentParser

/// The part of a trace that a command goes through.
struct TraceSpan: ParsableArguments {
  @Argument(help: "A recording or a trace; - reads standard input.", completion: .file())
  var file: String

  @Option(help: ArgumentHelp("The moment to begin at.", valueName: "moment"), completion: .moment)
  var from = "0"

  @Option(help: ArgumentHelp("The moment to end at.", valueName: "moment"), completion: .moment)
  var to = "end"
}
