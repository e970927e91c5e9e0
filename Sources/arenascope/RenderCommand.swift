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

  @Argument(help: "A recording or a trace; - reads standard input.")
  var file: String

  @Option(help: ArgumentHelp("An event number, N%, end, mark:NAME, gc:K or line:FILE:N.", valueName: "moment"))
  var at = "end"

  @Option(help: ArgumentHelp("Columns and rows, 40x12 to 2000x2000.", valueName: "COLSxROWS"))
  var size = "120x40"

  @Option(help: "\(ViewKind.allCases.map(\.name).joined(separator: ", ")), or map for the arenas alone.")
  var view = "heap"

  @Option(help: "How it is written.")
  var format = Format.text

  @Option(help: "\(Theme.all.map(\.name).joined(separator: ", ")).")
  var theme = "dark"

  @Option(help: ArgumentHelp("Choose an arena, a pool or a block: 2, 2.42 or 2.42.88.", valueName: "place"))
  var select: String?

  @Option(
    help: ArgumentHelp(
      "With the collection view at a collection's start: so many steps of it, or the name of a phase as in move-unreachable.",
      valueName: "step"))
  var inside: String?

  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  func run() throws {
    let (columns, rows) = try readSize()
    guard let theme = Theme.named(theme) else {
      throw ValidationError("There is no theme '\(self.theme)': \(Theme.all.map(\.name).joined(separator: ", ")).")
    }
    let state = try readView()
    let selection = try readSelection()
    let move = try readMove()
    do {
      let timeline = try Timeline(try TraceFile.open(file))
      try timeline.seek(to: try timeline.resolveWaiting(try Moment(at)))
      timeline.waitForIndex()
      let builder = SceneBuilder(timeline)
      let surroundings = SceneBuilder.Surroundings(columns: columns, rows: rows, footer: footer(of: state))
      // The first scene knows what the second one needs to look for.
      _ = builder.scene(state, selection: selection, in: surroundings)
      while builder.work(state, selection: selection, milliseconds: 100) {}
      if let move, builder.move(move) { while builder.work(state, selection: selection, milliseconds: 100) {} }
      let scene = builder.scene(state, selection: selection, in: surroundings)
      if format == .json {
        print(scene.json.text)
        return
      }
      let frame = Screen.draw(
        scene, width: columns, height: rows, theme: theme, glyphs: ascii ? .ascii : .unicode)
      write(frame.picture, theme: theme, title: "\(builder.fileName), event \(timeline.position)")
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(file): \(error.message)")
    }
  }

  /// The keys that the program would show, as if all of them could act.
  private func footer(of state: ViewState) -> [FooterEntry] {
    var app = AppState()
    app.view = state
    return app.footer.map { FooterEntry($0.keys, $0.text) }
  }

  private func write(_ picture: Canvas, theme: Theme, title: String) {
    switch format {
    case .text, .json: print(picture.trimmedText, terminator: "")
    case .ansi: print(picture.ansi(theme.isMono ? .mono : .truecolor), terminator: "")
    case .svg: print(picture.svg(title: title), terminator: "")
    case .html: print(picture.html(title: title), terminator: "")
    }
  }

  private func readSize() throws -> (columns: Int, rows: Int) {
    let parts = size.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...Canvas.limit).contains(columns),
      (1...Canvas.limit).contains(rows)
    else {
      throw ValidationError(
        "'\(size)' is no size: write columns and rows as in 120x40, each from 1 to \(Canvas.limit).")
    }
    return (columns, rows)
  }

  private func readView() throws -> ViewState {
    if view == "map" {
      var state = ViewState(view: .heap)
      state.isZoomed = true
      return state
    }
    guard let kind = ViewKind(name: view) else {
      let names = ViewKind.allCases.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no view '\(view)': \(names), map.")
    }
    return ViewState(view: kind)
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

  private func readSelection() throws -> Selection {
    guard let select else { return Selection() }
    guard let place = PlaceName(select) else {
      throw ValidationError("'\(select)' is no place: write an arena, a pool or a block as in 2, 2.42 or 2.42.88.")
    }
    return Selection(.place(place), isChosen: true)
  }
}
