/// The library: what can be opened.
public struct LibraryScene: Sendable, Hashable {
  /// One recording.
  public struct Row: Sendable, Hashable {
    /// The file's name.
    public var name: String
    /// `97,926 events`, or what is wrong with the file.
    public var measure: String
    /// `3.13`.
    public var python: String
    /// A title of the note, empty where there is none.
    public var title: String
    /// The note's text, shown at the right.
    public var note: String
    /// The size classes of the recording, used blocks at its end as shares of the most, for a small picture.
    public var classes: [Double]
    /// What there is to say of it as a lesson; nil for a recording that tells nothing.
    public var lesson: Lesson?

    /// Makes a row.
    public init(
      name: String, measure: String, python: String, title: String = "", note: String = "", classes: [Double] = [],
      lesson: Lesson? = nil
    ) {
      self.name = name
      self.measure = measure
      self.python = python
      self.title = title
      self.note = note
      self.classes = classes
      self.lesson = lesson
    }
  }

  /// How far the user has come in a lesson.
  public enum Standing: Sendable, Hashable {
    /// It wasn't opened yet.
    case new
    /// It was left at a stop, counted from 1.
    case begun(stop: Int, of: Int)
    /// Its end was seen.
    case done
  }

  /// What there is to say of a lesson.
  public struct Lesson: Sendable, Hashable {
    /// Its number; nil for one of the user's own, which is listed by its file.
    public var number: Int?
    /// How long it takes; nil where it doesn't say so.
    public var minutes: Int?
    /// How far the user has come.
    public var standing: Standing
    /// What one can do afterwards.
    public var aim: String
    /// What its questions ask, without the answers.
    public var asked: [String]
    /// The names of its chapters.
    public var chapters: [String]
    /// How long it is, and what is done, a line each.
    public var facts: [String]

    /// Makes the description of a lesson.
    public init(
      number: Int?, minutes: Int?, standing: Standing, aim: String, asked: [String], chapters: [String],
      facts: [String]
    ) {
      self.number = number
      self.minutes = minutes
      self.standing = standing
      self.aim = aim
      self.asked = asked
      self.chapters = chapters
      self.facts = facts
    }
  }

  /// One group of rows.
  public struct Group: Sendable, Hashable {
    /// Its title.
    public var title: String
    /// What stands at the right of the title.
    public var measure: String
    /// Its rows.
    public var rows: [Row]

    /// Makes a group.
    public init(title: String, measure: String, rows: [Row]) {
      self.title = title
      self.measure = measure
      self.rows = rows
    }
  }

  /// The version of the program.
  public var version: String
  /// The groups.
  public var groups: [Group]
  /// The number of the chosen row over all groups.
  public var chosen: Int
  /// Whether what is said of the chosen row has the keys instead of the list.
  public var isReading = false
  /// How many rows of that are scrolled away.
  public var scroll = 0
  /// The last place, in a sentence; empty where there is none.
  public var lastPlace: String
  /// What the program has to say; empty if nothing.
  public var message: String
  /// The keys of the footer.
  public var footer: [FooterEntry]

  /// Makes the library.
  public init(
    version: String, groups: [Group], chosen: Int = 0, lastPlace: String = "", message: String = "",
    footer: [FooterEntry] = []
  ) {
    self.version = version
    self.groups = groups
    self.chosen = chosen
    self.lastPlace = lastPlace
    self.message = message
    self.footer = footer
  }
}
