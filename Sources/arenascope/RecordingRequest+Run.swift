import Glibc
import Recorder

extension RecordingRequest {
  /// Records with the library that the environment names, if it does, and says on standard error what there is to note.
  func run() throws(CommandFailure) -> RecordingResult {
    var request = self
    request.library = getenv("ARENASCOPE_RECORDER_LIBRARY").map { String(cString: $0) }
    let result: RecordingResult
    do {
      result = try Recorder.record(request)
    } catch {
      throw CommandFailure("\(error)")
    }
    for note in result.notes { writeError("arenascope: \(printable(note))\n") }
    return result
  }

  /// Refuses a script that can't be read, before Python does in its own words.
  static func checkReadable(script: String) throws(CommandFailure) {
    guard access(script, R_OK) == 0 else {
      throw CommandFailure("the script '\(printable(script))' can't be read: \(String(cString: strerror(errno)))")
    }
  }
}
