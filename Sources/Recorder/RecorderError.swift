import Glibc

/// Why nothing was recorded.
public enum RecorderError: Error, Hashable, CustomStringConvertible {
  case noSuchCommand(String)
  case cannotRun(String, errno: Int32)
  case neverPython(String, CommandEnding)
  case refused(String, reason: String)
  case cannotWrite(String, errno: Int32)
  case notOurs(String)
  case noSpace(String)
  case libraryMissing(String)

  /// One lower-case sentence: what, where, what to do.
  public var description: String {
    switch self {
    case .noSuchCommand(let name):
      "there is no command \(name): give the path of a program, or the name of one on PATH"
    case .cannotRun(let name, let code): "\(name) can't be run: \(Self.reason(code))"
    case .neverPython(let name, .exit(let status)):
      "\(name) ended with status \(status) and never became CPython 3.8 or later, so nothing was recorded"
    case .neverPython(let name, .signal(let number)):
      "\(name) was ended by signal \(number) and never became CPython 3.8 or later, so nothing was recorded"
    case .refused(let name, let reason): "\(name) was not run: \(reason)"
    case .cannotWrite(let path, let code):
      "\(path) can't be written: \(Self.reason(code)); choose another place with -o FILE"
    case .notOurs(let path):
      "\(path) exists and is no recording, so it is left alone; choose another name with -o FILE"
    case .noSpace(let path): "\(path) could not grow, so nothing was recorded: is the disk full?"
    case .libraryMissing(let path):
      "the recorder library is missing at \(path): build it with swift build, and keep it beside the executable"
    }
  }

  private static func reason(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
