import Collector

/// What is known of a candidate so far.
public enum CandidateState: UInt8, Sendable {
  case waiting, reachable, inDoubt, cameBack, survives, unreachable, uncollectable, finalized, resurrected
  case cleared, freed
}

/// A collection at one of its steps, with what is known of each object; a copy stays where it is.
public struct CollectionProgress: Sendable {
  /// The parts of a collection as people are told of them: some are several phases.
  public enum Part: Int, CaseIterable, Comparable, Sendable {
    case start, updateRefs, subtractRefs, moveUnreachable, weakReferences, finalizers, recheck, clear, done

    /// The part that a phase belongs to.
    public init(_ phase: CollectionPhase) {
      self =
        switch phase {
        case .updateRefs: .updateRefs
        case .subtractRefs: .subtractRefs
        case .moveUnreachable, .mergeSurvivors, .legacyFinalizers: .moveUnreachable
        case .weakReferences: .weakReferences
        case .finalizers: .finalizers
        case .recheckUpdateRefs, .recheckSubtractRefs, .recheckMoveUnreachable: .recheck
        case .lateWeakReferences, .clear: .clear
        case .done: .done
        }
    }

    /// In the order in which they run.
    public static func < (a: Part, b: Part) -> Bool { a.rawValue < b.rawValue }
  }

  /// The collector's lists and counts.
  public private(set) var collection: Collector.Collection
  /// How each object stands.
  public private(set) var states: [CandidateState]
  /// The step that was taken last; nil before the first and at the end.
  public private(set) var last: CollectorStep?
  /// gc_refs of the object of the last step before it.
  public private(set) var gcRefsBefore: Int32?
  /// The object that is being looked at.
  public private(set) var focus: Int32?
  /// How many steps have been taken, the last one of all being the end.
  public private(set) var position = 0
  /// Whether the end has been reached.
  public private(set) var isFinished = false
  /// The last steps of this phase, the newest last.
  public private(set) var recent: [CollectorStep] = []
  /// How many steps of the phase have been taken.
  public private(set) var phaseSteps = 0
  /// How `gc_refs` of a few objects became what they are.
  public private(set) var history: GCRefsHistory
  /// The reachable object that each one was last reached from; -1 where it was from none.
  private var reachedFrom: [Int32]
  /// The objects that were moved to unreachable, in that order, those that left it again too.
  private var doubted: [Int32] = []

  static let recentLimit = 32

  /// Stands before the first step.
  public init(of candidates: CandidateSet, rules: CollectorRules) throws(CollectorError) {
    collection = try Collector.Collection(of: candidates, rules: rules)
    states = Array(repeating: .waiting, count: candidates.count)
    reachedFrom = Array(repeating: -1, count: candidates.count)
    history = GCRefsHistory(candidates)
  }

  /// The phase that the collector is in.
  public var phase: CollectionPhase { collection.phase }

  /// The part that the last step belongs to.
  public var part: Part {
    position == 0 ? .start : Part(phase)
  }

  /// The objects that are held, as far as is known, in the list's order. O(objects).
  public var held: [Int32] { phase <= .moveUnreachable ? collection.young : collection.survivors + collection.young }

  /// The objects that nothing outside is known to hold, in the order in which they got there; what is freed keeps its
  /// place. O(objects).
  public var inDoubt: [Int32] {
    let isRecheck = phase == .recheckMoveUnreachable
    return doubted.filter { object in
      switch states[Int(object)] {
      case .inDoubt, .unreachable, .uncollectable, .finalized, .cleared, .freed: true
      case .reachable, .cameBack: isRecheck
      case .waiting, .survives, .resurrected: false
      }
    }
  }

  /// The reachable object whose reference kept an object; nil where something outside holds it itself.
  public func keeper(of object: Int32) -> Int32? {
    let keeper = reachedFrom[Int(object)]
    return keeper < 0 ? nil : keeper
  }

