import App
import ArgumentParser
import Glibc
import Recorder

/// `arenascope run`: records a script line by line and opens the recording.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Record a Python script line by line, then open the recording.",
    usage: "arenascope run [-o FILE] [--python PYTHON] PROG.py [ARG …]",
    discussion: """
      The same as 'arenascope record --objects lines python3 PROG.py ARG …' and opening what it recorded, in the source \
      view at the script's first line. The script has the terminal for itself while it runs.
      """)

  @Option(name: [.customShort("o"), .customLong("output")], help: "Where the recording goes.", completion: .file())
  var output: String?

  @Option(help: "The Python that runs the script.", completion: .file())
  var python = "python3"

  @Argument(parsing: .captureForPassthrough, help: "The script and its arguments.", completion: .file())
  var script: [String] = []

  mutating func run() throws {
    if script == ["--help"] || script == ["-h"] { throw CleanExit.helpRequest(self) }
    if script.first == "--" { script.removeFirst() }
    guard let file = script.first else { throw ValidationError("There is no script to run.") }
    guard !file.hasPrefix("-") else { throw ValidationError("Unknown option '\(file)'.") }
    try RecordingRequest.checkReadable(script: file)
    let recording = try ScriptRecording([python] + script, output: output)
    guard isatty(STDOUT_FILENO) == 1 else {
      writeError("arenascope: recorded to \(printable(recording.path))\(recording.ending)\n")
      return
    }
    var open = try OpenCommand.parse([recording.path])
    open.view = .source
    open.at = recording.firstLine.map { "\($0)" }
    try open.run()
  }
}
