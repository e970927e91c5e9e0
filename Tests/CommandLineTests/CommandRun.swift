import Glibc
import Testing

/// The program run without a terminal: what it wrote, and how it ended.
struct CommandRun {
  let output: String
  let errors: String
  let status: Int32

  /// Runs the built program with these arguments and nothing on standard input unless given.
  init(_ arguments: [String], input: String = "") throws {
    let program = try Self.builtProgram()
    let folder = "/tmp/arenascope-run-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try Self.write(input, to: folder + ".in")
    defer { for end in [".in", ".out", ".err"] { unlink(folder + end) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, folder + ".in", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, folder + ".out", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, folder + ".err", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, program, &actions, nil, &words, environ) == 0)
    var result: Int32 = 0
    while waitpid(process, &result, 0) < 0 && errno == EINTR {}
    status = result & 0x7F == 0 ? result >> 8 & 0xFF : -(result & 0x7F)
    output = Self.read(folder + ".out")
    errors = Self.read(folder + ".err")
  }

  /// The program that was built beside the tests.
  static func builtProgram() throws -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    try #require(count > 0)
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let runner = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    // A test runner of the toolchain's own names the bundle in its arguments.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
    let folders = [runner, String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.endIndex)])]
    return try #require(folders.map { $0 + "/arenascope" }.first { access($0, X_OK) == 0 })
  }

  static func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
    }
  }
}
