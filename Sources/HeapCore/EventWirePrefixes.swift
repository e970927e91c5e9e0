/// What stands before an operation and changes it.
struct Prefixes {
  enum Placement {
    case none
    case unit(UInt16)
    case address(UInt64)
  }

  var placement = Placement.none
  var lowBits: UInt64 = 0
  var hasLowBits = false
  var isMem = false

  /// Refuses a prefix that the operation has no use for, so that one trace has one reading.
  func checkUsed(
    placement: Bool = false, lowBits: Bool = false, domain: Bool = false, at offset: Int
  ) throws(EventError) {
    var unused = hasLowBits && !lowBits || isMem && !domain
    if case .none = self.placement {} else { unused = unused || !placement }
    if unused { throw .invalid("a prefix stands before an operation that it doesn't belong to", offset: offset) }
  }
}

extension EventWire {
  @inline(__always)
  mutating func placeSmall(_ sizeClass: Int, _ prefixes: Prefixes, _ start: Int) throws(EventError) -> UInt64 {
    switch prefixes.placement {
    case .none:
      let address = placePredicted(sizeClass)
      guard address != 0 else { throw .unplaced(start) }
      return address
    case .unit(let unit):
      let address = current[sizeClass] &+ UInt64(unit) << 4
      guard address != 0 else { throw .unplaced(start) }
      place(sizeClass, at: address)
      return address
    case .address(let address):
      guard address != 0 else { throw .unplaced(start) }
      lastPlaced = address
      place(sizeClass, at: address)
      return address
    }
  }

  mutating func readPrefix(
    _ byte: UInt8, _ bytes: Span<UInt8>, _ at: inout Int, _ prefixes: inout Prefixes
  ) throws(EventError) -> Bool {
    let start = at - 1
    switch byte {
    case Operation.inCurrentPage:
      guard case .none = prefixes.placement else { throw .twice(start) }
      let unit = try readVarint(bytes, &at)
      guard unit < 1 << (pageShift - 4) else { throw .outsidePage(start) }
      prefixes.placement = .unit(UInt16(unit))
    case Operation.elsewhere:
      guard case .none = prefixes.placement else { throw .twice(start) }
      prefixes.placement = .address(lastPlaced &+ UInt64(bitPattern: try readZigzag(bytes, &at) &<< 4))
    case Operation.lowBits:
      guard !prefixes.hasLowBits else { throw .twice(start) }
      prefixes.hasLowBits = true
      prefixes.lowBits = UInt64(try readByte(bytes, &at) & 15)
    case Operation.domainMem:
      guard !prefixes.isMem else { throw .twice(start) }
      prefixes.isMem = true
    default: return false
    }
    return true
  }
}
