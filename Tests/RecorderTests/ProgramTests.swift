import Foundation
import PythonInterpreters
import Recorder
import Replay
import Testing
import Trace

/// A part of what `Tests/Recording/verify_matrix` does: the same programs, small.
@Suite struct ProgramTests {
  @Test("a recorded program is replayed address for address", arguments: programs)
  func isReplayed(program: String) throws {
    for interpreter in Self.interpreters {
      let recorded = RecordedProgram()
      let script = PythonInterpreter.script("programs/\(program)")
      let result = try recorded.run(command: [interpreter.path, script, "0.01"], stacks: false)
      // 77: this interpreter lacks the module that the program is about.
      if result.ending == .exit(77) { continue }
      #expect(result.ending == .exit(0), "\(interpreter.path)")
      let names = recorded.names
      #expect(!names.isEmpty && (program != "processes.py" || names.count > 4))
      for name in names {
        let verification = try Verifier(try TraceFile.open("\(recorded.folder)/\(name)")).run()
        #expect(verification.isEqual, "\(interpreter.path) \(name): \(verification)")
        #expect(verification.placements.compared > 1000)
      }
    }
  }

  @Test func `at least ten programs are there`() {
    #expect(Self.programs.count >= 10)
  }

  private static let programs: [String] = {
    let folder = PythonInterpreter.script("programs")
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".py") }
      .sorted()
  }()

  /// The first one that is found; all of them when ARENASCOPE_PROGRAMS is `all`.
  private static var interpreters: [PythonInterpreter] {
    let all = ProcessInfo.processInfo.environment["ARENASCOPE_PROGRAMS"] == "all"
    return all ? PythonInterpreter.found : Array(PythonInterpreter.found.prefix(1))
  }
}
