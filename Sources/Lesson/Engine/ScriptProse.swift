import Trace

/// A line of prose and, in a recorded script, the index of the recorded line at which it stands.
struct PlacedProse {
  var prose: ProseLine
  /// The name of the file that mistakes are told of.
  var file: String
  var place: Int?
}

/// The prose in the comments of a recorded script: those that begin with `#:`.
enum ScriptProse {
  /// Prose of a written trace.
  static func plain(_ lines: [ProseLine], file: String) -> [PlacedProse] {
    lines.map { PlacedProse(prose: $0, file: file, place: nil) }
  }

  /// Whether a script has the mark of prose anywhere, which tells most scripts from lessons at once.
  static func mayStand(in text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == UInt8(ascii: "#"), byte == UInt8(ascii: ":") { return true }
      previous = byte
    }
    return false
  }

  /// Finds the comments of all sources and the first moment at which each is reached, in the order of the moments.
  static func lines(
    of trace: TraceFile, _ history: LineHistory, _ mistakes: inout [LessonMistake]
  ) throws(TraceError) -> [PlacedProse] {
    var found: [PlacedProse] = []
    for source in try trace.readSources() {
      let script = Script(source.text)
      let reached = Reached(history, file: source.name)
      for comment in script.comments {
        guard let place = reached.place(of: comment, in: script) else {
          mistakes.append(
            LessonMistake(
              "this is never told: the script doesn't come here", file: source.name, line: comment.line,
              column: comment.column))
          continue
        }
        let step = place < history.places.count ? history.places[place].step : trace.stepCount
        found.append(
          PlacedProse(
            prose: ProseLine(step: step, line: comment.line, column: comment.column, text: comment.text),
            file: source.name, place: min(place, max(0, history.places.count - 1))))
      }
      for comment in script.others {
        mistakes.append(unknown(comment, file: source.name))
      }
    }
    return found.enumerated().sorted { ($0.element.place ?? 0, $0.offset) < ($1.element.place ?? 0, $1.offset) }
      .map(\.element)
  }

  /// Says that a comment begins with no word of a lesson.
  static func unknown(_ comment: Script.Comment, file: String) -> LessonMistake {
    let word = String(comment.text.prefix { $0 != " " && $0 != "\n" })
    return LessonMistake(
      NearestWord.unknown("word of a lesson", word, among: ProseLine.keywords), file: file, line: comment.line,
      column: comment.column)
  }

  /// The lines of a script as far as prose needs to know them.
  struct Script {
    struct Comment {
      var line: Int
      var column: Int
      var text: String
      /// Blanks before the code of its line, or before itself where it stands alone.
      var indentation: Int
      var standsAlone: Bool
    }

    /// For each line, from 1, how far its code is indented; nil for lines without any.
    private(set) var code: [Int?] = [nil]
    private(set) var comments: [Comment] = []
    /// Comments that begin with no word of a lesson.
    private(set) var others: [Comment] = []

    init(_ text: String) {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        let indentation = line.prefix { $0 == " " || $0 == "\t" }.count
        let content = line.dropFirst(indentation)
        code.append(content.isEmpty || content.first == "#" ? nil : indentation)
        guard let mark = Self.comment(in: line) else { continue }
        let behind = line[mark...].dropFirst(2)
        let text = behind.drop { $0 == " " }
        let column = line.utf8.distance(from: line.startIndex, to: text.startIndex) + 1
        var end = text[...]
        while end.last == " " || end.last == "\r" { end = end.dropLast() }
        if end.first == "|", let last = comments.indices.last, comments[last].line + 1 >= index + 1 - pending {
          let more = end.dropFirst()
          comments[last].text += "\n" + (more.first == " " ? more.dropFirst() : more)
          pending += 1
          continue
        }
        pending = 0
        let comment = Comment(
          line: index + 1, column: column, text: String(end), indentation: indentation,
          standsAlone: content.first == "#")
        if ProseLine.isProse(end) { comments.append(comment) } else { others.append(comment) }
      }
    }

    /// How many lines have continued the last comment.
    private var pending = 0

    /// Where `#:` begins a comment, outside of texts in quotes.
    private static func comment(in line: Substring) -> Substring.Index? {
      // Most lines have none, and bytes are looked through faster than characters.
      guard line.utf8.contains(UInt8(ascii: "#")) else { return nil }
      var quote: Character?
      var previous: Character = " "
      for index in line.indices {
        let character = line[index]
        if let open = quote {
          if character == open, previous != "\\" { quote = nil }
        } else if character == "\"" || character == "'" {
          quote = character
        } else if character == "#" {
          let next = line.index(after: index)
          return next < line.endIndex && line[next] == ":" ? index : nil
        }
        previous = previous == "\\" && character == "\\" ? " " : character
      }
      return nil
    }
  }

  /// When the lines of a file were reached.
  private struct Reached {
    /// The first place of each line.
    private var first: [Int: Int] = [:]
    private let history: LineHistory
    private let file: String

    init(_ history: LineHistory, file: String) {
      self.history = history
      self.file = file
      for (index, place) in history.places.enumerated() where place.file == file && place.event == .line {
        if first[place.line] == nil { first[place.line] = index }
      }
    }

    /// The place at which a comment is told: its line's own; else that of the next line of its block; else what
    /// follows the line before it.
    func place(of comment: Script.Comment, in script: Script) -> Int? {
      if !comment.standsAlone { return first[comment.line] }
      let next = script.code.indices.first { $0 > comment.line && script.code[$0] != nil }
      if let next, script.code[next] ?? 0 >= comment.indentation, let place = first[next] { return place }
      let previous = script.code.indices.last { $0 < comment.line && script.code[$0] != nil && first[$0] != nil }
      guard let previous, let start = first[previous] else {
        return next.flatMap { first[$0] } ?? (history.places.isEmpty ? nil : 0)
      }
      // A comment deeper than the line before it belongs to a body that was never run.
      if script.code[previous] ?? 0 < comment.indentation { return nil }
      let depth = history.places[start].depth
      return history.places.indices.first { $0 > start && history.places[$0].depth <= depth } ?? history.places.count
    }
  }
}
