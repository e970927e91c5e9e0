import ArgumentParser
import Glibc
import Lesson
import Recorder
import Trace

/// Finds the mistakes and false claims of a lesson or written trace, or the damage of a recording.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List the mistakes and false claims of lessons, the mistakes of text traces, the damage of recordings.",
    discussion: """
      Each comes with line and column, and where one is known a suggestion. A Python script is run with python3 and \
      recorded to see what its '#:' comments say.
      Status 0 when nothing is wrong, 1 when something is, 2 when a file can't be read or a script can't be recorded.
      """)

  @Option(help: "The Python that runs scripts.")
  var python = "python3"

  @Argument(help: "Lessons, text traces, recordings or Python scripts; - reads standard input.", completion: .file())
  var files: [String]

  func run() throws {
    var found = 0
    for file in files { found += try check(file) }
    if found > 0 { throw ExitCode(1) }
  }

  /// Prints what is wrong with a file; returns how much that is.
  private func check(_ file: String) throws -> Int {
    if file.hasSuffix(".py") { return try checkScript(file) }
    let bytes = file == "-" ? Self.bytes(of: STDIN_FILENO) : nil
    let name = bytes == nil ? file : "standard input"
    // A text without a mistake is read once.
    let opened = bytes.map { try? TraceFile.open(bytes: $0, name: name) } ?? (try? TraceFile.open(file))
    if let opened, opened.isText { return try report(opened, name: file) }
    let problems = try bytes.map { try TraceFile.problems(inBytes: $0, name: name) } ?? TraceFile.problems(of: file)
    guard problems.isEmpty else {
      var messages = problems.map { (line: $0.place?.line ?? 0, column: $0.place?.column ?? 0, text: $0.message) }
      if problems[0].place != nil, let text = bytes ?? contents(of: file) {
        messages += LessonOutline.mistakes(inText: text, name: name).map { ($0.line, $0.column, $0.message) }
      }
      messages.sort { ($0.line, $0.column) < ($1.line, $1.column) }
      for message in messages { print(message.text) }
      return messages.count
    }
    return try report(opened ?? TraceFile.open(file), name: file)
  }

  /// Records a script, checks the recording and forgets it.
  private func checkScript(_ file: String) throws -> Int {
    try RecordingRequest.checkReadable(script: file)
    // What can't be understood needs no run.
    let mistakes = contents(of: file).map {
      LessonOutline.mistakes(inScript: String(decoding: $0, as: UTF8.self), name: file)
    }
    if let mistakes, !mistakes.isEmpty {
      for mistake in mistakes { print(mistake.message) }
      return mistakes.count
    }
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/arenascope-check-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure("no folder can be made to record in: \(String(cString: strerror(errno)))")
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let recording = folder + "/check.trace"
    defer {
      unlink(recording)
      rmdir(folder)
    }
    let request = RecordingRequest(command: [python, file], output: recording, children: false, objects: .lines)
    let result = try request.run()
    return try report(try TraceFile.open(result.path), name: file)
  }

  private func report(_ trace: TraceFile, name: String) throws -> Int {
    guard let reading = try Lesson.read(trace) else {
      print("\(printable(name)): nothing is wrong")
      return 0
    }
    for mistake in reading.mistakes { print(mistake.message) }
    if let lesson = reading.lesson, reading.mistakes.isEmpty {
      let questions = lesson.questions.count
      let claims = reading.claims.count
      print(
        "\(printable(name)): nothing is wrong: \(lesson.stops.count) stops, \(questions) question\(questions == 1 ? "" : "s"), "
          + "\(claims) claim\(claims == 1 ? "" : "s") that hold\(claims == 1 ? "s" : "")")
    }
    return reading.mistakes.count
  }

  private func contents(of file: String) -> [UInt8]? {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return Self.bytes(of: descriptor)
  }

  private static func bytes(of descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= 1 << 30 {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}
