import Glibc
import Recorder
import Replay
import Testing
import Trace

/// A Python program that is recorded into a folder of its own, which goes with it.
final class RecordedProgram {
  let folder: String
  let path: String

  init() {
    var template = Array("/tmp/arenascope-recorder-XXXXXX".utf8CString)
    folder = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    path = folder + "/program.trace"
  }

  deinit {
    for name in names { unlink(folder + "/" + name) }
    rmdir(folder)
  }

  /// Names of the files in the folder.
  var names: [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { found.append(name) }
    }
    return found.sorted()
  }

  /// Records `python3 -c PROGRAM`.
  func run(_ program: String, stacks: Bool = true, children: Bool = true) throws -> RecordingResult {
    try run(command: ["python3", "-c", program], stacks: stacks, children: children)
  }

  func run(command: [String], stacks: Bool = true, children: Bool = true, force: Bool = false) throws
    -> RecordingResult
  {
    try Recorder.record(
      RecordingRequest(command: command, output: path, stacks: stacks, children: children, force: force))
  }

  /// The error that recording a command ends with.
  func failure(of command: [String]) -> RecorderError? {
    #expect(throws: RecorderError.self) { try run(command: command) }
  }

  func open(_ number: Int = 1) throws -> TraceFile { try TraceFile.open(number == 1 ? path : "\(path).\(number)") }

  /// The census of a recording whose replay is compared with what CPython did on the way.
  @discardableResult
  func verified(_ number: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) throws -> TraceFile {
    let trace = try open(number)
    let verification = try Verifier(trace).run()
    #expect(verification.isEqual, "\(verification)", sourceLocation: sourceLocation)
    #expect(verification.placements.compared > 1000, sourceLocation: sourceLocation)
    return trace
  }
}
