import Scene

/// What a cell of the screen stands for when the mouse is there.
public enum ScreenTarget: Hashable, Sendable {
  /// A button: a tab or an entry of the footer.
  case action(Action)
  /// Something that can be chosen, and the pane that shows it.
  case thing(Selection.Thing, Pane)
  /// A row of a list.
  case row(Pane, Int)
  /// A pane, between its things.
  case pane(Pane)
  /// A moment on the timeline.
  case moment(Int)
  /// A row of the list that lies over the view.
  case candidate(Int)
}
