import Lesson

/// A lesson as a single line through time: its stops and the answers of its questions, each at its moment.
public struct LessonRoute {
  /// Something that is shown at a moment.
  public enum Point: Hashable, Sendable {
    /// A stop by its index.
    case stop(Int, moment: Int)
    /// The answer of the question of a stop.
    case answer(Int, moment: Int)

    /// The number of steps before it.
    public var moment: Int {
      switch self {
      case .stop(_, let moment), .answer(_, let moment): moment
      }
    }
  }

  /// The points in the order in which somebody passes them who guesses nothing: an answer follows its question, or the
  /// steps that were to be predicted.
  public let points: [Point]

  /// Puts the stops of a lesson in a line.
  public init(_ lesson: Lesson) {
    var points: [Point] = []
    var pending: [Point] = []
    for (index, stop) in lesson.stops.enumerated() {
      points += pending.filter { $0.moment < stop.place.moment }
      pending.removeAll { $0.moment < stop.place.moment }
      // The next stop at the moment of an answer speaks of it.
      points += pending.filter { $0.moment == stop.place.moment }
      pending.removeAll { $0.moment == stop.place.moment }
      points.append(.stop(index, moment: stop.place.moment))
      guard let question = stop.question else { continue }
      pending.append(.answer(index, moment: question.reveal.moment))
      pending.sort { $0.moment < $1.moment }
    }
    self.points = points + pending
  }
}
