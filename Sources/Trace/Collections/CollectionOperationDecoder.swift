/// Reads the operations of one collection's candidates.
struct CollectionOperationDecoder {
  private var reader: PayloadReader
  private var coding: ReferenceCoding

  init(_ bytes: [UInt8], coding: ReferenceCoding) {
    reader = PayloadReader(bytes)
    self.coding = coding
  }

  var offset: Int { reader.offset }

  /// Ends reading; returns what the next collection's coding depends on.
  func finish() -> ReferenceCoding { coding }

  /// Returns the next operation, nil at the end.
  mutating func next() throws(PayloadError) -> CollectionOperation? {
    let start = reader.offset
    guard let code = reader.varint() else {
      throw PayloadError("the candidates of a collection are cut off", at: start)
    }
    let operand = code >> 2
    if code == 0 {
      guard reader.isAtEnd else { throw PayloadError("something follows the last candidate", at: reader.offset) }
      return nil
    }
    let operation: CollectionOperation? =
      switch code & 3 {
      case 0: UInt32(exactly: operand).map { .run(Int($0)) }
      case 1: operand >> 33 == 0 ? .jump(Int(ReferenceCoding.unzigzag(operand))) : nil
      case 2: operand < 16 ? change(operand) : nil
      default: new(operand)
      }
    guard let operation else {
      throw PayloadError("a candidate that is cut off or has a number out of range", at: start)
    }
    return operation
  }

  private mutating func change(_ bits: UInt64) -> CollectionOperation? {
    var change = CandidateChange()
    if bits & 4 != 0 {
      guard let number = reader.varint(), let type = type(number) else { return nil }
      change.type = type
    }
    change.flipsFinalized = bits & 8 != 0
    if bits & 1 != 0 {
      guard let difference = reader.varint(), difference >> 34 == 0 else { return nil }
      change.referenceCount = Int(ReferenceCoding.unzigzag(difference))
    }
    if bits & 2 != 0 {
      guard let prefix = count(), let suffix = count(), let total = count(), let middle = references(total)
      else { return nil }
      change.references = ReferenceChange(prefix: prefix, suffix: suffix, middle: middle)
    }
    return .changed(change)
  }

  private mutating func new(_ operand: UInt64) -> CollectionOperation? {
    guard let type = type(operand >> 1), let distance = reader.varint(),
      let referenceCount = reader.varint().flatMap({ UInt32(exactly: $0) }), let total = count()
    else { return nil }
    let address = coding.lastNew &+ UInt64(bitPattern: ReferenceCoding.unzigzag(distance)) << 3
    guard address >> ReferenceCoding.addressBits == 0 else { return nil }
    coding.lastNew = address
    coding.lastReference = address
    guard let references = references(total) else { return nil }
    return .new(
      NewCandidate(
        address: address, type: type, isFinalized: operand & 1 == 1, referenceCount: referenceCount,
        references: references))
  }

  private mutating func count() -> Int? {
    reader.varint().flatMap { $0 <= UInt64(CollectedObjects.referenceLimit) ? Int($0) : nil }
  }

  /// Nothing is reserved in advance for a count that the bytes may not keep.
  private mutating func references(_ count: Int) -> [CollectedReference]? {
    var references: [CollectedReference] = []
    for _ in 0..<count {
      guard let code = reader.varint() else { return nil }
      if code & 3 == 1 {
        guard code >> 2 < UInt64(coding.recent.count) else { return nil }
        references.append(CollectedReference(coding.recent[Int(code >> 2)]))
        continue
      }
      let address = coding.lastReference &+ UInt64(bitPattern: ReferenceCoding.unzigzag(code >> 2)) << 3
      guard address >> ReferenceCoding.addressBits == 0 else { return nil }
      coding.lastReference = address
      switch code & 3 {
      case 0:
        coding.recent[ReferenceCoding.slot(of: address)] = address
        references.append(CollectedReference(address))
      case 2: references.append(CollectedReference(address, .weak))
      default: references.append(CollectedReference(address, .weakCallback))
      }
    }
    return references
  }

  private mutating func type(_ number: UInt64) -> TypeReference? {
    guard let number = Int(exactly: number), number <= coding.typeCount else { return nil }
    guard number == coding.typeCount else { return TypeReference(number: number) }
    guard let address = reader.varint(), address >> (ReferenceCoding.addressBits - 3) == 0,
      let traits = reader.varint(),
      let header = reader.varint().flatMap({ UInt32(exactly: $0) }),
      let size = reader.varint().flatMap({ UInt32(exactly: $0) }),
      let length = reader.varint(), let name = reader.take(length)
    else { return nil }
    coding.typeCount += 1
    let type = CollectedType(
      address: address << 3, name: String(decoding: name, as: UTF8.self), traits: CollectedTypeTraits(rawValue: traits),
      headerSize: Int(header), basicSize: Int(size))
    return TypeReference(number: number, definition: type)
  }
}
