/// A rare event that an index of a recording wants to know of, with the step at which it happened.
public struct Landmark: Sendable, Hashable {
  /// What happened.
  public enum What: Sendable, Hashable {
    case arenaObtained(base: UInt64, heap: UInt32)
    case arenaReturned(base: UInt64, heap: UInt32)
    case collectionStart(generation: UInt8)
    case collectionStop(generation: UInt8, collected: UInt64, uncollectable: UInt64)
    /// The number of the mark's name.
    case mark(UInt32)
    /// The number of the child's recording.
    case fork(UInt32)
  }

  /// The step.
  public var step: Int
  /// What happened at it.
  public var what: What
}

/// What a heap writes down while it runs, when it is asked to.
struct LandmarkLog {
  var isOpen = false
  private(set) var entries: [Landmark] = []

  @inline(never)
  mutating func append(_ what: Landmark.What, at step: Int) {
    entries.append(Landmark(step: step, what: what))
  }

  @inline(never)
  mutating func append(event: Step, at step: Int) {
    let what: Landmark.What? =
      switch event {
      case .collectionStart(let generation): .collectionStart(generation: generation)
      case .collectionStop(let generation, let collected, let uncollectable):
        .collectionStop(generation: generation, collected: collected, uncollectable: uncollectable)
      case .mark(let number): .mark(number)
      case .fork(let number): .fork(number)
      case .allocation, .realloc, .free, .failed, .moment: nil
      }
    if let what { append(what, at: step) }
  }

  mutating func take() -> [Landmark] {
    defer { entries.removeAll(keepingCapacity: true) }
    return entries
  }
}

extension Heap {
  /// Whether arenas that come and go, collections, marks and forks are written down for `takeLandmarks`.
  public var logsLandmarks: Bool {
    get { landmarks.isOpen }
    set { landmarks.isOpen = newValue }
  }

  /// Hands out what was written down since the last call, in the order of steps.
  public mutating func takeLandmarks() -> [Landmark] {
    landmarks.take()
  }
}
