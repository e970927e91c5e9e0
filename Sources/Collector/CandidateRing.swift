/// The lists in which candidates stand, one at a time (`gc_list_*` in `Python/gc.c`).
public enum CandidateList: Int32, CaseIterable, Hashable, Sendable {
  /// What is still to be looked at, and what is reachable.
  case young
  /// What nothing outside is known to hold.
  case unreachable
  /// What `tp_del` keeps from being collected.
  case uncollectable
  /// What a phase has dealt with already of the unreachable objects: finalized, or unreachable for good.
  case seen
  /// What joined the next generation.
  case old
  /// What died.
  case freed
}

/// Circular doubly linked lists over candidate numbers; moving is O(1).
struct CandidateRings: Sendable {
  private var next: [Int32]
  private var previous: [Int32]
  private(set) var list: [UInt8]
  /// The length of each list.
  private(set) var counts: [Int]
  private let count: Int32

  /// Puts all candidates into the young list, in order.
  init(count: Int) {
    self.count = Int32(count)
    let heads = CandidateList.allCases.count
    counts = Array(repeating: 0, count: heads)
    counts[Int(CandidateList.young.rawValue)] = count
    next = (0..<Int32(count + heads)).map { $0 }
    previous = next
    list = Array(repeating: UInt8(CandidateList.young.rawValue), count: count)
    let head = self.count + CandidateList.young.rawValue
    var last = head
    for object in 0..<self.count {
      next[Int(last)] = object
      previous[Int(object)] = last
      last = object
    }
    next[Int(last)] = head
    previous[Int(head)] = last
  }

  func head(_ of: CandidateList) -> Int32 { count + of.rawValue }

  func isHead(_ node: Int32, _ of: CandidateList) -> Bool { node == head(of) }

  /// The first object of a list, or nil.
  func first(_ of: CandidateList) -> Int32? { following(head(of)) }

  /// The object behind an object or behind a list's head.
  func following(_ node: Int32) -> Int32? {
    let object = next[Int(node)]
    return object < count ? object : nil
  }

  /// The object before an object or, at a list's end, before its head.
  func preceding(_ node: Int32) -> Int32? {
    let object = previous[Int(node)]
    return object < count ? object : nil
  }

  func isIn(_ object: Int32, _ which: CandidateList) -> Bool {
    list[Int(object)] == UInt8(which.rawValue)
  }

  mutating func move(_ object: Int32, toEndOf which: CandidateList) {
    let before = previous[Int(object)]
    let after = next[Int(object)]
    next[Int(before)] = after
    previous[Int(after)] = before
    let head = head(which)
    let last = previous[Int(head)]
    next[Int(last)] = object
    previous[Int(object)] = last
    next[Int(object)] = head
    previous[Int(head)] = object
    counts[Int(list[Int(object)])] -= 1
    counts[Int(which.rawValue)] += 1
    list[Int(object)] = UInt8(which.rawValue)
  }

  /// The objects of a list in order; O(length).
  func objects(_ of: CandidateList) -> [Int32] {
    var found: [Int32] = []
    var node = head(of)
    while let object = following(node) {
      found.append(object)
      node = object
    }
    return found
  }
}
