import ArgumentParser
import Cells
import Handout
import Lesson
import Scene

/// `arenascope plain`: the words of the caption, one line for each step, for screen readers and for `grep`.
struct PlainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plain",
    abstract: "Tell what happens, one line of words for each step.",
    discussion: """
      Each line has the step's number, its sign (+ taken, - given back, ~ resized, = collector), what happened and why, \
      and the call site where one is known.

      A lesson's own lines stand between them, each after the steps that it speaks of: lesson, aim, about, chapter, say, \
      picture (what the panes show, as far as the last picture didn't), question, choice, then the answer and what is wrong with the others.
      """)

  @OptionGroup var span: TraceSpan

  @Flag(help: "Tell each step of collections too, numbered as in 7.3, where their objects are in the trace.")
  var collections = false

  @Flag(help: "Tell the speaker's notes of a lesson too.")
  var notes = false

  @Flag(name: .customLong("no-events"), help: "Tell only what a lesson says, without the events between.")
  var noEvents = false

  func run() throws {
    let walk = try StepWalk.open(span, entersCollections: collections)
    let trace = walk.timeline.trace
    guard let stage = try LessonStage.open(trace) else {
      guard !noEvents else {
        throw CommandFailure("\(printable(trace.name)) is no lesson: without events nothing is told")
      }
      var output = try LineOutput()
      if walk.beginsWithStep { try output.write(line(walk).cellSafe) }
      while try output.isOpen && walk.advance() { try output.write(line(walk).cellSafe) }
      try output.finish()
      return
    }
    try tell(stage, along: walk)
  }

  /// Tells what the lesson says between the events.
  private func tell(_ stage: LessonStage, along walk: StepWalk) throws {
    let words = LessonWords(stage.lesson, notes: notes)
    var output = try LineOutput()
    func write(_ lines: [String]) throws { for line in lines { try output.write(line.cellSafe) } }
    var lastPicture: Set<String> = []
    // Tells what the panes show, but nothing that the last picture showed already.
    func writePicture(_ stop: Int, isAnswered: Bool) throws {
      stage.enter(stop, isAnswered: isAnswered)
      _ = stage.page(PictureSize(columns: 120, rows: 40))
      let lines = stage.words.map { "picture: \($0)" }
      try write(lines.filter { !lastPicture.contains($0) })
      // A question leaves things out that the answer shows again.
      lastPicture = isAnswered ? Set(lines) : lastPicture.union(lines)
    }
    var rest = LessonRoute(stage.lesson).points[...]
    // What comes before the first moment was said before it.
    if walk.timeline.position > 0 { rest = rest.drop { $0.moment < walk.timeline.position } }
    try write(words.heading)
    if walk.beginsWithStep, !noEvents { try output.write(line(walk).cellSafe) }
    repeat {
      while let point = rest.first, point.moment <= walk.timeline.position {
        rest = rest.dropFirst()
        switch point {
        case .stop(let index, _):
          try write(words.lines(ofStop: index))
          try writePicture(index, isAnswered: stage.lesson.stops[index].question == nil)
        case .answer(let index, _):
          guard let question = stage.lesson.stops[index].question else { continue }
          try write(words.answer(of: question))
          try writePicture(index, isAnswered: true)
        }
      }
      guard try output.isOpen && walk.advance() else { break }
      if !noEvents { try output.write(line(walk).cellSafe) }
    } while true
    try output.finish()
  }

  private func line(_ walk: StepWalk) -> String {
    let caption = walk.caption()
    let step = walk.timeline.position - 1
    var line = walk.inside == 0 ? "\(step)" : "\(step).\(walk.inside)"
    line += " \(caption.sign)"
    for words in [caption.row1, caption.row2, caption.more] where !words.isEmpty { line += " \(words)" }
    if let site = caption.site { line += " [\(site.text)\(site.function.isEmpty ? "" : " \(site.function)")]" }
    return line
  }
}
