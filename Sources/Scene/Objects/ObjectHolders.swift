import Collector

/// Who refers to each object of a collection.
struct ObjectHolders: Sendable {
  private let starts: [Int32]
  private let holders: [Int32]
  private let outside: [Int32]

  /// O(objects + references).
  init(_ candidates: CandidateSet) {
    let count = candidates.count
    var starts = [Int32](repeating: 0, count: count + 1)
    for object in 0..<Int32(count) {
      for target in candidates.references(of: object) { starts[Int(target) + 1] += 1 }
    }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var places = starts
    var holders = [Int32](repeating: 0, count: candidates.referenceCount)
    for object in 0..<Int32(count) {
      for target in candidates.references(of: object) {
        holders[Int(places[Int(target)])] = object
        places[Int(target)] += 1
      }
    }
    outside = (0..<count).map { max(candidates.referenceCounts[$0] - (starts[$0 + 1] - starts[$0]), 0) }
    self.starts = starts
    self.holders = holders
  }

  /// The objects that refer to one, with repetitions.
  func holders(of object: Int32) -> ArraySlice<Int32> {
    holders[Int(starts[Int(object)])..<Int(starts[Int(object) + 1])]
  }

  /// How many references to an object come from outside the candidates.
  func outside(of object: Int32) -> Int { Int(outside[Int(object)]) }

  /// The shortest way to an object from one that something outside holds, that one first; nil if there is none.
  ///
  /// O(what holds it).
  func path(to object: Int32) -> [Int32]? { path(to: object) { self.outside(of: $0) > 0 } }

  /// The shortest way to an object from one of which something is true.
  func path(to object: Int32, from isStart: (Int32) -> Bool) -> [Int32]? {
    var towards: [Int32: Int32] = [object: object]
    var waiting = [object]
    var next = 0
    while next < waiting.count {
      let current = waiting[next]
      next += 1
      if isStart(current) {
        var path = [current]
        while let last = path.last, let step = towards[last], step != last { path.append(step) }
        return path
      }
      for holder in holders(of: current) where towards[holder] == nil {
        towards[holder] = current
        waiting.append(holder)
      }
    }
    return nil
  }
}
