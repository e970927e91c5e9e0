/// What differs between CPython's collectors once the candidates are chosen.
public struct CollectorRules: Hashable, Sendable {
  /// What a resurrected object saves.
  public enum Resurrection: Hashable, Sendable {
    /// 3.8: the whole unreachable set (`Modules/gcmodule.c: check_garbage`).
    case everything
    /// 3.9 on: what it reaches (`Modules/gcmodule.c: handle_resurrected_objects`).
    case whatItReaches
  }

  /// The thresholds of the three generations.
  public var thresholds: [Int]
  public var resurrection: Resurrection
  /// 3.15: weak references without a callback are cleared only after the finalizers have run.
  public var clearsPlainWeakReferencesLate: Bool
  /// 3.14.0 to 3.14.4: candidates are increments of the old space instead of generations.
  public var isIncremental: Bool

  /// The rules of a release, by its major, minor and micro number.
  public init(major: Int, minor: Int, micro: Int) {
    let version = (major, minor)
    isIncremental = version == (3, 14) && micro <= 4
    thresholds = version >= (3, 13) ? [2000, 10, isIncremental ? 0 : 10] : [700, 10, 10]
    resurrection = version <= (3, 8) ? .everything : .whatItReaches
    clearsPlainWeakReferencesLate = version >= (3, 15)
  }
}
