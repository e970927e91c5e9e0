import App
import Cells
import Handout
import Lesson
import Replay
import Scene
import Trace

/// Shows the stops of a lesson as the program does, but for its keys.
final class LessonStage {
  let lesson: Lesson
  private let session: Session
  private let look: PictureLook

  private init(_ lesson: Lesson, _ timeline: Timeline, _ look: PictureLook) {
    self.lesson = lesson
    self.look = look
    session = Session()
    session.state.settings.theme = look.theme.name
    session.state.lessonOptions.isPrinted = true
    session.state.lessonOptions.isPresented = look.isPresented
    session.open(OpenTrace(timeline, path: timeline.trace.name, lesson: lesson))
  }

  /// Makes the stage of the lesson that a trace holds; nil where it holds none.
  ///
  /// Throws the first mistake of a lesson that can't be shown.
  static func open(_ trace: TraceFile, _ look: PictureLook = .plain) throws(CommandFailure) -> LessonStage? {
    do {
      guard let reading = try Lesson.read(trace) else { return nil }
      guard let lesson = reading.lesson else {
        let mistake = reading.mistakes.first?.message ?? "\(printable(trace.name)): the lesson can't be shown"
        throw CommandFailure("\(mistake) ('arenascope check' lists all mistakes)")
      }
      let timeline = try Timeline(trace)
      timeline.waitForIndex()
      return LessonStage(lesson, timeline, look)
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

  /// Goes to a stop, with its question or with the answer.
  func enter(_ stop: Int, isAnswered: Bool) { _ = session.enter(step: stop + 1, withAnswer: isAnswered) }

  /// Goes on to a moment behind the stop, whose words stay.
  func seek(to moment: Int) { _ = session.perform(.seek(moment)) }

  /// The stop with its words, as the program shows it.
  func page(_ size: PictureSize) -> Canvas? {
    // The program's last row holds the keys.
    let page = session.drawPage(width: size.columns, height: size.rows + 1, glyphs: look.glyphs, depth: look.depth)
    guard let page else { return nil }
    var canvas = Canvas(width: size.columns, height: size.rows, fill: look.theme.text)
    canvas.draw(page, x: 0, y: 0)
    return look.glyphs == .ascii ? canvas.ascii() : canvas
  }

  /// What the stop looks at, and the same in words; nil where it would answer a question that is pending.
  func picture(_ size: PictureSize) -> LessonHandout.Picture? {
    let canvas = session.drawPicture(
      width: size.columns, height: size.rows, glyphs: look.glyphs, depth: look.depth)
    guard let canvas else { return nil }
    return .init(look.glyphs == .ascii ? canvas.ascii() : canvas, words: words.joined(separator: " "))
  }

  /// What the last picture showed, in sentences.
  var words: [String] {
    session.shownScenes.flatMap { name, scene in
      SceneWords(scene).lines.map { line in name.map { "\($0): \(line)" } ?? line }
    }
  }

  /// The scene of the last picture; nil where it would answer a question that is pending.
  var scene: ScreenScene? { session.shownScenes.first?.scene }

  /// The pages of the whole lesson.
  func handout(_ size: PictureSize, notes: Bool) -> LessonHandout {
    LessonHandout(lesson, notes: notes) { stop, isAnswered in
      enter(stop, isAnswered: isAnswered)
      return picture(size)
    }
  }
}
