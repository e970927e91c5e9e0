import Replay
import Scene

/// A trace that is open, and how it is called.
public struct OpenTrace {
  /// The trace and the moment in it.
  public let timeline: Timeline
  /// What makes the pictures of its moments.
  let scenes: SceneBuilder
  /// What opens it again.
  public let path: String

  /// Opens a trace at its start.
  public init(_ timeline: Timeline, path: String) {
    self.timeline = timeline
    self.path = path
    scenes = SceneBuilder(timeline, fileName: path == "-" ? "standard input" : path)
  }
}
