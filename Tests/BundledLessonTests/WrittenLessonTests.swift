import Lesson
import PythonInterpreters
import Testing
import Trace

@Suite("What the written lessons claim")
struct WrittenLessonTests {
  @Test(arguments: WrittenLessonFile.all)
  func `holds in the simulation`(lesson: WrittenLessonFile) throws {
    let reading = try #require(try Self.reading(lesson.text))
    #expect(reading.mistakes.map(\.message) == [])
    #expect(!reading.claims.isEmpty)
    let outline = try #require(reading.lesson)
    #expect((3...6).contains(outline.minutes ?? 0))
    #expect(!outline.questions.isEmpty && !outline.aim.isEmpty)
    #expect(outline.stops.contains { !$0.notes.isEmpty }, "a teacher finds notes")
  }

  @Test(arguments: WrittenLessonFile.all.filter { $0.program != nil }, PythonInterpreter.found)
  func `is what a real interpreter measures`(lesson: WrittenLessonFile, python: PythonInterpreter) throws {
    let program = try #require(lesson.program)
    let claims = try python.output(measuring: program).split(separator: "\n").compactMap(MeasuredClaim.init)
    #expect(!claims.isEmpty, "\(python) measured nothing")
    let (text, unknown) = lesson.text(python: python.version, claims: claims)
    #expect(unknown == [], "measured, but not claimed by the lesson")
    let reading = try #require(try Self.reading(text))
    #expect(reading.mistakes.map(\.message) == [], "\(python) measures something else")
  }

  private static func reading(_ text: String) throws -> LessonReading? {
    try Lesson.read(TraceFile.open(bytes: Array(text.utf8), name: "lesson"))
  }
}
