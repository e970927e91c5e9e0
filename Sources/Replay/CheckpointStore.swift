/// Moments whose heap is kept, in order, so that any other is a short replay away.
///
/// When they take too much memory every second one is dropped and the spacing doubles. A value: the indexer publishes
/// copies, which share their storage.
struct CheckpointStore<State: Sendable>: Sendable {
  /// A moment and what the heap was then.
  struct Checkpoint: Sendable {
    var step: Int
    var state: State
  }

  private(set) var checkpoints: [Checkpoint]
  /// How often every second one was dropped.
  private(set) var thinnings = 0

  /// Starts with the state before the first step, which is never dropped.
  init(start: State) {
    checkpoints = [Checkpoint(step: 0, state: start)]
  }

  /// The last moment that is kept.
  var lastStep: Int { checkpoints[checkpoints.count - 1].step }

  /// Keeps a later moment.
  mutating func append(_ state: State, at step: Int) {
    guard step > lastStep else { return }
    checkpoints.append(Checkpoint(step: step, state: state))
  }

  /// Drops every second moment but the first and the last.
  mutating func thin() {
    let last = checkpoints.count - 1
    checkpoints = checkpoints.enumerated().filter { $0.offset.isMultiple(of: 2) || $0.offset == last }.map(\.element)
    thinnings += 1
  }

  /// The index of the last moment that isn't after `step`.
  ///
  /// - Complexity: O(log checkpoints).
  func index(atOrBefore step: Int) -> Int {
    var low = 0
    var high = checkpoints.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if checkpoints[middle].step <= step { low = middle } else { high = middle }
    }
    return low
  }

  /// The last moment that isn't after `step`, with its state.
  func nearest(atOrBefore step: Int) -> Checkpoint {
    checkpoints[index(atOrBefore: step)]
  }
}
