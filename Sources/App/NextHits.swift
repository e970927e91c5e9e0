import Replay
import Scene

/// Finds where each breakpoint would stop next, in slices, while the list of breakpoints is on the screen.
struct NextHits {
  private var position = -1
  private var known: [Condition: Int?] = [:]
  private var search: Search?

  /// Goes on for about so long; false when everything is known.
  mutating func work(_ conditions: [Condition], in timeline: Timeline, milliseconds: Double) -> Bool {
    if timeline.position != position {
      self = NextHits()
      position = timeline.position
    }
    if let search, !conditions.contains(search.condition) { self.search = nil }
    if search == nil {
      guard let next = conditions.first(where: { known[$0] == nil }) else { return false }
      search = timeline.search(next, from: position, .forward)
    }
    guard let search else { return false }
    switch search.advance(milliseconds: milliseconds) {
    case .running: return true
    case .found(let step): known[search.condition] = .some(step + 1)
    case .exhausted, .failed: known[search.condition] = .some(nil)
    }
    self.search = nil
    return true
  }

  /// The moment at which a condition holds next, in words.
  func words(_ condition: Condition, at moment: Int) -> String {
    guard moment == position, let hit = known[condition] else { return "…" }
    return hit.map { Numbers.count($0) } ?? "none"
  }
}
