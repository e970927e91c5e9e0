import HeapCore
import Synchronization

/// A trace that can be read at any frame: a recording, with its parents' part when it is a forked child's, or a written one.
///
/// It may be used from several threads at once. Whatever the file holds, reading it ends in a value or a `TraceError`.
public final class TraceFile: Sendable {
  /// The name under which it was opened.
  public let name: String
  /// Version, placements, start and process.
  public let header: TraceHeader
  /// The facts about the recording as a whole.
  public let meta: TraceMeta
  /// How the recording ended, nil where nothing says so.
  public let ending: KeyedLines?
  /// The EVENTS frames; each can be decoded by itself. Their steps follow on one another without gap.
  public let frames: [EventFrame]
  /// The number of steps.
  public let stepCount: Int
  /// True when the end is missing: nothing says how the recording ended, and its writer never got there or it was cut.
  public let truncated: Bool
  /// CPython's reports in the order of their moments.
  public let reports: [ReportPlace]
  /// True when the content was spelled as text.
  public let isText: Bool
  /// The lines of the text that asked for blocks; none of a recording.
  public let written: WrittenLines

  let segments: [TraceSegment]
  /// What reading the text has found out about its objects, until somebody asks for it.
  let keptObjects = Mutex<KeptObjects?>(nil)

  init(segments: [TraceSegment], name: String, isText: Bool, written: WrittenLines = WrittenLines()) throws(TraceError)
  {
    self.segments = segments
    self.name = name
    self.isText = isText
    self.written = written
    let own = segments[segments.count - 1]
    header = own.header
    var list = FrameList()
    for index in segments.indices { try list.add(segments[index], index: index) }
    frames = list.frames
    stepCount = list.stepCount
    reports = list.reports
    meta = try Self.lines(of: .meta, in: own) ?? TraceMeta()
    ending = try Self.lines(of: .end, in: own)
    truncated =
      if ending != nil {
        own.directory.places.contains { $0.kind == .end && $0.isOpen }
      } else {
        !header.finished || own.directory.cutAt != nil || header.indexOffset >= UInt64(own.source.count)
      }
  }

  /// The lines of all frames of a kind; those that a dying writer left open are read up to the first zero.
  private static func lines(of kind: FrameKind, in segment: TraceSegment) throws(TraceError) -> KeyedLines? {
    var payload: [UInt8] = []
    var lines: KeyedLines?
    for place in segment.directory.places where place.kind == kind {
      _ = try segment.read(place, into: &payload)
      let used = place.isOpen ? payload.prefix { $0 != 0 } : payload[...]
      if lines == nil { lines = KeyedLines() }
      lines?.entries += KeyedLines(payload: used).entries
    }
    return lines
  }

  /// Reads the payload of an EVENTS frame into `payload`, whose storage is reused, and checks it.
  ///
  /// The payload has exactly the `frame.count` steps that belong to the trace.
  /// - Returns: thread, interpreter, heap, time and step at the frame's start.
  public func readEvents(_ frame: EventFrame, into payload: inout [UInt8]) throws(TraceError) -> FrameContext {
    let header = try segments[frame.segment].read(frame.place, into: &payload)
    if payload.count > frame.length { payload.removeLast(payload.count - frame.length) }
    return header.context
  }

  /// Reads an EVENTS frame and puts the decoder at its start; the decoder's storage is reused.
  public func load(_ frame: EventFrame, into decoder: inout EventDecoder) throws(TraceError) {
    var payload = decoder.load(bytes: [], context: FrameContext(), count: 0)
    let context = try readEvents(frame, into: &payload)
    decoder.load(bytes: payload, context: context, count: frame.count)
  }

  /// Returns the stack node of each request of an EVENTS frame, in order; nil where no sites are known.
  ///
  /// Of a recording that was cut off there can be fewer nodes than requests, of a parent's last frame more.
  public func sites(of frame: EventFrame) throws(TraceError) -> [UInt32]? {
    guard let place = frame.sites else { return nil }
    let segment = segments[frame.segment]
    var payload: [UInt8] = []
    _ = try segment.read(place, into: &payload)
    if place.isOpen { return SiteDecoder.decodeOpen(payload) }
    do {
      return try SiteDecoder.decode(payload, count: place.count)
    } catch {
      throw segment.damage(in: place, error)
    }
  }

  /// Returns the definitions of the whole trace. O(their bytes), each time: keep the result.
  public func readDefinitions() throws(TraceError) -> SiteTable {
    var table = SiteTable()
    var payload: [UInt8] = []
    for segment in segments {
      for place in segment.directory.places where place.kind == .definitions {
        _ = try segment.read(place, into: &payload)
        do {
          try table.append(payload: payload, isOpen: place.isOpen)
        } catch {
          throw segment.damage(in: place, error)
        }
      }
      if let part = segment.part {
        guard table.strings.count >= part.strings, table.codeCount >= part.codes, table.nodeCount >= part.nodes,
          table.marks.count >= part.marks
        else {
          throw .parent(
            file: segment.child ?? name, parent: segment.source.name,
            why: "lacks definitions that were made before the fork")
        }
        table.keep(strings: part.strings, codes: part.codes, nodes: part.nodes, marks: part.marks)
      }
    }
    return table
  }

  /// Reads one of CPython's reports.
  public func readReport(_ report: ReportPlace) throws(TraceError) -> Report {
    var payload: [UInt8] = []
    let header = try segments[report.segment].read(report.place, into: &payload)
    let used = report.place.isOpen ? payload.prefix { $0 != 0 } : payload[...]
    return Report(
      moment: report.moment, interpreter: UInt32(header.interpreter), heap: UInt32(header.heap),
      text: String(decoding: used, as: UTF8.self))
  }

  /// Returns the index in `frames` of the one that holds step `step`; nil at or behind the end. O(log n).
  public func frameIndex(ofStep step: Int) -> Int? {
    guard step >= 0, step < stepCount else { return nil }
    var (low, high) = (0, frames.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if frames[middle].first <= step { low = middle } else { high = middle }
    }
    // Frames without a step start where the one with the step starts.
    while frames[low].first + frames[low].count <= step { low += 1 }
    return low
  }
}

extension FrameHeader {
  var context: FrameContext {
    FrameContext(
      thread: thread, interpreter: UInt32(interpreter), heap: UInt32(heap), microseconds: microseconds,
      firstStep: Int(first))
  }
}
