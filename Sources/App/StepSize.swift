/// How far one step goes.
public enum StepSize: Int, CaseIterable, Hashable, Sendable {
  /// One event.
  case event = 1
  /// Ten events.
  case ten = 10
  /// A thousand events.
  case thousand = 1_000
  /// To the next event that changes more than a block: a pool, an arena, a collection, a mark.
  case interesting = 0

  /// The next larger size, nil at the largest.
  public var larger: StepSize? { neighbour(1) }
  /// The next smaller size, nil at the smallest.
  public var smaller: StepSize? { neighbour(-1) }

  /// The words for the status line.
  public var words: String {
    switch self {
    case .event: "1 event"
    case .ten: "10 events"
    case .thousand: "1,000 events"
    case .interesting: "interesting events"
    }
  }

  private func neighbour(_ distance: Int) -> StepSize? {
    let all = StepSize.allCases
    guard let index = all.firstIndex(of: self), all.indices.contains(index + distance) else { return nil }
    return all[index + distance]
  }
}
