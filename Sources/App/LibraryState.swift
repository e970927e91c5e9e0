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
    /// Whether it's a script: there is something to see once it has run and was recorded.
    public var isScript: Bool

    /// Makes an entry.
    public init(
      path: String, name: String, measure: String = "", python: String = "", title: String = "", note: [String] = [],
      shelf: Shelf, lesson: LibraryLesson? = nil, isScript: Bool = false
    ) {
      self.path = path
      self.name = name
      self.measure = measure
      self.python = python
      self.title = title
      self.note = note
      self.shelf = shelf
      self.lesson = lesson
      self.isScript = isScript
    }
  }

  /// The entries, shelf by shelf.
  public private(set) var entries: [Entry]
  /// The chosen one.
  public var chosen: Int {
    didSet {
      guard chosen != oldValue else { return }
      scroll = 0
      awaited = nil
    }
  }
  /// How many files of the user's folder could be listed; of very many not all are.
  private(set) var ownCount = 0
  /// What the traces ask for: the requests by size class as shares of those of the commonest one, by path.
  private(set) var sizes: [String: [Double]] = [:]
  /// What is to be chosen when it's listed.
  private var awaited: String?
  /// Where the last session ended.
  public var last: LastPlace?
  /// What is looked for; nil where nothing is.
  var finding: Finding?
  /// Whether keys that choose scroll what is said of the chosen entry, and how many rows that is scrolled down.
  var isReading = false
  var scroll = 0

  /// Where the last session ended.
  public struct LastPlace: Hashable, Sendable {
    /// The trace.
    public var path: String
    /// The moment in it.
    public var step: Int
    /// The stop of the lesson, from 0; nil in other traces.
    public var stop: Int?

    /// Makes a place.
    public init(path: String, step: Int, stop: Int? = nil) {
      self.path = path
      self.step = step
      self.stop = stop
    }
  }

  /// Makes a library in which is chosen what the user is likely to want: what was open before, or else the first lesson
  /// that isn't done.
  public init(entries: [Entry], last: LastPlace? = nil, opened: String? = nil) {
    self.entries = Shelf.allCases.flatMap { shelf in entries.filter { $0.shelf == shelf } }
    self.last = last
    let before = self.entries.firstIndex { $0.path == opened }
    chosen = before ?? self.entries.firstIndex { $0.shelf == .lessons && $0.lesson?.isDone != true } ?? 0
    ownCount = entries.count { $0.shelf == .own }
    awaited = before == nil ? opened : nil
  }

  /// Puts entries in the place of those of the user's folder, which has `count` of them.
  public mutating func take(own: [Entry], outOf count: Int) {
    let path = entries.indices.contains(chosen) ? entries[chosen].path : nil
    entries = entries.filter { $0.shelf != .own } + own
    ownCount = count
    let place = entries.firstIndex { $0.path == awaited } ?? entries.firstIndex { $0.path == path }
    chosen = min(place ?? chosen, max(entries.count - 1, 0))
  }

  /// Takes note of what a trace asks for.
  public mutating func take(sizes shares: [Double], of path: String) { sizes[path] = shares }

  /// The path of the chosen trace; nil where it has nothing to count or has been counted.
  public var uncounted: String? {
    guard entries.indices.contains(chosen), !entries[chosen].isScript, sizes[entries[chosen].path] == nil else {
      return nil
    }
    return entries[chosen].path
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
  /// What its questions ask.
  public var asked: [String]
  /// How far the user has come; nil where it wasn't begun.
  public var progress: LessonProgress?

  /// Makes the description of a lesson.
  public init(
    number: Int?, aim: String, minutes: Int?, chapters: [String], stops: Int, asked: [String],
    progress: LessonProgress? = nil
  ) {
    self.number = number
    self.aim = aim
    self.minutes = minutes
    self.chapters = chapters
    self.stops = stops
    self.asked = asked
    self.progress = progress
  }

  /// How many of its stops are questions.
  public var questions: Int { asked.count }

  /// Whether the user has seen its end.
  public var isDone: Bool { progress?.isDone ?? false }
}
