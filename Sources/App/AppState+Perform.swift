import Replay
import Scene

extension AppState {
  /// Does an action, as its key, its button or its command asks.
  mutating func perform(_ action: Action, now: UInt64) -> [Effect] {
    let typed = count
    count = nil
    // With a count, g and G go to any event, wherever one is.
    let isAnywhere = typed != nil && (action == .start || action == .end)
    if !isAnywhere, let reason = reasonAgainst(action) {
      message = reason
      return []
    }
    if overlay != nil, let effects = performInOverlay(action) { return effects }
    if library != nil, let effects = performInLibrary(action) { return effects }
    return performInTime(action, typed: typed, now: now) ?? performInSpace(action, typed: typed)
      ?? performElsewhere(action)
  }

  private mutating func performInTime(_ action: Action, typed: Int?, now: UInt64) -> [Effect]? {
    let times = max(typed ?? 1, 1)
    if view.view == .collection, let effects = performInCollection(action, times: times) { return effects }
    switch action {
    case .stepForward: return step(times: times, backwards: false)
    case .stepBack: return step(times: times, backwards: true)
    case .overCollection, .backOverCollection:
      clock.pause()
      return [.stepOver(backwards: action == .backOverCollection)]
    case .play, .playBack: return togglePlay(direction: action == .play ? 1 : -1, now: now)
    case .nextLine, .previousLine:
      clock.pause()
      return [.line(.lines(action == .nextLine ? times : -times))]
    case .outOfCall, .backOutOfCall:
      clock.pause()
      return [.line(.out(backwards: action == .backOutOfCall))]
    case .faster, .slower: return changeSpeed(by: action == .faster ? 1 : -1)
    case .largerStep, .smallerStep:
      stepSize = (action == .largerStep ? stepSize.larger : stepSize.smaller) ?? stepSize
      message = "a step is now \(stepSize.words)"
      return []
    case .start: return typed.map { [.goTo(.step($0))] } ?? [.goTo(.step(0))]
    case .end: return typed.map { [.goTo(.step($0))] } ?? [.goTo(.end)]
    case .percent:
      guard let typed, typed <= 100 else {
        message = "type a number up to 100 before %"
        return []
      }
      return [.goTo(.share(percent: Double(typed)))]
    case .nextChange, .previousChange:
      clock.pause()
      return [.nextChange(backwards: action == .previousChange, count: times)]
    case .lastPlace, .olderPlace, .newerPlace: return changePlace(action)
    case .setMark, .goToMark:
      pending = action == .setMark ? .setMark : .goToMark
      return []
    case .findNext, .findPrevious:
      guard var search = lastSearch else { return [] }
      if action == .findPrevious { search.backwards.toggle() }
      search.count = times
      return start(search)
    default:
      guard let (conditions, backwards, words) = destination(of: action) else { return nil }
      return start(Effect.Search(conditions: conditions, backwards: backwards, count: times, words: words))
    }
  }

  /// What time keys do inside a collection; where the moment is in none, or at its edge, what they do elsewhere.
  private mutating func performInCollection(_ action: Action, times: Int) -> [Effect]? {
    let move: CollectionMove
    switch action {
    case .stepForward: move = .steps(times)
    case .stepBack: move = .steps(-times)
    case .nextPhase, .endOfPhase: move = .nextPart
    case .previousPhase, .startOfPhase: move = .previousPart
    case .overCollection: move = .end
    case .nextResurrection: move = .nextResurrection
    default: return nil
    }
    clock.pause()
    let search = destination(of: action).map { conditions, backwards, words in
      Effect.search(Effect.Search(conditions: conditions, backwards: backwards, count: 1, words: words))
    }
    let other: Effect =
      switch action {
      case .overCollection: .stepOver(backwards: false)
      case .nextResurrection: .objectStop(.resurrection)
      default: search ?? .step(action == .stepBack ? -1 : 1)
      }
    return [.inCollection(move, else: other)]
  }

  /// The events that an action goes to.
  private func destination(of action: Action) -> ([Condition], backwards: Bool, words: String)? {
    switch action {
    case .nextInteresting: (Landmark.interesting, false, "interesting event")
    case .previousInteresting: (Landmark.interesting, true, "interesting event")
    case .nextArena: (Landmark.arena, false, "arena taken or given back")
    case .previousArena: (Landmark.arena, true, "arena taken or given back")
    case .nextPool: (Landmark.pool, false, "pool that changes its state")
    case .previousPool: (Landmark.pool, true, "pool that changes its state")
    case .nextCollection: (Landmark.collection, false, "collection")
    case .previousCollection: (Landmark.collection, true, "collection")
    case .nextPhase: (Landmark.phase, false, "start or stop of a collection")
    case .previousPhase: (Landmark.phase, true, "start or stop of a collection")
    case .endOfPhase: (Landmark.collectionEnd, false, "end of a collection")
    case .startOfPhase: (Landmark.collection, true, "start of a collection")
    case .nextBreakpoint: (breakpoints.filter(\.isOn).map(\.condition), false, "hit of a breakpoint")
    case .previousBreakpoint: (breakpoints.filter(\.isOn).map(\.condition), true, "hit of a breakpoint")
    default: nil
    }
  }

  /// Begins a search, in place of the one that runs.
  mutating func start(_ search: Effect.Search) -> [Effect] {
    clock.pause()
    return [.search(search)]
  }

  private mutating func step(times: Int, backwards: Bool) -> [Effect] {
    clock.pause()
    if let filter {
      return start(
        Effect.Search(
          conditions: [filter.condition], backwards: backwards, count: times, words: "event with \(filter.text)"))
    }
    if stepSize == .interesting {
      return start(
        Effect.Search(
          conditions: Landmark.interesting, backwards: backwards, count: times, words: "interesting event"))
    }
    return [.step(times * stepSize.rawValue * (backwards ? -1 : 1))]
  }

  private mutating func togglePlay(direction: Int, now: UInt64) -> [Effect] {
    if clock.isPlaying {
      clock.pause()
    } else {
      clock.play(direction: direction, now: now)
    }
    return []
  }

  private mutating func changeSpeed(by steps: Int) -> [Effect] {
    let changed = clock.change(by: steps)
    let speed = "\(Numbers.count(clock.speed)) a second"
    message = changed ? "\(speed)" : "\(speed) is the \(steps > 0 ? "fastest" : "slowest")"
    return []
  }

  private mutating func changePlace(_ action: Action) -> [Effect] {
    clock.pause()
    let here = facts.position
    let place =
      switch action {
      case .olderPlace: places.goOlder(from: here)
      case .newerPlace: places.goNewer(from: here)
      default: places.swap(with: here)
      }
    return place.map { [.seek($0)] } ?? []
  }
}
