import Replay
import Scene

extension Session {
  func begin(_ request: Effect.Search, _ timeline: Timeline, from moment: Int? = nil) {
    stopQuietly()
    let search = EventSearch(request, in: timeline, from: moment ?? timeline.position)
    self.search = search
    advance(search, milliseconds: Session.slice, timeline)
  }

  func advance(_ search: EventSearch, milliseconds: Double, _ timeline: Timeline) {
    switch search.advance(milliseconds: milliseconds) {
    case .running(let progress):
      state.task = AppState.RunningTask(words: search.request.words, progress: progress)
    case .found(let step):
      stopQuietly()
      state.places.leave(timeline.position)
      timeline.beginSeek(to: step + 1)
      attempt { try timeline.continueSeek(milliseconds: Session.slice) }
    case .nothing:
      stopQuietly()
      let place = search.request.backwards ? "before" : "after"
      state.message = "no \(search.request.words) \(place) event \(Numbers.count(timeline.position))"
    case .failed(let error):
      stopQuietly()
      state.message = error.message
    }
  }

  func select(_ thing: Selection.Thing) {
    if case .place(let place) = thing, case .place(let old)? = state.selection.thing, old == place,
      state.selection.isChosen, place.block == nil
    {
      // A second press on the same thing looks inside it.
      for next in navigator?.enter(&state) ?? [] { _ = perform(next) }
      return
    }
    state.selection = Selection(thing, isChosen: true)
  }

  func find(_ place: PlaceName) {
    guard trace?.scenes.address(of: place) != nil else {
      state.message = "there is no \(place.noun) \(place) at this event"
      return
    }
    state.selection = Selection(.place(place), isChosen: true)
  }

  /// Goes to the next event on what is chosen, or else on what the last event changed.
  func nextChange(backwards: Bool, count: Int, _ timeline: Timeline) {
    var words = ""
    var condition: Condition?
    switch state.selection.thing {
    case .raw(let address):
      words = "event on the request at \(Numbers.address(address))"
      condition = try? Condition(Numbers.address(address))
    case .place, .event, .object, nil:
      guard let place = trace?.scenes.place(of: state.selection) else { break }
      words = "event on \(place.noun) \(place)"
      condition = try? Condition(place.block == nil && place.pool != nil ? "\(place) changes" : "\(place)")
      if place.pool == nil { condition = try? Condition("arena") }
    }
    guard let condition else {
      state.message = "nothing is chosen yet: hjkl choose"
      return
    }
    begin(Effect.Search(conditions: [condition], backwards: backwards, count: count, words: words), timeline)
  }
}
