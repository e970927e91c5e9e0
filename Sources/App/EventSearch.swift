import Replay

/// Looks for the nearest event that meets one of several conditions, in slices.
final class EventSearch {
  let request: Effect.Search
  private let timeline: Timeline
  private var origin: Int
  private var left: Int
  private var parts: [Search]
  // What the index knows without a search.
  private var known: [Int]

  /// How it stands.
  enum Outcome {
    case running(Double)
    case found(step: Int)
    case nothing
    case failed(ReplayError)
  }

  /// Looks from a moment on, or back from it.
  init(_ request: Effect.Search, in timeline: Timeline, from moment: Int) {
    self.request = request
    self.timeline = timeline
    origin = moment
    left = max(request.count, 1)
    parts = []
    known = []
    begin()
  }

  private func begin() {
    let direction: Search.Direction = request.backwards ? .backward : .forward
    let index = timeline.index
    parts = []
    known = []
    for condition in request.conditions {
      let answer = Landmark.step(meeting: condition, from: origin, backwards: request.backwards, in: index)
      if answer.known {
        known += [answer.step].compactMap(\.self)
      } else {
        parts.append(timeline.search(condition, from: origin, direction))
      }
    }
  }

  /// Goes on for about so long.
  func advance(milliseconds: Double) -> Outcome {
    // The one that is least far goes on: what is found nearest then ends the search of all.
    var nearest = request.backwards ? known.max() : known.min()
    var laggard: (search: Search, progress: Double)?
    for part in parts {
      switch part.state {
      case .found(let step):
        nearest = nearest.map { request.backwards ? max($0, step) : min($0, step) } ?? step
      case .failed(let error): return .failed(error)
      case .exhausted: break
      case .running(let progress):
        if progress < laggard?.progress ?? 2 { laggard = (part, progress) }
      }
    }
    if let laggard, nearest.map({ laggard.progress <= progress(at: $0) }) ?? true {
      laggard.search.advance(milliseconds: milliseconds)
      return .running(laggard.progress)
    }
    guard let nearest else { return .nothing }
    left -= 1
    if left == 0 { return .found(step: nearest) }
    origin = nearest + 1
    begin()
    return .running(0)
  }

  private func progress(at step: Int) -> Double {
    let (passed, total) =
      request.backwards
      ? (origin - 1 - step, origin - 1) : (step - origin, timeline.stepCount - origin)
    return total > 0 ? Double(passed) / Double(total) : 1
  }
}
