extension ProseLine {
  /// The record as it stands in a PROSE frame, with tag and length.
  var bytes: [UInt8] {
    var body: [UInt8] = []
    for number in [step, line, column] { body.append(varint: UInt64(max(0, number))) }
    body += Array(text.utf8)
    var bytes: [UInt8] = [1]
    bytes.append(varint: UInt64(body.count))
    return bytes + body
  }

  /// Reads what stands behind tag and length; nil where it makes no sense.
  init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count <= Self.byteLimit + 32 else { return nil }
    var reader = PayloadReader(Array(bytes))
    guard let step = reader.varint(), step <= UInt64(TraceLimit.lastStep) + 1, let line = reader.varint(),
      line <= UInt32.max, let column = reader.varint(), column <= UInt32.max
    else { return nil }
    self.init(
      step: Int(step), line: Int(line), column: Int(column),
      text: String(decoding: reader.bytes[reader.offset...], as: UTF8.self))
    guard Self.isProse(text) else { return nil }
  }
}

extension TraceFile {
  /// Whether the trace holds prose.
  public var hasProse: Bool { segments.contains { $0.directory.places.contains { $0.kind == .prose } } }

  /// Returns the prose of the trace in its order; none for traces that are no lessons. O(bytes of the prose).
  public func readProse() throws(TraceError) -> [ProseLine] {
    var lines: [ProseLine] = []
    var payload: [UInt8] = []
    for segment in segments {
      let limit = segment.part?.steps ?? .max
      for place in segment.directory.places where place.kind == .prose {
        _ = try segment.read(place, into: &payload)
        var reader = PayloadReader(payload)
        while let tag = reader.byte(), tag != 0 {
          guard let length = reader.varint(), let bytes = reader.take(length) else {
            if place.isOpen { break }
            throw segment.damage(in: place, PayloadError("a line of prose is cut off", at: reader.offset))
          }
          if tag >= 64 { continue }
          guard tag == 1, let line = ProseLine(bytes: bytes) else {
            throw segment.damage(in: place, PayloadError("a line of prose that makes no sense", at: reader.offset))
          }
          guard lines.count < ProseLine.countLimit else {
            throw .tooLarge(file: name, what: "it has more than \(ProseLine.countLimit) lines of prose")
          }
          if line.step < limit { lines.append(line) }
        }
      }
    }
    return lines
  }
}
