import ArgumentParser
import Cells
import Glibc
import Replay
import Scene
import Trace

/// `arenascope plain`: the words of the caption, one line for each step, for screen readers and for `grep`.
struct PlainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plain",
    abstract: "Tell what happens, one line of words for each step.",
    discussion: """
      Each line has the step's number, its sign (+ taken, - given back, ~ resized, = collector), what happened and why, \
      and the call site where one is known.
      """)

  @Argument(help: "A recording or a trace; - reads standard input.")
  var file: String

  @Option(help: ArgumentHelp("The moment to begin at.", valueName: "moment"))
  var from = "0"

  @Option(help: ArgumentHelp("The moment to end at.", valueName: "moment"))
  var to = "end"

  func run() throws {
    do {
      let timeline = try Timeline(try TraceFile.open(file))
      let first = try timeline.resolveWaiting(try Moment(from))
      let last = try timeline.resolveWaiting(try Moment(to))
      guard first <= last else {
        throw ValidationError("The moment to begin at (\(first)) lies behind the one to end at (\(last)).")
      }
      let builder = SceneBuilder(timeline)
      try timeline.seek(to: first)
      var output = Output()
      while timeline.position < last, try timeline.stepForward(), output.isOpen {
        let caption = builder.captionOfMoment()
        var line = "\(timeline.position - 1) \(caption.sign) \(caption.row1) \(caption.row2)"
        if let site = caption.site { line += " [\(site.text)\(site.function.isEmpty ? "" : " \(site.function)")]" }
        output.write(line.cellSafe)
      }
      output.flush()
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(file): \(error.message)")
    }
  }
}

/// Lines for standard output, written in large pieces; closed as soon as nobody reads them any more.
private struct Output {
  private(set) var isOpen = true
  private var bytes: [UInt8] = []

  mutating func write(_ line: String) {
    bytes += line.utf8
    bytes.append(10)
    if bytes.count >= 1 << 16 { flush() }
  }

  mutating func flush() {
    var rest = bytes[...]
    while !rest.isEmpty, isOpen {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { isOpen = false } else { rest = rest.dropFirst(count) }
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
