extension Collection {
  /// `move_legacy_finalizers`, then `move_legacy_finalizer_reachable`.
  mutating func separateNextUncollectable() -> CollectorStep? {
    while let object = rings.isHead(cursor, .uncollectable) || isUncollectable(cursor) ? nil : rings.following(cursor) {
      if candidates.traits[Int(object)].contains(.legacyFinalizer) { return separate(object) }
      cursor = object
    }
    if !rings.isHead(cursor, .uncollectable), !isUncollectable(cursor) {
      cursor = rings.head(.uncollectable)
      edge = nil
    }
    while true {
      if let target = nextTarget() {
        if rings.isIn(target, .unreachable) { return separate(target) }
      } else {
        guard let object = rings.following(cursor) else { return nil }
        cursor = object
        edge = Int(candidates.starts[Int(object)])
      }
    }
  }

  private func isUncollectable(_ node: Int32) -> Bool {
    Int(node) < candidates.count && rings.isIn(node, .uncollectable)
  }

  private mutating func separate(_ object: Int32) -> CollectorStep {
    collecting[Int(object)] = false
    rings.move(object, toEndOf: .uncollectable)
    return .uncollectable(object)
  }

  /// `handle_weakrefs`: weak references to what is in the list are cleared, then callbacks of reachable ones run.
  mutating func clearNextWeakReference(in list: CandidateList, plain: Bool) -> CollectorStep? {
    while weakIndex < candidates.weakReferences.count {
      let index = weakIndex
      weakIndex += 1
      let reference = candidates.weakReferences[index]
      guard !weakReferenceIsCleared[index], rings.isIn(reference.referent, list) else { continue }
      guard plain || reference.hasCallback else { continue }
      weakReferenceIsCleared[index] = true
      let holderLives = reference.holder.map { !rings.isIn($0, list) } ?? true
      if reference.hasCallback, holderLives { pendingCallbacks.append(index) }
      return .weakReferenceCleared(index)
    }
    guard !pendingCallbacks.isEmpty else { return nil }
    return .callback(pendingCallbacks.removeFirst())
  }

  /// `finalize_garbage`: each finalizer runs once, in list order.
  mutating func finalizeNext() -> CollectorStep? {
    if !pendingEffects.isEmpty {
      let (effect, by) = pendingEffects.removeFirst()
      apply(effect)
      return .effect(effect, by: by)
    }
    while let object = rings.first(.unreachable) {
      rings.move(object, toEndOf: .seen)
      guard candidates.traits[Int(object)].contains(.finalizer), !finalized[Int(object)] else { continue }
      finalized[Int(object)] = true
      pendingEffects = (candidates.effects[object] ?? []).map { (effect: $0, by: object) }
      return .finalized(object)
    }
    return nil
  }

  private mutating func apply(_ effect: FinalizerEffect) {
    switch effect {
    case .hold(let object):
      if candidates.contains(object) { referenceCounts[Int(object)] += 1 }
    case .drop(let from, let to):
      guard candidates.contains(from), candidates.contains(to) else { return }
      let range = Int(candidates.starts[Int(from)])..<Int(candidates.starts[Int(from) + 1])
      guard let position = targets[range].firstIndex(of: to) else { return }
      targets[position] = -1
      referenceCounts[Int(to)] -= 1
      if referenceCounts[Int(to)] == 0 { teardown.append(Teardown(of: to, in: candidates, clearsOnly: false)) }
    }
  }
}
