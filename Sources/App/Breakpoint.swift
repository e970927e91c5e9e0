import Replay

/// A condition that a run stops at.
public struct Breakpoint: Hashable, Sendable {
  /// The words that the user wrote.
  public var text: String
  /// What they mean.
  public var condition: Condition
  /// Whether runs stop at it.
  public var isOn = true

  /// Makes a breakpoint that is on.
  public init(_ text: String, _ condition: Condition) {
    self.text = text
    self.condition = condition
  }
}
