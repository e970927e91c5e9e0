import Glibc
import Testing

/// The built program, and traces for it.
enum Executable {
  /// The path of `arenascope`, which stands beside the tests.
  static let path: String = {
    var buffer = [CChar](repeating: 0, count: 4097)
    let count = max(readlink("/proc/self/exe", &buffer, 4096), 0)
    let tests = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let besides = [tests] + CommandLine.arguments.filter { $0.contains(".xctest") }
    let folders = besides.compactMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } }
    let candidates = folders.flatMap { ["\($0)/arenascope", "\($0)/../arenascope"] } + [".build/debug/arenascope"]
    return candidates.first { access($0, X_OK) == 0 } ?? "arenascope"
  }()

  /// A folder of its own for a test, deleted with this object.
  final class Folder {
    let path: String

    init() throws {
      var template = Array("/tmp/arenascope-test-XXXXXX".utf8CString)
      try #require(mkdtemp(&template) != nil)
      path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
      for name in names { unlink("\(path)/\(name)") }
      rmdir(path)
    }

    /// The names of the files in the folder.
    var names: [String] {
      guard let directory = opendir(path) else { return [] }
      defer { closedir(directory) }
      var names: [String] = []
      while let item = readdir(directory) {
        let name = withUnsafeBytes(of: &item.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != "." && name != ".." { names.append(name) }
      }
      return names
    }

    /// Writes a file and gives its path.
    func write(_ text: String, as name: String) throws -> String {
      let file = try #require(fopen("\(path)/\(name)", "w"))
      fputs(text, file)
      fclose(file)
      return "\(path)/\(name)"
    }

    /// Reads a file; nil if it isn't there.
    func read(_ name: String) -> String? {
      guard let file = fopen("\(path)/\(name)", "r") else { return nil }
      defer { fclose(file) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// A trace with an object that refers to itself, and the collection that finds it.
  static let cycle = """
    arenascope-trace 1
    python 3.13.7
    A = object Node 48
    A.peer = A
    del A
    gc collect

    """

  /// A trace of 1,000 requests of several sizes, of which every third is given back; a mark in the middle.
  static let smallTrace: String = {
    var lines = ["arenascope-trace 1", "python 3.13.0", "placements symbolic"]
    for number in 0..<1_000 {
      if number == 500 { lines.append("mark \"half\"") }
      lines.append("b\(number) = malloc \(16 + number * 7 % 600)")
      if number % 3 == 2 { lines.append("free b\(number - 1)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }()
}

/// What a program printed and how it ended.
struct Output {
  let text: String
  let errors: String
  /// The exit status, or the signal as a negative number.
  let status: Int32

  /// Runs a program without a terminal: this one, or another one by its path.
  init(_ arguments: [String], program: String = Executable.path, input: String = "") throws {
    let folder = try Executable.Folder()
    let source = try folder.write(input, as: "input")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, source, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "\(folder.path)/output", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "\(folder.path)/errors", O_WRONLY | O_CREAT, 0o600)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, program, &actions, nil, &words, environ) == 0)
    var value: Int32 = 0
    while waitpid(process, &value, 0) < 0, errno == EINTR {}
    status = value & 0x7F == 0 ? value >> 8 & 0xFF : -(value & 0x7F)
    text = folder.read("output") ?? ""
    errors = folder.read("errors") ?? ""
  }
}
