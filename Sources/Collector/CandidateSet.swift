/// What the collector knows of one object before it looks: CPython's bits and slots that change its course.
public struct CandidateTraits: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The type has `tp_finalize` (a Python `__del__`, a generator).
  public static let finalizer = CandidateTraits(rawValue: 1)
  /// `tp_finalize` has run before (`_PyGC_PREV_MASK_FINALIZED`).
  public static let finalized = CandidateTraits(rawValue: 2)
  /// The type has `tp_del`, the relic of C extensions.
  public static let legacyFinalizer = CandidateTraits(rawValue: 4)
}

/// A weak reference to a candidate.
public struct CandidateWeakReference: Hashable, Sendable {
  /// The candidate that it refers to.
  public let referent: Int32
  /// The weak reference object itself, when it is a candidate too.
  public let holder: Int32?
  public let hasCallback: Bool

  public init(referent: Int32, holder: Int32?, hasCallback: Bool) {
    self.referent = referent
    self.holder = holder
    self.hasCallback = hasCallback
  }
}

/// What a finalizer does to the objects while the collector waits.
public enum FinalizerEffect: Hashable, Sendable {
  /// One reference between two candidates goes.
  case drop(from: Int32, to: Int32)
  /// Somebody outside takes a reference: the object is resurrected.
  case hold(Int32)
}

/// The objects of one collection in the collector's own order, with their reference counts and references.
///
/// Objects are numbered from 0 in the order of the merged young list. References are kept in the order in which
/// `tp_traverse` visits them, with repetitions; those that leave the set are not kept, they change nothing.
public struct CandidateSet: Sendable {
  public private(set) var referenceCounts: [Int32] = []
  public private(set) var traits: [CandidateTraits] = []
  public private(set) var weakReferences: [CandidateWeakReference] = []
  public private(set) var effects: [Int32: [FinalizerEffect]] = [:]
  var starts: [Int32] = [0]
  var targets: [Int32] = []

  public init() {}

  public var count: Int { referenceCounts.count }
  public var referenceCount: Int { targets.count }

  /// Adds the next candidate with the candidates that it refers to.
  ///
  /// A target may come later in the set; `references(of:)` is only asked once all are there.
  @discardableResult
  public mutating func add(
    references: some Sequence<Int32>, referenceCount: Int32, traits: CandidateTraits = []
  ) -> Int32 {
    referenceCounts.append(referenceCount)
    self.traits.append(traits)
    targets.append(contentsOf: references)
    starts.append(Int32(targets.count))
    return Int32(count - 1)
  }

  public mutating func add(_ weakReference: CandidateWeakReference) {
    weakReferences.append(weakReference)
  }

  /// Says what the finalizer of a candidate does when it runs.
  public mutating func setEffects(_ effects: [FinalizerEffect], of object: Int32) {
    self.effects[object] = effects
  }

  func contains(_ object: Int32) -> Bool { object >= 0 && Int(object) < count }

  /// The candidates that one refers to, in the order of `tp_traverse`.
  public func references(of object: Int32) -> ArraySlice<Int32> {
    targets[Int(starts[Int(object)])..<Int(starts[Int(object) + 1])]
  }

  /// The first reference that names no candidate, if there is one.
  public var firstInvalidTarget: Int? {
    targets.firstIndex { $0 < 0 || Int($0) >= count }
  }
}
