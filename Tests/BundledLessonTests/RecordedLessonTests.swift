import Foundation
import Lesson
import PythonInterpreters
import Recorder
import Testing
import Trace

/// The lessons that are recorded scripts, and what CPython itself says of their claims.
@Suite(.serialized) struct RecordedLessonTests {
  static let names = ["09-leaks", "10-generators", "11-built-ins", "12-profiling", "13-data-structures"]

  @Test("nothing is wrong in the bundled recording, which is that of the script beside it", arguments: names)
  func isSound(name: String) throws {
    let trace = try TraceFile.open(LessonFile.path("\(name).trace"))
    let sources = try trace.readSources()
    #expect(sources.map(\.text) == [try String(contentsOfFile: LessonFile.path("\(name).py"), encoding: .utf8)])
    let reading = try #require(try Lesson.read(trace))
    #expect(reading.mistakes.map(\.message) == [])
    #expect(reading.claims.count >= 7)
    let lesson = try #require(reading.lesson)
    #expect((3...6).contains(lesson.minutes ?? 0))
    #expect(!lesson.aim.isEmpty && lesson.questions.count >= 3)
    #expect(lesson.stops.contains { !$0.notes.isEmpty })
    #expect(lesson.chapters.last?.title == "What to remember")
    for question in lesson.questions where question.kind == .choice {
      #expect(question.choices.allSatisfy { $0.why != nil }, "\(question.text)")
    }
    for question in lesson.questions where question.kind != .choice {
      #expect(question.right != nil && question.wrong != nil, "\(question.text)")
    }
  }

  @Test("CPython's own reports say what the lesson claims", arguments: names)
  func agreesWithReports(name: String) throws {
    let claims = try measured(name, LessonInterpreter.one(for: try version(of: name)), [])
    #expect(claims.filter { $0.verdict == "fails" }.map(\.line) == [])
    #expect(claims.contains { $0.verdict == "holds" })
  }

  @Test func `blocks are as claimed where tracemalloc hides the report`() throws {
    let claims = try measured(
      "12-profiling", LessonInterpreter.one(for: try version(of: "12-profiling")), ["--untraced"])
    #expect(claims.filter { $0.verdict == "fails" }.map(\.line) == [])
    #expect(claims.count { $0.verdict == "holds" && $0.line.contains("blocks") } == 4)
  }

  @Test func `tracemalloc and getsizeof say the numbers that the lesson tells`() throws {
    let interpreter = LessonInterpreter.one(for: try version(of: "12-profiling"))
    let path = LessonFile.path("12-profiling.py")
    let program = "exec(open('\(path)').read()); print(f'{traced:,} {size:,}')"
    let said = try interpreter.python.output(["-I", "-S", "-c", program]).split { $0 == " " || $0 == "\n" }
    let lesson = try String(contentsOfFile: path, encoding: .utf8)
    #expect(said.count == 2)
    for number in said { #expect(lesson.contains(number), "\(interpreter.python.version) says \(number)") }
  }

  @Test func `what holds on every version from 3.11 holds on every one found`() throws {
    for interpreter in PythonInterpreter.found where !["3.8.", "3.9.", "3.10"].contains(interpreter.version.prefix(4)) {
      for name in ["09-leaks", "10-generators"] {
        let claims = try measured(name, interpreter, [])
        #expect(claims.filter { $0.verdict == "fails" }.map(\.line) == [], "\(interpreter.version)")
        #expect(claims.count { $0.verdict == "holds" } >= 3)
      }
    }
  }

  @Test("a new recording on the version named makes all claims true", arguments: names)
  func holdsWhenRecordedAnew(name: String) throws {
    let interpreter = LessonInterpreter.one(for: try version(of: name))
    guard interpreter.isExact else { return }
    var environment: NumPyFolder?
    if name == "13-data-structures" {
      environment = try NumPyFolder(interpreter.python)
      guard environment != nil else {
        return print("the NumPy part of lesson 13 was left out: NumPy can't be installed here")
      }
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "arenascope-lesson-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "lesson.trace").path
    var command = [interpreter.python.path, "-S", LessonFile.path("\(name).py")]
    if let environment { command = ["env", "PYTHONPATH=\(environment.path)"] + command }
    _ = try Recorder.record(RecordingRequest(command: command, output: output, stacks: false, objects: .lines))
    let reading = try #require(try Lesson.read(TraceFile.open(output)))
    #expect(reading.mistakes.map(\.message) == [])
    #expect(reading.claims.count >= 7)
  }

  // MARK: Claims

  private struct MeasuredClaim {
    var verdict: String
    var line: String
  }

  private func version(of name: String) throws -> String {
    let python = try TraceFile.open(LessonFile.path("\(name).trace")).header.python
    return "\(python.major).\(python.minor)"
  }

  private func measured(
    _ name: String, _ interpreter: LessonInterpreter, _ options: [String]
  ) throws -> [MeasuredClaim] {
    if !interpreter.isExact {
      print("lesson \(name): measured on \(interpreter.python.version), as its own version isn't here")
    }
    let claims = try measured(name, interpreter.python, options)
    // Of another version only what that version says differently can differ: sizes of objects.
    return interpreter.isExact ? claims : claims.filter { $0.verdict != "fails" }
  }

  private func measured(
    _ name: String, _ interpreter: PythonInterpreter, _ options: [String]
  ) throws -> [MeasuredClaim] {
    let program = LessonFile.folder + "/python/measure_claims.py"
    let said = try interpreter.output(measuring: program, [LessonFile.path("\(name).py")] + options)
    return said.split(separator: "\n").map { line in
      MeasuredClaim(verdict: String(line.split(separator: "\t").dropFirst().first ?? ""), line: String(line))
    }
  }
}
