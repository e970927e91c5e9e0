import Input
import Scene

extension AppState {
  /// Takes a report of the mouse, with what the screen shows there.
  mutating func handle(_ mouse: MouseEvent, at target: ScreenTarget?, now: UInt64) -> [Effect] {
    switch mouse.kind {
    case .press(.left):
      message = nil
      pending = nil
      isDraggingTime = false
      return press(target, now: now)
    case .drag(.left):
      guard isDraggingTime, case .moment(let moment) = target else { return [] }
      return [.seek(moment)]
    case .release:
      isDraggingTime = false
      return []
    case .wheelUp, .wheelDown: return wheel(mouse, at: target, now: now)
    default: return []
    }
  }

  private mutating func press(_ target: ScreenTarget?, now: UInt64) -> [Effect] {
    switch target {
    case .action(let action):
      if prompt != nil { prompt = nil }
      return perform(action, now: now)
    case .candidate(let index): return press(candidate: index)
    case .moment(let moment):
      guard overlay == nil else { return [] }
      isDraggingTime = true
      return jump(to: moment)
    case .thing(let thing, let pane):
      guard overlay == nil else { return [] }
      view.focus = pane
      return [.select(thing)]
    case .row(let pane, let row):
      guard overlay == nil else { return [] }
      view.focus = pane
      view.rows[pane] = row
      return pane == .candidates ? [.chooseObject(row)] : []
    case .pane(let pane):
      guard overlay == nil else { return [] }
      view.focus = pane
      return []
    case nil:
      return []
    }
  }

  private mutating func press(candidate index: Int) -> [Effect] {
    if prompt != nil {
      let candidates = completion.candidates
      guard candidates.indices.contains(index) else { return [] }
      prompt?.chosen = index
      prompt?.line = LineEditor(candidates[index].line)
    } else if case .breakpoints = overlay, breakpoints.indices.contains(index) {
      overlay = .breakpoints(chosen: index)
    } else if library?.entries.indices.contains(index) == true {
      if library?.chosen == index { return performInLibrary(.enter) ?? [] }
      library?.chosen = index
    }
    return []
  }

  /// Turns the wheel: over the timeline it steps, over a list it scrolls.
  private mutating func wheel(_ mouse: MouseEvent, at target: ScreenTarget?, now: UInt64) -> [Effect] {
    let down = mouse.kind == .wheelDown
    if prompt != nil { return chooseCandidate(by: down ? 1 : -1) }
    if case .moment = target, overlay == nil { return perform(down ? .stepForward : .stepBack, now: now) }
    // In the library it scrolls what it's over: the list, or what is said of the chosen row.
    if overlay == nil { library?.isReading = target == .action(.nextPane) }
    if overlay == nil, library == nil, let pane = target?.pane { view.focus = pane }
    return perform(down ? .down : .up, now: now)
  }
}

extension ScreenTarget {
  /// The pane that shows it.
  var pane: Pane? {
    switch self {
    case .thing(_, let pane), .row(let pane, _), .pane(let pane): pane
    case .action, .moment, .candidate: nil
    }
  }
}
