import Glibc

/// Where a trace is written to: a file, or memory.
///
/// A file is written beside its place under a name of its own and takes that place when it's complete, so that nothing
/// half-done is ever found there.
final class ByteSink {
  private enum Target {
    case memory
    case file(String)
    case standardOutput
  }

  private let target: Target
  private var descriptor: Int32 = -1
  private var buffer: [UInt8] = []
  private var written = 0
  private var isComplete = false
  private static let chunk = 1 << 18

  /// Writes to memory.
  init() { target = .memory }

  /// Writes to standard output, where nothing can be replaced.
  init(standardOutput: Void) { target = .standardOutput }

  /// Writes to a file.
  init(path: String) throws(TraceError) {
    target = .file(path)
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw .system(doing: "write", file: path, reason: "it is there already and not a regular file")
    }
    descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(doing: "write", file: path, reason: lastSystemError()) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isComplete, case .file(let path) = target { unlink(path + ".part") }
  }

  /// What the target is called in a message.
  var name: String {
    switch target {
    case .memory: "the trace"
    case .file(let path): path
    case .standardOutput: "standard output"
    }
  }

  /// How many bytes were appended.
  var count: Int { written + buffer.count }

  func append(_ bytes: [UInt8]) throws(TraceError) {
    buffer += bytes
    if case .memory = target { return }
    if buffer.count >= Self.chunk { try flush() }
  }

  private func flush() throws(TraceError) {
    if case .standardOutput = target { try writeOut() } else { try write(buffer, at: written) }
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: [UInt8], at offset: Int) throws(TraceError) {
    var done = 0
    while done < bytes.count {
      let put = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress! + done, bytes.count - done, offset + done) }
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw .system(doing: "write", file: name, reason: lastSystemError()) }
      done += put
    }
  }

  private func writeOut() throws(TraceError) {
    var done = 0
    while done < buffer.count {
      let put = buffer.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress! + done, buffer.count - done) }
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw .system(doing: "write", file: name, reason: lastSystemError()) }
      done += put
    }
  }

  /// Puts other bytes where the first ones stand, and a file in its place. Returns the bytes when they're in memory.
  @discardableResult
  func complete(replacingStart start: [UInt8] = []) throws(TraceError) -> [UInt8] {
    switch target {
    case .memory:
      buffer.replaceSubrange(..<start.count, with: start)
      return buffer
    case .standardOutput:
      try flush()
    case .file(let path):
      try flush()
      try write(start, at: 0)
      guard rename(path + ".part", path) == 0 else {
        throw .system(doing: "write", file: path, reason: lastSystemError())
      }
      isComplete = true
    }
    return []
  }
}
