import ArgumentParser
import Cells
import Glibc
import Replay
import Scene
import Trace
import Views

/// `arenascope bench`: how fast a recording is replayed, moved in and drawn, and what memory that takes.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures replay speed, seek latency, frame cost and memory on a recording.",
    discussion: "Times are processor time, except for the first frame, which is what a user waits.")

  @Argument(help: "A recording, best of some million events.", completion: .file())
  var file: String

  @Flag(help: "Print one object.")
  var json = false

  private static let columns = 200
  private static let rows = 60

  func run() throws {
    do {
      let first = try measureFirstFrame()
      let trace = try TraceFile.open(file)
      let benchmark = try Benchmark(trace)
      let frame = try measureFrames(benchmark.timeline)
      let result = result(events: trace.stepCount, benchmark, frame, first)
      print(json ? result.text : text(events: trace.stepCount, benchmark, frame, first))
    } catch let error as TraceError {
      throw CommandFailure(error.message)
    } catch let error as ReplayError {
      throw CommandFailure("\(file): \(error.message)")
    }
  }

  /// Milliseconds from opening the file to the first picture.
  private func measureFirstFrame() throws -> Double {
    let start = ContinuousClock.now
    let timeline = try Timeline(try TraceFile.open(file))
    let builder = SceneBuilder(timeline)
    _ = draw(builder)
    return (ContinuousClock.now - start).milliseconds
  }

  /// Milliseconds of processor time a frame after a step takes, and the bytes of a whole picture.
  private func measureFrames(_ timeline: Timeline) throws -> (milliseconds: Double, bytes: Int) {
    let builder = SceneBuilder(timeline)
    var moments = SpreadMoments(count: timeline.stepCount)
    var spent: [Double] = []
    var bytes = 0
    for _ in 0..<10 {
      try timeline.seek(to: moments.next())
      _ = draw(builder)
      for _ in 0..<20 {
        guard try timeline.stepForward() else { break }
        let start = clock()
        let picture = draw(builder)
        spent.append(Double(clock() - start) * 1000 / Double(CLOCKS_PER_SEC))
        bytes = picture.ansi(.truecolor).utf8.count
      }
    }
    spent.sort()
    return (spent.isEmpty ? 0 : spent[spent.count / 2], bytes)
  }

  private func draw(_ builder: SceneBuilder) -> Canvas {
    let surroundings = SceneBuilder.Surroundings(columns: Self.columns, rows: Self.rows)
    let scene = builder.scene(ViewState(view: .heap), selection: Selection(), in: surroundings)
    return Screen.draw(scene, width: Self.columns, height: Self.rows, theme: .dark, glyphs: .unicode).picture
  }

  private func result(
    events: Int, _ benchmark: Benchmark, _ frame: (milliseconds: Double, bytes: Int), _ first: Double
  ) -> JSON {
    .object([
      ("events", .integer(events)),
      ("replay", .object([("nsPerEvent", .number(benchmark.nanosecondsPerEvent, places: 2))])),
      (
        "seek",
        .object([
          ("p50ms", .number(Double(benchmark.seek.percentile(50)) / 1e6, places: 3)),
          ("p99ms", .number(Double(benchmark.seek.percentile(99)) / 1e6, places: 3)),
        ])
      ),
      (
        "stepBack",
        .object([
          ("p50us", .number(Double(benchmark.stepBack.percentile(50)) / 1e3, places: 1)),
          ("p99us", .number(Double(benchmark.stepBack.percentile(99)) / 1e3, places: 1)),
        ])
      ),
      (
        "frame",
        .object([
          ("cols", .integer(Self.columns)), ("rows", .integer(Self.rows)),
          ("msCPU", .number(frame.milliseconds, places: 3)), ("bytes", .integer(frame.bytes)),
        ])
      ),
      ("open", .object([("msToFirstFrame", .number(first, places: 1))])),
      (
        "memory",
        .object([
          ("indexMiB", .number(Double(benchmark.indexBytes) / 1_048_576, places: 1)),
          ("peakMiB", .number(Double(benchmark.peakBytes) / 1_048_576, places: 1)),
        ])
      ),
      ("index", .object([("seconds", .number(benchmark.indexSeconds, places: 2))])),
    ])
  }

  private func text(
    events: Int, _ benchmark: Benchmark, _ frame: (milliseconds: Double, bytes: Int), _ first: Double
  ) -> String {
    func number(_ value: Double, _ places: Int) -> String { JSON.number(value, places: places).text }
    func milliseconds(_ nanoseconds: UInt64) -> String { number(Double(nanoseconds) / 1e6, 3) + " ms" }
    func mebibytes(_ bytes: Int) -> String { number(Double(bytes) / 1_048_576, 1) + " MiB" }
    return """
      \(file): \(events.grouped) events
        replay       \(number(benchmark.nanosecondsPerEvent, 2)) ns an event
        jump         \(milliseconds(benchmark.seek.percentile(50))) half of them, \
      \(milliseconds(benchmark.seek.percentile(99))) 99 of 100
        step back    \(milliseconds(benchmark.stepBack.percentile(50))) half of them, \
      \(milliseconds(benchmark.stepBack.percentile(99))) 99 of 100
        frame        \(number(frame.milliseconds, 3)) ms at \(Self.columns)x\(Self.rows), \(frame.bytes.grouped) bytes
        first frame  \(number(first, 1)) ms after opening
        index        \(mebibytes(benchmark.indexBytes)), after \(number(benchmark.indexSeconds, 2)) s
        memory       \(mebibytes(benchmark.peakBytes)) at the most
      """
  }
}

extension Duration {
  fileprivate var milliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
  }
}
