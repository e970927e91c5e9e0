import ArgumentParser
import Handout
import Trace

/// `arenascope worksheet`: a lesson's questions for paper, and the key.
struct WorksheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worksheet",
    abstract: "Print a lesson's questions with blanks, and the key.",
    discussion: """
      The seed chooses the order of the choices, and which numbers of the lesson's own sentences are left out to be \
      filled in. The same seed gives the same sheet; its number stands on the sheet and on the key.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown, html
  }

  enum Part: String, ExpressibleByArgument, CaseIterable {
    case both, sheet, key
  }

  @Argument(help: "A lesson; - reads standard input.", completion: .file())
  var lesson: String

  @Option(help: ArgumentHelp("The number of the sheet.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many sentences with a missing number there are at most.", valueName: "number"))
  var blanks = 5

  @Option(help: "What is printed.")
  var part = Part.both

  @Flag(name: .customLong("no-pictures"), help: "Leave out what is to be seen when a question is asked.")
  var noPictures = false

  @Option(help: "How it is written.")
  var format = Format.markdown

  private static let picture = PictureSize(columns: 78, rows: 18)

  func run() throws {
    var look = PictureLook.plain
    // Paper is white.
    look.theme = .light
    guard let stage = try LessonStage.open(try TraceFile.open(lesson), look) else {
      throw CommandFailure("\(printable(lesson)) is no lesson: it tells and asks nothing")
    }
    let sheet = Worksheet(stage.lesson, seed: seed, blanks: blanks) { stop in
      guard !noPictures else { return nil }
      stage.enter(stop, isAnswered: false)
      return stage.picture(Self.picture)
    }
    guard !sheet.items.isEmpty || !sheet.blanks.isEmpty else {
      throw CommandFailure("\(printable(lesson)) asks nothing: write 'ask' lines into it")
    }
    switch format {
    case .html: print(sheet.html(sheet: part != .key, key: part != .sheet), terminator: "")
    case .markdown:
      let parts = [part != .key ? sheet.sheet : nil, part != .sheet ? sheet.key : nil].compactMap(\.self)
      print(parts.joined(separator: "\n---\n\n"), terminator: "")
    }
  }
}