  /// Where the object that the last step moved stood before.
  public var leftBehind: (object: Int32, fromHeld: Bool, index: Int)? {
    guard phase == .moveUnreachable else { return nil }
    switch last {
    case .inDoubt(let object):
      return (object, true, held.count { states[Int($0)] == .reachable })
    case .cameBack(let object, _):
      let place = doubted.prefix { $0 != object }.count { states[Int($0)] == .inDoubt }
      return (object, false, place)
    default: return nil
    }
  }

  /// Takes the next step; false at the end.
  public mutating func advance() -> Bool {
    guard !isFinished else { return false }
    let phaseBefore = phase
    position += 1
    guard let step = collection.advance() else {
      begin(after: phaseBefore)
      (last, gcRefsBefore, focus) = (nil, nil, nil)
      isFinished = true
      return true
    }
    if phase != phaseBefore { begin(after: phaseBefore) }
    last = step
    phaseSteps += 1
    if recent.count == Self.recentLimit { recent.removeFirst() }
    recent.append(step)
    switch step {
    case .subtracted(_, _, let gcRefs): gcRefsBefore = gcRefs + 1
    case .cameBack, .willStay: gcRefsBefore = 0
    default: gcRefsBefore = nil
    }
    note(step)
    return true
  }

  private mutating func begin(after phase: CollectionPhase) {
    recent = []
    phaseSteps = 0
    focus = nil
    if phase <= .moveUnreachable, self.phase > .moveUnreachable {
      for object in states.indices where states[object] == .inDoubt { states[object] = .unreachable }
    }
  }

  private mutating func note(_ step: CollectorStep) {
    switch step {
    case .copied(let object, _): focus = object
    case .subtracted(let from, _, _): focus = from
    case .reachable(let object):
      set(object, .reachable)
      focus = object
    case .inDoubt(let object):
      if phase == .moveUnreachable { doubted.append(object) }
      set(object, phase == .moveUnreachable ? .inDoubt : .unreachable)
      focus = nil
    case .cameBack(let object, let from):
      set(object, .cameBack)
      reachedFrom[Int(object)] = from
      focus = from
    case .willStay(let object, let from):
      reachedFrom[Int(object)] = from
      focus = from
    case .alreadyKnown(_, let from): focus = from
    case .uncollectable(let object): set(object, .uncollectable)
    case .weakReferenceCleared(let index): focus = collection.candidates.weakReferences[index].referent
    case .callback(let index): focus = collection.candidates.weakReferences[index].holder
    case .finalized(let object):
      set(object, .finalized)
      focus = object
    case .effect(_, let by): focus = by
    case .resurrected(let object): set(object, .resurrected)
    case .cleared(let object):
      set(object, .cleared)
      focus = object
    case .dropped(let from, _, _): focus = from
    case .freed(let object): set(object, .freed)
    case .survived(let object): set(object, .survives)
    }
    history.note(step, in: phase, gcRefs: collection.gcRefs)
  }

  private mutating func set(_ object: Int32, _ state: CandidateState) { states[Int(object)] = state }
}

extension CollectorStep {
  /// The object that the step is about.
  public var object: Int32? {
    switch self {
    case .copied(let object, _), .subtracted(_, let object, _), .reachable(let object), .inDoubt(let object),
      .cameBack(let object, _), .willStay(let object, _), .alreadyKnown(let object, _), .uncollectable(let object),
      .finalized(let object), .effect(_, let object), .resurrected(let object), .cleared(let object),
      .dropped(_, let object, _), .freed(let object), .survived(let object):
      object
    case .weakReferenceCleared, .callback: nil
    }
  }

  /// The reference that the step follows.
  public var reference: (from: Int32, to: Int32)? {
    switch self {
    case .subtracted(let from, let to, _), .dropped(let from, let to, _): (from, to)
    case .cameBack(let to, let from), .willStay(let to, let from), .alreadyKnown(let to, let from): (from, to)
    default: nil
    }
  }
}
