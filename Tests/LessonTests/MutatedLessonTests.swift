import Glibc
import SeededGenerators
import Testing
import Trace

@testable import Lesson

/// The lessons that come with the program, changed at random: what is read from them ends in a lesson or sentences.
@Suite("Damaged lessons")
struct MutatedLessonTests {
  private static let small = [
    "01-heap", "02-reuse", "03-object-allocators", "04-reference-counting", "05-cycles", "07-finalizers",
    "14-weak-references",
  ]

  private static func lines(_ name: String) throws -> [[UInt8]] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try #require(fopen("/\(root)/Traces/\(name).arena", "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return bytes[..<count].split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
  }

  @Test func `lines that are moved, cut or overwritten end in sentences`() throws {
    let count = getenv("ARENASCOPE_FUZZ").flatMap { Int(String(cString: $0)) } ?? 150
    var random = SeededGenerator(seed: 11)
    let lessons = try Self.small.map { try Self.lines($0) }
    var read = 0
    var refused = 0
    for _ in 0..<count {
      var lines = try #require(lessons.randomElement(using: &random))
      for _ in 0...random.next() % 3 { Self.change(&lines, &random) }
      let text = Array(lines.joined(separator: [0x0A]))
      let start = ContinuousClock.now
      for mistake in LessonOutline.mistakes(inText: text, name: "\u{1B}[31mh") { Self.check(mistake.message) }
      do {
        let trace = try TraceFile.open(bytes: text, name: "\u{1B}[31mh")
        let reading = try Lesson.read(trace)
        for mistake in reading?.mistakes ?? [] { Self.check(mistake.message) }
        if let lesson = reading?.lesson {
          read += 1
          Self.check(lesson)
          Self.walk(lesson, &random)
        } else {
          refused += 1
        }
      } catch {
        Self.check(error.message)
        refused += 1
      }
      if ContinuousClock.now - start > .seconds(20) { Issue.record("slow: \(String(decoding: text, as: UTF8.self))") }
    }
    // A test that nothing gets through, or nothing is refused in, would prove nothing.
    #expect(read > count / 20 && refused > count / 20, "\(read) read, \(refused) refused")
  }

  private static let pieces = [
    "\u{1B}]0;x\u{07}", "\u{9B}31m", "\u{202E}", "\0", "repeat 99999", "repeat 4000000000", "x*", "| more", "reveal",
    "ask choice", "choice right: yes", "9999999999", "\t", "\"", "'", "for i in range(9999999):", "a = [a]", "collect",
    "say", "look collection done", "expect resident > 1", "# ", "py ", "beside 3.8", "on 3.14",
  ].map { Array($0.utf8) }

  private static func change(_ lines: inout [[UInt8]], _ random: inout SeededGenerator) {
    // The first line says what the file is.
    let index = 1 + Int(random.next() % UInt64(max(1, lines.count - 1)))
    let other = 1 + Int(random.next() % UInt64(max(1, lines.count - 1)))
    guard lines.indices.contains(index), lines.indices.contains(other) else { return }
    switch random.next() % 7 {
    case 0: lines.remove(at: index)
    case 1: lines.insert(lines[other], at: index)
    case 2: lines.swapAt(index, other)
    case 3: lines[index] += pieces.randomElement(using: &random) ?? []
    case 4: lines.insert(pieces.randomElement(using: &random) ?? [], at: index)
    case 5:
      guard !lines[index].isEmpty else { return }
      lines[index][Int(random.next() % UInt64(lines[index].count))] = UInt8(truncatingIfNeeded: random.next())
    default: lines[index].removeLast(Int(random.next() % UInt64(lines[index].count + 1)))
    }
  }

  private static func walk(_ lesson: Lesson, _ random: inout SeededGenerator) {
    var player = LessonPlayer(lesson)
    for _ in 0..<30 {
      if let question = player.pendingQuestion {
        let verdict = question.verdict(of: .choice(Int(random.next() % 4)))
        check(verdict.given)
        check(verdict.explanation)
        _ = player.answer(.choice(0))
      }
      player.forward(by: LessonPlayer.StepSize.allCases.randomElement(using: &random) ?? .stop)
    }
  }

  private static func check(_ lesson: Lesson) {
    check(lesson.title)
    for stop in lesson.stops {
      for text in stop.narration + stop.notes { check(text) }
      guard let question = stop.question else { continue }
      check(question.text.replacing("\n", with: " "))
      check(question.answerWords)
      for choice in question.choices { check(choice.text.replacing("\n", with: " ")) }
    }
  }

  private static func check(_ text: String) {
    #expect(
      text.unicodeScalars.allSatisfy {
        ($0.value >= 0x20 || $0 == "\n") && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
      }, "\(text)")
  }
}
