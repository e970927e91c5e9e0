/// The whole trace (or a part of it) as an area with collections, marks and the moment.
public struct TimelineScene: Sendable, Hashable {
  /// One column of the area.
  public struct Column: Sendable, Hashable {
    /// The most bytes of live blocks in the column.
    public var live: Int
    /// The most bytes of arenas in the column.
    public var held: Int
    /// The highest generation collected in the column; nil where no collection ran.
    public var collection: UInt8?
    /// Whether indexing has come so far.
    public var isKnown: Bool

    /// Makes a column.
    public init(live: Int, held: Int = 0, collection: UInt8? = nil, isKnown: Bool = true) {
      self.live = live
      self.held = held
      self.collection = collection
      self.isKnown = isKnown
    }
  }

  /// A named moment.
  public struct Mark: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// The step before which it lies.
    public var step: Int

    /// Makes a mark.
    public init(name: String, step: Int) {
      self.name = name
      self.step = step
    }
  }

  /// The columns, as many as the area is wide.
  public var columns: [Column]
  /// The steps that the columns stand for.
  public var window: Range<Int>
  /// The moment: a number of steps done.
  public var position: Int
  /// The number of steps of the trace.
  public var total: Int
  /// The marks in the window.
  public var marks: [Mark]
  /// Bytes of live blocks at the moment.
  public var live: Int
  /// Arenas held at the moment.
  public var arenas: Int
  /// The most arenas that were held at once, as far as known.
  public var peakArenas: Int
  /// Bytes of an arena.
  public var arenaSize: Int
  /// What the area is scaled to, in bytes.
  public var scale: Int
  /// Whether the area shows arenas that are held but not in use too.
  public var showsHeld: Bool

  /// Makes a timeline.
  public init(
    columns: [Column], window: Range<Int>, position: Int, total: Int, marks: [Mark] = [], live: Int, arenas: Int,
    peakArenas: Int = 0, arenaSize: Int, scale: Int? = nil, showsHeld: Bool = false
  ) {
    self.columns = columns
    self.window = window
    self.position = position
    self.total = total
    self.marks = marks
    self.live = live
    self.arenas = arenas
    self.peakArenas = peakArenas
    self.arenaSize = arenaSize
    self.showsHeld = showsHeld
    self.scale =
      scale
      ?? TimelineScene.niceScale(
        columns.reduce(1) { max($0, showsHeld ? max($1.live, $1.held) : $1.live) })
  }

  /// The columns left of the area at a width of the screen: the labels.
  public static func labelWidth(screenColumns: Int) -> Int { screenColumns >= 100 ? 9 : screenColumns >= 60 ? 6 : 0 }

  /// The number of columns of the area on a screen that wide.
  public static func columnCount(screenColumns: Int) -> Int {
    max(screenColumns - labelWidth(screenColumns: screenColumns) - (screenColumns >= 60 ? 1 : 0), 1)
  }

  /// The least number of bytes that is round in its unit (two digits) and not below the value.
  public static func niceScale(_ value: Int) -> Int {
    var unit = 1 << 10
    while unit < 1 << 50, value >= unit * 1000 { unit <<= 10 }
    var step = unit / 10
    while step > 0, value > step * 100 { step *= 10 }
    step = max(step, 1)
    return (value + step - 1) / step * step
  }

  /// The column that a moment falls into.
  public func column(of step: Int) -> Int {
    guard columns.count > 1, !window.isEmpty else { return 0 }
    let part = Double(min(max(step - window.lowerBound, 0), window.count)) / Double(window.count)
    return min(Int(part * Double(columns.count)), columns.count - 1)
  }

  /// The moment that a column stands for.
  public func step(ofColumn column: Int) -> Int {
    guard !columns.isEmpty else { return window.lowerBound }
    if column >= columns.count - 1 { return window.upperBound }
    return window.lowerBound + Int(Double(max(column, 0)) / Double(columns.count) * Double(window.count))
  }
}
