/// The table that predicts the next site from the last two, alike in writer and reader.
private struct SitePredictor {
  private var table = [UInt32](repeating: 0, count: 1 << 14)
  private var last: UInt32 = 0
  private var before: UInt32 = 0

  private var slot: Int {
    Int(((last &* 0x9E37_79B1) ^ (before &* 0x85EB_CA6B)) >> 18)
  }

  var prediction: UInt32 { table[slot] }

  mutating func advance(with node: UInt32) {
    table[slot] = node
    before = last
    last = node
  }
}

/// Reads a SITES payload.
public enum SiteDecoder {
  /// How many sites a frame has at most: an EVENTS frame has no more steps.
  public static let limit = 1 << 16

  /// Returns the node of each request of a finished frame.
  /// - Parameter count: how many requests the frame's header names.
  /// - Throws: where the payload ends too early, goes on too long or holds too large a number.
  public static func decode(_ bytes: [UInt8], count: Int) throws(PayloadError) -> [UInt32] {
    guard count <= limit else { throw PayloadError("\(count) sites, more than a frame can have", at: 0) }
    let (nodes, end) = try decode(bytes, upTo: count, isOpen: false)
    guard nodes.count == count else {
      throw PayloadError("\(nodes.count) sites where the frame names \(count)", at: end)
    }
    return nodes
  }

  /// Returns the node of each request of a frame that its writer had not finished, as far as they were written.
  public static func decodeOpen(_ bytes: [UInt8]) -> [UInt32] {
    // An open frame ends at its first incomplete operation, so that nothing in it is a mistake.
    (try? decode(bytes, upTo: limit, isOpen: true))?.nodes ?? []
  }

  private static func decode(
    _ bytes: [UInt8], upTo count: Int, isOpen: Bool
  ) throws(PayloadError) -> (nodes: [UInt32], end: Int) {
    var reader = PayloadReader(bytes)
    var predictor = SitePredictor()
    var nodes: [UInt32] = []
    nodes.reserveCapacity(count)
    while nodes.count < count, !reader.isAtEnd {
      let start = reader.offset
      guard let number = reader.varint() else {
        if isOpen { break }
        throw PayloadError("a site that is cut off", at: start)
      }
      if number & 1 == 0 {
        if number == 0 && isOpen { break }
        let run = number >> 1
        let left = count - nodes.count
        guard run > 0, isOpen || run <= left else {
          throw PayloadError("a run of \(run) sites where \(left) are left", at: start)
        }
        for _ in 0..<Int(min(run, UInt64(left))) {
          let node = predictor.prediction
          nodes.append(node)
          predictor.advance(with: node)
        }
      } else {
        guard let node = UInt32(exactly: number >> 1) else {
          if isOpen { break }
          throw PayloadError("a site with a number above 32 bits", at: start)
        }
        nodes.append(node)
        predictor.advance(with: node)
      }
    }
    if !isOpen && !reader.isAtEnd { throw PayloadError("bytes behind the last site", at: reader.offset) }
    return (nodes, reader.offset)
  }
}

/// Writes a SITES payload.
public struct SiteEncoder {
  private var written: [UInt8] = []
  private var predictor = SitePredictor()
  private var run: UInt64 = 0
  /// How many sites were appended.
  public private(set) var count = 0

  /// Begins a payload.
  public init() {}

  /// Appends the node of the next request.
  public mutating func append(_ node: UInt32) {
    if predictor.prediction == node {
      run += 1
    } else {
      endRun()
      written.append(varint: UInt64(node) << 1 | 1)
    }
    predictor.advance(with: node)
    count += 1
  }

  /// The payload so far, with the run that has not ended.
  public var bytes: [UInt8] {
    var bytes = written
    if run > 0 { bytes.append(varint: run << 1) }
    return bytes
  }

  /// Empties the encoder for the next frame.
  public mutating func reset() {
    self = SiteEncoder()
  }

  private mutating func endRun() {
    if run > 0 { written.append(varint: run << 1) }
    run = 0
  }
}
