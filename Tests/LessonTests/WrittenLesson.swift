import Testing
import Trace

@testable import Lesson

/// Lessons that tests write.
enum WrittenLesson {
  /// Three stops and two questions about one pool.
  static let text = """
    title Blocks come back
    aim Know which
    minutes 4
    chapter One
    note Slowly.
    a = malloc 56
    b = malloc 56
    say Two blocks.
    look pool a
    ask number How many bytes has each?
      answer cost a
      right Rounded up.
      wrong Not rounded.
    chapter Two
    free a
    say One is free.
    pause
    ask block Which one comes next?
      choice b: b's, which lives
        why b lives.
      choice a: a's, which is free
      answer c
    c = malloc 60
    mark "there"
    reveal
    say The end.
    """

  static func trace(_ text: String = text) throws -> TraceFile {
    try TraceFile.open(bytes: Array("arenascope-trace 1\n\(text)\n".utf8), name: "lesson")
  }

  static func reading(_ text: String) throws -> LessonReading? { try Lesson.read(trace(text)) }

  static func lesson(_ text: String = text) throws -> Lesson? { try reading(text)?.lesson }

  /// What is wrong with a lesson, without the name of its file.
  static func mistakes(_ text: String) throws -> [String] {
    try reading(text)?.mistakes.map { "\($0.line):\($0.column): \($0.what)" } ?? []
  }
}

/// Records an issue where something doesn't hold; unlike `#expect` it takes calls that change their value.
func check(_ holds: Bool, _ comment: Comment? = nil, at location: SourceLocation = #_sourceLocation) {
  if !holds { Issue.record(comment, sourceLocation: location) }
}
