import Glibc
import Testing
import Trace

@testable import Lesson

/// The examples of LESSONS.md are lessons, and the mistakes that it shows are told as it says.
@Suite("The examples of LESSONS.md")
struct LessonsPageTests {
  private static let document: String = {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let file = fopen("/\(root)/Sources/Lesson/LESSONS.md", "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }()

  /// The fenced blocks of a kind.
  private static func blocks(_ kind: String) -> [String] {
    document.split(separator: "\n```", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return lines.count == 2 && lines[0] == kind ? String(lines[1]) : nil
    }
  }

  @Test func `lessons are read, and all that they claim holds`() throws {
    let examples = Self.blocks("arena")
    #expect(examples.count == 6)
    for example in examples {
      let trace = try TraceFile.open(bytes: Array(example.utf8), name: "example")
      let reading = try #require(try Lesson.read(trace))
      #expect(reading.mistakes.map(\.message) == [])
      let lesson = try #require(reading.lesson)
      #expect(!reading.claims.isEmpty && reading.claims.allSatisfy(\.holds) && lesson.stops.count > 1)
      let binary = try TraceFile.open(bytes: trace.binary(), name: "example")
      #expect(try Lesson.read(binary)?.lesson == lesson)
      let outline = try #require(LessonOutline(text: Array(example.utf8)))
      #expect(outline.stops == lesson.stops.count && outline.questions == lesson.questions.count)
    }
  }

  @Test func `mistakes of the language are told`() throws {
    let example = try #require(Self.blocks("arena-mistakes").first)
    let expected = try #require(Self.blocks("mistakes").first).split(separator: "\n").map(String.init)
    #expect(
      LessonOutline.mistakes(inText: Array(example.utf8), name: "m").map { String($0.message.dropFirst(2)) } == expected
    )
  }

  @Test func `false claims are told`() throws {
    let example = try #require(Self.blocks("arena-claims").first)
    let expected = try #require(Self.blocks("claims").first).split(separator: "\n").map(String.init)
    let reading = try #require(try Lesson.read(TraceFile.open(bytes: Array(example.utf8), name: "c")))
    #expect(reading.mistakes.map { String($0.message.dropFirst(2)) } == expected)
  }

  @Test func `each measure is in the page`() {
    for word in MeasureWord.written { #expect(Self.document.contains("`\(word.rawValue)"), "\(word)") }
    for view in LessonView.allCases { #expect(Self.document.contains("`\(view.rawValue)`"), "\(view)") }
    for word in ProseLine.keywords { #expect(Self.document.contains("`\(word)"), "\(word)") }
  }
}
