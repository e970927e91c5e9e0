import Replay
import Scene

extension Session {
  /// A jump that takes longer goes on in slices.
  static let slice = 8.0
  /// So many steps are done one by one, each of which can be undone at once.
  private static let steps = 64

  func step(by distance: Int, _ timeline: Timeline) {
    stopQuietly()
    guard abs(distance) <= Session.steps else { return seek(to: timeline.position + distance, timeline) }
    for _ in 0..<abs(distance) { attempt { distance > 0 ? try timeline.stepForward() : try timeline.stepBack() } }
  }

  func seek(to moment: Int, _ timeline: Timeline) {
    stopQuietly()
    timeline.beginSeek(to: moment)
    attempt { try timeline.continueSeek(milliseconds: Session.slice) }
  }

  func stopQuietly() {
    search = nil
    awaited = nil
    awaitedMove = nil
    state.task = nil
  }

  func go(to moment: Moment, _ timeline: Timeline) {
    if case .line(let file, let line) = moment {
      if let step = trace?.scenes.moment(ofLine: line, in: file) { return go(to: .step(step), timeline) }
      guard let condition = try? Condition("line \(file):\(line)") else { return }
      return begin(
        Effect.Search(conditions: [condition], backwards: false, count: 1, words: "request made at \(file):\(line)"),
        timeline, from: 0)
    }
    do {
      guard let step = try timeline.resolve(moment) else {
        awaited = moment
        state.task = AppState.RunningTask(words: "\(moment)", progress: timeline.indexingProgress)
        return
      }
      if step != timeline.position { state.places.leave(timeline.position) }
      seek(to: step, timeline)
      awaitedMove = PhaseStrip.move(to: moment)
    } catch {
      stopQuietly()
      state.message = error.message
    }
  }

  func stepOver(backwards: Bool, _ timeline: Timeline) {
    stopQuietly()
    let collections = timeline.index.landmarks.collections
    let here = timeline.position
    // Of the collections that have begun before, the one that ends here is among the last.
    let begun = Landmarks.indices(of: collections, in: 0..<here) { $0.start }
    let over =
      backwards
      ? collections[begun].suffix(8).last { $0.stop == here - 1 }.map(\.start)
      : collections[begun.upperBound...].first.flatMap { $0.start == here ? $0.stop.map { $0 + 1 } : nil }
    if let over { return seek(to: over, timeline) }
    step(by: backwards ? -1 : 1, timeline)
  }

  func attempt<Result>(_ body: () throws -> Result) {
    do {
      _ = try body()
    } catch {
      state.clock.pause()
      state.message = (error as? ReplayError)?.message ?? "\(error)"
    }
  }
}
