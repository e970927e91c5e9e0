/// Writes the operations of one collection's candidates.
struct CollectionOperationEncoder {
  private(set) var bytes: [UInt8] = []
  private var coding: ReferenceCoding

  init(coding: ReferenceCoding) { self.coding = coding }

  /// How many types have a number.
  var typeCount: Int { coding.typeCount }

  /// Ends the operations; returns what the next collection's coding depends on.
  mutating func finish() -> ReferenceCoding {
    bytes.append(0)
    return coding
  }

  mutating func append(_ operation: CollectionOperation) {
    switch operation {
    case .run(let count): append(0, UInt64(count))
    case .jump(let distance): append(1, ReferenceCoding.zigzag(Int64(distance)))
    case .changed(let change): append(change)
    case .new(let object):
      append(3, UInt64(object.type.number) << 1 | (object.isFinalized ? 1 : 0))
      define(object.type)
      bytes.append(varint: ReferenceCoding.distance(coding.lastNew, object.address))
      bytes.append(varint: UInt64(object.referenceCount))
      coding.lastNew = object.address
      coding.lastReference = object.address
      append(object.references)
    }
  }

  private mutating func append(_ kind: UInt64, _ operand: UInt64) { bytes.append(varint: operand << 2 | kind) }

  private mutating func append(_ change: CandidateChange) {
    let bits =
      (change.referenceCount != 0 ? 1 : 0) | (change.references != nil ? 2 : 0) | (change.type != nil ? 4 : 0)
      | (change.flipsFinalized ? 8 : 0)
    append(2, UInt64(bits))
    if let type = change.type {
      bytes.append(varint: UInt64(type.number))
      define(type)
    }
    if change.referenceCount != 0 { bytes.append(varint: ReferenceCoding.zigzag(Int64(change.referenceCount))) }
    if let references = change.references {
      bytes.append(varint: UInt64(references.prefix))
      bytes.append(varint: UInt64(references.suffix))
      append(references.middle)
    }
  }

  private mutating func append(_ references: [CollectedReference]) {
    bytes.append(varint: UInt64(references.count))
    for reference in references {
      let slot = ReferenceCoding.slot(of: reference.address)
      if reference.kind == .reference {
        if coding.recent[slot] == reference.address {
          bytes.append(varint: UInt64(slot) << 2 | 1)
          continue
        }
        coding.recent[slot] = reference.address
      }
      let code: UInt64 = reference.kind == .reference ? 0 : reference.kind == .weak ? 2 : 3
      bytes.append(varint: ReferenceCoding.distance(coding.lastReference, reference.address) << 2 | code)
      coding.lastReference = reference.address
    }
  }

  private mutating func define(_ type: TypeReference) {
    guard type.number == coding.typeCount, let definition = type.definition else { return }
    coding.typeCount += 1
    bytes.append(varint: definition.address >> 3)
    bytes.append(varint: definition.traits.rawValue)
    bytes.append(varint: UInt64(definition.headerSize))
    bytes.append(varint: UInt64(definition.basicSize))
    bytes.append(counted: definition.name)
  }
}
