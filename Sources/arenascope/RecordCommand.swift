import ArgumentParser
import Glibc
import Recorder

extension ObjectDetail: ExpressibleByArgument {}

/// `arenascope record`: runs a command and records what its CPython asks of the allocator.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record any command that ends up in CPython 3.8 to 3.15.",
    usage:
      "arenascope record [-o FILE] [--stacks full|none] [--objects none|collections|lines] [--no-children] [--force] [--] COMMAND …",
    discussion: """
      The command runs as it would alone: its input, output, exit status and signals are its own. Its environment has two \
      variables more, LD_PRELOAD and ARENASCOPE_RECORD.

      The first Python becomes FILE; each further one that is forked or started becomes FILE.2, FILE.3 …, in the order in \
      which they begin. Without -o the recording is named after the program (orders.py: orders.trace, orders-2.trace …). \
      With -o an older recording of that name is replaced; a file that is no recording is not.

      The program marks a moment with sys.audit("arenascope.mark", "NAME").
      """)

  enum Stacks: String, ExpressibleByArgument, CaseIterable {
    case full, none
  }

  @Option(name: [.customShort("o"), .customLong("output")], help: "Where the recording goes.", completion: .file())
  var output: String?

  @Option(help: "Whether the Python call stack of each request is recorded.")
  var stacks = Stacks.full

  @Option(
    help:
      "What is recorded of objects: nothing, those of each collection with their references, or also, at each line of the script, those that its variables lead to."
  )
  var objects = ObjectDetail.collections

  @Flag(name: .customLong("no-children"), help: "Leave out processes that the program forks or starts.")
  var noChildren = false

  @Flag(help: "Unset PYTHONMALLOC and PYTHONDEVMODE, which would hide the allocator.")
  var force = false

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.", completion: .file())
  var command: [String] = []

  mutating func run() throws {
    // Everything from the first word on goes to the command; a lone `--help` is meant for us.
    if command == ["--help"] || command == ["-h"] { throw CleanExit.helpRequest(self) }
    if command.first == "--" { command.removeFirst() }
    guard let first = command.first else { throw ValidationError("There is no command to record.") }
    guard !first.hasPrefix("-") else { throw ValidationError("Unknown option '\(first)'.") }
    let request = RecordingRequest(
      command: command, output: output, stacks: stacks == .full, children: !noChildren, force: force, objects: objects)
    let result = try request.run()
    report(result)
    end(as: result.ending)
  }

  private func report(_ result: RecordingResult) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    var text = "\(result.path): \(Quantity.events(result.events)), \(Quantity.bytes(result.bytes))"
    if let last = result.others.last {
      text += result.others.count == 1 ? "; and \(last)" : "; and \(result.others.count) more, to \(last)"
    }
    writeError(printable(text) + "\nTo look at it: arenascope " + printable(result.path) + "\n")
  }

  /// Ends this process as the command ended, by the same signal if by one.
  private func end(as ending: CommandEnding) -> Never {
    switch ending {
    case .exit(let status): Glibc.exit(status)
    case .signal(let number):
      // The command has left its core file, if there is to be one.
      var none = rlimit(rlim_cur: 0, rlim_max: 0)
      setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
      Glibc.signal(number, SIG_DFL)
      raise(number)
      Glibc.exit(128 + number)
    }
  }
}
