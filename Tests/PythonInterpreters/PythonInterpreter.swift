import Foundation
import Testing

/// A CPython of this machine, 3.8 or later, that tests run.
public struct PythonInterpreter: Sendable, CustomTestStringConvertible {
  /// The path of its executable.
  public let path: String
  /// The version, as in `3.12.1`.
  public let version: String

  /// The interpreters on the path, of pyenv, and those that ARENASCOPE_PYTHONS names (separated by colons); each build once.
  public static let found: [PythonInterpreter] = {
    let environment = ProcessInfo.processInfo.environment
    var candidates = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
    let versions = "\(environment["PYENV_ROOT"] ?? "\(environment["HOME"] ?? "")/.pyenv")/versions"
    for version in ((try? FileManager.default.contentsOfDirectory(atPath: versions)) ?? []).sorted() {
      candidates.append("\(versions)/\(version)/bin/python3")
    }
    candidates += (environment["ARENASCOPE_PYTHONS"] ?? "").split(separator: ":").map(String.init)
    var known: Set<String> = []
    return candidates.compactMap { path in
      guard FileManager.default.isExecutableFile(atPath: path), let said = try? output(of: path, ["-c", question])
      else {
        return nil
      }
      let lines = said.split(separator: "\n")
      guard lines.count == 3, lines[0] == "True", known.insert(said).inserted else { return nil }
      return PythonInterpreter(path: path, version: String(lines[1]))
    }
  }()

  /// A script beside the test targets, in the folder of programs to be recorded.
  public static func script(_ name: String) -> String {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    return here.appending(path: "../Recording/\(name)").standardized.path
  }

  /// Runs it and returns what it writes to standard output.
  public func output(_ arguments: [String]) throws -> String {
    try Self.output(of: path, arguments)
  }

  /// The version and the path, as a test names its argument.
  public var testDescription: String { "\(version) (\(path))" }

  private static let question = """
    import sys, sysconfig
    print(sys.version_info >= (3, 8) and not sysconfig.get_config_var("Py_GIL_DISABLED"))
    print(sys.version.split()[0])
    print(sys.version.replace("\\n", " "))
    """

  private static func output(of path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
