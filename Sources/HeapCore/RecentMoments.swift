/// Keeps the last few thousand steps of a heap within reach, so that a step back costs less than 0.1 ms.
///
/// It holds snapshots at short distances behind the present moment, each with the place in the frame; a step back
/// restores one and runs on from there.
public struct RecentMoments: ~Copyable {
  private struct Moment {
    let snapshot: Snapshot
    let place: DecoderPlace
  }

  /// Steps between two moments, and how many moments are kept.
  private let spacing: Int
  private let limit: Int
  private var moments: [Moment] = []

  /// Keeps about `limit` × `spacing` steps.
  public init(spacing: Int = 2048, limit: Int = 8) {
    precondition(spacing > 0 && limit > 0)
    self.spacing = spacing
    self.limit = limit
  }

  /// Forgets everything, as is needed when another trace is opened.
  public mutating func clear() {
    moments = []
  }

  /// Runs forward as `Heap.run` does, and keeps moments on the last part of the way.
  public mutating func run(_ heap: inout Heap, _ decoder: inout EventDecoder, to target: Int) throws(EventError) {
    let end = min(target, decoder.lastStep)
    if heap.step < end - spacing * limit { try heap.run(&decoder, to: end - spacing * limit) }
    keep(&heap, &decoder)
    while heap.step < end, !decoder.isAtEnd {
      try heap.run(&decoder, to: min(end, heap.step + spacing))
      if heap.step < end { keep(&heap, &decoder) }
    }
    if decoder.isPastLastStep(heap.step) { try heap.run(&decoder, to: heap.step) }
  }

  /// Takes one step as `Heap.step` does, and keeps the moment before it when none is near.
  public mutating func step(_ heap: inout Heap, _ decoder: inout EventDecoder) throws(EventError) -> StepOutcome? {
    keep(&heap, &decoder)
    return try heap.step(&decoder)
  }

  /// Goes back to moment `target`; false, and nothing is changed, when it is out of reach: before the moments that are
  /// kept or before the decoder's frame.
  public mutating func back(
    _ heap: inout Heap, _ decoder: inout EventDecoder, to target: Int
  ) throws(EventError) -> Bool {
    let frame = decoder.context.firstStep
    guard target <= heap.step,
      let nearest = moments.lastIndex(where: { $0.snapshot.step <= target && $0.place.firstStep == frame })
    else { return false }
    heap.restore(moments[nearest].snapshot)
    decoder.restore(moments[nearest].place)
    moments.removeSubrange((nearest + 1)...)
    try heap.run(&decoder, to: target)
    return true
  }

  private mutating func keep(_ heap: inout Heap, _ decoder: inout EventDecoder) {
    while let last = moments.last, last.snapshot.step > heap.step { moments.removeLast() }
    if let last = moments.last, last.place.firstStep == decoder.context.firstStep,
      heap.step - last.snapshot.step < spacing
    {
      return
    }
    // The place must be that of the moment: a decoder that lags is brought there by the next run.
    guard decoder.position == heap.step else { return }
    if moments.count == limit + 1 { moments.removeFirst() }
    moments.append(Moment(snapshot: heap.snapshot(), place: decoder.place))
  }
}

/// A place in a frame, with the tables as they are there.
struct DecoderPlace {
  let firstStep: Int
  let position: Int
  let offset: Int
  let tables: WireCopy
}

/// A copy of the wire tables that is made once and only read.
final class WireCopy {
  let wire: EventWire

  init(_ original: borrowing EventWire, rules: AllocatorRules) {
    var wire = EventWire(rules: rules, context: original.context)
    wire.copy(original)
    self.wire = wire
  }
}

extension EventDecoder {
  /// The present place.
  var place: DecoderPlace {
    DecoderPlace(
      firstStep: wire.context.firstStep, position: position, offset: offset, tables: WireCopy(wire, rules: rules))
  }

  /// Goes to a place in the same frame.
  mutating func restore(_ place: DecoderPlace) {
    position = place.position
    offset = place.offset
    wire.copy(place.tables.wire)
  }
}
