import Glibc
import SeededGenerators
import Testing
import Trace

@testable import Lesson

/// Whatever a lesson says, reading it ends in a lesson or sentences.
@Suite("Hostile lessons")
struct HostileLessonTests {
  private static let words = [
    "say", "ask", "ask number", "ask choice", "ask block", "look", "look pool", "look collection", "expect", "answer",
    "choice", "choice a:", "right", "wrong", "why", "reveal", "note", "pause", "chapter", "title", "minutes", "not",
    "refcount", "alive", "same a b", "next 64", "next", "pools 64", "pools", "since", "since m", "on 3.8", "on 2.7",
    "beside 3.12", "a", "b", "a.peer", "a[0]", "a[", "[", "]", ".", "..", "0.0", "0.0.1", "99999999999999999999",
    "4 GiB", "1,000", "0x", "-1", "\"", "\"x\"", "=", "==", "<", ":", "|", "\u{1F40D}", "\u{202E}", "update_refs",
    "a = object Node 48", "b = malloc 64", "free b", "del a", "a.peer = a", "gc collect", "mark m", "repeat 3",
    "  x = malloc 8", "repeat 2 y = malloc 8", "free x*",
  ]

  @Test func `random words never crash, hang or reach the terminal raw`() throws {
    let count = getenv("ARENASCOPE_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1500
    var random = SeededGenerator(seed: 3)
    var lessons = 0
    var mistakes = 0
    for number in 0..<count {
      var text = "arenascope-trace 1\n"
      if number % 3 == 0 { text += WrittenLesson.text + "\n" }
      // Some are all but sound, so that they're read to the end.
      for _ in 0..<(number % 3 == 0 ? random.next() % 2 : 1 + random.next() % 12) {
        let length = 1 + random.next() % 5
        text += (0..<length).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(separator: " ") + "\n"
      }
      for mistake in LessonOutline.mistakes(inText: Array(text.utf8), name: "\u{1B}h") { Self.check(mistake.message) }
      for problem in try TraceFile.problems(inBytes: Array(text.utf8), name: "h") { Self.check(problem.message) }
      guard let trace = try? TraceFile.open(bytes: Array(text.utf8), name: "h") else { continue }
      let start = ContinuousClock.now
      guard let reading = try Lesson.read(trace) else { continue }
      if ContinuousClock.now - start > .seconds(5) { Issue.record("slow: \(text)") }
      for mistake in reading.mistakes { Self.check(mistake.message) }
      mistakes += reading.mistakes.isEmpty ? 0 : 1
      guard let lesson = reading.lesson else { continue }
      lessons += 1
      var player = LessonPlayer(lesson)
      for _ in 0..<40 { player.forward(by: LessonPlayer.StepSize.allCases.randomElement(using: &random) ?? .stop) }
      #expect(try TraceFile.open(bytes: trace.binary(), name: "h").readProse() == trace.readProse())
    }
    // A test that nothing gets through, or nothing is refused in, would prove nothing.
    #expect(lessons > count / 100 && mistakes > count / 100, "\(lessons) lessons, \(mistakes) with mistakes")
  }

  private static func check(_ message: String) {
    #expect(!message.isEmpty && message.utf8.count < 3000)
    #expect(
      message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E }, "\(message)")
  }
}
