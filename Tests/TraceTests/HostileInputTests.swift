import Glibc
import HeapCore
import Replay
import Testing

@testable import Trace

/// Whatever a file holds, reading and replaying it ends in a value or a sentence.
///
/// `ARENASCOPE_FUZZ` says how many inputs, 3000 without it; `ARENASCOPE_FUZZ_SEED` which ones. A crash is found again with
/// the same two: the last line that was printed says how far it came.
@Suite("Hostile inputs", .serialized)
struct HostileInputTests {
  private static func setting(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }

  @Test func `mutated traces never crash, hang or eat memory`() throws {
    let count = Self.setting("ARENASCOPE_FUZZ") ?? 3000
    let seed = Self.setting("ARENASCOPE_FUZZ_SEED") ?? 1
    var mutator = TraceMutator(seed: seed, seeds: try TraceMutator.seeds(count: 12))
    var outcomes: [String: Int] = [:]
    let before = Self.peakMemory()
    for number in 0..<count {
      let input = mutator.next()
      if count > 100_000 && number % 20_000 == 0 { print("input \(number) of \(count)", outcomes) }
      let start = ContinuousClock.now
      outcomes[Self.use(input, thoroughly: number % 64 == 0), default: 0] += 1
      let time = ContinuousClock.now - start
      if time > .seconds(5) { Issue.record("input \(number) of seed \(seed) took \(time)") }
    }
    if count > 100_000 { print("\(count) inputs:", outcomes, "peak memory \(Self.peakMemory() >> 10) MiB") }
    // A test that no input gets through, or none is refused in, would prove nothing.
    #expect(outcomes["replayed", default: 0] > count / 50)
    #expect(outcomes["not opened", default: 0] > count / 50)
    #expect(outcomes["not replayed", default: 0] > count / 1000)
    #expect(Self.peakMemory() - before < 512 << 10)
  }

  /// The most memory that the process had at once, in KiB.
  private static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  /// Does everything with an input that the program does; says how far it came.
  private static func use(_ input: [UInt8], thoroughly: Bool) -> String {
    let trace: TraceFile
    do {
      trace = try TraceFile.open(bytes: input, name: "input")
    } catch {
      check(error.message)
      return "not opened"
    }
    do {
      try trace.checkWhole()
      let text = try trace.text()
      if thoroughly { _ = try? TraceFile.open(bytes: Array(text.utf8), name: "text").binary() }
    } catch {
      check(error.message)
    }
    if trace.hasObjects, thoroughly { _ = try? trace.readObjects() }
    if trace.hasLines {
      let lines = LineHistory(trace)
      if let failure = lines.failure { check(failure.message) }
      for index in lines.places.indices.reversed() where thoroughly { _ = lines.state(at: index) }
    }
    do {
      _ = try Verifier(trace).run()
      if thoroughly { try move(in: trace) }
    } catch let error as ReplayError {
      check(error.message)
      return "not replayed"
    } catch {
      Issue.record("an error of another kind: \(error)")
    }
    return "replayed"
  }

  /// Steps forward and back, jumps and looks around.
  private static func move(in trace: TraceFile) throws {
    let timeline = try Timeline(trace)
    for moment in [trace.stepCount, trace.stepCount / 2, 0] {
      try timeline.seek(to: moment)
      for _ in 0..<5 where try timeline.stepForward() {}
      for _ in 0..<9 where try timeline.stepBack() {}
    }
    timeline.waitForIndex()
  }

  /// A message is one sentence of one line.
  private static func check(_ message: String) {
    #expect(!message.isEmpty && message.utf8.count < 2000)
    #expect(!message.unicodeScalars.contains(where: isControl), "\(message)")
  }
}
