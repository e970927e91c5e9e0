import Recorder
import Replay
import Trace

/// A script that has run and was recorded line by line.
struct ScriptRecording {
  /// Where the recording is.
  let path: String
  /// How the script ended where that isn't usual: "; the script ended with status 1".
  let ending: String

  /// Runs a command that is a Python and its script, and records it; the script has the terminal while it runs.
  init(_ command: [String], output: String? = nil) throws(CommandFailure) {
    let result = try RecordingRequest(command: command, output: output, children: false, objects: .lines).run()
    path = result.path
    ending =
      switch result.ending {
      case .exit(0): ""
      case .exit(let status): "; the script ended with status \(status)"
      case .signal(let number): "; the script was ended by signal \(number)"
      }
  }

  /// Where the script begins; nil where no line of it was recorded.
  var firstLine: Moment? {
    guard let trace = try? TraceFile.open(path) else { return nil }
    var lines = LineDecoder(trace)
    guard let place = try? lines.next() else { return nil }
    return .line(file: place.file, number: place.line)
  }
}
