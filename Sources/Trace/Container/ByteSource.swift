import Glibc

/// Bytes that are read at offsets: an open file, or memory.
///
/// Files are read with pread and never mapped: one that shrinks while it is open gives a short read, not SIGBUS.
final class ByteSource: Sendable {
  private enum Storage {
    case descriptor(Int32)
    case memory([UInt8])
  }

  private let storage: Storage
  let name: String
  let count: Int
  /// Device and inode, to recognise a file that is reached twice.
  let identity: FileIdentity?

  struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
  }

  init(memory bytes: [UInt8], name: String) {
    storage = .memory(bytes)
    self.name = name
    count = bytes.count
    identity = nil
  }

  /// Opens a regular file.
  init(path: String) throws(TraceError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(doing: "open", file: path, reason: lastSystemError()) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = lastSystemError()
      close(descriptor)
      throw .system(doing: "open", file: path, reason: reason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw .system(doing: "open", file: path, reason: isFolder ? "it is a folder" : "it is not a regular file")
    }
    storage = .descriptor(descriptor)
    name = path
    count = Int(status.st_size)
    identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  deinit {
    if case .descriptor(let descriptor) = storage { close(descriptor) }
  }

  /// Reads exactly `length` bytes into `buffer`, whose storage is reused.
  func read(at offset: Int, length: Int, into buffer: inout [UInt8]) throws(TraceError) {
    resize(&buffer, to: length)
    guard offset >= 0, length <= count - offset else { throw .changed(file: name, offset: offset + length) }
    switch storage {
    case .memory(let bytes):
      buffer.withUnsafeMutableBytes { target in
        bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[offset..<offset + length])) }
      }
    case .descriptor(let descriptor):
      var done = 0
      while done < length {
        let got = buffer.withUnsafeMutableBytes { bytes in
          pread(descriptor, bytes.baseAddress! + done, length - done, offset + done)
        }
        if got < 0 && errno == EINTR { continue }
        guard got >= 0 else { throw .system(doing: "read", file: name, reason: lastSystemError()) }
        guard got > 0 else { throw .changed(file: name, offset: offset + done) }
        done += got
      }
    }
  }

  /// Returns at most `length` bytes at `offset`: fewer where the content ends.
  func prefix(at offset: Int, length: Int) throws(TraceError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(at: offset, length: max(0, min(length, count - offset)), into: &bytes)
    return bytes
  }

  private func resize(_ buffer: inout [UInt8], to length: Int) {
    if buffer.count > length {
      buffer.removeLast(buffer.count - length)
    } else if buffer.count < length {
      buffer.append(contentsOf: repeatElement(0, count: length - buffer.count))
    }
  }
}

/// The system's word for why the last call failed.
func lastSystemError() -> String { String(cString: strerror(errno)).lowercasedFirst }

extension String {
  /// The text with a small first letter, to stand inside a sentence.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
