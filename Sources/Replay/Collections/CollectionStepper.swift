import Collector
import Trace

/// What is to be said of one moment inside a collection.
public struct CollectionMoment: Hashable, Sendable {
  /// The phase that the collection is in.
  public var phase: CollectionPhase
  /// How many steps of the whole collection were taken.
  public var step: Int
  /// How many steps of the phase were taken.
  public var stepOfPhase: Int
  /// The last step; nil where a phase has only been entered.
  public var last: CollectorStep?
  /// The last step, or else the phase, in one line.
  public var narration: String
}

/// A place inside a collection that moves forward and back.
///
/// It is a value: a copy stays where it is.
public struct CollectionStepper: Sendable {
  /// What it moves in; complete.
  public let run: CollectionRun
  /// The collector at this moment: lists, gc_refs, reference counts.
  public private(set) var collection: Collector.Collection
  /// The last step; nil where a phase has only been entered.
  public private(set) var last: CollectorStep?
  /// A state a little before the moment that was gone back to last, as one often goes back on.
  private var near: Collector.Collection?

  /// Stands at the start of the first phase.
  public init(_ run: CollectionRun) {
    self.run = run
    collection = run.checkpoints[0]
  }

  /// How many steps of the whole collection were taken.
  public var position: Int { collection.stepNumber }

  /// The phase that it is in.
  public var phase: CollectionPhase { collection.phase }

  /// This moment in words and numbers.
  public var moment: CollectionMoment {
    let start = run.phases.first { $0.phase == phase }?.start ?? 0
    return CollectionMoment(
      phase: phase, step: position, stepOfPhase: position - start, last: last,
      narration: last.map { words(of: $0) } ?? phase.purpose)
  }

  /// A step in one line of words.
  public func words(of step: CollectorStep) -> String {
    step.words(
      name: run.name, weak: { run.name(of: collection.candidates.weakReferences[$0].referent) })
  }

  /// Takes the next step, through the starts of phases; false at the end.
  @discardableResult
  public mutating func stepForward() -> Bool {
    last = collection.advance()
    return last != nil
  }

  /// Goes back by one step; false at the start.
  @discardableResult
  public mutating func stepBack() -> Bool {
    guard position > 0 else {
      last = nil
      return false
    }
    seek(to: last == nil ? position : position - 1)
    return true
  }

  /// Goes to the moment after so many steps.
  ///
  /// - Complexity: O(a twelfth of the steps), less where the moment is near.
  public mutating func seek(to step: Int) {
    let target = min(max(0, step), run.stepCount)
    guard target > 0 else { return enter(.updateRefs) }
    if target <= position {
      let kept = run.nearest(atOrBefore: target - 1)
      if let near, near.stepNumber < target, near.stepNumber >= kept.stepNumber {
        collection = near
      } else {
        collection = kept
      }
    } else {
      let kept = run.nearest(atOrBefore: target - 1)
      if kept.stepNumber > position { collection = kept }
    }
    if target - 1 - collection.stepNumber > Self.nearSteps {
      collection.run(limit: target - 1 - Self.nearSteps / 2 - collection.stepNumber)
      near = collection
    }
    collection.run(limit: target - 1 - collection.stepNumber)
    last = collection.advance()
  }

  private static let nearSteps = 4096

  /// Goes to a phase's start.
  public mutating func enter(_ phase: CollectionPhase) {
    guard let state = run.state(at: phase) else { return }
    collection = state
    last = nil
  }

  /// Goes to the start of the next phase that has steps, or to the end.
  public mutating func enterNextPhase() {
    let next = run.phases.first { $0.phase > phase && ($0.count > 0 || $0.phase == .done) }
    enter(next?.phase ?? .done)
  }

  /// Goes to the start of this phase, or when it's there to that of the one before which has steps.
  public mutating func enterPreviousPhase() {
    guard let now = run.phases.first(where: { $0.phase == phase }) else { return }
    if position > now.start { return enter(phase) }
    enter(run.phases.last { $0.phase < phase && $0.count > 0 }?.phase ?? .updateRefs)
  }

  /// Goes on to the next object of the walk: over the references of the present one.
  public mutating func stepOver() {
    let object = collection.walkedObject
    let before = phase
    while stepForward(), phase == before, collection.walkedObject == object, last?.isInsideObject == true {}
  }
}

extension CollectorStep {
  /// Whether it's about one reference of an object rather than about the next object.
  fileprivate var isInsideObject: Bool {
    switch self {
    case .subtracted, .cameBack, .willStay, .alreadyKnown, .dropped, .effect: true
    default: false
    }
  }
}
