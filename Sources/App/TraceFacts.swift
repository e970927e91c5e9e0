/// What update has to know about the open trace and the moment in it.
public struct TraceFacts: Hashable, Sendable {
  /// The moment: how many steps have been taken.
  public var position = 0
  /// The steps of the trace.
  public var stepCount = 0
  /// Whether the whole trace has been looked through.
  public var isIndexed = true
  /// The names of the trace's marks, in their order.
  public var marks: [String] = []
  /// The collections known so far.
  public var collections = 0
  /// Whether a collection runs at the moment.
  public var isCollecting = false
  /// Whether the trace tells what objects its collections looked at.
  public var hasCollectionObjects = false
  /// Whether the trace tells of objects at all.
  public var hasObjects = false
  /// Whether the trace tells the lines of a script.
  public var hasLines = false
  /// Whether there is the text of a script.
  public var hasSource = false
  /// Whether the trace tells call stacks.
  public var hasStacks = false

  /// Makes the facts of an empty trace.
  public init() {}
}
