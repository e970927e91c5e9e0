import Collector
import HeapCore
import Trace

/// What a recorded collection and the simulated one have in common, and what explains the rest.
public struct CollectionComparison: Hashable, Sendable {
  /// Why CPython's result may differ from what the collector judged before any finalizer ran.
  public struct Deviations: Hashable, Sendable {
    /// Unreachable objects that were still there: a finalizer, or 3.8's whole set with one, has saved them.
    public var resurrected = 0
    /// Unreachable objects that died while finalizers ran, before the collector counted them.
    public var diedEarly = 0
    /// Weak reference objects that died with their callback and are counted.
    public var callbacks = 0
    /// Objects that can't be collected because of `tp_del`.
    public var uncollectable = 0
    /// Reachable tuples and dictionaries that are no longer tracked, as they refer to nothing tracked.
    public var untracked = 0
    /// Reachable objects that died when callbacks, finalizers and deallocations ran, as recorded frees show.
    public var sideDeaths = 0
    /// Reachable objects that died between the collection and the next request, where their type keeps blocks.
    public var afterwards = 0

    /// Whether CPython's count needed one of the explanations.
    public var isEmpty: Bool { resurrected == 0 && diedEarly == 0 && callbacks == 0 && uncollectable == 0 }
  }

  /// How many objects are unreachable.
  public var unreachable = 0
  /// What explains the differences.
  public var deviations = Deviations()
  /// What nothing explains.
  public var difference: Difference?
  /// Why it can't be said whether the collections are equal.
  public var unjudged: String?

  /// Something that nothing explains.
  public struct Difference: Hashable, Sendable {
    /// The first object that differs, as a candidate's number.
    public var object: Int?
    public var expected: String
    public var actual: String
    public var what: String
  }
}
