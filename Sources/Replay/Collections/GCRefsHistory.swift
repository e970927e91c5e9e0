import Collector

/// How `gc_refs` of a few objects became what they are, for the table that grows to the right.
public struct GCRefsHistory: Sendable {
  /// What one object had after one part.
  public enum Entry: Sendable, Hashable {
    /// Nothing yet.
    case none
    /// A count.
    case count(Int)
    /// In the unreachable list.
    case out
    /// Came back with this count.
    case back(Int)
    /// Found reachable.
    case stays
  }

  /// After a part: the object that was looked at in it, or the phase that it was.
  public enum Title: Hashable, Sendable {
    case references, update, subtract
    case seen(Int32)
  }

  /// The parts so far, with an entry for each object.
  public private(set) var columns: [(title: Title, entries: [Entry])] = []
  private let count: Int
  /// How each object stands while the collector moves them between its lists.
  private var kinds: [Entry?]

  /// Above so many objects no table is kept.
  static let limit = 40

  init(_ candidates: CandidateSet) {
    count = candidates.count <= Self.limit ? candidates.count : 0
    kinds = Array(repeating: nil, count: count)
    if count > 0 { columns = [(.references, candidates.referenceCounts.map { .count(Int($0)) })] }
  }

  mutating func note(_ step: CollectorStep, in phase: CollectionPhase, gcRefs: [Int32]) {
    guard count > 0 else { return }
    switch phase {
    case .updateRefs:
      set(.update, gcRefs)
      // The copies are made in order.
      for index in Int(step.object ?? 0) + 1..<max(count, Int(step.object ?? 0) + 1) {
        columns[columns.count - 1].entries[index] = .none
      }
    case .subtractRefs: set(.subtract, gcRefs)
    case .moveUnreachable:
      switch step {
      case .reachable(let object):
        kinds[Int(object)] = .stays
        columns.append((.seen(object), []))
      case .inDoubt(let object):
        kinds[Int(object)] = .out
        columns.append((.seen(object), []))
      case .cameBack(let object, _): kinds[Int(object)] = .back(Int(gcRefs[Int(object)]))
      default: break
      }
      fill(gcRefs)
    default: break
    }
  }

  private mutating func set(_ title: Title, _ gcRefs: [Int32]) {
    if columns.last?.title != title { columns.append((title, [])) }
    fill(gcRefs)
  }

  private mutating func fill(_ gcRefs: [Int32]) {
    columns[columns.count - 1].entries = kinds.indices.map { kinds[$0] ?? .count(Int(gcRefs[$0])) }
  }
}
