import Collector
import Trace

/// What a library shows of a lesson, read without running it.
public struct LessonOutline: Hashable, Sendable {
  /// The title; empty where the lesson gives none.
  public var title = ""
  /// What one can do afterwards.
  public var aim = ""
  /// How long it takes; nil where it isn't said.
  public var minutes: Int?
  /// The names of its chapters.
  public var chapters: [String] = []
  /// How many stops it has, and how many of them are questions.
  public var stops = 0
  public var questions = 0
  /// What the questions ask, without the answers.
  public var asked: [String] = []

  private init(_ draft: LessonDraft) {
    title = draft.title ?? ""
    aim = draft.aim ?? ""
    minutes = draft.minutes
    chapters = draft.chapters.filter { !$0.isEmpty }
    stops = draft.stops.count
    asked = draft.stops.compactMap { $0.question?.text }
    questions = asked.count
  }

  /// Reads the outline of a lesson that's written as text, in time for a list; nil for texts without prose.
  ///
  /// Nothing is performed, so the trace may be wrong. O(bytes).
  public init?(text bytes: [UInt8], name: String = "") {
    let lines = Self.prose(in: bytes, repeats: true)
    guard !lines.isEmpty else { return nil }
    self.init(LessonDraft(ScriptProse.plain(lines, file: name)))
  }

  /// Reads the outline of the lesson that a script's comments hold before it is recorded; nil for other scripts.
  /// O(bytes).
  public init?(script text: String, name: String = "") {
    guard ScriptProse.mayStand(in: text) else { return nil }
    let lines = ScriptProse.Script(text).comments.map { ProseLine(step: 0, line: $0.line, text: $0.text) }
    guard !lines.isEmpty else { return nil }
    self.init(LessonDraft(ScriptProse.plain(lines, file: name)))
  }

  /// Reads the outline of the lesson that a trace holds; nil for traces without prose. O(bytes of prose and sources).
  public init?(_ trace: TraceFile) throws(TraceError) {
    var lines = try trace.readProse()
    if trace.hasLines {
      for source in try trace.readSources() where ScriptProse.mayStand(in: source.text) {
        lines += ScriptProse.Script(source.text).comments.map { ProseLine(step: 0, line: $0.line, text: $0.text) }
      }
    }
    guard !lines.isEmpty else { return nil }
    self.init(LessonDraft(ScriptProse.plain(lines, file: trace.name)))
  }

  /// The mistakes in the prose of a text, as far as they show without running it.
  public static func mistakes(inText bytes: [UInt8], name: String) -> [LessonMistake] {
    LessonDraft(ScriptProse.plain(prose(in: bytes, repeats: false), file: name)).mistakes
  }

  /// The lines of a script's prose that can't be understood, which shows before it is run.
  public static func mistakes(inScript text: String, name: String) -> [LessonMistake] {
    let script = ScriptProse.Script(text)
    var mistakes = script.others.map { ScriptProse.unknown($0, file: name) }
    for comment in script.comments {
      let line = ProseLine(step: 0, line: comment.line, column: comment.column, text: comment.text)
      do throws(LessonMistake) { _ = try ProseParser.item(line, file: name) } catch { mistakes.append(error) }
    }
    return mistakes.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// Lines of prose, and repetitions of them.
  private indirect enum Part {
    case line(ProseLine)
    case loop(count: Int, parts: [Part])

    /// Appends the lines of all rounds, or of one, until there are more than a lesson can have.
    func append(to lines: inout [ProseLine], repeats: Bool) {
      guard lines.count < Part.limit else { return }
      switch self {
      case .line(let line): lines.append(line)
      case .loop(let count, let parts):
        for _ in 0..<(repeats ? max(0, count) : 1) {
          guard lines.count < Part.limit, !parts.isEmpty else { return }
          for part in parts { part.append(to: &lines, repeats: repeats) }
        }
      }
    }

    static let limit = 1 << 13
  }

  /// The lines of prose of a text, those of a repetition once or in each round; all of them stand at the start.
  private static func prose(in bytes: [UInt8], repeats: Bool) -> [ProseLine] {
    var open: [(indentation: Int, count: Int, parts: [Part])] = [(-1, 1, [])]
    var text: (line: Int, column: Int, content: String)?
    func end() {
      guard let last = text else { return }
      let line = ProseLine(step: 0, line: last.line, column: last.column, text: last.content)
      open[open.count - 1].parts.append(.line(line))
      text = nil
    }
    func close(_ indentation: Int) {
      while open.count > 1, let last = open.last, last.indentation >= indentation {
        open.removeLast()
        if !last.parts.isEmpty { open[open.count - 1].parts.append(.loop(count: last.count, parts: last.parts)) }
      }
    }
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let indentation = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
      guard line.count <= 1 << 16 else { continue }
      guard let first = line.dropFirst(indentation).first else { continue }
      // Few lines are prose: most go by their first byte.
      guard first == UInt8(ascii: "|") || (first | 0x20) &- UInt8(ascii: "a") < 26 else { continue }
      if first == UInt8(ascii: "|") {
        text?.content += "\n" + String(decoding: line.dropFirst(indentation + 1), as: UTF8.self)
        continue
      }
      let content = String(decoding: line.dropFirst(indentation), as: UTF8.self)
      end()
      close(indentation)
      if ProseLine.isProse(content) {
        text = (index + 1, indentation + 1, content)
      } else if let count = rounds(content), open.count <= 8 {
        open.append((indentation, count, []))
      }
    }
    end()
    close(0)
    var lines: [ProseLine] = []
    for part in open[0].parts { part.append(to: &lines, repeats: repeats) }
    return lines
  }

  /// How often a line repeats those below it; nil for all other lines.
  private static func rounds(_ line: String) -> Int? {
    guard line.hasPrefix("repeat ") else { return nil }
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) }
  }
}
