import Lesson
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

  /// The lesson in it.
  public let lesson: Lesson?

  /// Opens a trace at its start.
  public init(_ timeline: Timeline, path: String, lesson: Lesson? = nil) {
    self.timeline = timeline
    self.path = path
    self.lesson = lesson
    scenes = SceneBuilder(timeline, fileName: path == "-" ? "standard input" : path)
  }

  /// The number that the file of a lesson begins with.
  var lessonNumber: Int? {
    let name = path.split(separator: "/").last ?? ""
    return Int(name.prefix { $0.isNumber })
  }
}
