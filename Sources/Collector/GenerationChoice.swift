/// Which generation an allocation makes CPython collect (`Python/gc.c: gc_select_generation`).
public struct GenerationChoice: Hashable, Sendable {
  /// The generation, nil when no count is above its threshold.
  public let generation: Int?
  /// A full collection was due and was put off by the 25 % rule.
  public let putsFullOff: Bool

  /// Looks from the oldest generation to the youngest for a count above its threshold.
  ///
  /// A full collection waits while fewer than a quarter as many objects are pending as survived the last one; the
  /// quarter is rounded down, as C divides.
  public init(counts: [Int], thresholds: [Int], longLivedTotal: Int, longLivedPending: Int) {
    var putsFullOff = false
    var chosen: Int?
    for generation in counts.indices.reversed() where chosen == nil && generation < thresholds.count {
      guard counts[generation] > thresholds[generation] else { continue }
      if generation == 2, longLivedPending < longLivedTotal / 4 {
        putsFullOff = true
      } else {
        chosen = generation
      }
    }
    generation = chosen
    self.putsFullOff = putsFullOff
  }
}
