import Glibc

/// Why a subcommand could not do what it was asked to do, in one sentence.
///
/// A subcommand throws it from `run()`; the root prints the sentence on standard error and ends with the status.
struct CommandFailure: Error, Hashable {
  /// What went wrong, where, and what to do: one sentence without a newline at its end.
  let message: String
  /// The exit status, 2 unless told.
  let status: Int32

  init(_ message: String, status: Int32 = 2) {
    self.message = message
    self.status = status
  }
}

/// Writes text to standard error, without a buffer and without a word when that can't be done.
func writeError(_ text: String) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 { return }
    bytes = bytes.dropFirst(count)
  }
}
