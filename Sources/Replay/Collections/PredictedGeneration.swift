import Collector
import HeapCore
import Trace

/// What the counts, thresholds and the 25 % rule say of a collection at the moment when it began.
public enum PredictedGeneration: Hashable, Sendable {
  /// No collection was due, or automatic ones were off: the program or the interpreter asked for this one.
  case requested
  /// A collection was due, of this generation.
  case automatic(Int)

  /// Decides from what was recorded before the collection changed it.
  public init(_ facts: CollectionFacts, python: PythonVersion) {
    // 3.14.0 to 3.14.4 don't choose a generation: what isn't asked for is an increment.
    let rules = CollectorRules(python)
    var counts = facts.counts
    let runsInsideAllocation = python < PythonVersion(hex: 0x030C_0000)
    // The object whose allocation starts the collection is counted after the last allocator event before it.
    if runsInsideAllocation { counts[0] += 1 }
    let isDue = facts.isEnabled && facts.thresholds[0] > 0 && counts[0] > facts.thresholds[0]
    guard isDue else {
      self = .requested
      return
    }
    let choice = GenerationChoice(
      counts: counts, thresholds: facts.thresholds, longLivedTotal: facts.longLivedTotal,
      longLivedPending: facts.longLivedPending)
    self = .automatic(rules.isIncremental ? 1 : choice.generation ?? 0)
  }

  /// Whether a collection of this generation is what was predicted.
  public func agrees(with generation: Int) -> Bool {
    switch self {
    case .requested: true
    case .automatic(let predicted): predicted == generation
    }
  }

  /// The prediction in words.
  public var words: String {
    switch self {
    case .requested: "asked for"
    case .automatic(let generation): "generation \(generation)"
    }
  }
}
