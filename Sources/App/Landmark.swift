import Replay

/// The events that keys go to, as conditions; an event that meets one of them is where to go.
enum Landmark {
  static let mark = conditions("mark")
  static let arena = conditions("arena")
  static let pool = conditions("pool state")
  static let collection = conditions("gc")
  static let collectionEnd = conditions("gc stop")
  static let phase = collection + collectionEnd
  /// What changes more than a block.
  static let interesting = arena + pool + collection + mark

  /// Where the index says that a condition holds next: `known` is false where it doesn't know.
  ///
  /// Looks from a moment on, or before the step that it stands right after.
  static func step(
    meeting condition: Condition, from moment: Int, backwards: Bool, in index: RecordingIndex
  ) -> (known: Bool, step: Int?) {
    let landmarks = index.landmarks
    let range = backwards ? 0..<max(moment - 1, 0) : moment..<max(index.indexedSteps, moment)
    guard landmarks.isComplete, range.upperBound <= index.indexedSteps else { return (false, nil) }
    let found: [Int?]
    switch condition {
    case arena[0]:
      let changes = landmarks.arenas(in: range)
      found = [changes.first?.step, changes.last?.step]
    case collection[0]:
      let collections = landmarks.collections(in: range)
      found = [collections.first?.start, collections.last?.start]
    case mark[0]:
      let marks = landmarks.marks(in: range)
      found = [marks.first?.step, marks.last?.step]
    default:
      return (false, nil)
    }
    let step = backwards ? found[1] : found[0]
    // What isn't in the part that is indexed may come later.
    return (step != nil || backwards || index.isComplete, step)
  }

  private static func conditions(_ text: String) -> [Condition] {
    guard let condition = try? Condition(text) else { preconditionFailure("\(text) is no condition") }
    return [condition]
  }
}
