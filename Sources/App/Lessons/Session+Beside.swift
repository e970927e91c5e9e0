import HeapCore
import Lesson
import Replay
import Scene
import Trace

extension Session {
  /// The heap of the Python that the lesson looks at beside its own, and its name; nil where it looks at none.
  func sceneBeside(_ lesson: LessonState, columns: Int, rows: Int) -> (name: String, scene: ScreenScene)? {
    let player = lesson.player
    guard !lesson.isOffPath, player.pendingQuestion == nil, trace?.timeline.position == player.place.moment,
      let look = player.look, let beside = look.beside, player.lesson.looks(look, at: player.place.moment),
      let other = otherTrace(beside.python)
    else { return nil }
    do {
      try other.timeline.seek(to: beside.moment)
    } catch {
      state.message = error.message
      return nil
    }
    var state = ViewState(view: state.view.view)
    state.focus = state.view.panes[0]
    let scene = other.scenes.scene(
      state, selection: Selection(beside.thing), in: SceneBuilder.Surroundings(columns: columns, rows: max(rows, 12)))
    let python = beside.python
    return ("CPython \(python.major).\(python.minor)\(python.minor == 14 ? ".\(python.micro)" : "")", scene)
  }

  private func otherTrace(_ python: PythonVersion) -> OpenTrace? {
    if let otherPython, otherPython.version == python { return otherPython.trace }
    guard let trace, let file = try? trace.timeline.trace.onPython(python), let timeline = try? Timeline(file) else {
      return nil
    }
    let other = OpenTrace(timeline, path: trace.path)
    otherPython = (python, other)
    return other
  }
}

extension Lesson {
  /// Whether a stop or an answer at a moment looks so itself: only there is it known what another Python has come to.
  fileprivate func looks(_ look: LessonLook, at moment: Int) -> Bool {
    stops.contains { stop in
      stop.look == look && stop.place.moment == moment
        || stop.question.map { $0.revealLook == look && $0.reveal.moment == moment } ?? false
    }
  }
}
