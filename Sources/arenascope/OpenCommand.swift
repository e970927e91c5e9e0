import App
import ArgumentParser
import Cells
import Glibc
import Replay
import Scene
import Terminal
import Trace

/// Opens a trace in the terminal program, or the library when no file is given.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open a trace in the terminal (what a file name alone does).",
    aliases: ["view"])

  @Argument(
    help: "A recording or a text trace; - reads standard input. Without it: the library.", completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Where to begin: an event number, N%, end, mark:NAME, gc:K, gc:K:PHASE or line:FILE:N.", valueName: "moment"),
    completion: .moment)
  var at: String?

  @Option(name: .customLong("view"), help: "The view to begin with.", completion: .list(ViewKind.allCases.map(\.name)))
  var viewName: String?

  @Option(
    help: ArgumentHelp(
      "What is chosen: 2, 2.42 or 2.42.88, object:ADDRESS, raw:ADDRESS, event:N or none.", valueName: "thing"))
  var select: String?

  @Option(help: ArgumentHelp("How the view stands, as the key W says it.", valueName: "words"))
  var layout: String?

  @Option(help: ArgumentHelp("Columns and rows; what the terminal has without it.", valueName: "COLSxROWS"))
  var size: PictureSize?

  @Option(help: ArgumentHelp("A step of a lesson to begin with.", valueName: "number"))
  var step: Int?

  @Flag(help: "With --step: what is to be seen once the question is answered.")
  var answer = false

  @Option(
    help: ArgumentHelp(
      "What is said to each question of the lesson, with commas between: an answer, ? to show it, _ to wait.",
      valueName: "words"))
  var answers: String?

  @Option(help: ArgumentHelp("With --present: the hands for each choice, with commas between.", valueName: "numbers"))
  var hands: String?

  @Option(help: "dark, light, colour-blind or mono.", completion: .list(Theme.all.map(\.name)))
  var theme: String?

  @Option(help: "auto, always or never; NO_COLOR counts when this is auto.")
  var color: ColorChoice = .auto

  @Flag(help: "Draw with ASCII only, or with Unicode whatever the locale says.")
  var glyphs: GlyphChoice?

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Flag(name: .customLong("present"), help: "Show a lesson to a class: digits count hands, and there is less to see.")
  var isPresented = false

  @Flag(name: .customLong("notes"), help: "Show the speaker's notes of a lesson.")
  var showsNotes = false

  @Flag(name: .customLong("no-questions"), help: "Don't wait for answers in a lesson.")
  var noQuestions = false

  /// The view that is open at first.
  var view = ViewKind.heap

  private enum CodingKeys: CodingKey {
    case file, at, viewName, select, layout, size, step, answer, answers, hands, theme, color, glyphs, noMouse,
      isPresented, showsNotes, noQuestions
  }

  func run() throws {
    if let file, file != "-", access(file, F_OK) != 0 {
      throw CommandFailure("there is no file '\(printable(file))'")
    }
    if let file, file.hasSuffix(".py"), (try? TraceFile.open(file)) == nil {
      throw CommandFailure(
        "\(printable(file)) is a script: 'arenascope run \(printable(file))' runs it, records it and opens that")
    }
    guard isatty(STDOUT_FILENO) == 1 else {
      throw CommandFailure(
        "standard output is not a terminal: use 'arenascope render \(file.map(printable) ?? "FILE")' to draw it as text"
      )
    }
    let (saved, complaints) = UserFiles.settings()
    let session = Session(state: try startState(saved))
    if let file {
      session.open(try OpenTrace.open(file))
      if session.state.lesson == nil { session.state.show(view) }
      do {
        try session.show(try request())
      } catch let error as ScreenRequestError {
        throw CommandFailure(error.message, status: 64)
      }
    } else {
      if try request() != ScreenRequest() {
        throw CommandFailure("a place to begin at needs a file to open", status: 64)
      }
    }
    session.state.message = complaints.first
    do {
      let program = try TerminalProgram(session, options: options(session.state.settings), size: size)
      if let signal = try program.run() { endProcess(bySignal: signal) }
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  private func startState(_ saved: Settings) throws -> AppState {
    var state = AppState()
    state.settings = saved
    if let theme {
      guard let known = Theme.named(theme) else {
        let names = Theme.all.map(\.name).joined(separator: ", ")
        throw CommandFailure("there is no theme '\(printable(theme))': choose one of \(names)", status: 64)
      }
      state.settings.theme = known.name
    }
    if let glyphs { state.settings.ascii = glyphs == .ascii }
    if noMouse { state.settings.mouse = false }
    state.lessonOptions.isPresented = isPresented
    state.lessonOptions.showsNotes = showsNotes
    state.lessonOptions.asksQuestions = !noQuestions
    return state
  }

  private func request() throws -> ScreenRequest {
    var request = ScreenRequest()
    (request.step, request.showsAnswer) = (step, answer)
    (request.answers, request.hands, request.layout) = (answers, hands, layout)
    if let at {
      do {
        request.moment = try Moment(at)
      } catch {
        throw CommandFailure(error.message)
      }
    }
    if let viewName {
      guard let kind = ViewKind(name: viewName) else {
        let names = ViewKind.allCases.map(\.name).joined(separator: ", ")
        throw CommandFailure("there is no view '\(printable(viewName))': choose one of \(names)", status: 64)
      }
      request.view = kind
    }
    if let select {
      guard let selection = Selection(text: select) else {
        throw CommandFailure(
          "'\(printable(select))' can't be chosen: write 2, 2.42 or 2.42.88, object:ADDRESS, raw:ADDRESS or event:N",
          status: 64)
      }
      request.selection = selection
    }
    return request
  }

  private func options(_ settings: Settings) -> ScreenOptions {
    // A variable that is set to nothing doesn't count (no-color.org).
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let isMono = color == .never || settings.colours.isMono || (color == .auto && refused)
    return ScreenOptions(
      depth: isMono ? .mono : nil, glyphs: settings.ascii.map { $0 ? .ascii : .unicode }, usesMouse: settings.mouse)
  }
}

/// When to use colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// Which glyphs to draw with, where the locale isn't to decide.
enum GlyphChoice: String, EnumerableFlag {
  case ascii, unicode
}
