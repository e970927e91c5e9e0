/// The parts of one collection, in the order in which they run (`Python/gc.c: gc_collect_main`).
public enum CollectionPhase: UInt8, CaseIterable, Hashable, Comparable, Sendable {
  case updateRefs, subtractRefs, moveUnreachable, mergeSurvivors, legacyFinalizers, weakReferences, finalizers
  case recheckUpdateRefs, recheckSubtractRefs, recheckMoveUnreachable, lateWeakReferences, clear, done

  public static func < (a: CollectionPhase, b: CollectionPhase) -> Bool { a.rawValue < b.rawValue }
}

/// The smallest thing that the collector does; numbers are candidates.
public enum CollectorStep: Hashable, Sendable {
  /// gc_refs becomes a copy of the reference count.
  case copied(Int32, gcRefs: Int32)
  /// A reference inside the set is taken off its target's gc_refs.
  case subtracted(from: Int32, to: Int32, gcRefs: Int32)
  /// Something outside holds the object: it stays, and its references are followed.
  case reachable(Int32)
  /// Nothing outside is known to hold it: it moves to the unreachable list, for now.
  case inDoubt(Int32)
  /// A reachable object refers to one that was in doubt: it goes to the end of young with gc_refs 1.
  case cameBack(Int32, from: Int32)
  /// A reachable object refers to one that is still to be looked at: its gc_refs becomes 1.
  case willStay(Int32, from: Int32)
  /// A reachable object refers to one that is known to stay already.
  case alreadyKnown(Int32, from: Int32)
  /// The type has `tp_del`, or something with `tp_del` reaches it: it can't be collected.
  case uncollectable(Int32)
  /// A weak reference to an unreachable object is cleared.
  case weakReferenceCleared(Int)
  /// The callback of a reachable weak reference runs.
  case callback(Int)
  /// `tp_finalize` runs, once for each object.
  case finalized(Int32)
  /// What a finalizer did.
  case effect(FinalizerEffect, by: Int32)
  /// Something outside holds it again.
  case resurrected(Int32)
  /// `tp_clear` is called.
  case cleared(Int32)
  /// A reference goes; the target has that many left.
  case dropped(from: Int32, to: Int32, left: Int32)
  /// The reference count reached 0.
  case freed(Int32)
  /// It survives and joins the next generation.
  case survived(Int32)
}
