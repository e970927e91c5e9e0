/// Where a collection is in a trace, and what it is about.
public struct CollectionPlace: Hashable, Sendable {
  /// What is known of it before it begins.
  public let facts: CollectionFacts
  /// How many objects it looks at.
  public let candidateCount: Int
  /// How many references they have.
  public let referenceCount: Int
}

/// Goes through the records of a trace's COLLECTION frames.
struct CollectionPartReader {
  private let trace: TraceFile
  private var segment = 0
  private var frame = 0
  private var payload: [UInt8] = []
  private var offset = 0
  /// The frame that is being read.
  private var place: FramePlace?
  /// A forked child's parent: what follows happened after the fork.
  private var limit = Int.max
  /// True after a record that its writer had no time to complete.
  private(set) var isCutOff = false
  /// Where the last record begins in its file.
  private(set) var recordOffset = 0

  init(_ trace: TraceFile) { self.trace = trace }

  /// The file of the last record.
  var fileName: String { trace.segments[min(segment, trace.segments.count - 1)].source.name }

  /// Returns the next record, nil after the last.
  mutating func next() throws(TraceError) -> CollectionPart? {
    while true {
      guard let place else {
        guard try startFrame() else { return nil }
        continue
      }
      guard let record = try read(place) else {
        self.place = nil
        continue
      }
      switch record {
      case .start(let start) where start.facts.step >= limit: skipSegment()
      case .outcome(let outcome) where outcome.step >= limit: skipSegment()
      default: return record
      }
    }
  }

  private mutating func skipSegment() {
    place = nil
    segment += 1
    frame = 0
  }

  private mutating func startFrame() throws(TraceError) -> Bool {
    while segment < trace.segments.count {
      let current = trace.segments[segment]
      limit = current.part?.steps ?? .max
      while frame < current.directory.places.count {
        let next = current.directory.places[frame]
        frame += 1
        guard next.kind == .collection else { continue }
        _ = try current.read(next, into: &payload)
        offset = 0
        place = next
        return true
      }
      skipSegment()
    }
    return false
  }

  private mutating func read(_ place: FramePlace) throws(TraceError) -> CollectionPart? {
    guard offset < payload.count, !(place.isOpen && payload[offset] == 0) else { return nil }
    recordOffset = place.offset + FrameHeader.size + offset
    let tag = payload[offset]
    var next = offset + 1
    var length = 0
    var shift = 0
    var isWhole = false
    while next < payload.count, shift <= 28 {
      let byte = payload[next]
      next += 1
      length |= Int(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 {
        isWhole = true
        break
      }
    }
    if !isWhole || length > payload.count - next {
      isCutOff = true
      guard !place.isOpen else { return nil }
      throw damage("a record of a collection is cut off")
    }
    offset = next + length
    guard let part = CollectionPart(tag: tag, bytes: payload[next..<offset]) else {
      throw damage("a record of a collection, of kind \(tag), that makes no sense")
    }
    return part
  }

  func damage(_ what: String) -> TraceError { .damaged(file: fileName, offset: recordOffset, what: what) }
}

extension TraceFile {
  /// Whether the objects of any collection were recorded.
  public var hasCollections: Bool {
    segments.contains { $0.directory.places.contains { $0.kind == .collection } }
  }

  /// Whether the trace was written with objects, all of which are known at every moment.
  public var hasObjects: Bool { segments.contains { $0.directory.places.contains { $0.kind == .objects } } }

  /// Returns the collections whose objects were recorded, in order, without reading these. O(their bytes).
  public func collections() throws(TraceError) -> [CollectionPlace] {
    var reader = CollectionPartReader(self)
    var places: [CollectionPlace] = []
    while let part = try reader.next() {
      guard case .start(let start) = part else { continue }
      places.append(
        CollectionPlace(
          facts: start.facts, candidateCount: start.candidateCount, referenceCount: start.referenceCount))
    }
    return places
  }
}
