import Collector

/// What is known of a candidate so far.
enum CandidateState: UInt8, Sendable {
  case waiting, reachable, inDoubt, cameBack, survives, unreachable, uncollectable, finalized, resurrected
  case cleared, freed
}

/// A collection at one of its steps, with what the picture says of each object; a copy is a checkpoint.
struct CollectionWalk: Sendable {
  private(set) var collection: Collector.Collection
  private(set) var states: [CandidateState]
  /// The step that was taken last; nil before the first and at the end.
  private(set) var last: CollectorStep?
  /// gc_refs of the object of the last step before it.
  private(set) var gcRefsBefore: Int32?
  /// The object that is being looked at.
  private(set) var focus: Int32?
  /// How many steps have been taken, the last one of all being the end.
  private(set) var position = 0
  private(set) var isFinished = false
  /// The last steps of this phase, the newest last.
  private(set) var recent: [CollectorStep] = []
  private(set) var phaseSteps = 0
  private(set) var history: GCRefsHistory
  /// The objects that were moved to unreachable, in that order, those that left it again too.
  private var doubted: [Int32] = []

  static let recentLimit = 32

  init(of candidates: CandidateSet, rules: CollectorRules) throws(CollectorError) {
    collection = try Collector.Collection(of: candidates, rules: rules)
    states = Array(repeating: .waiting, count: candidates.count)
    history = GCRefsHistory(candidates)
  }

  var phase: CollectionPhase { collection.phase }

  /// The objects that are held, as far as is known, in the list's order. O(objects).
  var held: [Int32] { phase <= .moveUnreachable ? collection.young : collection.survivors + collection.young }

  /// The objects that nothing outside is known to hold, in the order in which they got there; what is freed keeps its
  /// place. O(objects).
  var inDoubt: [Int32] {
    let isRecheck = phase == .recheckMoveUnreachable
    return doubted.filter { object in
      switch states[Int(object)] {
      case .inDoubt, .unreachable, .uncollectable, .finalized, .cleared, .freed: true
      case .reachable, .cameBack: isRecheck
      case .waiting, .survives, .resurrected: false
      }
    }
  }

  /// Where the object that the last step moved stood before.
  var leftBehind: (object: Int32, fromHeld: Bool, index: Int)? {
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
  mutating func advance() -> Bool {
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
      focus = from
    case .willStay(_, let from), .alreadyKnown(_, let from): focus = from
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
  var object: Int32? {
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
  var reference: (from: Int32, to: Int32)? {
    switch self {
    case .subtracted(let from, let to, _), .dropped(let from, let to, _): (from, to)
    case .cameBack(let to, let from), .willStay(let to, let from), .alreadyKnown(let to, let from): (from, to)
    default: nil
    }
  }
}
