import Replay
import Scene
import Views

extension Session {
  /// Moves the choice on the screen; in the objects view along the list, or along references.
  func choose(_ direction: Effect.Direction, page: Bool) {
    if state.view.view == .source { return chooseName(direction, page: page) }
    guard state.view.view == .objects else {
      navigator?.move(direction, page: page, in: &state)
      if state.view.view == .collection, let number = state.view.rows[.candidates] { choose(object: number) }
      return
    }
    let walk: ObjectWalk =
      switch direction {
      case .down: .rows(page ? 10 : 1)
      case .up: .rows(page ? -10 : -1)
      case .left: .holder
      case .right: .target
      }
    guard let address = trace?.scenes.address(after: walk, state.view, state.selection) else {
      switch walk {
      case .holder: state.message = "no other object refers to this one"
      case .target: state.message = "this one refers to no other object"
      case .rows: break
      }
      return
    }
    state.selection = Selection(.object(address), isChosen: true)
  }

  /// Chooses an object by its number in the view that is open.
  func choose(object number: Int) {
    guard let scenes = trace?.scenes else { return }
    let address =
      state.view.view == .collection ? scenes.address(ofCandidate: number) : scenes.address(ofObject: number)
    guard let address else { return }
    if case .object(address)? = state.selection.thing, state.selection.isChosen, state.view.view == .objects {
      return enterObject()
    }
    state.selection = Selection(.object(address), isChosen: true)
  }

  /// Chooses the block that the chosen object stands in, and looks inside its pool.
  func enterObject() {
    guard let scenes = trace?.scenes else { return }
    var address: UInt64?
    if case .object(let chosen)? = state.selection.thing, state.selection.isChosen { address = chosen }
    if address == nil, case .objects(let objects)? = scene?.objects {
      address = objects.detail.flatMap { scenes.address(ofObject: $0.row.number) }
    }
    guard let address else { return }
    guard let place = scenes.place(ofObjectAt: address) else {
      state.message = "the object's block isn't in a pool at this event"
      return
    }
    state.selection = Selection(.place(place), isChosen: true)
    for next in state.open(.pool) { _ = perform(next) }
  }

  /// Goes to something in the life of the chosen object.
  func go(to stop: ObjectStop, times: Int, _ timeline: Timeline) {
    guard let scenes = trace?.scenes else { return }
    for _ in 0..<max(times, 1) {
      switch scenes.find(stop, state.view, state.selection) {
      case .moment(let moment, let words):
        state.places.leave(timeline.position)
        keepChoice(scenes)
        seek(to: moment, timeline)
        state.message = words
      case .nowhere(let words):
        state.message = words
        return
      case .event(let address):
        guard let place = scenes.place(ofObjectAt: address), let condition = try? Condition("\(place)") else {
          state.message = "the object's block isn't in a pool at this event"
          return
        }
        let isBack = stop == .count(backwards: true) || stop == .lastHolder
        return begin(
          Effect.Search(
            conditions: [condition], backwards: isBack, count: times, words: "event on the object's block"), timeline)
      }
    }
  }

  /// Holds on to the object that is shown closely, so that a jump is about the same one.
  private func keepChoice(_ scenes: SceneBuilder) {
    guard !state.selection.isChosen, case .objects(let objects)? = scene?.objects,
      let address = objects.detail.flatMap({ scenes.address(ofObject: $0.row.number) })
    else { return }
    state.selection = Selection(.object(address), isChosen: true)
  }

  /// Shows only objects of the chosen one's type, then only of its generation, then all.
  func nextKind() {
    guard case .objects(let objects)? = scene?.objects, let row = objects.detail?.row else { return }
    switch state.view.objectFilter {
    case .type where !row.generation.isEmpty: state.view.objectFilter = .generation(of: row)
    case .type, .generation: state.view.objectFilter = .all
    default: state.view.objectFilter = .type(row.type)
    }
  }
}

extension ObjectFilter {
  fileprivate static func generation(of row: ObjectRow) -> ObjectFilter {
    .generation(Int(row.generation) ?? (row.generation == "–" ? -1 : 3))
  }
}
