/// Collects the records of COLLECTION frames.
struct CollectionFrameWriter {
  private var payloads: [[UInt8]] = []
  private var coding = ReferenceCoding()
  private var isAfresh = true

  private static let partLimit = 200 << 10
  private static let payloadLimit = 1 << 20

  /// True when there is more than one frame's payload.
  var hasFullPayload: Bool { payloads.count > 1 }

  /// Returns the payloads so far.
  mutating func takePayloads() -> [[UInt8]] {
    defer { payloads = [] }
    return payloads
  }

  /// Begins a collection's operations.
  ///
  /// `isAfresh`: they refer to nothing from before. The first of a trace is so in any case.
  mutating func begin(isAfresh wanted: Bool) -> CollectionOperationEncoder {
    isAfresh = isAfresh || wanted
    return CollectionOperationEncoder(coding: isAfresh ? ReferenceCoding() : coding)
  }

  /// Appends a collection whose operations are complete; `operations` is nil when its objects are left out.
  mutating func append(_ start: CollectionStart, operations: CollectionOperationEncoder?) {
    var (start, operations) = (start, operations)
    if let next = operations?.finish() { coding = next }
    let bytes = operations?.bytes ?? []
    start.isAfresh = start.isAfresh || isAfresh
    if operations == nil && start.isAfresh { coding = ReferenceCoding() }
    start.length = bytes.count
    append(CollectionPart.startTag, start.bytes[...])
    for begin in stride(from: 0, to: bytes.count, by: Self.partLimit) {
      append(CollectionPart.candidatesTag, bytes[begin..<min(begin + Self.partLimit, bytes.count)])
    }
    if operations != nil { isAfresh = false }
  }

  /// Appends how the last collection ended.
  mutating func append(_ outcome: CollectionOutcome) { append(CollectionPart.outcomeTag, outcome.bytes[...]) }

  private mutating func append(_ tag: UInt8, _ bytes: ArraySlice<UInt8>) {
    if payloads.last.map({ $0.count + bytes.count > Self.payloadLimit }) ?? true { payloads.append([]) }
    payloads[payloads.count - 1].append(tag)
    payloads[payloads.count - 1].append(varint: UInt64(bytes.count))
    payloads[payloads.count - 1] += bytes
  }
}
