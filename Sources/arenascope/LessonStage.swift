import App
import Cells
import Collector
import Handout
import Lesson
import Replay
import Scene
import Trace

/// Shows the stops of a lesson: moves a timeline to their places and looks where they look.
final class LessonStage {
  let lesson: Lesson
  let timeline: Timeline
  let builder: SceneBuilder

  private init(_ lesson: Lesson, _ timeline: Timeline) {
    self.lesson = lesson
    self.timeline = timeline
    builder = SceneBuilder(timeline)
  }

  /// Makes the stage of the lesson that a trace holds; nil where it holds none.
  ///
  /// Throws the first mistake of a lesson that can't be shown.
  static func open(_ trace: TraceFile) throws(CommandFailure) -> LessonStage? {
    do {
      guard let reading = try Lesson.read(trace) else { return nil }
      guard let lesson = reading.lesson else {
        let mistake = reading.mistakes.first?.message ?? "\(printable(trace.name)): the lesson can't be shown"
        throw CommandFailure("\(mistake) ('arenascope check' lists all mistakes)")
      }
      let timeline = try Timeline(trace)
      timeline.waitForIndex()
      return LessonStage(lesson, timeline)
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(printable(trace.name)): \(error.message)")
    } catch {
      throw CommandFailure("\(printable(trace.name)): \(error)")
    }
  }

  /// Where a stop looks: its own look, or the last one before it.
  func look(ofStop stop: Int) -> LessonLook? { lesson.look(ofStop: stop, isAnswered: true) }

  /// The scene of a place, seen as a stop looks at it.
  func scene(at place: LessonPlace, ofStop stop: Int, _ base: PictureLook, _ size: PictureSize) throws -> ScreenScene {
    let look = base.looking(at: look(ofStop: stop))
    try timeline.seek(to: place.moment)
    var scene = look.scene(builder, size)
    if let phase = place.phase.flatMap({ CollectionPhase(name: $0.name) }), builder.move(PhaseStrip.move(to: phase)) {
      scene = look.scene(builder, size)
    }
    return scene
  }

  /// A step as a slide: its words above what is to be seen, or its question, which hides that until it's answered.
  func slide(
    _ stop: Int, isAnswered: Bool, _ frames: LessonFrames, _ look: PictureLook, _ size: PictureSize
  ) throws -> Canvas {
    let question = lesson.stops[stop].question
    if question != nil, !isAnswered { return frames.question(ofStop: stop, isAnswered: false) }
    let place = question?.reveal ?? lesson.stops[stop].place
    let words = question == nil ? lesson.stops[stop].narration : frames.answerWords(ofStop: stop)
    return try frames.frame(ofStop: stop, words) { try picture(at: place, ofStop: stop, look, size, rows: $0) }
  }

  /// The picture of a place in so many rows, without the keys.
  func picture(
    at place: LessonPlace, ofStop stop: Int, _ look: PictureLook, _ size: PictureSize, rows: Int
  ) throws -> Canvas {
    var look = look
    look.hasFooter = false
    // The last row would hold the keys.
    let size = PictureSize(columns: size.columns, rows: rows + 1)
    let scene = try scene(at: place, ofStop: stop, look, size)
    return look.looking(at: self.look(ofStop: stop)).draw(scene, size)
  }

  /// The pages of the whole lesson.
  ///
  /// A question has its picture with the answer: before it, the picture could give the answer away.
  func handout(_ look: PictureLook, _ size: PictureSize, notes: Bool) throws -> LessonHandout {
    try LessonHandout(lesson, notes: notes) { place, stop, isPending in
      guard !isPending else { return nil }
      let scene = try scene(at: place, ofStop: stop, look, size)
      return .init(
        look.looking(at: self.look(ofStop: stop)).draw(scene, size),
        words: SceneWords(scene).lines.joined(separator: " "))
    }
  }
}

extension PictureLook {
  /// The same colours and glyphs, looking where a lesson looks.
  func looking(at look: LessonLook?) -> PictureLook {
    guard let look else { return self }
    var result = self
    result.state = ViewState(view: ViewKind(look))
    result.selection = Selection(look.thing)
    return result
  }
}
