import Replay
import Scene

extension Session {
  func goToLine(_ move: LineMove, _ timeline: Timeline) {
    stopQuietly()
    guard let moment = trace?.scenes.moment(after: move) else {
      state.message = "the script has no such line: this is the first or the last one"
      return
    }
    if moment != timeline.position { seek(to: moment, timeline) }
  }

  /// Chooses the object of a name above or below.
  func chooseName(_ direction: Effect.Direction, page: Bool) {
    let distance = (page ? 8 : 1) * (direction == .up || direction == .left ? -1 : 1)
    guard let address = trace?.scenes.address(afterName: distance, state.selection) else {
      state.message = "no name leads to an object here"
      return
    }
    state.view.focus = .names
    state.selection = Selection(.object(address), isChosen: true)
  }

  /// Goes into the collection that the line starts and that hasn't begun yet, else to the block of the chosen object.
  func enterLine(_ timeline: Timeline) {
    if let moment = trace?.scenes.collectionOfLine, moment > timeline.position {
      stopQuietly()
      // Among thousands of objects, those that the script has just lost are the ones to watch.
      if !state.selection.isChosen, let address = trace?.scenes.namelessObject {
        state.selection = Selection(.object(address), isChosen: true)
      }
      state.places.leave(timeline.position)
      seek(to: moment, timeline)
      if state.facts.hasCollectionObjects { state.show(.collection) }
      return
    }
    if case .object? = state.selection.thing, state.selection.isChosen { return enterObject() }
    state.message = "choose a name with ↑ ↓: Enter goes to its block"
  }

  /// Goes to a change of the chosen object inside the collection; false where there is nothing more of that.
  func changeInCollection(backwards: Bool) -> Bool {
    switch trace?.scenes.moveToChange(backwards: backwards, state.selection) {
    case true?: stopQuietly()
    case false?: return false
    case nil: state.message = "the objects of this collection are still being looked for"
    }
    return true
  }
}
