import Collector

/// A move inside a collection.
public enum CollectionMove: Hashable, Sendable {
  /// So many steps, backwards if negative.
  case steps(Int)
  /// To the first step of the next phase.
  case nextPhase
  /// To the first step of this phase, or from there to that of the phase before.
  case previousPhase
  /// To the first step of a phase by its number in the strip, or of the next one that has any.
  case phase(Int)
  /// To the collection's end.
  case end

  /// The words that name a phase's number.
  public static var phases: [String] { CollectionWords.phases }
}

/// Goes through one collection in both directions; what takes longer is done in slices.
final class CollectionWalker {
  private(set) var walk: CollectionWalk
  /// The walk at its beginning and just after the first step of each phase, in order.
  private var checkpoints: [CollectionWalk]
  /// A checkpoint not far before the moment, for steps back in a long phase.
  private var near: CollectionWalk?
  private var target: Target?

  private enum Target {
    case position(Int)
    case phaseAfter(Int)
    case phase(Int)
    case end
  }

  /// So many steps are done between looks at the clock.
  private static let slice = 256

  init(_ walk: CollectionWalk) {
    self.walk = walk
    checkpoints = [walk]
  }

  var isBusy: Bool { target != nil }

  /// Begins a move; false if there is nothing in that direction.
  func begin(_ move: CollectionMove) -> Bool {
    switch move {
    case .steps(let count):
      guard count < 0 ? walk.position > 0 : !walk.isFinished else { return false }
      let position = max(walk.position + count, 0)
      if count < 0 { restore(before: position) }
      target = .position(position)
    case .nextPhase:
      guard !walk.isFinished else { return false }
      target = .phaseAfter(CollectionWords.strip(walk))
    case .previousPhase:
      guard let checkpoint = checkpoints.last(where: { $0.position < walk.position }) else { return false }
      walk = checkpoint
      target = nil
    case .phase(let phase):
      rewind()
      target = .phase(phase)
    case .end:
      guard !walk.isFinished else { return false }
      target = .end
    }
    return true
  }

  /// Back to the beginning.
  func rewind() {
    walk = checkpoints[0]
    target = nil
  }

  private func restore(before position: Int) {
    let phaseStart = checkpoints.last { $0.position <= position } ?? checkpoints[0]
    walk = phaseStart
    if let near, near.position <= position, near.position > phaseStart.position { walk = near }
    if position - walk.position > 4 * Self.slice { near = nil }
  }

  /// Goes on until `isLate` says that time is up, asked from time to time; false when the move is done.
  func work(isLate: () -> Bool) -> Bool {
    while target != nil {
      for _ in 0..<Self.slice where target != nil { advance() }
      if isLate() { break }
    }
    return target != nil
  }

  private func advance() {
    if isThere {
      target = nil
      return
    }
    let before = CollectionWords.strip(walk)
    guard walk.advance() else {
      target = nil
      return
    }
    if CollectionWords.strip(walk) != before, walk.position > checkpoints[checkpoints.count - 1].position {
      checkpoints.append(walk)
    }
    if case .position(let position) = target, near == nil, position - walk.position == Self.slice { near = walk }
  }

  private var isThere: Bool {
    switch target {
    case .position(let position): walk.position >= position
    case .phaseAfter(let phase): CollectionWords.strip(walk) != phase
    case .phase(let phase): CollectionWords.strip(walk) >= phase
    case .end, nil: walk.isFinished
    }
  }
}
