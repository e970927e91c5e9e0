import ArgumentParser
import Trace

/// Finds the mistakes of a written trace, or the damage of a recording.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List a text trace's mistakes with line and column, or find a recording's damage.",
    discussion: "Status 0 when there are none, 1 when there are, 2 when the file can't be read.")

  @Argument(help: "Text traces or recordings; - reads standard input.", completion: .file())
  var files: [String]

  func run() throws {
    var found = 0
    for file in files {
      let problems = try TraceFile.problems(of: file)
      for problem in problems { print(problem.message) }
      if problems.isEmpty { print("\(printable(file)): nothing is wrong") }
      found += problems.count
    }
    if found > 0 { throw ExitCode(1) }
  }
}
