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
    /// Reachable objects that died when callbacks, finalizers and deallocations ran.
    public var sideDeaths = 0

    /// Whether CPython's count needed one of the explanations.
    public var isEmpty: Bool { resurrected == 0 && diedEarly == 0 && callbacks == 0 && uncollectable == 0 }
  }

  /// How many objects are unreachable.
  public var unreachable = 0
  /// What explains the differences.
  public var deviations = Deviations()
  /// What nothing explains.
  public var difference: Difference?

  /// Something that nothing explains.
  public struct Difference: Hashable, Sendable {
    /// The first object that differs, as a candidate's number.
    public var object: Int?
    public var expected: String
    public var actual: String
    public var what: String
  }
}

/// Compares collections of one interpreter.
struct CollectionComparer {
  let python: PythonVersion
  let rules: CollectorRules

  init(_ python: PythonVersion) {
    self.python = python
    rules = CollectorRules(python)
  }

  /// Compares what was recorded with what the simulated collector finds.
  ///
  /// `stop` is what CPython reported at the end; `wasFreed` says whether a block was freed in the collection or a while
  /// after it.
  func compare(
    _ record: CollectionRecord, stop: (collected: Int, uncollectable: Int)?, wasFreed: (UInt64) -> Bool
  ) throws(CollectorError) -> CollectionComparison {
    let judged = try JudgedCollection(record, rules: rules)
    var comparison = CollectionComparison()
    comparison.unreachable = judged.unreachableCount
    comparison.deviations.uncollectable = judged.uncollectableCount
    let left = record.leftTheLists()
    if let left {
      comparison.difference = compareFates(judged, left, wasFreed, &comparison.deviations)
    }
    if comparison.difference == nil, let stop {
      comparison.difference = compareCounts(judged, stop, left, &comparison.deviations)
    }
    return comparison
  }

  /// Who had to go has gone, and who is gone has had a reason to.
  private func compareFates(
    _ judged: JudgedCollection, _ left: [Bool], _ wasFreed: (UInt64) -> Bool,
    _ deviations: inout CollectionComparison.Deviations
  ) -> CollectionComparison.Difference? {
    let isAffected = judged.affected(by: left)
    let savesAll = rules.resurrection == .everything && judged.isWithinFinalizers.contains(true)
    for object in left.indices {
      let number = Int32(object)
      if judged.isTrash(number), !left[object] {
        guard judged.isWithinFinalizers[object] || savesAll else {
          return difference(judged, object, expected: "it stayed", actual: "unreachable")
        }
        deviations.resurrected += 1
      } else if judged.isUncollectable[object], left[object] {
        return difference(judged, object, expected: "it went", actual: "uncollectable because of tp_del")
      } else if !judged.isUnreachable[object], left[object] {
        if mayBeUntracked(judged, object, left) {
          deviations.untracked += 1
        } else if mayDie(judged, object, isAffected: isAffected) || isDying(judged, object, wasFreed) {
          deviations.sideDeaths += 1
        } else {
          return difference(judged, object, expected: "it went", actual: "reachable")
        }
      }
    }
    return nil
  }

  /// A tuple, or in a full collection a dictionary, is untracked when nothing that it refers to is tracked.
  private func mayBeUntracked(_ judged: JudgedCollection, _ object: Int, _ left: [Bool]) -> Bool {
    let record = judged.record
    switch record.types[record.objects[object].type].name {
    case "tuple": break
    case "dict" where record.facts.generation == 2 && python < PythonVersion(hex: 0x030E_0000): break
    default: return false
    }
    return judged.candidates.references(of: Int32(object)).allSatisfy { left[Int($0)] }
  }

  /// A reachable object dies when a callback or finalizer lets go of it, or when what holds it is outside or went.
  private func mayDie(_ judged: JudgedCollection, _ object: Int, isAffected: [Bool]) -> Bool {
    if !judged.callbacks.isEmpty || judged.finalizerCount > 0 { return true }
    return judged.unreachableCount > 0 && (judged.outside[object] > 0 || isAffected[object])
  }

  /// Where no callbacks run at the end, the recorder looks at the first allocator event after the collection: objects that
  /// are being deallocated by then have left the lists and are freed soon, unless their type keeps their block.
  private func isDying(_ judged: JudgedCollection, _ object: Int, _ wasFreed: (UInt64) -> Bool) -> Bool {
    let candidate = judged.record.objects[object]
    let type = judged.record.types[candidate.type]
    return Self.typesWithFreeLists.contains(type.name) || wasFreed(candidate.address &- UInt64(type.headerSize))
  }

  /// Types whose dead objects can stay in a free list without an allocator event, of the collector's.
  private static let typesWithFreeLists: Set<String> = [
    "async_generator_asend", "builtin_function_or_method", "dict", "frame", "list", "method", "slice", "tuple",
  ]

  /// CPython counts what it still finds unreachable after the finalizers, and weak references that die with their callback.
  private func compareCounts(
    _ judged: JudgedCollection, _ stop: (collected: Int, uncollectable: Int), _ left: [Bool]?,
    _ deviations: inout CollectionComparison.Deviations
  ) -> CollectionComparison.Difference? {
    guard stop.uncollectable == judged.uncollectableCount else {
      return .init(
        expected: "\(stop.uncollectable)", actual: "\(judged.uncollectableCount)", what: "how many are uncollectable")
    }
    let callbacks = judged.callbacks.count { callback in
      callback.holder.map { left?[Int($0)] ?? true } ?? true
    }
    let found = judged.unreachableCount - deviations.resurrected
    let withinFinalizers = judged.isWithinFinalizers.count { $0 }
    let savesAll = rules.resurrection == .everything && withinFinalizers > 0
    let least = savesAll ? 0 : judged.unreachableCount - withinFinalizers
    let most = found + callbacks
    guard stop.collected >= least, stop.collected <= most else {
      let actual = least == most ? "\(most)" : "\(least) to \(most)"
      return .init(expected: "\(stop.collected)", actual: actual, what: "how many were collected")
    }
    deviations.callbacks = max(0, stop.collected - found)
    deviations.diedEarly = max(0, found - stop.collected)
    return nil
  }

  private func difference(
    _ judged: JudgedCollection, _ object: Int, expected: String, actual: String
  ) -> CollectionComparison.Difference {
    let candidate = judged.record.objects[object]
    let type = judged.record.types[candidate.type].name
    let place = "0x" + String(candidate.address, radix: 16)
    return .init(object: object, expected: expected, actual: actual, what: "candidate \(object), \(type) at \(place)")
  }
}
