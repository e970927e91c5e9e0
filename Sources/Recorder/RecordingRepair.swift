import Glibc
import Trace

/// Puts in order what a process left that could not close its recording: the open frames are moved together, the room that was
/// allocated in advance is given back, and an END frame says how the process ended.
///
/// The frames stay marked open, as nobody has counted their steps; each keeps zeros behind its last byte, which end it.
struct RecordingRepair {
  let file: RecordingFile

  /// An operation whose last operands are 0 ends within so many zeros.
  private static let tail: UInt64 = 32

  /// Repairs the file at `path`, whose writer is gone; `ending` is nil when nobody knows how.
  static func repair(_ path: String, ending: CommandEnding?) {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let file = RecordingFile(descriptor: descriptor)
    guard !file.isFinished else { return }
    RecordingRepair(file: file).repair(ending: ending)
  }

  private func repair(ending: CommandEnding?) {
    var walk = RecordingWalk(file)
    walk.advance()
    var source = walk.offset
    var place = walk.offset
    while let frame = file.frame(at: source), frame.isOpen {
      source = frame.next
      place = moveDown(frame, to: place)
    }
    if !walk.hasEnd { place = appendEnd(ending, at: place) }
    ftruncate(file.descriptor, off_t(place))
  }

  /// Writes an open frame at a place at or before its own, with as much room as it uses. Returns the place behind it.
  private func moveDown(_ frame: RecordingFile.Frame, to place: UInt64) -> UInt64 {
    let whole = RecordingFile.frameHeader + UInt64(frame.capacity)
    var bytes = file.bytes(at: frame.offset, count: Int(whole))
    let header = Int(RecordingFile.frameHeader)
    let used = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
    let length = min(UInt64(max(used, header)) + Self.tail, whole)
    bytes = Array(bytes.prefix(Int((length + 7) & ~7)))
    while bytes.count % 8 != 0 { bytes.append(0) }
    let capacity = UInt32(bytes.count - header)
    for index in 0..<4 { bytes[8 + index] = UInt8(truncatingIfNeeded: capacity >> (8 * UInt32(index))) }
    write(bytes, at: place)
    return place + UInt64(bytes.count)
  }

  private func appendEnd(_ ending: CommandEnding?, at place: UInt64) -> UInt64 {
    let text =
      switch ending {
      case .exit(let status): "exit \(status)\n"
      case .signal(let number): "signal \(number)\n"
      case nil: "note the process ended without closing the recording\n"
      }
    let payload = Array(text.utf8)
    var frame = Array("FRME".utf8) + [RecordingFile.Kind.end, 0, 0, 0]
    for number in [UInt32(payload.count), UInt32(payload.count)] + [UInt32](repeating: 0, count: 7) {
      frame += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
    var crc = CRC32C()
    (frame + payload).withUnsafeBytes { crc.update($0) }
    frame += (0..<4).map { UInt8(truncatingIfNeeded: crc.value >> (8 * UInt32($0))) }
    frame += payload
    while frame.count % 8 != 0 { frame.append(0) }
    write(frame, at: place)
    return place + UInt64(frame.count)
  }

  private func write(_ bytes: [UInt8], at offset: UInt64) {
    _ = bytes.withUnsafeBytes { pwrite(file.descriptor, $0.baseAddress, $0.count, off_t(offset)) }
  }
}
