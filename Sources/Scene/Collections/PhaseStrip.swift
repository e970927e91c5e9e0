import Collector
import Replay

/// Where the phases of the collector stand in the strip of the collection view.
public enum PhaseStrip {
  /// The move that goes to a phase of the collection at the moment.
  public static func move(to phase: CollectionPhase) -> CollectionMove {
    phase == .done ? .end : .part(.init(phase))
  }

  /// The move that goes to where so many steps of a phase are done; to its end for nil.
  public static func move(to phase: CollectionPhase, steps: Int?) -> CollectionMove {
    phase == .done ? .end : .phase(phase, steps: steps)
  }

  /// The move inside a collection that a moment asks for besides; nil for one between two events.
  public static func move(to moment: Moment) -> CollectionMove? {
    switch moment {
    case .collection(_, .inside(let phase)): move(to: phase)
    case .collection(_, .step(let number)): .position(number)
    default: nil
    }
  }
}
