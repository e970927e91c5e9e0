/// One record of a COLLECTION frame, FORMAT.md section 6.
enum CollectionPart {
  static let startTag: UInt8 = 1
  static let candidatesTag: UInt8 = 2
  static let outcomeTag: UInt8 = 3

  case start(CollectionStart)
  case candidates(ArraySlice<UInt8>)
  case outcome(CollectionOutcome)

  /// Reads what stands behind a tag and a length; nil where it contradicts the format.
  init?(tag: UInt8, bytes: ArraySlice<UInt8>) {
    var reader = PayloadReader(Array(bytes))
    switch tag {
    case Self.startTag:
      guard let start = CollectionStart(&reader) else { return nil }
      self = .start(start)
    case Self.candidatesTag: self = .candidates(bytes)
    case Self.outcomeTag:
      guard let outcome = CollectionOutcome(&reader) else { return nil }
      self = .outcome(outcome)
    default: return nil
    }
  }
}

/// What precedes the candidates of a collection.
struct CollectionStart: Hashable, Sendable {
  var facts: CollectionFacts
  /// True when writer and reader begin anew: nothing from before is known.
  var isAfresh: Bool
  var candidateCount: Int
  var referenceCount: Int
  /// Bytes of its operations, over all the records that follow.
  var length: Int

  private enum Flag {
    static let afresh: UInt8 = 1
    static let enabled: UInt8 = 2
    static let omitted: UInt8 = 4
    static let askerKnown: UInt8 = 8
    static let requested: UInt8 = 16
    static let finalizing: UInt8 = 32

    static func asker(_ flags: UInt8) -> CollectionAsker {
      guard flags & askerKnown != 0 else { return .unknown }
      return flags & requested != 0 ? .program : flags & finalizing != 0 ? .finalization : .nobody
    }

    static func flags(_ asker: CollectionAsker) -> UInt8 {
      switch asker {
      case .unknown: 0
      case .program: askerKnown | requested
      case .finalization: askerKnown | finalizing
      case .nobody: askerKnown
      }
    }
  }

  init(_ facts: CollectionFacts) {
    self.facts = facts
    isAfresh = false
    candidateCount = 0
    referenceCount = 0
    length = 0
  }

  init?(_ reader: inout PayloadReader) {
    guard let step = reader.step(), let generation = reader.byte(), generation < 3, let flags = reader.byte() else {
      return nil
    }
    var numbers: [Int] = []
    for _ in 0..<8 {
      guard let number = reader.varint() else { return nil }
      guard number >> 33 == 0 else { return nil }
      numbers.append(Int(ReferenceCoding.unzigzag(number)))
    }
    guard let candidates = reader.varint(), candidates <= UInt64(CollectedObjects.itemLimit),
      let references = reader.varint(), references <= UInt64(CollectedObjects.referenceLimit),
      let length = reader.varint(), length <= UInt64(Int32.max), (length == 0) == (flags & Flag.omitted != 0)
    else { return nil }
    facts = CollectionFacts(
      step: step, generation: Int(generation), counts: Array(numbers[0..<3]), thresholds: Array(numbers[3..<6]),
      longLivedTotal: numbers[6], longLivedPending: numbers[7], isEnabled: flags & Flag.enabled != 0,
      isOmitted: flags & Flag.omitted != 0)
    facts.asker = Flag.asker(flags)
    isAfresh = flags & Flag.afresh != 0
    candidateCount = Int(candidates)
    referenceCount = Int(references)
    self.length = Int(length)
  }

  /// The bytes of the record, without tag and length.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(varint: UInt64(facts.step))
    bytes.append(UInt8(facts.generation))
    bytes.append(
      (isAfresh ? Flag.afresh : 0) | (facts.isEnabled ? Flag.enabled : 0) | (facts.isOmitted ? Flag.omitted : 0)
        | Flag.flags(facts.asker))
    for number in facts.counts + facts.thresholds + [facts.longLivedTotal, facts.longLivedPending] {
      bytes.append(varint: ReferenceCoding.zigzag(Int64(number)))
    }
    for number in [candidateCount, referenceCount, length] { bytes.append(varint: UInt64(number)) }
    return bytes
  }
}

extension CollectionOutcome {
  init?(_ reader: inout PayloadReader) {
    guard let step = reader.step(), let flags = reader.byte() else { return nil }
    self.step = step
    if flags & 2 != 0 {
      guard let look = reader.step(), let count = reader.varint(), count <= UInt64(CollectedObjects.itemLimit) else {
        return nil
      }
      secondLook = SecondLook(step: look, count: Int(count))
    }
    guard flags & 1 != 0 else { return }
    var ranges: [Range<Int>] = []
    var end = 0
    while !reader.isAtEnd {
      guard let gap = reader.varint(), let length = reader.varint(), gap <= UInt64(CollectedObjects.itemLimit),
        (1...UInt64(CollectedObjects.itemLimit)).contains(length), end <= CollectedObjects.itemLimit
      else { return nil }
      let start = end + Int(gap)
      end = start + Int(length)
      ranges.append(start..<end)
    }
    left = ranges
  }

  /// The bytes of the record, without tag and length.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(varint: UInt64(step))
    bytes.append((left == nil ? 0 : 1) | (secondLook == nil ? 0 : 2))
    if let secondLook {
      bytes.append(varint: UInt64(secondLook.step))
      bytes.append(varint: UInt64(secondLook.count))
    }
    var end = 0
    for range in left ?? [] {
      bytes.append(varint: UInt64(range.lowerBound - end))
      bytes.append(varint: UInt64(range.count))
      end = range.upperBound
    }
    return bytes
  }
}

extension PayloadReader {
  fileprivate mutating func step() -> Int? {
    varint().flatMap { $0 <= UInt64(TraceLimit.lastStep) + 1 ? Int($0) : nil }
  }
}
