import Replay
import Scene

/// Finds where each breakpoint stops next and how often it would, in slices, while the breakpoints are on the screen.
struct BreakpointHits {
  private var position = -1
  private var next: [Condition: Int?] = [:]
  private var counts: [Condition: Count] = [:]
  private var search: Search?
  private var isCounting = false

  /// Hits are counted up to here: nobody asks how many there are beyond.
  private static let limit = 1_000

  private struct Count {
    var hits = 0
    var origin = 0
    var isDone = false
  }

  /// Goes on for about so long; false when everything is known.
  mutating func work(_ conditions: [Condition], in timeline: Timeline, milliseconds: Double) -> Bool {
    if timeline.position != position {
      position = timeline.position
      next = [:]
      if !isCounting { search = nil }
    }
    if let search, !conditions.contains(search.condition) { self.search = nil }
    // Where it goes next is asked before how often.
    if isCounting, conditions.contains(where: { next[$0] == nil }) { search = nil }
    guard let search = search ?? begin(conditions, timeline) else { return false }
    self.search = search
    let condition = search.condition
    switch search.advance(milliseconds: milliseconds) {
    case .running: return true
    case .found(let step): note(step, condition)
    case .exhausted, .failed: note(nil, condition)
    }
    self.search = nil
    return true
  }

  private mutating func begin(_ conditions: [Condition], _ timeline: Timeline) -> Search? {
    isCounting = false
    if let condition = conditions.first(where: { next[$0] == nil }) {
      return timeline.search(condition, from: position, .forward)
    }
    isCounting = true
    guard let condition = conditions.first(where: { counts[$0]?.isDone != true }) else { return nil }
    return timeline.search(condition, from: counts[condition]?.origin ?? 0, .forward)
  }

  private mutating func note(_ step: Int?, _ condition: Condition) {
    guard isCounting else {
      next[condition] = .some(step.map { $0 + 1 })
      return
    }
    var count = counts[condition] ?? Count()
    if let step {
      count.hits += 1
      count.origin = step + 1
    }
    count.isDone = step == nil || count.hits >= BreakpointHits.limit
    counts[condition] = count
  }

  /// The moment at which a condition holds next, in words.
  func nextWords(_ condition: Condition, at moment: Int) -> String {
    guard moment == position, let hit = next[condition] else { return "…" }
    return hit.map { Numbers.count($0) } ?? "none"
  }

  /// How often a condition holds in the whole trace, in words.
  func countWords(_ condition: Condition) -> String {
    guard let count = counts[condition] else { return "…" }
    let number = Numbers.count(count.hits)
    return !count.isDone ? number + "…" : count.hits >= BreakpointHits.limit ? number + "+" : number
  }
}
