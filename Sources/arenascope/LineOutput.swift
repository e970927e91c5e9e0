import Glibc

/// Lines for standard output or a file, written in large pieces; closed as soon as nobody reads them any more.
///
/// A file is written beside its place and takes it at the end, so that what fails leaves nothing half done.
struct LineOutput {
  private(set) var isOpen = true
  private let path: String?
  private let draft: String?
  private let descriptor: Int32
  private var bytes: [UInt8] = []

  /// Writes to a file, or to standard output when the path is nil or `-`; never over the `source` that is being read.
  init(to path: String? = nil, source: String = "-") throws(CommandFailure) {
    guard let path, path != "-" else {
      (self.path, draft, descriptor) = (nil, nil, STDOUT_FILENO)
      return
    }
    guard !Self.isSame(path, source) else {
      throw CommandFailure("\(printable(path)) is the file that is read: choose another name with -o")
    }
    var information = stat()
    // What is no plain file, as /dev/null, keeps its place.
    let isSpecial = stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG
    draft = isSpecial ? nil : "\(path).\(getpid())"
    self.path = path
    descriptor = open(draft ?? path, O_WRONLY | O_CLOEXEC | (isSpecial ? 0 : O_CREAT | O_TRUNC), 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  mutating func write(_ line: String) throws(CommandFailure) {
    bytes += line.utf8
    bytes.append(10)
    if bytes.count >= 1 << 16 { try flush() }
  }

  /// Writes what is left; a file gets its name now.
  mutating func finish() throws(CommandFailure) {
    try flush()
    guard let path else { return }
    guard close(descriptor) == 0, draft.map({ rename($0, path) == 0 }) ?? true else { throw discard(path) }
  }

  private mutating func flush() throws(CommandFailure) {
    var rest = bytes[...]
    while !rest.isEmpty, isOpen {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno != EPIPE { throw discard(path ?? "standard output") }
      if count <= 0 { isOpen = false } else { rest = rest.dropFirst(count) }
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private func discard(_ name: String) -> CommandFailure {
    let failure = Self.failure(name)
    if let draft { unlink(draft) }
    return failure
  }

  private static func failure(_ name: String) -> CommandFailure {
    CommandFailure("\(printable(name)) can't be written: \(String(cString: strerror(errno)))")
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    var first = stat()
    var second = stat()
    return stat(left, &first) == 0 && stat(right, &second) == 0 && first.st_ino == second.st_ino
      && first.st_dev == second.st_dev
  }
}
