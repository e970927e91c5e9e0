import ArgumentParser
import HeapCore
import Replay
import Trace

/// `arenascope stats`: the allocator's statistics at a moment, as CPython would print them.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Prints the allocator's statistics at a moment, in the layout of sys._debugmallocstats().")

  @Argument(help: "A recording or a trace; - reads standard input.", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp("An event number, N%, end, mark:NAME, gc:K or line:FILE:N.", valueName: "moment"),
    completion: .moment)
  var at = "end"

  @Option(help: "The heap: 0 is the main interpreter's.")
  var heap: UInt32 = 0

  @Flag(help: "Print one object.")
  var json = false

  func run() throws {
    do {
      let timeline = try Timeline(try TraceFile.open(file))
      try timeline.seek(to: try timeline.resolveWaiting(try Moment(at)))
      guard let statistics = timeline.withHeap({ $0.statistics(of: heap) }) else {
        throw CommandFailure("\(file): there is no heap \(heap) at this moment: heap 0 is the main interpreter's")
      }
      if json {
        print(statistics.json(event: timeline.position, python: "\(timeline.trace.header.python)").text)
      } else {
        print(statistics.report(), terminator: "")
      }
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(file): \(error.message)")
    }
  }
}

extension Statistics {
  /// The object that `--json` prints.
  func json(event: Int, python: String) -> JSON {
    .object([
      ("event", .integer(event)), ("python", .string(python)),
      (
        "classes",
        .array(
          classes.filter { $0.pools > 0 }.map { row in
            .object([
              ("size", .integer(row.size)), ("pools", .integer(row.pools)), ("used", .integer(row.used)),
              ("available", .integer(row.available)),
            ])
          })
      ),
      (
        "arenas",
        .object([
          ("total", .integer(arenasTotal)), ("reclaimed", .integer(arenasReclaimed)),
          ("highwater", .integer(arenasHighwater)), ("current", .integer(arenasCurrent)),
        ])
      ),
      (
        "bytes",
        .object([
          ("allocated", .integer(allocatedBytes)), ("available", .integer(availableBytes)),
          ("unusedPools", .integer(unusedPoolBytes)), ("poolHeaders", .integer(poolHeaderBytes)),
          ("quantization", .integer(quantizationBytes)), ("arenaAlignment", .integer(alignmentBytes)),
        ])
      ),
    ])
  }
}
