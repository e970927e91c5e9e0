/// Objects around a chosen one as boxes with places, and the references among them.
public struct NeighbourhoodScene: Sendable, Hashable {
  /// One object.
  public struct Box: Sendable, Hashable {
    /// Its row of the list.
    public var object: ObjectRow
    /// Where it stands.
    public var row: Int
    /// Where it stands in its row.
    public var column: Int
    /// Whether it's the chosen one.
    public var isChosen: Bool

    /// Makes a box.
    public init(_ object: ObjectRow, row: Int, column: Int, isChosen: Bool = false) {
      self.object = object
      self.row = row
      self.column = column
      self.isChosen = isChosen
    }
  }

  /// A reference between two boxes.
  public struct Arrow: Sendable, Hashable {
    /// What the last step did to it.
    public enum Change: Sendable, Hashable { case none, made, gone }

    /// Who refers, by its place among the boxes.
    public var from: Int
    /// To whom.
    public var to: Int
    /// `.peer`, `[0]`; empty where it has none.
    public var label: String
    /// What the last step did to it.
    public var change: Change

    /// Makes an arrow.
    public init(from: Int, to: Int, label: String = "", change: Change = .none) {
      self.from = from
      self.to = to
      self.label = label
      self.change = change
    }
  }

  /// The name of the one in the middle.
  public var centre: String
  /// How many references out the boxes go.
  public var radius: Int
  /// The objects.
  public var boxes: [Box]
  /// The references among them.
  public var arrows: [Arrow]
  /// How many objects so near have no box.
  public var more: Int

  /// Makes the picture.
  public init(centre: String, radius: Int, boxes: [Box], arrows: [Arrow], more: Int = 0) {
    self.centre = centre
    self.radius = radius
    self.boxes = boxes
    self.arrows = arrows
    self.more = more
  }

  /// How many boxes fit in a row of the layout.
  public static let columns = 3
  /// How many rows of boxes there are.
  public static let rows = 4
}

/// The collector's counts at a moment.
public struct GenerationsScene: Sendable, Hashable {
  /// The counts against their thresholds.
  public var trays: [GenerationTray]
  /// How many objects each generation has; empty where that isn't known.
  public var sizes: [Int]
  /// What is known of when they were counted; empty where it's now.
  public var note: String
  /// What the next allocation will do, and why.
  public var words: String

  /// Makes the counts.
  public init(trays: [GenerationTray], sizes: [Int] = [], note: String = "", words: String = "") {
    self.trays = trays
    self.sizes = sizes
    self.note = note
    self.words = words
  }
}

/// What one layer of memory does for an event.
public struct LayerRow: Sendable, Hashable {
  /// `object`, `pymalloc`, `malloc`, `arenas`.
  public var layer: String
  /// What it does, in words.
  public var words: String
  /// Whether it does anything.
  public var isActive: Bool

  /// Makes a row.
  public init(_ layer: String, _ words: String, isActive: Bool = false) {
    self.layer = layer
    self.words = words
    self.isActive = isActive
  }
}

/// A reference count over time.
public struct ReferenceHistoryScene: Sendable, Hashable {
  /// The highest count of each part of the time, nil where the object isn't alive.
  public var counts: [Int?]
  /// The part that the moment lies in.
  public var now: Int
  /// When it was born and when it died, in words.
  public var words: String

  /// Makes the history.
  public init(counts: [Int?], now: Int, words: String) {
    self.counts = counts
    self.now = now
    self.words = words
  }
}
