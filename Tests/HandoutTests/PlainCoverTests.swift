import App
import Cells
import Glibc
import Handout
import Lesson
import Replay
import Scene
import Testing
import Trace

@testable import Views

/// Everything that a picture says, some line says: what is drawn is compared with the words of the same moment.
@Suite(.serialized) struct PlainCoverTests {
  private static let traces = "\(#filePath)".split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/Traces/"

  /// Bundled traces, with moments that have something to show.
  private static let moments: [(String, [Int])] = [
    ("words.trace", [40, 400]), ("02-reuse.arena", [7, 12]), ("05-cycles.arena", [12, 30]),
    ("07-finalizers.arena", [14]), ("fragmentation.trace", [100_000]), ("cycle.arena", [14, 17, 20]),
    ("circle.trace", [300, 40_000]), ("09-leaks.trace", [500, 30_000]), ("words.trace", [200_000]),
  ]

  @Test(arguments: ViewKind.allCases)
  func `each number and word in the panes of a view stands in some line`(_ view: ViewKind) throws {
    for (file, moments) in Self.moments {
      let timeline = try Timeline(try TraceFile.open(Self.traces + file))
      timeline.waitForIndex()
      for moment in moments {
        try timeline.seek(to: min(moment, timeline.stepCount))
        let scene = Self.scene(SceneBuilder(timeline), ViewState(view: view))
        let picture = Screen.draw(scene, width: 120, height: 40, theme: .dark, glyphs: .unicode).picture
        let layout = ScreenLayout(width: 120, height: 40, view: view, areaRows: scene.timeline.showsHeld ? 4 : 2)
        // Of the timeline the title is words, the rest a chart; the caption is the line of the event.
        let hasTimeline = ![.objects, .collection].contains(view)
        let rows = layout.caption.maxY..<(hasTimeline ? layout.timeline.y + 1 : layout.statusRow)
        let lines = SceneWords(scene).lines + [Self.exceptions(scene)]
        let missing = PictureWords.missing(in: picture, rows: rows, from: lines)
        #expect(missing == [], "\(view) of \(file) at \(moment)")
      }
    }
  }

  @Test(arguments: [
    "02-reuse.arena", "05-cycles.arena", "08-fragmentation.arena", "15-what-changed.arena",
  ])
  func `each word on the page of a lesson's stop stands in some line, with question, answer and notes`(
    _ file: String
  ) throws {
    let trace = try TraceFile.open(Self.traces + file)
    let lesson = try #require(try Lesson.read(trace)?.lesson)
    let timeline = try Timeline(trace)
    timeline.waitForIndex()
    let session = Session()
    session.state.lessonOptions.isPrinted = true
    session.state.lessonOptions.showsNotes = true
    session.open(OpenTrace(timeline, path: file, lesson: lesson))
    let words = LessonWords(lesson, notes: true)
    for (index, stop) in lesson.stops.enumerated() {
      for isAnswered in stop.question == nil ? [false] : [false, true] {
        _ = session.enter(step: index + 1, withAnswer: isAnswered)
        let page = try #require(session.drawPage(width: 120, height: 41, glyphs: .unicode))
        var lines = words.heading + words.lines(ofStop: index)
        if isAnswered, let question = stop.question { lines += words.answer(of: question) }
        for (name, scene) in session.shownScenes {
          lines += [name ?? ""] + SceneWords(scene).lines + [Self.exceptions(scene)]
        }
        // The choices are told with the question's number before theirs.
        if let choices = stop.question?.choices {
          lines.append(choices.indices.map { "\($0 + 1)" }.joined(separator: " "))
        }
        // The last rows are how far one has come, and the keys.
        let missing = PictureWords.missing(in: page, rows: 1..<39, from: lines)
        #expect(missing == [], "\(file), stop \(index + 1)\(isAnswered ? ", answered" : "")")
      }
    }
  }

  /// The numbers of empty lines, and the digits of the blocks that go out next, which their chain tells.
  private static func exceptions(_ scene: ScreenScene) -> String {
    var numbers = (1...9).map { "\($0)" }
    if let lines = scene.source?.lines { numbers += lines.indices.filter { lines[$0].isEmpty }.map { "\($0 + 1)" } }
    return numbers.joined(separator: " ")
  }

  /// A view with all that takes a while to find.
  private static func scene(_ builder: SceneBuilder, _ state: ViewState) -> ScreenScene {
    let surroundings = SceneBuilder.Surroundings(columns: 120, rows: 40)
    _ = builder.scene(state, selection: Selection(), in: surroundings)
    while builder.work(state, selection: Selection(), milliseconds: 10) {}
    return builder.scene(state, selection: Selection(), in: surroundings)
  }
}
