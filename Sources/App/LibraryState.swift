/// The library: the traces to choose from.
public struct LibraryState: Hashable, Sendable {
  /// One trace.
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
    /// Whether it comes with the program.
    public var isBundled: Bool

    /// Makes an entry.
    public init(
      path: String, name: String, measure: String, python: String, title: String, note: [String], isBundled: Bool
    ) {
      self.path = path
      self.name = name
      self.measure = measure
      self.python = python
      self.title = title
      self.note = note
      self.isBundled = isBundled
    }
  }

  /// The traces, the bundled ones first.
  public var entries: [Entry]
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

  /// Makes a library with the first trace chosen.
  public init(entries: [Entry], last: LastPlace? = nil) {
    self.entries = entries
    self.chosen = 0
    self.last = last
  }
}
