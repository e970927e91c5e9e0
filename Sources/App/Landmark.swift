import Replay

/// The events that keys go to, as conditions; an event that meets one of them is where to go.
enum Landmark {
  static let arena = conditions("arena")
  static let pool = conditions("pool state")
  static let collection = conditions("gc")
  static let collectionEnd = conditions("gc stop")
  static let phase = collection + collectionEnd
  /// What changes more than a block.
  static let interesting = arena + pool + collection + conditions("mark")

  private static func conditions(_ text: String) -> [Condition] {
    guard let condition = try? Condition(text) else { preconditionFailure("\(text) is no condition") }
    return [condition]
  }
}
