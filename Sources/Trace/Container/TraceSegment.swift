import HeapCore

/// The frames of one file: the whole trace, or a forked child's part of it.
struct TraceSegment: Sendable {
  let source: ByteSource
  let header: TraceHeader
  let directory: FrameDirectory
  let parent: ParentLink?
  /// How much of this file counts, when it's there as somebody's parent.
  var part: ParentLink?
  /// The name of the file that continues this one.
  var child: String?

  init(_ source: ByteSource) throws(TraceError) {
    self.source = source
    let (header, length) = try TraceHeader.read(try source.prefix(at: 0, length: TraceHeader.size), file: source.name)
    self.header = header
    directory =
      if header.indexOffset != 0, let indexed = FrameDirectory.indexed(in: source, at: header.indexOffset) {
        indexed
      } else {
        try FrameDirectory.walked(in: source, from: length)
      }
    parent =
      if let place = directory.places.first(where: { $0.kind == .parent }) {
        try Self.parentLink(in: source, at: place)
      } else {
        nil
      }
  }

  private static func parentLink(in source: ByteSource, at place: FramePlace) throws(TraceError) -> ParentLink {
    var payload: [UInt8] = []
    _ = try read(place, of: source, into: &payload)
    guard let link = ParentLink(payload: payload) else {
      throw .damaged(file: source.name, offset: place.offset, what: "it doesn't say which recording it continues")
    }
    return link
  }

  /// Reads a frame's payload and checks it against its header; returns the header.
  func read(_ place: FramePlace, into payload: inout [UInt8]) throws(TraceError) -> FrameHeader {
    try Self.read(place, of: source, into: &payload)
  }

  private static func read(
    _ place: FramePlace, of source: ByteSource, into payload: inout [UInt8]
  ) throws(TraceError) -> FrameHeader {
    let limit = TraceLimit.payload(of: place.kind)
    guard place.length <= limit || place.isOpen else {
      throw .damaged(
        file: source.name, offset: place.offset, what: "a frame of \(place.length) bytes, at most \(limit) are allowed")
    }
    var raw: [UInt8] = []
    try source.read(at: place.offset, length: FrameHeader.size, into: &raw)
    guard let header = FrameHeader(raw), header.kind == place.kind, header.first == UInt64(place.first) else {
      throw .damaged(file: source.name, offset: place.offset, what: "no frame of the expected kind stands there")
    }
    guard header.codec == 0 else {
      throw .damaged(
        file: source.name, offset: place.offset + 5,
        what: "its payload is packed in a way that this version doesn't know: use a newer arenascope")
    }
    try source.read(at: place.offset + FrameHeader.size, length: min(place.length, limit), into: &payload)
    if place.isOpen { return header }
    guard header.checksum == FrameHeader.checksum(rawHeader: raw, payload: payload) else {
      throw .damaged(file: source.name, offset: place.offset, what: "the frame doesn't match its checksum")
    }
    return header
  }

  /// Says where in the file a payload is wrong.
  func damage(in place: FramePlace, _ error: PayloadError) -> TraceError {
    .damaged(file: source.name, offset: place.offset + FrameHeader.size + error.offset, what: error.what)
  }
}
