/// What an object-specific allocator did with an object, above pymalloc.
public struct LayerNote: Hashable, Sendable {
  /// What happened.
  public enum Event: Hashable, Sendable {
    /// A free list had a block for a new object; `left` are in it still.
    case taken(list: String, block: ObjectBlock, left: Int)
    /// The block of a dead object went into a free list, which holds `count` of at most `limit` now.
    case kept(list: String, block: ObjectBlock, count: Int, limit: Int)
    /// The free list was empty: the block comes from pymalloc.
    case none(list: String)
    /// The free list was full: the block goes back to pymalloc.
    case full(list: String, limit: Int)
    /// A full collection takes a block out of a free list; its free is the next step.
    case emptied(list: String, block: ObjectBlock)
    /// The object exists already and is shared, for a reason: `small int`, `one-character string`, `constant`.
    case shared(String)
  }

  public let object: ObjectID
  public let event: Event

  /// Creates a note about an object.
  public init(_ object: ObjectID, _ event: Event) {
    self.object = object
    self.event = event
  }

  /// Whether it is a step of the trace: a birth or death that pymalloc doesn't see.
  public var isStep: Bool {
    switch event {
    case .taken, .kept: true
    default: false
    }
  }

  /// What happened in words, one lower-case sentence without its end.
  public var words: String {
    switch event {
    case .taken(let list, _, let left): "free list of \(list): one taken, \(left) left; pymalloc isn't asked"
    case .kept(let list, _, let count, let limit):
      "free list of \(list): \(count) of at most \(limit) kept; pymalloc isn't told"
    case .none(let list): "free list of \(list): empty, pymalloc is asked"
    case .full(let list, let limit): "free list of \(list): full with \(limit), the block goes back to pymalloc"
    case .emptied(let list, _): "free list of \(list): emptied by the full collection"
    case .shared(let why): "\(why): shared, nothing is allocated"
    }
  }
}
