/// Draws numbers that depend on a seed alone (SplitMix64), so that a sheet can be made again.
struct SeededOrder: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A number below `limit`, which must be positive.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// The numbers from 0 to below `count` in an order of their own (Fisher and Yates); the library's shuffle could come
  /// out otherwise in another version.
  mutating func order(of count: Int) -> [Int] {
    var numbers = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { numbers.swapAt(last, below(last + 1)) }
    return numbers
  }
}
