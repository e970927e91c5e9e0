import HeapCore

/// Up to 65,536 steps that can be decoded without what stands before them.
public struct EventFrame: Hashable, Sendable {
  /// The number of its first step.
  public let first: Int
  /// How many of its steps belong to the trace.
  public let count: Int
  /// The clock at its start, in microseconds since the recording began.
  public let microseconds: UInt64
  /// The bytes of its payload.
  public let length: Int

  let segment: Int
  let place: FramePlace
  let sites: FramePlace?

  init(first: Int, count: Int, length: Int, segment: Int, place: FramePlace, sites: FramePlace?) {
    self.first = first
    self.count = count
    self.length = length
    self.segment = segment
    self.place = place
    self.sites = sites
    microseconds = place.microseconds
  }

  /// True when SITES were recorded for it.
  public var hasSites: Bool { sites != nil }
}

/// Where one of CPython's reports is.
public struct ReportPlace: Hashable, Sendable {
  /// The moment at which it was taken: the number of steps before it.
  public let moment: Int
  let segment: Int
  let place: FramePlace
}

/// CPython's own statistics, `_PyObject_DebugMallocStats`, at a moment.
public struct Report: Hashable, Sendable {
  /// The number of steps before it.
  public var moment: Int
  /// The interpreter that was current.
  public var interpreter: UInt32
  /// The heap that it describes.
  public var heap: UInt32
  /// The text as CPython printed it.
  public var text: String

  /// Creates a report.
  public init(moment: Int, interpreter: UInt32 = 0, heap: UInt32 = 0, text: String) {
    self.moment = moment
    self.interpreter = interpreter
    self.heap = heap
    self.text = text
  }
}

/// The frames of the files that make up a trace, joined to one numbering.
struct FrameList {
  var frames: [EventFrame] = []
  var reports: [ReportPlace] = []
  var stepCount = 0

  mutating func add(_ segment: TraceSegment, index: Int) throws(TraceError) {
    var sites: [Int: FramePlace] = [:]
    for place in segment.directory.places where place.kind == .sites { sites[place.first] = place }
    let limit = segment.part?.steps ?? TraceLimit.lastStep
    for place in segment.directory.places where place.kind == .events || place.kind == .report {
      if place.first > limit || stepCount >= limit && place.kind == .events { continue }
      if place.kind == .report {
        reports.append(ReportPlace(moment: place.first, segment: index, place: place))
        continue
      }
      guard place.first == stepCount else {
        throw .damaged(
          file: segment.source.name, offset: place.offset,
          what: "its events go on with step \(place.first) where \(stepCount) was to come")
      }
      guard place.count <= TraceLimit.steps || place.isOpen else {
        throw .damaged(
          file: segment.source.name, offset: place.offset,
          what: "a frame of \(place.count) steps, at most \(TraceLimit.steps) are allowed")
      }
      var (count, length) = (place.count, place.length)
      if place.isOpen || count > limit - stepCount {
        (count, length) = try Self.part(of: place, in: segment, steps: limit - stepCount)
      }
      frames.append(
        EventFrame(
          first: stepCount, count: count, length: length, segment: index, place: place, sites: sites[place.first]))
      stepCount += count
    }
    guard let part = segment.part, stepCount < part.steps else { return }
    throw .parent(
      file: segment.child ?? segment.source.name, parent: segment.source.name,
      why: "has only \(stepCount) of the \(part.steps) steps that were made before the fork")
  }

  /// Finds how many whole steps a frame has, up to a limit, and the bytes that they take.
  private static func part(
    of place: FramePlace, in segment: TraceSegment, steps limit: Int
  ) throws(TraceError) -> (steps: Int, bytes: Int) {
    var payload: [UInt8] = []
    let header = try segment.read(place, into: &payload)
    var decoder = EventDecoder(
      rules: segment.header.rules, bytes: payload, context: header.context, count: place.isOpen ? nil : place.count)
    let last = Int(header.first) + min(limit, TraceLimit.steps)
    // What can't be decoded ends the frame too: its writer died, the bytes behind the last whole step are anything.
    try? decoder.skip(to: last)
    return (decoder.position - Int(header.first), decoder.bytesRead)
  }
}
