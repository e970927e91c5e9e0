import Collector

/// Finds the cycles among the objects of a collection: groups in which each one reaches each other (Tarjan's strongly
/// connected components, without recursion), in slices.
struct CycleFinder: Sendable {
  /// The number of the group that each object is in, from 1; 0 for those in none.
  private(set) var cycles: [Int32]
  /// How many groups there are.
  private(set) var count = 0
  private(set) var isDone = false

  private var order: [Int32]
  private var low: [Int32]
  private var next = Int32(0)
  private var start = Int32(0)
  private var path: [(object: Int32, position: Int)] = []
  private var open: [Int32] = []
  private var isOpen: [Bool]

  /// Prepares the search among so many objects.
  init(count: Int) {
    cycles = Array(repeating: 0, count: count)
    order = Array(repeating: -1, count: count)
    low = Array(repeating: 0, count: count)
    isOpen = Array(repeating: false, count: count)
  }

  /// Goes on for about so many references. O(objects + references) for all.
  mutating func advance(_ candidates: CandidateSet, references: Int) {
    var left = references
    while left > 0, !isDone {
      left -= 1
      guard let top = path.last else {
        findStart()
        continue
      }
      let targets = candidates.references(of: top.object)
      guard top.position < targets.count else {
        leave(top.object, candidates)
        continue
      }
      path[path.count - 1].position += 1
      let target = targets[targets.startIndex + top.position]
      if order[Int(target)] < 0 {
        enter(target)
      } else if isOpen[Int(target)] {
        low[Int(top.object)] = min(low[Int(top.object)], order[Int(target)])
      }
    }
  }

  private mutating func findStart() {
    while Int(start) < order.count, order[Int(start)] >= 0 { start += 1 }
    if Int(start) == order.count {
      number()
      isDone = true
    } else {
      enter(start)
    }
  }

  private mutating func enter(_ object: Int32) {
    order[Int(object)] = next
    low[Int(object)] = next
    next += 1
    path.append((object, 0))
    open.append(object)
    isOpen[Int(object)] = true
  }

  private mutating func leave(_ object: Int32, _ candidates: CandidateSet) {
    path.removeLast()
    if let holder = path.last?.object { low[Int(holder)] = min(low[Int(holder)], low[Int(object)]) }
    guard low[Int(object)] == order[Int(object)] else { return }
    let isCycle = open.last != object || candidates.references(of: object).contains(object)
    if isCycle { count += 1 }
    while let member = open.popLast() {
      isOpen[Int(member)] = false
      if isCycle { cycles[Int(member)] = Int32(count) }
      if member == object { break }
    }
  }

  /// Numbers the groups in the order of their first objects, so that numbers stay while other groups come.
  private mutating func number() {
    var numbers = [Int32](repeating: 0, count: count + 1)
    var next = Int32(0)
    for object in cycles.indices where cycles[object] > 0 {
      if numbers[Int(cycles[object])] == 0 {
        next += 1
        numbers[Int(cycles[object])] = next
      }
      cycles[object] = numbers[Int(cycles[object])]
    }
  }
}
