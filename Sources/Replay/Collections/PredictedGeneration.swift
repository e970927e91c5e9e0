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
    // From 3.12 on the collection waits for the next check between instructions; until then objects can be freed again.
    let wasDue = !runsInsideAllocation && facts.asker == .nobody
    let isDue = facts.isEnabled && facts.thresholds[0] > 0 && (counts[0] > facts.thresholds[0] || wasDue)
    let choice = GenerationChoice(
      counts: counts, thresholds: facts.thresholds, longLivedTotal: facts.longLivedTotal,
      longLivedPending: facts.longLivedPending)
    guard isDue, let generation = rules.isIncremental ? 1 : choice.generation else {
      self = .requested
      return
    }
    self = .automatic(generation)
  }

  /// What there is to say of a collection of some generation.
  public enum Verdict: Hashable, Sendable {
    case agrees, differs
    /// A C function may have asked for it, which leaves no trace.
    case unjudged
  }

  /// Compares the prediction with a collection's generation and with who asked for it.
  ///
  /// What the program or the interpreter's end asks for needs no count; what nobody asked for has to be due.
  public func verdict(on facts: CollectionFacts) -> Verdict {
    let asked =
      facts.asker == .program || facts.asker == .unknown || facts.asker == .finalization && facts.generation == 2
    switch self {
    case .automatic(let predicted):
      return predicted == facts.generation || facts.asker != .unknown && asked ? .agrees : .differs
    case .requested:
      return asked ? .agrees : facts.generation == 2 ? .unjudged : .differs
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
