/// Where the user has been: moments that were left by a jump, to go back and forth between.
public struct Places: Hashable, Sendable {
  private var older: [Int] = []
  private var newer: [Int] = []
  private static let limit = 200

  /// Makes an empty history.
  public init() {}

  /// Whether there is an older place to go to.
  public var hasOlder: Bool { !older.isEmpty }
  /// Whether there is a newer place to go to.
  public var hasNewer: Bool { !newer.isEmpty }

  /// Remembers a moment that is left by a jump; what was newer is forgotten.
  public mutating func leave(_ moment: Int) {
    newer = []
    if older.last == moment { return }
    older.append(moment)
    if older.count > Places.limit { older.removeFirst() }
  }

  /// Goes to the older place, nil if there is none.
  public mutating func goOlder(from moment: Int) -> Int? {
    while let place = older.popLast() {
      if place == moment { continue }
      newer.append(moment)
      return place
    }
    return nil
  }

  /// Goes to the newer place, nil if there is none.
  public mutating func goNewer(from moment: Int) -> Int? {
    while let place = newer.popLast() {
      if place == moment { continue }
      older.append(moment)
      return place
    }
    return nil
  }

  /// Goes to the last place and makes this one the last, so that the same key comes back.
  public mutating func swap(with moment: Int) -> Int? {
    while let place = older.popLast() {
      if place == moment { continue }
      older.append(moment)
      return place
    }
    return nil
  }
}
