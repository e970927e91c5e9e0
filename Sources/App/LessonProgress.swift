/// How far the user has come in a lesson: what is kept from one session to the next.
public struct LessonProgress: Hashable, Sendable {
  /// The highest index of a stop that was reached, from 0.
  public var farthest: Int
  /// How many stops the lesson has.
  public var stops: Int
  /// How many questions were answered.
  public var answered: Int
  /// How many of them right.
  public var right: Int
  /// How many questions the lesson asks.
  public var questions: Int
  /// Whether its end was reached.
  public var isDone: Bool

  /// Makes the progress of a lesson that was left.
  public init(farthest: Int, stops: Int, answered: Int, right: Int, questions: Int, isDone: Bool) {
    self.farthest = farthest
    self.stops = stops
    self.answered = answered
    self.right = right
    self.questions = questions
    self.isDone = isDone
  }

  /// The better of both where the lesson is still the same one: who looks at a lesson again loses nothing by it.
  public func joined(with newer: LessonProgress) -> LessonProgress {
    guard newer.stops == stops, newer.questions == questions else { return newer }
    // Both counts are those of one session, so that they belong together.
    let best = (newer.right, newer.answered) > (right, answered) ? newer : self
    return LessonProgress(
      farthest: max(farthest, newer.farthest), stops: stops, answered: best.answered, right: best.right,
      questions: questions, isDone: isDone || newer.isDone)
  }

  /// Whether the numbers can be those of a lesson; a file may hold any.
  var isPossible: Bool {
    farthest >= 0 && farthest < stops && stops <= LessonProgress.most && right >= 0 && right <= answered
      && answered <= questions
  }

  private static let most = 1 << 20
}

/// The file that keeps how far the user has come: a line for each lesson, `farthest stops answered right questions done name`.
extension LessonProgress {
  /// How many lessons are remembered.
  private static let lessons = 500

  /// Reads the file by the names of the lessons' files; lines that can't be such are left out.
  public static func read(_ text: String) -> [String: LessonProgress] {
    var known: [String: LessonProgress] = [:]
    for line in text.split(separator: "\n").prefix(lessons) {
      let words = line.split(separator: " ", maxSplits: 6)
      guard words.count == 7, words[5] == "done" || words[5] == "begun" else { continue }
      let numbers = words[..<5].compactMap { Int($0) }
      let name = String(words[6])
      guard numbers.count == 5, isName(name) else { continue }
      let progress = LessonProgress(
        farthest: numbers[0], stops: numbers[1], answered: numbers[2], right: numbers[3], questions: numbers[4],
        isDone: words[5] == "done")
      if progress.isPossible { known[name] = progress }
    }
    return known
  }

  /// The file's text, the lessons by their names.
  public static func text(_ known: [String: LessonProgress]) -> String {
    known.filter { isName($0.key) && $0.value.isPossible }.sorted { $0.key < $1.key }.prefix(lessons)
      .map { name, progress in
        let word = progress.isDone ? "done" : "begun"
        let numbers = [progress.farthest, progress.stops, progress.answered, progress.right, progress.questions]
        return numbers.map { "\($0) " }.joined() + "\(word) \(name)\n"
      }
      .joined()
  }

  /// Whether a file's name can stand at the end of a line.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 255 && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "/" }
  }
}
