/// One step as a row of a list.
public struct EventRow: Sendable, Hashable {
  /// What kind of step it is; it decides sign and colour.
  public enum Kind: UInt8, Sendable, Hashable { case taken, given, resized, failed, collection, mark, other }

  /// The step's number.
  public var step: Int
  /// What kind of step it is.
  public var kind: Kind
  /// What took part, in a word: a type where it's known, else the function; `collection`, `mark`.
  public var what: String
  /// The size class, nil outside the pools.
  public var sizeClass: Int?
  /// Bytes asked; nil where that isn't known.
  public var asked: Int?
  /// Bytes given; nil where there are none.
  public var given: Int?
  /// Where: a block, `raw`, or words about a collection or mark.
  public var place: String
  /// Who asked; nil where it isn't known.
  public var site: CallSite?

  /// Makes a row.
  public init(
    step: Int, kind: Kind, what: String, sizeClass: Int? = nil, asked: Int? = nil, given: Int? = nil, place: String,
    site: CallSite? = nil
  ) {
    self.step = step
    self.kind = kind
    self.what = what
    self.sizeClass = sizeClass
    self.asked = asked
    self.given = given
    self.place = place
    self.site = site
  }

  /// The character before the row.
  public var sign: Unicode.Scalar {
    switch kind {
    case .taken: "+"
    case .given: "-"
    case .resized: "~"
    case .failed: "?"
    case .collection: "="
    case .mark: "▴"
    case .other: "·"
    }
  }
}

/// The steps around the moment.
public struct EventLogScene: Sendable, Hashable {
  /// The steps, newest first; the step that led to the moment is `current`.
  public var rows: [EventRow]
  /// The number of the step that led to the moment; nil at the start.
  public var current: Int?
  /// The chosen step, nil unless one is.
  public var chosen: Int?
  /// The number of steps in the trace.
  public var total: Int

  /// Makes the list.
  public init(rows: [EventRow], current: Int?, chosen: Int? = nil, total: Int) {
    self.rows = rows
    self.current = current
    self.chosen = chosen
    self.total = total
  }
}

/// One live block of malloc's.
public struct RawRow: Sendable, Hashable {
  /// Its address.
  public var address: UInt64
  /// Bytes asked.
  public var size: Int
  /// Which domain asked.
  public var domain: String
  /// The step that took it.
  public var since: Int
  /// Who took it; nil where it isn't known.
  public var site: CallSite?
  /// What the last step did to it.
  public var change: Change

  /// Makes a row.
  public init(address: UInt64, size: Int, domain: String, since: Int, site: CallSite? = nil, change: Change = .none) {
    self.address = address
    self.size = size
    self.domain = domain
    self.since = since
    self.site = site
    self.change = change
  }
}

/// The live blocks of malloc's: requests above 512 bytes, and all of the interpreter's own.
public struct RawScene: Sendable, Hashable {
  /// The rows that are shown, largest first.
  public var rows: [RawRow]
  /// The number of the first of `rows` among all.
  public var first: Int
  /// How many there are.
  public var count: Int
  /// Their sum in bytes.
  public var bytes: Int
  /// How many there are by size.
  public var steps: [Step]
  /// The number of the chosen row among all.
  public var chosen: Int

  /// A range of sizes.
  public struct Step: Sendable, Hashable {
    /// The least size in bytes.
    public var atLeast: Int
    /// How many requests.
    public var count: Int
    /// Their bytes.
    public var bytes: Int

    /// Makes a range of sizes.
    public init(atLeast: Int, count: Int, bytes: Int) {
      self.atLeast = atLeast
      self.count = count
      self.bytes = bytes
    }
  }

  /// Makes the list.
  public init(rows: [RawRow], first: Int = 0, count: Int, bytes: Int, steps: [Step], chosen: Int = 0) {
    self.rows = rows
    self.first = first
    self.count = count
    self.bytes = bytes
    self.steps = steps
    self.chosen = chosen
  }
}
