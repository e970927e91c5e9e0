/// Reads the recorded lines of a trace one after the other, from the first.
///
/// A copy goes on from where it was made, so that copies are places to come back to. Its memory is bounded by one state,
/// at most 2¹² objects and 2¹⁴ references, and the strings.
public struct LineDecoder {
  /// What the variables refer to at the record that was read last.
  public var state: LineState { reader.state }
  /// The steps that the recording itself made, as far as it was read.
  public private(set) var ours: [Range<Int>] = []

  private static let oursLimit = 1 << 20

  private let trace: TraceFile
  private var reader = LineStateReader()
  private var segment = 0
  private var frame = 0
  private var payload: [UInt8] = []
  private var offset = 0
  /// Where the payload begins in its file; nil between frames.
  private var start: Int?

  private enum Tag {
    static let string: UInt8 = 1
    static let moment: UInt8 = 2
    static let ours: UInt8 = 3
    static let afresh: UInt8 = 4
  }

  /// Begins with the first line.
  public init(_ trace: TraceFile) { self.trace = trace }

  /// Returns where the script was at the next record, nil after the last.
  public mutating func next() throws(TraceError) -> LinePlace? {
    while true {
      guard let start else {
        guard try startFrame() else { return nil }
        continue
      }
      guard offset < payload.count, payload[offset] != 0, let record = nextRecord() else {
        self.start = nil
        continue
      }
      do throws(PayloadError) {
        guard let place = try read(record.tag, record.bytes) else { continue }
        guard place.step <= trace.segments[segment].part?.steps ?? .max else {
          // A forked child's parent went on without it.
          self.start = nil
          segment += 1
          frame = 0
          continue
        }
        return place
      } catch {
        throw .damaged(
          file: trace.segments[segment].source.name, offset: start + record.bytes.startIndex + error.offset,
          what: "a recorded line: \(error.what)")
      }
    }
  }

  private mutating func startFrame() throws(TraceError) -> Bool {
    while segment < trace.segments.count {
      let current = trace.segments[segment]
      while frame < current.directory.places.count {
        let next = current.directory.places[frame]
        frame += 1
        guard next.kind == .lines else { continue }
        _ = try current.read(next, into: &payload)
        offset = 0
        start = next.offset + FrameHeader.size
        return true
      }
      segment += 1
      frame = 0
    }
    return false
  }

  /// Returns the next record of the frame; nil where its writer had no time to complete it.
  private mutating func nextRecord() -> (tag: UInt8, bytes: ArraySlice<UInt8>)? {
    let tag = payload[offset]
    var (at, length, shift) = (offset + 1, 0, 0)
    while at < payload.count, shift <= 28 {
      let byte = payload[at]
      at += 1
      length |= Int(byte & 0x7F) << shift
      shift += 7
      guard byte < 0x80 else { continue }
      guard length <= payload.count - at else { return nil }
      offset = at + length
      return (tag, payload[at..<offset])
    }
    return nil
  }

  private mutating func read(_ tag: UInt8, _ bytes: ArraySlice<UInt8>) throws(PayloadError) -> LinePlace? {
    switch tag {
    case Tag.string: reader.define(bytes)
    case Tag.moment: return try reader.read(bytes)
    case Tag.afresh: reader = LineStateReader()
    case Tag.ours:
      var numbers = PayloadReader(Array(bytes))
      let most = UInt64(TraceLimit.lastStep)
      guard let first = numbers.varint(), let count = numbers.varint(), first <= most, count <= most else {
        throw PayloadError("steps that can't be", at: 0)
      }
      if ours.count < Self.oursLimit { ours.append(Int(first)..<Int(first + count)) }
    default: break
    }
    return nil
  }
}

extension TraceFile {
  /// Whether the trace tells the lines of a script.
  public var hasLines: Bool { segments.contains { $0.directory.places.contains { $0.kind == .lines } } }
}
