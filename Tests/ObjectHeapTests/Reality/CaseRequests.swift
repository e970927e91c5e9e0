import HeapCore

/// A request or free within a case; two are equal when function, domain, size and the block's identity are.
struct CaseRequest: Hashable, CustomStringConvertible {
  enum Function: String {
    case malloc, calloc, reallocNull, realloc, free
  }

  var function: Function
  var domain: Domain
  /// The ordinal of the block's allocation in the case, from 1; 0 for a block from before.
  var block: Int
  /// The size asked for, 0 for a free.
  var size: UInt64

  var description: String {
    let block = block == 0 ? "a block from before" : "#\(block)"
    return function == .free ? "free \(domain) \(block)" : "\(function.rawValue) \(domain) \(size) \(block)"
  }
}

/// The requests of a case's statements, in order.
typealias CaseRequests = [[CaseRequest]]

/// Gives blocks their numbers: by the order of allocations since the case began.
struct BlockNumbers<Identity: Hashable> {
  private var numbers: [Identity: Int] = [:]
  private var last = 0

  /// The number of a block that is allocated now.
  mutating func allocated(_ identity: Identity) -> Int {
    last += 1
    numbers[identity] = last
    return last
  }

  /// The number of a block; 0 of one from before.
  func number(of identity: Identity) -> Int { numbers[identity] ?? 0 }

  mutating func moved(_ old: Identity, to new: Identity) {
    numbers[new] = numbers.removeValue(forKey: old)
  }

  mutating func freed(_ identity: Identity) -> Int { numbers.removeValue(forKey: identity) ?? 0 }
}
