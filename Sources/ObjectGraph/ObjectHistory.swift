/// The objects at every moment of a trace, forward and back.
///
/// A moment lies before the step with its number. What leads up to the first step of a statement happens with that step,
/// what follows a step happens with it too; a statement without any has happened at the moment at which it stands.
public struct ObjectHistory: Sendable {
  /// The objects at this moment.
  public private(set) var graph: ObjectGraph
  /// The number of steps before this moment.
  public private(set) var moment: Int
  /// The changes in order, each with the first moment that has it.
  private var timeline: [(moment: Int, change: ObjectChange)] = []
  private var done = 0
  private var snapshots: [(done: Int, graph: ObjectGraph)]
  /// The least number of changes between two snapshots.
  private let spacing: Int
  private let start: ObjectGraph

  /// Starts without objects.
  public init(_ start: ObjectGraph, spacing: Int = 4096) {
    self.start = start
    graph = start
    snapshots = [(0, start)]
    moment = 0
    self.spacing = max(1, spacing)
  }

  /// Whether anything ever happens to objects.
  public var isEmpty: Bool { timeline.isEmpty }

  /// Appends the changes of a statement, which follow all others; the first that is a step has this number.
  public mutating func append(_ changes: [ObjectChange], step: Int) {
    var steps = 0
    let least = changes.contains(where: \.isStep) ? 1 : 0
    for change in changes {
      if change.isStep { steps += 1 }
      timeline.append((step + max(least, steps), change))
    }
    seek(to: moment)
  }

  /// Goes to a moment. O(changes between, and at most about `spacing` or as many as there are objects).
  public mutating func seek(to moment: Int) {
    self.moment = max(0, moment)
    let target = changeCount(before: self.moment)
    if abs(target - done) > spacing {
      let nearest = snapshots.last { $0.done <= target } ?? (0, start)
      if nearest.done > done || target < done { (done, graph) = nearest }
    }
    while done < target {
      graph.apply(timeline[done].change)
      done += 1
      // Snapshots of many objects stand further apart: all together take no more than the changes.
      if done >= (snapshots.last?.done ?? 0) + max(spacing, graph.objects.count) { snapshots.append((done, graph)) }
    }
    while done > target {
      done -= 1
      graph.undo(timeline[done].change)
    }
  }

  /// The object that a name referred to last before this moment, alive or dead; nil where it never did. O(changes).
  public func lastObject(named name: String) -> ObjectID? {
    for entry in timeline[..<done].reversed() {
      if case .name(name, _, let id?) = entry.change { return id }
    }
    return nil
  }

  /// The first moment at which an object exists; nil where it never does. O(changes).
  public func birth(of id: ObjectID) -> Int? {
    timeline.first { if case .born(id, _) = $0.change { true } else { false } }?.moment
  }

  /// How many blocks a type's free list holds at this moment, as its last use says; 0 before the first. O(changes).
  public func kept(inList list: String) -> Int {
    for entry in timeline[..<done].reversed() {
      guard case .layer(let note) = entry.change else { continue }
      switch note.event {
      case .taken(list, _, let left): return left
      case .kept(list, _, let count, _): return count
      case .full(list, let limit): return limit
      case .none(list), .emptied(list, _): return 0
      default: continue
      }
    }
    return 0
  }

  /// The changes that a step makes, with what follows from it before the next step.
  public func changes(ofStep step: Int) -> [ObjectChange] {
    timeline[changeCount(before: step)..<changeCount(before: step + 1)].map(\.change)
  }

  /// The changes that have happened at a moment.
  private func changeCount(before moment: Int) -> Int {
    var (low, high) = (0, timeline.count)
    while low < high {
      let middle = (low + high) / 2
      if timeline[middle].moment <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
