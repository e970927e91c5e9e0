import ArgumentParser
import Cells
import Scene

/// `arenascope plain`: the words of the caption, one line for each step, for screen readers and for `grep`.
struct PlainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plain",
    abstract: "Tell what happens, one line of words for each step.",
    discussion: """
      Each line has the step's number, its sign (+ taken, - given back, ~ resized, = collector), what happened and why, \
      and the call site where one is known.
      """)

  @Argument(help: "A recording or a trace; - reads standard input.", completion: .file())
  var file: String

  @Option(help: ArgumentHelp("The moment to begin at.", valueName: "moment"), completion: .moment)
  var from = "0"

  @Option(help: ArgumentHelp("The moment to end at.", valueName: "moment"), completion: .moment)
  var to = "end"

  @Flag(help: "Tell each step of collections too, numbered as in 7.3, where their objects are in the trace.")
  var collections = false

  func run() throws {
    let walk = try StepWalk.open(file, from: from, to: to, entersCollections: collections)
    var output = try LineOutput()
    while try output.isOpen && walk.advance() { try output.write(line(walk).cellSafe) }
    try output.finish()
  }

  private func line(_ walk: StepWalk) -> String {
    let caption = walk.caption()
    let step = walk.timeline.position - 1
    var line = walk.inside == 0 ? "\(step)" : "\(step).\(walk.inside)"
    line += " \(caption.sign) \(caption.row1) \(caption.row2)"
    if let site = caption.site { line += " [\(site.text)\(site.function.isEmpty ? "" : " \(site.function)")]" }
    return line
  }
}
