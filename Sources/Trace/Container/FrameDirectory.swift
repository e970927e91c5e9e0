/// Where a frame is, and what it's about.
struct FramePlace: Hashable, Sendable {
  var kind: FrameKind
  var isOpen = false
  var count: Int
  var offset: Int
  var first: Int
  var microseconds: UInt64
  var length: Int

  static let indexEntrySize = 40
}

/// The limits of what a file may hold, so that a hostile one takes no more memory or time than its size warrants.
enum TraceLimit {
  /// Bytes of an EVENTS or SITES payload, FORMAT.md §2.
  static let events = 1 << 20
  /// Steps of an EVENTS frame.
  static let steps = 65_536
  /// Bytes of any other payload.
  static let payload = 16 << 20
  /// Frames of a file.
  static let frames = 1 << 20
  /// Recordings that continue one another.
  static let parents = 64
  /// Bytes of a text trace's line.
  static let line = 1 << 20
  /// Bytes of an operation that this version doesn't know.
  static let unknownOperation = 1 << 16
  /// The largest step number.
  static let lastStep = Int(UInt32.max) - 1

  static func payload(of kind: FrameKind) -> Int {
    switch kind {
    case .events, .sites: events
    case .index: frames * FramePlace.indexEntrySize + 4
    default: payload
    }
  }
}

/// The frames of a file in their order, from its INDEX or by walking.
struct FrameDirectory: Sendable {
  var places: [FramePlace] = []
  /// Where the walk had to stop before the file's end, because a frame isn't whole.
  var cutAt: Int?

  /// Reads the INDEX frame at `offset`; nil when there is none that can be believed.
  ///
  /// It has to name whole frames from the front to the back, each once: what is read for it is never more than the file.
  static func indexed(in source: ByteSource, at offset: UInt64) -> FrameDirectory? {
    guard offset >= UInt64(TraceHeader.size), offset % 8 == 0, offset < UInt64(source.count) else { return nil }
    let start = Int(offset)
    var payload: [UInt8] = []
    guard let raw = try? source.prefix(at: start, length: FrameHeader.size), let header = FrameHeader(raw),
      header.kind == .index, !header.isOpen, Int(header.length) <= TraceLimit.payload(of: .index),
      Int(header.length) <= source.count - start - FrameHeader.size,
      (try? source.read(at: start + FrameHeader.size, length: Int(header.length), into: &payload)) != nil,
      header.checksum == FrameHeader.checksum(rawHeader: raw, payload: payload), payload.count >= 4
    else { return nil }
    let count = Int(payload.number(at: 0, as: UInt32.self))
    guard count <= TraceLimit.frames, payload.count >= 4 + count * FramePlace.indexEntrySize else { return nil }
    var directory = FrameDirectory()
    directory.places.reserveCapacity(count)
    var end: UInt64 = 0
    for entry in 0..<count {
      let base = 4 + entry * FramePlace.indexEntrySize
      let offset: UInt64 = payload.number(at: base + 8)
      let first: UInt64 = payload.number(at: base + 16)
      let length: UInt32 = payload.number(at: base + 32)
      guard offset >= end, offset < UInt64(start), offset % 8 == 0, first <= UInt64(TraceLimit.lastStep),
        payload[base + 1] & 1 == 0
      else { return nil }
      end = offset + UInt64(FrameHeader.size) + UInt64(length)
      directory.places.append(
        FramePlace(
          kind: FrameKind(rawValue: payload[base]),
          count: Int(payload.number(at: base + 4, as: UInt32.self)), offset: Int(offset), first: Int(first),
          microseconds: payload.number(at: base + 24), length: Int(length)))
    }
    return directory
  }

  /// Goes from frame header to frame header, until the file ends or no magic stands where a frame should.
  static func walked(in source: ByteSource, from start: Int) throws(TraceError) -> FrameDirectory {
    var directory = FrameDirectory()
    var offset = start
    while offset < source.count {
      let raw = try source.prefix(at: offset, length: FrameHeader.size)
      guard let header = FrameHeader(raw) else {
        if raw.contains(where: { $0 != 0 }) { directory.cutAt = offset }
        break
      }
      guard header.first <= UInt64(TraceLimit.lastStep) else {
        throw .damaged(file: source.name, offset: offset + 16, what: "a frame can't start at step \(header.first)")
      }
      let room = source.count - offset - FrameHeader.size
      var place = FramePlace(
        kind: header.kind, isOpen: header.isOpen, count: Int(header.count), offset: offset, first: Int(header.first),
        microseconds: header.microseconds, length: Int(header.length))
      if header.isOpen {
        place.length = min(Int(header.capacity), room)
      } else if place.length > room {
        // What's left of the last frame is read as if it had been open.
        directory.cutAt = offset
        place.isOpen = true
        place.length = room
      }
      directory.places.append(place)
      guard directory.places.count <= TraceLimit.frames else {
        throw .tooLarge(file: source.name, what: "more than \(TraceLimit.frames) frames")
      }
      offset = header.nextOffset(after: offset)
    }
    return directory
  }

  /// The payload of the INDEX frame.
  static func indexPayload(_ places: [FramePlace]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: UInt32(places.count))
    for place in places {
      bytes.append(place.kind.rawValue)
      bytes.append(place.isOpen ? 1 : 0)
      bytes.append(number: UInt16(0))
      bytes.append(number: UInt32(place.count))
      bytes.append(number: UInt64(place.offset))
      bytes.append(number: UInt64(place.first))
      bytes.append(number: place.microseconds)
      bytes.append(number: UInt32(place.length))
      bytes.append(number: UInt32(0))
    }
    return bytes
  }
}
