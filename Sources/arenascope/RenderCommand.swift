import ArgumentParser
import Cells
import Handout
import Replay
import Scene
import Trace

/// `arenascope render`: draws a view at a moment, or all steps of a lesson, without a terminal.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Draw any view at any moment as text, ANSI, SVG, HTML, Markdown or JSON; or a lesson as a whole.",
    discussion: """
      A lesson as a whole is one page to be read without the program: a picture and the words of each step, answers to \
      be unfolded:

      arenascope render LESSON --all --format html > lesson.html
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, ansi, svg, html, markdown, json
  }

  @Argument(help: "A recording, a trace or a lesson; - reads standard input.", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "An event number, N%, end, mark:NAME, gc:K, gc:K:PHASE or line:FILE:N. Without it: end.", valueName: "moment"),
    completion: .moment)
  var at: String?

  @Option(help: ArgumentHelp("A step of a lesson, looking where the lesson looks.", valueName: "number"))
  var step: Int?

  @Flag(help: "All steps of a lesson, or all events of a short trace, on one page (html or markdown).")
  var all = false

  @Flag(help: "With --step: what is to be seen once the question is answered.")
  var answer = false

  @Flag(help: "With --all: the speaker's notes too.")
  var notes = false

  @Option(
    help: ArgumentHelp(
      "Columns and rows, 40x12 to 2000x2000. Without it: 120x40, or 80x24 with --all.", valueName: "COLSxROWS"))
  var size: PictureSize?

  @OptionGroup var picture: PictureOptions

  @Option(help: "How it is written.")
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "With the collection view at a collection's start: so many steps of it, or the name of a phase as in move-unreachable.",
      valueName: "step"))
  var inside: String?

  func validate() throws {
    guard !all || format == .html || format == .markdown else {
      throw ValidationError("All steps make a page of html or markdown: add --format html.")
    }
    if [at != nil, step != nil, all].count(where: { $0 }) > 1 {
      throw ValidationError("Choose one of --at, --step and --all.")
    }
  }

  func run() throws {
    let look = try picture.look()
    let move = try readMove()
    do {
      let trace = try TraceFile.open(file)
      if all {
        try writeAll(trace, look)
      } else if let step {
        try write(step: step, of: trace, look)
      } else {
        try write(trace, look, move)
      }
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(printable(file)): \(error.message)")
    }
  }

  private static let page = PictureSize(columns: 80, rows: 24)
  private static let screen = PictureSize(columns: 120, rows: 40)

  private func write(_ trace: TraceFile, _ look: PictureLook, _ move: CollectionMove?) throws {
    let timeline = try Timeline(trace)
    let moment = try Moment(at ?? "end")
    try timeline.seek(to: try timeline.resolveWaiting(moment))
    timeline.waitForIndex()
    let builder = SceneBuilder(timeline)
    if case .line(let script, let number) = moment { _ = builder.moment(ofLine: number, in: script) }
    let size = size ?? Self.screen
    var scene = look.scene(builder, size)
    if let move = move ?? PhaseStrip.move(to: moment), builder.move(move) { scene = look.scene(builder, size) }
    write(scene, look, size, title: "\(builder.fileName), event \(timeline.position)")
  }

  private func write(step: Int, of trace: TraceFile, _ look: PictureLook) throws {
    guard let stage = try LessonStage.open(trace, look) else {
      throw CommandFailure("\(printable(trace.name)) is no lesson, so it has no steps: use --at")
    }
    let stops = stage.lesson.stops
    guard stops.indices.contains(step - 1) else {
      throw CommandFailure("there is no step \(step): the lesson has steps 1 to \(stops.count)", status: 64)
    }
    let size = size ?? Self.screen
    stage.enter(step - 1, isAnswered: answer)
    guard let canvas = stage.page(size) else { return }
    guard format != .json else {
      guard let scene = stage.scene else {
        throw CommandFailure("the picture of step \(step) would answer its question: add --answer")
      }
      print(scene.json.text)
      return
    }
    write(
      canvas, look, title: "\(stage.lesson.title), step \(step) of \(stops.count)",
      narration: stops[step - 1].narration)
  }

  private func writeAll(_ trace: TraceFile, _ look: PictureLook) throws {
    var look = look
    look.hasFooter = false
    let size = size ?? Self.page
    let handout = try LessonStage.open(trace, look)?.handout(size, notes: notes)
    let pages = try handout ?? TracePages.handout(trace, look, size)
    print(format == .html ? pages.html : pages.markdown, terminator: "")
  }

  private func write(_ scene: ScreenScene, _ look: PictureLook, _ size: PictureSize, title: String) {
    guard format != .json else {
      print(scene.json.text)
      return
    }
    let words = [scene.caption.row1, scene.caption.row2].filter { !$0.isEmpty }
    write(look.draw(scene, size), look, title: title, narration: words)
  }

  private func write(_ canvas: Canvas, _ look: PictureLook, title: String, narration: [String]) {
    switch format {
    case .text, .json: print(canvas.trimmedText, terminator: "")
    case .ansi: print(canvas.ansi(look.depth), terminator: "")
    case .svg: print(canvas.svg(title: title), terminator: "")
    case .html: print(canvas.html(title: title), terminator: "")
    case .markdown:
      print(LessonHandout.markdown(canvas, title: title, narration: narration), terminator: "")
    }
  }

  private func readMove() throws -> CollectionMove? {
    guard let inside else { return nil }
    if let count = Int(inside), count >= 0 { return .steps(count) }
    let names = CollectionScene.phaseNames.map { $0.replacing(" ", with: "-") }
    guard let phase = names.firstIndex(of: inside) else {
      throw ValidationError(
        "'\(inside)' is no step of a collection: write a number, or \(names.joined(separator: ", ")).")
    }
    return CollectionProgress.Part(rawValue: phase).map { .part($0) }
  }
}
