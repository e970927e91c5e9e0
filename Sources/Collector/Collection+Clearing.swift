/// An object whose references are being dropped one by one.
struct Teardown: Sendable {
  let object: Int32
  /// `tp_clear` drops references and leaves the object; a deallocation takes it away.
  let clearsOnly: Bool
  var position: Int
  let end: Int

  init(of object: Int32, in candidates: CandidateSet, clearsOnly: Bool) {
    self.object = object
    self.clearsOnly = clearsOnly
    position = Int(candidates.starts[Int(object)])
    end = Int(candidates.starts[Int(object) + 1])
  }
}

extension Collection {
  /// `delete_garbage`: takes the head of what is unreachable for good and calls `tp_clear`.
  ///
  /// The collector holds the object while it does, so it dies only when that reference goes.
  mutating func clearNext() -> CollectorStep? {
    guard let object = rings.first(.seen) else { return nil }
    referenceCounts[Int(object)] += 1
    teardown.append(Teardown(of: object, in: candidates, clearsOnly: true))
    return .cleared(object)
  }

  /// The next thing that happens in the deallocations under way, deepest first.
  mutating func stepOfTeardown() -> CollectorStep? {
    while var top = teardown.popLast() {
      while top.position < top.end {
        let target = targets[top.position]
        top.position += 1
        guard target >= 0 else { continue }
        targets[top.position - 1] = -1
        teardown.append(top)
        let left = release(target)
        return .dropped(from: top.object, to: target, left: left)
      }
      if !top.clearsOnly {
        rings.move(top.object, toEndOf: .freed)
        return .freed(top.object)
      }
      if release(top.object) > 0 {
        collecting[Int(top.object)] = false
        rings.move(top.object, toEndOf: .old)
        return .survived(top.object)
      }
    }
    return nil
  }

  /// `Py_DECREF`: at 0 the deallocation starts at once.
  private mutating func release(_ object: Int32) -> Int32 {
    referenceCounts[Int(object)] -= 1
    let left = referenceCounts[Int(object)]
    if left == 0 { teardown.append(Teardown(of: object, in: candidates, clearsOnly: false)) }
    return left
  }
}
