extension CollectionPhase {
  /// The phase's name in a written moment, `gc:K:NAME`.
  public var name: String {
    switch self {
    case .updateRefs: "update_refs"
    case .subtractRefs: "subtract_refs"
    case .moveUnreachable: "move_unreachable"
    case .mergeSurvivors: "survivors"
    case .legacyFinalizers: "legacy_finalizers"
    case .weakReferences: "weakrefs"
    case .finalizers: "finalizers"
    case .recheckUpdateRefs: "recheck_update_refs"
    case .recheckSubtractRefs: "recheck_subtract_refs"
    case .recheckMoveUnreachable: "recheck_move_unreachable"
    case .lateWeakReferences: "late_weakrefs"
    case .clear: "clear"
    case .done: "done"
    }
  }

  /// Finds a phase by its name.
  public init?(name: some StringProtocol) {
    guard let phase = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = phase
  }

  /// What the phase is for, in one sentence.
  public var purpose: String {
    switch self {
    case .updateRefs: "Each object's reference count is copied to gc_refs."
    case .subtractRefs: "References between the objects are taken off: gc_refs keeps those from outside."
    case .moveUnreachable: "What has gc_refs 0 moves to unreachable; what a reachable object refers to comes back."
    case .mergeSurvivors: "What something outside holds joins the next generation."
    case .legacyFinalizers: "Objects with tp_del, and what they refer to, are set aside: they can't be collected."
    case .weakReferences: "Weak references to unreachable objects are cleared, then their callbacks run."
    case .finalizers: "Finalizers of unreachable objects run, each only once in an object's life."
    case .recheckUpdateRefs: "A second look, as a finalizer can have saved something: gc_refs is set again."
    case .recheckSubtractRefs: "References among the unreachable objects are taken off again."
    case .recheckMoveUnreachable: "What something outside holds now is resurrected and joins the next generation."
    case .lateWeakReferences: "Weak references that could still be used by finalizers are cleared."
    case .clear: "tp_clear breaks the references up: the objects' counts fall to 0 and their blocks are freed."
    case .done: "The collection is over."
    }
  }
}

extension CollectorStep {
  /// The step in one line of words.
  ///
  /// `name` says what to call an object; `weak` which object a weak reference is to.
  public func words(name: (Int32) -> String, weak: (Int) -> String) -> String {
    switch self {
    case .copied(let object, let gcRefs): "\(name(object)): gc_refs becomes \(gcRefs), its reference count."
    case .subtracted(let from, let to, let gcRefs):
      "\(name(from)) refers to \(from == to ? "itself" : name(to)): gc_refs of \(name(to)) falls to \(gcRefs)."
    case .reachable(let object):
      "\(name(object)) is held from outside: it stays, and what it refers to is looked at next."
    case .inDoubt(let object):
      "\(name(object)) has gc_refs 0: nothing outside is known to hold it. It is unreachable, for now."
    case .cameBack(let object, let from):
      "\(name(from)) is reachable and refers to \(name(object)): it comes back with gc_refs 1."
    case .willStay(let object, let from):
      "\(name(from)) is reachable and refers to \(name(object)), which will stay: its gc_refs becomes 1."
    case .alreadyKnown(let object, let from): "\(name(from)) refers to \(name(object)), which stays already."
    case .uncollectable(let object): "\(name(object)) can't be collected because of tp_del."
    case .weakReferenceCleared(let number): "A weak reference to \(weak(number)) is cleared."
    case .callback(let number): "The callback of a weak reference to \(weak(number)) runs."
    case .finalized(let object): "The finalizer of \(name(object)) runs."
    case .effect(.hold(let object), let by): "The finalizer of \(name(by)) keeps \(object == by ? "it" : name(object))."
    case .effect(.drop(let from, let to), let by):
      "The finalizer of \(name(by)) drops the reference of \(name(from)) to \(name(to))."
    case .resurrected(let object): "\(name(object)) is held from outside again: it is resurrected."
    case .cleared(let object): "tp_clear of \(name(object)) lets go of what it refers to."
    case .dropped(let from, let to, let left):
      "\(name(from)) lets go of \(from == to ? "itself" : name(to)): \(left) \(left == 1 ? "reference" : "references") left."
    case .freed(let object): "\(name(object)) has reference count 0: it is freed."
    case .survived(let object): "\(name(object)) joins the next generation."
    }
  }
}
