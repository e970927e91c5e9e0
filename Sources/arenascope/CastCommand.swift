import ArgumentParser
import Cells
import Handout
import Scene

/// `arenascope cast`: plays a trace into a file that asciinema and its player show.
struct CastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cast",
    abstract: "Make an asciinema recording with a marker for each step.",
    discussion: """
      The first picture is that of the moment to begin at; then comes one for each step. With the collection view the \
      steps of a collection are shown too, where its objects are in the trace.

      A lesson has cards for its chapters and questions, the narration above the picture for as long as it takes to \
      read, and a marker for each step and chapter.

      'asciinema play FILE.cast' plays it, and stops at the markers with -m (asciinema 2.3 or later).
      """)

  @OptionGroup var span: TraceSpan

  @Option(help: ArgumentHelp("Steps a second, 0.01 to 100.", valueName: "number"))
  var speed = 2.0

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write; standard output without it.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Columns and rows.", valueName: "COLSxROWS"))
  var size = PictureSize(columns: 80, rows: 24)

  @OptionGroup var picture: PictureOptions

  func validate() throws {
    guard (0.01...100).contains(speed) else {
      throw ValidationError("'\(speed)' is no speed: write steps a second, from 0.01 to 100.")
    }
  }

  func run() throws {
    let look = try picture.look()
    // Other views look the same through all of a collection.
    let showsCollections = look.state.view == .collection
    let walk = try StepWalk.open(span, entersCollections: showsCollections, entersPhase: showsCollections)
    var output = try LineOutput(to: output, source: span.file)
    if let stage = try LessonStage.open(walk.timeline.trace, look) {
      let moments = walk.timeline.position...walk.last
      var cast = LessonCast(stage, look, size, speed: speed, moments: moments, output: output)
      try cast.write()
      return
    }
    var cast = Asciicast(columns: size.columns, rows: size.rows, title: walk.builder.fileName, depth: look.depth)
    try output.write(cast.header)
    let pause = Int((1000 / speed).rounded())
    var time = 0
    repeat {
      let scene = look.scene(walk.builder, size)
      let label = "\(walk.place) \(scene.caption.sign) \(scene.caption.row1)".cellSafe
      for line in cast.show(look.draw(scene, size), at: time, label: label) { try output.write(line) }
      time += pause
    } while try output.isOpen && walk.advance()
    try output.write(cast.ending(at: time))
    try output.finish()
  }
}
