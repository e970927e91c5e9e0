import Foundation
import PythonInterpreters

/// Where the lessons are that come with the program.
enum LessonFile {
  /// The folder of this test target.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().path

  /// The path of a file of the bundled traces.
  static func path(_ name: String) -> String {
    URL(filePath: folder).appending(path: "../../Traces/\(name)").standardized.path
  }
}

/// The CPython on which a lesson's claims are measured: of the version that it names, else Debian's, else the first.
struct LessonInterpreter {
  var python: PythonInterpreter
  /// Whether it's of the version named.
  var isExact: Bool

  static func one(for version: String) -> LessonInterpreter {
    let found = PythonInterpreter.found
    if let exact = found.first(where: { $0.version.hasPrefix("\(version).") }) {
      return LessonInterpreter(python: exact, isExact: true)
    }
    let other = found.first { $0.path == "/usr/bin/python3" } ?? found[0]
    return LessonInterpreter(python: other, isExact: false)
  }
}

extension PythonInterpreter {
  /// Runs a script that measures and returns what it says: without site packages and the variables of the environment,
  /// but with the modules beside the script, of which no byte code is left behind.
  func output(measuring script: String, _ arguments: [String] = []) throws -> String {
    try output(["-E", "-s", "-S", "-B", script] + arguments)
  }
}

/// A temporary folder into which pip has installed NumPy.
final class NumPyFolder {
  let path: String

  /// Installs it; nil where that isn't possible.
  init?(_ interpreter: PythonInterpreter) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "arenascope-numpy-\(UUID())").path
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", path, "numpy"]
    _ = try? interpreter.output(install)
    // Imported once, so that its byte code is there when it's recorded.
    let said = try interpreter.output([
      "-S", "-c",
      "import sys; sys.path.append(\"\(path)\")\ntry:\n  import numpy; print(True)\nexcept ImportError: pass",
    ])
    guard said == "True\n" else { return nil }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
