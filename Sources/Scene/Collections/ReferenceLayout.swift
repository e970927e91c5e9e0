import Collector

/// Lays a few objects out in rows, once for a collection: each row follows references as far as they lead.
struct ReferenceLayout: Sendable {
  /// The objects shown, by their numbers.
  let objects: [Int32]
  let paths: [ReferenceGraph.Path]
  let others: [ReferenceGraph.Edge]
  /// References from outside the set.
  let heldFromOutside: [Int]
  let cycles: Int

  /// No more objects than that are laid out.
  static let limit = 12

  /// Lays the first objects of the set out in rows of at most so many.
  init(_ candidates: CandidateSet, rowLength: Int = 3) {
    let count = min(candidates.count, Self.limit)
    objects = (0..<Int32(count)).map { $0 }
    var inside = [Int](repeating: 0, count: candidates.count)
    for object in 0..<Int32(candidates.count) {
      for target in candidates.references(of: object) { inside[Int(target)] += 1 }
    }
    let held = (0..<count).map { max(Int(candidates.referenceCounts[$0]) - inside[$0], 0) }
    heldFromOutside = held
    let targets = (0..<count).map { object -> [Int] in
      var found: [Int] = []
      for target in candidates.references(of: Int32(object)) where Int(target) < count && !found.contains(Int(target)) {
        found.append(Int(target))
      }
      return found
    }
    // Rows begin with what is held from outside; what nothing holds comes after.
    let order = (0..<count).sorted { (held[$0] > 0 ? 0 : 1, $0) < (held[$1] > 0 ? 0 : 1, $1) }
    var isPlaced = [Bool](repeating: false, count: count)
    var paths: [ReferenceGraph.Path] = []
    for start in order where !isPlaced[start] {
      var row = [start]
      isPlaced[start] = true
      while row.count < rowLength, let next = targets[row[row.count - 1]].first(where: { !isPlaced[$0] }) {
        isPlaced[next] = true
        row.append(next)
      }
      let back = row.indices.dropLast().map { targets[row[$0 + 1]].contains(row[$0]) }
      paths.append(
        ReferenceGraph.Path(
          nodes: row, isClosed: row.count > 2 && targets[row[row.count - 1]].contains(row[0]), refersBack: back))
    }
    self.paths = paths
    others = Self.others(targets, paths)
    cycles = Self.cycles(targets)
  }

  private static func others(_ targets: [[Int]], _ paths: [ReferenceGraph.Path]) -> [ReferenceGraph.Edge] {
    var shown: Set<ReferenceGraph.Edge> = []
    for path in paths {
      for index in path.nodes.indices.dropLast() {
        shown.insert(.init(path.nodes[index], path.nodes[index + 1]))
        shown.insert(.init(path.nodes[index + 1], path.nodes[index]))
      }
      if path.isClosed, let last = path.nodes.last { shown.insert(.init(last, path.nodes[0])) }
    }
    return targets.indices.flatMap { from in targets[from].map { ReferenceGraph.Edge(from, $0) } }
      .filter { !shown.contains($0) }
  }

  /// How many groups of objects there are in which each one reaches each other.
  private static func cycles(_ targets: [[Int]]) -> Int {
    let reached = targets.indices.map { start -> Set<Int> in
      var seen: Set<Int> = []
      var waiting = targets[start]
      while let next = waiting.popLast() {
        if seen.insert(next).inserted { waiting += targets[next] }
      }
      return seen
    }
    var grouped: Set<Int> = []
    var count = 0
    for node in targets.indices where reached[node].contains(node) && !grouped.contains(node) {
      count += 1
      grouped.insert(node)
      for other in reached[node] where reached[other].contains(node) { grouped.insert(other) }
    }
    return count
  }
}
