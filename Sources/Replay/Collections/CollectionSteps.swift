import Collector

/// A collection that was run once to its end, kept at the start of each part and in between.
///
/// It can be read from several threads.
public struct CollectionSteps: Sendable {
  /// A phase and where it lies.
  public struct Phase: Hashable, Sendable {
    /// The phase.
    public let phase: CollectionPhase
    /// How many steps come before it.
    public let start: Int
    /// How many steps it has; some have none.
    public internal(set) var count: Int
  }

  /// The phases in their order, `done` last.
  public private(set) var phases: [Phase] = [Phase(phase: .updateRefs, start: 0, count: 0)]
  /// How many steps there are in all.
  public private(set) var stepCount = 0
  /// The beginning and the moments just after the first step of each part that has any, the end last.
  public private(set) var parts: [(part: CollectionProgress.Part, position: Int)] = [(.start, 0)]
  /// The moments just after an object was found to be resurrected; the first thousand.
  public private(set) var resurrections: [Int] = []
  /// States in the order of their steps.
  private var checkpoints: [CollectionProgress]
  private var running: CollectionProgress
  private let interval: Int

  /// Prepares the run; nothing is done yet.
  public init(of candidates: CandidateSet, rules: CollectorRules) throws(CollectorError) {
    running = try CollectionProgress(of: candidates, rules: rules)
    checkpoints = [running]
    // Each state kept costs what changed since the last: a dozen of a large heap.
    interval = max(1 << 14, (candidates.count * 3 + candidates.referenceCount * 2) / 12)
  }

  /// Whether the end has been reached.
  public var isComplete: Bool { running.isFinished }

  /// An estimate of how much is done, 0 to 1.
  public var share: Double { isComplete ? 1 : min(0.99, Double(running.position) / Double(interval * 12 + 1)) }

  /// The moment behind the last step.
  public var end: Int { stepCount + 1 }

  /// Takes up to about so many steps of the run.
  public mutating func prepare(steps: Int) {
    let last = running.position + steps
    while !isComplete, running.position < last {
      let part = running.part
      guard running.advance() else { return }
      if running.isFinished {
        enter(.done)
      } else {
        enter(running.phase)
        phases[phases.count - 1].count += 1
        stepCount = running.position
        if case .resurrected? = running.last, resurrections.count < 1000 { resurrections.append(running.position) }
      }
      if running.part != part {
        parts.append((running.part, running.position))
        checkpoints.append(running)
      } else if running.position - (checkpoints.last?.position ?? 0) >= interval {
        checkpoints.append(running)
      }
    }
  }

  /// Notes phases up to this one, most of which have no steps.
  private mutating func enter(_ phase: CollectionPhase) {
    while let last = phases.last?.phase, last < phase, let next = CollectionPhase(rawValue: last.rawValue + 1) {
      phases.append(Phase(phase: next, start: stepCount, count: 0))
    }
  }

  /// The beginning.
  var first: CollectionProgress { checkpoints[0] }

  /// The last kept state that isn't behind a position.
  func nearest(atOrBefore position: Int) -> CollectionProgress {
    checkpoints.last { $0.position <= position } ?? checkpoints[0]
  }
}
