import ObjectGraph

/// What makes two objects the same key of a dict or member of a set.
indirect enum ValueKey: Hashable, Sendable {
  case number(Double)
  case integer(Int)
  case string(String)
  case bytes([UInt8])
  case tuple([ValueKey])
  case object(ObjectID)
}

extension ObjectMachine {
  /// The key of an object, nil for what can't be hashed.
  func key(of id: ObjectID) -> ValueKey? { key(of: id, depth: 0) }

  /// How deeply tuples in tuples are looked into.
  static let valueDepth = 40

  private func key(of id: ObjectID, depth: Int) -> ValueKey? {
    guard depth < Self.valueDepth else { return nil }
    switch bodies[id] {
    case .integer(let number): return .integer(number)
    case .boolean(let flag): return .integer(flag ? 1 : 0)
    case .float(let number):
      if number == number.rounded(), abs(number) < 1e15 { return .integer(Int(number)) }
      return .number(number)
    case .string(let text): return .string(text)
    case .bytes(let bytes): return .bytes(bytes)
    case .tuple:
      var keys: [ValueKey] = []
      for item in items(of: id) {
        guard let key = key(of: item, depth: depth + 1) else { return nil }
        keys.append(key)
      }
      return .tuple(keys)
    case .list, .dict, .bytearray: return nil
    case .set(let set): return set.isFrozen ? .object(id) : nil
    default: return .object(id)
    }
  }

  /// `==`; containers are compared item by item, down to a depth.
  func isEqual(_ left: ObjectID, _ right: ObjectID, depth: Int = 0) -> Bool {
    if left == right { return true }
    switch (bodies[left], bodies[right]) {
    case (.list, .list), (.tuple, .tuple):
      let (a, b) = (items(of: left), items(of: right))
      return a.count == b.count && depth < 20 && zip(a, b).allSatisfy { isEqual($0, $1, depth: depth + 1) }
    default:
      guard let a = key(of: left), let b = key(of: right) else { return false }
      return a == b
    }
  }

  /// `hash` as far as it doesn't depend on the process.
  func hash(_ key: ValueKey) -> UInt64 {
    switch key {
    case .integer(let number):
      let modulus = (1 << 61) - 1
      let rest = number % modulus
      return UInt64(bitPattern: Int64(rest == -1 ? -2 : rest))
    case .number(let number): return number.bitPattern &* 0x9E37_79B9_7F4A_7C15
    case .string(let text): return text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    case .bytes(let bytes): return bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    case .tuple(let keys): return keys.reduce(2_870_177_450_012_600_261) { ($0 &+ hash($1) &* 31) &* 7 }
    case .object(let id): return UInt64(id) &* 3
    }
  }
}
