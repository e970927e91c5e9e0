import App
import Glibc
import Lesson
import Scene
import Trace

/// Reads of a trace what the library shows: as little of the file as tells what it is, and nothing is run.
struct LibraryEntry {
  /// The longest text that is looked through; longer ones are named only.
  private static let textLimit = 1 << 20

  /// Whether the trace comes with the program.
  let isBundled: Bool
  /// How far the user has come in which lesson, by the names of the files.
  let progress: [String: LessonProgress]

  /// Reads the trace at a path.
  func entry(_ path: String) -> LibraryState.Entry {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var entry = LibraryState.Entry(path: path, name: name, shelf: isBundled ? .recordings : .own)
    if name.hasSuffix(".py") {
      describe(script: path, in: &entry)
      return entry
    }
    let outline: LessonOutline?
    do {
      if Self.hasTextHead(path) {
        outline = describe(text: path, in: &entry)
      } else {
        let trace = try TraceFile.open(path)
        entry.measure = Numbers.count(trace.stepCount, "event")
        entry.python = "\(trace.header.python.major).\(trace.header.python.minor)"
        entry.title = Self.command(of: trace)
        outline = try LessonOutline(trace)
      }
    } catch {
      entry.measure = "can't be read"
      entry.note = [error.message]
      return entry
    }
    if let outline, outline.stops > 0 {
      describe(outline, in: &entry)
    } else {
      let (title, note) = LibraryNote.read(beside: path)
      if let title = title ?? outline?.title, !title.isEmpty { entry.title = title }
      entry.note = note
    }
    return entry
  }

  private func describe(_ outline: LessonOutline, in entry: inout LibraryState.Entry) {
    let number = isBundled ? Self.number(of: entry.name) : nil
    if number != nil { entry.shelf = .lessons }
    entry.title = outline.title.isEmpty ? entry.name : outline.title
    entry.lesson = LibraryLesson(
      number: number, aim: outline.aim, minutes: outline.minutes, chapters: outline.chapters, stops: outline.stops,
      asked: outline.asked, progress: progress[entry.name])
  }

  /// Describes a script, which nothing is known of but what its comments say.
  private func describe(script path: String, in entry: inout LibraryState.Entry) {
    entry.isScript = true
    entry.measure = "run and watch it"
    let text = readText(path, limit: Self.textLimit)
    if text == nil { entry.measure = "can't be read" }
    if let outline = text.flatMap({ LessonOutline(script: $0, name: entry.name) }), outline.stops > 0 {
      describe(outline, in: &entry)
    } else {
      entry.note = [
        "Enter asks, then python3 runs this script in the terminal.",
        "", "What it asks of the allocator is recorded, line by line, and opened when it ends.",
      ]
    }
  }

  /// Describes a trace that is written as text and gives the outline of its lesson.
  private func describe(text path: String, in entry: inout LibraryState.Entry) -> LessonOutline? {
    guard let bytes = readBytes(path, limit: Self.textLimit) else {
      entry.measure = "a long text"
      return nil
    }
    let lines = bytes.split(separator: 0x0A)
    entry.measure = Numbers.count(lines.count, "line")
    let python = "python 3.".utf8
    if let line = lines.prefix(100).first(where: { $0.starts(with: python) }) {
      let minor = line.dropFirst(python.count).prefix { 0x30...0x39 ~= $0 }.prefix(3)
      entry.python = "3." + String(decoding: minor, as: UTF8.self)
    }
    return LessonOutline(text: bytes, name: entry.name)
  }

  /// The number that the name of a lesson's file begins with, as in `02-reuse.arena`.
  private static func number(of name: String) -> Int? {
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    guard digits.count <= 3, name.dropFirst(digits.count).first == "-" else { return nil }
    return Int(digits)
  }

  /// Whether a file begins as text traces do.
  static func hasTextHead(_ path: String) -> Bool {
    let head = "arenascope-trace".utf8
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: head.count)
    return read(descriptor, &start, start.count) == start.count && start.elementsEqual(head)
  }

  /// The recorded command, its program without its folders.
  private static func command(of trace: TraceFile) -> String {
    guard let words = trace.meta.command, let first = words.first else { return "" }
    let program = first.split(separator: "/").last.map(String.init) ?? first
    return ([program] + words.dropFirst()).joined(separator: " ")
  }
}
