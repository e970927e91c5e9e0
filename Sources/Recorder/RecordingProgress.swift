import Glibc

/// The line about a long recording, on standard error when that is a terminal.
struct RecordingProgress {
  private let path: String
  private let isShown: Bool
  private let start = RecordingProgress.seconds
  private var walk: RecordingWalk?
  private var shown = ""

  init(path: String) {
    self.path = path
    isShown = isatty(STDERR_FILENO) == 1
  }

  /// Brings the line up to date; nothing is shown in the first two seconds.
  mutating func update() {
    guard isShown, Self.seconds - start > 2 else { return }
    if walk == nil {
      let file = open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return }
      walk = RecordingWalk(RecordingFile(descriptor: file))
    }
    walk?.advance()
    guard let walk else { return }
    let line = "\r\u{1B}[Krecording: \(Quantity.events(walk.events)), \(Quantity.bytes(walk.offset)) "
    if line != shown { Self.write(line) }
    shown = line
  }

  /// Takes the line away.
  mutating func end() {
    if !shown.isEmpty { Self.write("\r\u{1B}[K") }
    if let walk { close(walk.file.descriptor) }
    walk = nil
  }

  private static var seconds: Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

/// Numbers as people read them.
public enum Quantity {
  /// `950 events`, `12.3 k events`, `4.1 M events`.
  public static func events(_ count: UInt64) -> String { scaled(count, 1000, ["", "k", "M", "G"], unit: "events") }

  /// `950 B`, `12.3 KiB`, `4.1 MiB`.
  public static func bytes(_ count: UInt64) -> String {
    scaled(count, 1024, ["B", "KiB", "MiB", "GiB", "TiB"], unit: "")
  }

  private static func scaled(_ count: UInt64, _ step: UInt64, _ prefixes: [String], unit: String) -> String {
    var divisor: UInt64 = 1
    var index = 0
    while count / divisor >= step, index + 1 < prefixes.count {
      divisor *= step
      index += 1
    }
    let tenths = count / divisor * 10 + count % divisor * 10 / divisor
    let number = index == 0 ? "\(count)" : "\(tenths / 10).\(tenths % 10)"
    return [number, prefixes[index], unit].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
