import Handout
import Replay
import Scene
import Trace

/// The pages of a trace that isn't a lesson: a picture of each event with its caption.
enum TracePages {
  /// The most events of a page.
  private static let limit = 500

  static func handout(_ trace: TraceFile, _ look: PictureLook, _ size: PictureSize) throws -> LessonHandout {
    guard trace.stepCount <= limit else {
      throw CommandFailure(
        "\(printable(trace.name)) has \(trace.stepCount.grouped) events, and one page holds \(limit): "
          + "draw single moments with --at, or make a recording of some with 'arenascope cast'")
    }
    let timeline = try Timeline(trace)
    timeline.waitForIndex()
    let builder = SceneBuilder(timeline)
    var steps: [LessonHandout.Step] = []
    var python = ""
    repeat {
      let scene = look.scene(builder, size)
      python = scene.title.python
      var step = LessonHandout.Step(place: "event \(timeline.position) of \(trace.stepCount)")
      step.narration = [[scene.caption.row1, scene.caption.row2].filter { !$0.isEmpty }.joined(separator: " ")]
      step.picture = .init(look.draw(scene, size), words: SceneWords(scene).lines.joined(separator: " "))
      steps.append(step)
    } while try timeline.stepForward()
    return LessonHandout(title: builder.fileName, facts: python, steps: steps)
  }
}
