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
}
