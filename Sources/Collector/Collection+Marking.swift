extension Collection {
  /// `update_refs`: gc_refs becomes a copy of the reference count, the COLLECTING bit is set.
  mutating func copyNext(in list: CandidateList) -> CollectorStep? {
    guard let object = rings.following(cursor) else { return nil }
    cursor = object
    gcRefs[Int(object)] = referenceCounts[Int(object)]
    collecting[Int(object)] = true
    return .copied(object, gcRefs: gcRefs[Int(object)])
  }

  /// `subtract_refs`: each reference inside the set is taken off its target.
  mutating func subtractNext(in list: CandidateList) -> CollectorStep? {
    while true {
      guard let target = nextTarget() else {
        guard startTraversing() else { return nil }
        continue
      }
      // From 3.14 on a frame's stack can hold references that aren't counted: subtract_refs leaves those out, and they
      // can't be told apart but by there being more than the count says.
      guard collecting[Int(target)], gcRefs[Int(target)] > 0 else { continue }
      gcRefs[Int(target)] -= 1
      return .subtracted(from: cursor, to: target, gcRefs: gcRefs[Int(target)])
    }
  }

  /// `move_unreachable`: what has gc_refs 0 moves to the doubtful list; what a reachable object refers to comes back.
  mutating func scanNext(in list: CandidateList, doubtful: CandidateList) -> CollectorStep? {
    if edge != nil {
      if let target = nextTarget() { return visit(target, in: list, doubtful: doubtful) }
      collecting[Int(cursor)] = false
    }
    guard let object = rings.following(cursor) else { return nil }
    guard gcRefs[Int(object)] > 0 else {
      rings.move(object, toEndOf: doubtful)
      return .inDoubt(object)
    }
    cursor = object
    edge = Int(candidates.starts[Int(object)])
    return .reachable(object)
  }

  /// `visit_reachable`.
  private mutating func visit(_ target: Int32, in list: CandidateList, doubtful: CandidateList) -> CollectorStep {
    guard collecting[Int(target)] else { return .alreadyKnown(target, from: cursor) }
    if rings.isIn(target, doubtful) {
      rings.move(target, toEndOf: list)
      gcRefs[Int(target)] = 1
      return .cameBack(target, from: cursor)
    }
    if gcRefs[Int(target)] == 0 {
      gcRefs[Int(target)] = 1
      return .willStay(target, from: cursor)
    }
    return .alreadyKnown(target, from: cursor)
  }

  /// The second look after the finalizers (`handle_resurrected_objects`; 3.8: `check_garbage`).
  mutating func recheckNext() -> CollectorStep? {
    switch rules.resurrection {
    case .whatItReaches:
      if let step = scanNext(in: .unreachable, doubtful: .seen) { return step }
    case .everything:
      if !savesEverything {
        guard let object = rings.first(.unreachable) else { return nil }
        rings.move(object, toEndOf: .seen)
        return .inDoubt(object)
      }
    }
    guard let object = rings.first(.unreachable) else { return nil }
    collecting[Int(object)] = false
    rings.move(object, toEndOf: .old)
    return .resurrected(object)
  }

  /// `untrack_tuples`, `gc_list_merge`: what is left of young joins the next generation.
  mutating func surviveNext(from list: CandidateList) -> CollectorStep? {
    guard let object = rings.first(list) else { return nil }
    rings.move(object, toEndOf: .old)
    return .survived(object)
  }

  /// Goes to the next object of the walk and to its first reference; false at the list's end.
  private mutating func startTraversing() -> Bool {
    guard let object = rings.following(cursor) else { return false }
    cursor = object
    edge = Int(candidates.starts[Int(object)])
    return true
  }

  /// The target of the next reference that still exists of the object at the cursor.
  mutating func nextTarget() -> Int32? {
    guard var position = edge else { return nil }
    let end = Int(candidates.starts[Int(cursor) + 1])
    while position < end {
      let target = targets[position]
      position += 1
      if target >= 0 {
        edge = position
        return target
      }
    }
    edge = nil
    return nil
  }
}
