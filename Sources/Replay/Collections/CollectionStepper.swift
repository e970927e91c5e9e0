import Collector

/// A move inside a collection.
public enum CollectionMove: Hashable, Sendable {
  /// So many steps, backwards if negative.
  case steps(Int)
  /// To so many steps behind the beginning.
  case position(Int)
  /// To the first step of the next part that has any.
  case nextPart
  /// To the first step of this part, or from there to that of the part before.
  case previousPart
  /// To the first step of a part, or of the next one that has any.
  case part(CollectionProgress.Part)
  /// To where so many steps of a phase are done, or all of them; where it has none, to the end of what was before it.
  case phase(CollectionPhase, steps: Int?)
  /// To the next object that is found to be resurrected.
  case nextResurrection
  /// To the next step that changes an object, or the last one before; where there is none, to the end or the beginning.
  case change(of: Int32, backwards: Bool)
  /// To the collection's end.
  case end
}

/// A place inside a collection that moves forward and back; what takes longer is done in slices.
public final class CollectionStepper {
  /// The collection at this moment.
  public private(set) var progress: CollectionProgress
  private let steps: CollectionSteps
  /// A state not far before a moment that was gone to, as one often goes back on.
  private var near: CollectionProgress?
  /// Where a move is on its way to.
  private var target: Int?
  /// A run through the whole collection that looks for what changes an object, and what it has found.
  private var search: (object: Int32, scan: CollectionProgress, found: [Int])?
  /// Where the search is for.
  private var wanted: (here: Int, backwards: Bool)?

  /// So many steps are done between looks at the clock.
  private static let slice = 256

  /// Stands at the beginning of a run that is complete.
  public init(_ steps: CollectionSteps) {
    self.steps = steps
    progress = steps.first
  }

  /// Whether a move is on its way.
  public var isBusy: Bool { target != nil || wanted != nil }

  /// Begins a move; false if there is nothing in that direction.
  public func begin(_ move: CollectionMove) -> Bool {
    let here = progress.position
    wanted = nil
    switch move {
    case .change(let object, let backwards):
      guard backwards ? here > 0 : !progress.isFinished else { return false }
      if search?.object != object { search = (object, steps.first, []) }
      wanted = (here, backwards)
    case .steps(let count):
      guard count < 0 ? here > 0 : !progress.isFinished else { return false }
      seek(to: min(max(here + count, 0), steps.end))
    case .position(let position): seek(to: min(max(position, 0), steps.end))
    case .nextPart:
      guard let next = steps.parts.first(where: { $0.position > here }) else { return false }
      seek(to: next.position)
    case .previousPart:
      guard let previous = steps.parts.last(where: { $0.position < here }) else { return false }
      seek(to: previous.position)
    case .part(let part): seek(to: steps.parts.first { $0.part >= part }?.position ?? steps.end)
    case .phase(let phase, let count):
      guard let found = steps.phases.last(where: { $0.phase <= phase }) else { return false }
      seek(to: found.start + (found.phase < phase ? found.count : min(count ?? found.count, found.count)))
    case .nextResurrection:
      guard let next = steps.resurrections.first(where: { $0 > here }) else { return false }
      seek(to: next)
    case .end:
      guard !progress.isFinished else { return false }
      seek(to: steps.end)
    }
    return true
  }

  /// Back to the beginning.
  public func rewind() {
    progress = steps.first
    target = nil
    wanted = nil
  }

  /// Looks for what changes the object, so many steps at a time; goes there once all are known.
  private func look() {
    guard let wanted, var search else { return }
    self.search = nil
    for _ in 0..<Self.slice where !search.scan.isFinished {
      guard search.scan.advance() else { break }
      if search.scan.last?.object == search.object { search.found.append(search.scan.position) }
    }
    self.search = search
    guard search.scan.isFinished else { return }
    self.wanted = nil
    let found =
      wanted.backwards
      ? search.found.last { $0 < wanted.here } ?? 0 : search.found.first { $0 > wanted.here } ?? steps.end
    seek(to: found)
  }

  private func seek(to position: Int) {
    let kept = steps.nearest(atOrBefore: position)
    if position < progress.position || kept.position > progress.position { progress = kept }
    if let near, near.position <= position, near.position > progress.position { progress = near }
    if position - progress.position > 4 * Self.slice { near = nil }
    target = progress.position == position ? nil : position
  }

  /// Goes on until `isLate` says that time is up, asked from time to time; false when the move is done.
  @discardableResult
  public func work(isLate: () -> Bool = { false }) -> Bool {
    while wanted != nil {
      look()
      if isLate() { return isBusy }
    }
    while let target {
      for _ in 0..<Self.slice where progress.position < target {
        guard progress.advance() else { break }
        if near == nil, target - progress.position == Self.slice { near = progress }
      }
      if progress.position >= target || progress.isFinished { self.target = nil }
      if isLate() { break }
    }
    return isBusy
  }
}
