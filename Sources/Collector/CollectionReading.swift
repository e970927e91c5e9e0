extension Collection {
  /// The object at which the walk stands, nil before the first.
  public var walkedObject: Int32? { Int(cursor) < candidates.count ? cursor : nil }

  /// How many objects are in a list. O(1).
  public func count(in list: CandidateList) -> Int { rings.counts[Int(list.rawValue)] }

  /// The list that an object is in.
  public func list(of object: Int32) -> CandidateList {
    CandidateList(rawValue: Int32(rings.list[Int(object)])) ?? .young
  }

  /// Some of a list's objects in order: behind one of them, or from the first on. O(limit).
  public func objects(in list: CandidateList, after object: Int32? = nil, limit: Int = .max) -> [Int32] {
    var found: [Int32] = []
    var node = object ?? rings.head(list)
    while found.count < limit, let next = rings.following(node) {
      found.append(next)
      node = next
    }
    return found
  }

  /// Some of a list's objects before one of them, in the list's order. O(limit).
  public func objects(in list: CandidateList, before object: Int32, limit: Int) -> [Int32] {
    var found: [Int32] = []
    var node = object
    while found.count < limit, let previous = rings.preceding(node) {
      found.append(previous)
      node = previous
    }
    return found.reversed()
  }

  /// Whether the collector has marked an object as one of this collection's (`PREV_MASK_COLLECTING`).
  public func isCollecting(_ object: Int32) -> Bool { collecting[Int(object)] }

  /// The references of an object that still exist, in the order of `tp_traverse`.
  public func presentReferences(of object: Int32) -> [Int32] {
    let range = Int(candidates.starts[Int(object)])..<Int(candidates.starts[Int(object) + 1])
    return targets[range].filter { $0 >= 0 }
  }
}
