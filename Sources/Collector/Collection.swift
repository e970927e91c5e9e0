/// One run of CPython's collector over its candidates, one small step at a time (`Python/gc.c: gc_collect_main`).
///
/// It is a value: a copy is a checkpoint. A step costs O(1) amortised, a whole run O(objects + references).
public struct Collection: Sendable {
  public let candidates: CandidateSet
  public let rules: CollectorRules
  public internal(set) var phase = CollectionPhase.updateRefs
  /// How many steps have been taken.
  public internal(set) var stepNumber = 0
  /// References from outside the set, as far as the collector knows.
  public internal(set) var gcRefs: [Int32]
  public internal(set) var referenceCounts: [Int32]
  /// How many objects the collector judged unreachable for good.
  public internal(set) var unreachableCount = 0
  public internal(set) var uncollectableCount = 0

  var rings: CandidateRings
  /// The COLLECTING bit of each candidate.
  var collecting: [Bool]
  var finalized: [Bool]
  /// References that still exist; −1 where one has gone.
  var targets: [Int32]
  /// The last node that the current walk has dealt with, a list's head at the start.
  var cursor: Int32
  /// The next reference of the object being traversed, while one is.
  var edge: Int?
  var weakIndex = 0
  var pendingCallbacks: [Int] = []
  var pendingEffects: [(effect: FinalizerEffect, by: Int32)] = []
  var teardown: [Teardown] = []
  var weakReferenceIsCleared: [Bool]
  /// 3.8: one of the unreachable objects was saved, so all are.
  var savesEverything = false

  /// Starts a collection of a set whose references all name candidates.
  public init(of candidates: CandidateSet, rules: CollectorRules) throws(CollectorError) {
    if let bad = candidates.firstInvalidTarget { throw .referenceToNobody(reference: bad) }
    self.candidates = candidates
    self.rules = rules
    let count = candidates.count
    gcRefs = Array(repeating: 0, count: count)
    referenceCounts = candidates.referenceCounts
    rings = CandidateRings(count: count)
    collecting = Array(repeating: false, count: count)
    finalized = candidates.traits.map { $0.contains(.finalized) }
    targets = candidates.targets
    weakReferenceIsCleared = Array(repeating: false, count: candidates.weakReferences.count)
    cursor = rings.head(.young)
  }

  /// Takes the next step, or returns nil at the end.
  public mutating func advance() -> CollectorStep? {
    while phase != .done {
      if let step = nextStep() {
        stepNumber += 1
        return step
      }
      enterNextPhase()
    }
    return nil
  }

  /// Takes at most `limit` steps and says how many it took; fewer only at the end.
  @discardableResult
  public mutating func run(limit: Int = .max) -> Int {
    var taken = 0
    while taken < limit, advance() != nil { taken += 1 }
    return taken
  }

  /// Takes steps until a phase begins; none of its own. O(objects + references) for a whole run.
  public mutating func run(to start: CollectionPhase) {
    while phase < start {
      if nextStep() != nil { stepNumber += 1 } else { enterNextPhase() }
    }
  }

  /// Takes steps of a phase, at most until so many have been taken in all; where the phase ends, enters the next.
  public mutating func run(in phase: CollectionPhase, to step: Int) {
    while self.phase == phase, stepNumber < step {
      if nextStep() != nil { stepNumber += 1 } else { enterNextPhase() }
    }
  }

  /// The objects of the young list in order: after `moveUnreachable` those that something outside holds.
  public var young: [Int32] { rings.objects(.young) }
  /// The objects that are unreachable so far, in order.
  public var unreachable: [Int32] { rings.objects(.unreachable) + rings.objects(.seen) }
  /// The objects that went on to the next generation, in order.
  public var survivors: [Int32] { rings.objects(.old) }
  /// The objects that can't be collected because of `tp_del`.
  public var uncollectable: [Int32] { rings.objects(.uncollectable) }
  /// The objects that died in this collection, in the order of their deaths.
  public var freed: [Int32] { rings.objects(.freed) }
  public func isFinalized(_ object: Int32) -> Bool { finalized[Int(object)] }

  private mutating func nextStep() -> CollectorStep? {
    if let step = stepOfTeardown() { return step }
    switch phase {
    case .updateRefs: return copyNext(in: .young)
    case .subtractRefs: return subtractNext(in: .young)
    case .moveUnreachable: return scanNext(in: .young, doubtful: .unreachable)
    case .mergeSurvivors: return surviveNext(from: .young)
    case .legacyFinalizers: return separateNextUncollectable()
    case .weakReferences: return clearNextWeakReference(in: .unreachable, plain: !rules.clearsPlainWeakReferencesLate)
    case .finalizers: return finalizeNext()
    case .recheckUpdateRefs: return copyNext(in: .unreachable)
    case .recheckSubtractRefs: return subtractNext(in: .unreachable)
    case .recheckMoveUnreachable: return recheckNext()
    case .lateWeakReferences: return clearNextWeakReference(in: .seen, plain: true)
    case .clear: return clearNext()
    case .done: return nil
    }
  }

  private mutating func enterNextPhase() {
    leave(phase)
    phase = CollectionPhase(rawValue: phase.rawValue + 1) ?? .done
    edge = nil
    weakIndex = 0
    switch phase {
    case .recheckUpdateRefs, .recheckSubtractRefs, .recheckMoveUnreachable, .legacyFinalizers:
      cursor = rings.head(.unreachable)
    default:
      cursor = rings.head(.young)
    }
  }

  private mutating func leave(_ phase: CollectionPhase) {
    switch phase {
    case .recheckSubtractRefs where rules.resurrection == .everything:
      savesEverything = rings.objects(.unreachable).contains { gcRefs[Int($0)] != 0 }
    case .finalizers:
      for object in rings.objects(.seen) {
        rings.move(object, toEndOf: .unreachable)
        collecting[Int(object)] = false
      }
    case .recheckMoveUnreachable:
      unreachableCount = rings.objects(.seen).count
    case .legacyFinalizers:
      uncollectableCount = rings.objects(.uncollectable).count
    default: break
    }
  }
}

/// What can't be collected at all.
public enum CollectorError: Error, Hashable, Sendable {
  /// A reference, counted over the whole set, names no candidate.
  case referenceToNobody(reference: Int)

  public var message: String {
    switch self {
    case .referenceToNobody(let reference):
      "reference \(reference) of the collection names no object of it; the recording is damaged there"
    }
  }
}
