import App
import ArgumentParser
import Cells
import Glibc
import Replay
import Scene
import Trace
import Views

/// `arenascope render`: draws a view at a moment, without a terminal.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Draw any view at any moment as text, ANSI, SVG, HTML or JSON.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, ansi, svg, html, json
  }

  @Argument(help: "A recording or a trace; - reads standard input.", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp("An event number, N%, end, mark:NAME, gc:K or line:FILE:N.", valueName: "moment"),
    completion: .moment)
  var at = "end"

  @Option(help: ArgumentHelp("Columns and rows, 40x12 to 2000x2000.", valueName: "COLSxROWS"))
  var size = PictureSize(columns: 120, rows: 40)

  @OptionGroup var picture: PictureOptions

  @Option(help: "How it is written.")
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "With the collection view at a collection's start: so many steps of it, or the name of a phase as in move-unreachable.",
      valueName: "step"))
  var inside: String?

  func run() throws {
    let look = try picture.look()
    let move = try readMove()
    do {
      let timeline = try Timeline(try TraceFile.open(file))
      try timeline.seek(to: try timeline.resolveWaiting(try Moment(at)))
      timeline.waitForIndex()
      let builder = SceneBuilder(timeline)
      var scene = look.scene(builder, size)
      if let move, builder.move(move) { scene = look.scene(builder, size) }
      if format == .json {
        print(scene.json.text)
        return
      }
      write(look.draw(scene, size), look, title: "\(builder.fileName), event \(timeline.position)")
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(file): \(error.message)")
    }
  }

  private func write(_ picture: Canvas, _ look: PictureLook, title: String) {
    switch format {
    case .text, .json: print(picture.trimmedText, terminator: "")
    case .ansi: print(picture.ansi(look.depth), terminator: "")
    case .svg: print(picture.svg(title: title), terminator: "")
    case .html: print(picture.html(title: title), terminator: "")
    }
  }

  private func readMove() throws -> CollectionMove? {
    guard let inside else { return nil }
    if let count = Int(inside), count >= 0 { return .steps(count) }
    let names = CollectionMove.phases.map { $0.replacing(" ", with: "-") }
    guard let phase = names.firstIndex(of: inside) else {
      throw ValidationError(
        "'\(inside)' is no step of a collection: write a number, or \(names.joined(separator: ", ")).")
    }
    return .phase(phase)
  }
}
