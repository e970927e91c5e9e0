/// The library: the lessons and traces to choose from.
public struct LibraryState: Hashable, Sendable {
  /// What an entry is listed under, in the order of the lists.
  public enum Shelf: Int, Hashable, Sendable, CaseIterable {
    /// The lessons that come with the program.
    case lessons
    /// The other traces that come with it.
    case recordings
    /// What is in the user's folder.
    case own
  }

  /// One lesson or trace.
  public struct Entry: Hashable, Sendable {
    /// What opens it.
    public var path: String
    /// Its name without the folder.
    public var name: String
    /// How long it is, or what is wrong with it.
    public var measure: String
    /// The version of its Python.
    public var python: String
    /// One line about it.
    public var title: String
    /// More about it, line by line.
    public var note: [String]
    /// Where it is listed.
    public var shelf: Shelf
    /// What is known of the lesson that it is; nil for traces that tell nothing.
    public var lesson: LibraryLesson?

    /// Makes an entry.
    public init(
      path: String, name: String, measure: String = "", python: String = "", title: String = "", note: [String] = [],
      shelf: Shelf, lesson: LibraryLesson? = nil
    ) {
      self.path = path
      self.name = name
      self.measure = measure
      self.python = python
      self.title = title
      self.note = note
      self.shelf = shelf
      self.lesson = lesson
    }
  }

  /// The entries, shelf by shelf.
  public let entries: [Entry]
  /// The chosen one.
  public var chosen: Int
  /// Where the last session ended.
  public var last: LastPlace?

  /// Where the last session ended.
  public struct LastPlace: Hashable, Sendable {
    /// The trace.
    public var path: String
    /// The moment in it.
    public var step: Int

    /// Makes a place.
    public init(path: String, step: Int) {
      self.path = path
      self.step = step
    }
  }

  /// Makes a library in which is chosen what the user is likely to want: what was open before, unless that's a lesson
  /// that is done, and else the first lesson that isn't done.
  public init(entries: [Entry], last: LastPlace? = nil, opened: String? = nil) {
    self.entries = Shelf.allCases.flatMap { shelf in entries.filter { $0.shelf == shelf } }
    self.last = last
    let before = self.entries.firstIndex { $0.path == opened && $0.lesson?.isDone != true }
    chosen = before ?? self.entries.firstIndex { $0.shelf == .lessons && $0.lesson?.isDone != true } ?? 0
  }
}

/// What the library knows of a lesson.
public struct LibraryLesson: Hashable, Sendable {
  /// Its number among the lessons; nil where it has none.
  public var number: Int?
  /// What one can do afterwards.
  public var aim: String
  /// How long it takes; nil where it doesn't say so.
  public var minutes: Int?
  /// The names of its chapters.
  public var chapters: [String]
  /// How many stops it has.
  public var stops: Int
  /// How many of them are questions.
  public var questions: Int
  /// How far the user has come; nil where it wasn't begun.
  public var progress: LessonProgress?

  /// Makes the description of a lesson.
  public init(
    number: Int?, aim: String, minutes: Int?, chapters: [String], stops: Int, questions: Int,
    progress: LessonProgress? = nil
  ) {
    self.number = number
    self.aim = aim
    self.minutes = minutes
    self.chapters = chapters
    self.stops = stops
    self.questions = questions
    self.progress = progress
  }

  /// Whether the user has seen its end.
  public var isDone: Bool { progress?.isDone ?? false }
}
