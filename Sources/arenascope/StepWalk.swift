import Replay
import Scene
import Trace

/// Goes through a trace from one moment to another, step by step.
final class StepWalk {
  let timeline: Timeline
  let builder: SceneBuilder
  /// Whether the steps of collections are gone through too, where their objects are in the trace.
  let entersCollections: Bool
  /// How many steps of the collection at the moment have been taken.
  private(set) var inside = 0
  /// Whether the walk begins where a phase of a collection does: the step taken last is the first of that phase.
  private(set) var beginsWithStep = false
  /// The moment to end at.
  let last: Int

  private init(_ timeline: Timeline, last: Int, entersCollections: Bool) {
    self.timeline = timeline
    self.last = last
    self.entersCollections = entersCollections
    builder = SceneBuilder(timeline)
  }

  /// Opens a trace at the moment where its part begins; one within a collection is entered unless `entersPhase` is false.
  static func open(_ span: TraceSpan, entersCollections: Bool, entersPhase: Bool = true) throws -> StepWalk {
    do {
      let timeline = try Timeline(try TraceFile.open(span.file))
      let moment = try Moment(span.from)
      let first = try timeline.resolveWaiting(moment)
      let last = try timeline.resolveWaiting(try Moment(span.to))
      guard first <= last else {
        throw CommandFailure("the moment to begin at (\(first)) lies behind the one to end at (\(last))", status: 64)
      }
      timeline.waitForIndex()
      try timeline.seek(to: first)
      let walk = StepWalk(timeline, last: last, entersCollections: entersCollections)
      if entersPhase, let move = PhaseStrip.move(to: moment) {
        walk.enter(move)
        if case .collection(_, .inside) = moment { walk.beginsWithStep = walk.inside > 0 }
      }
      return walk
    } catch let error as ReplayError {
      throw CommandFailure("\(printable(span.file)): \(error.message)")
    }
  }

  /// The moment's number, with the number of the collection's step where there is one: `7` or `7.3`.
  var place: String { inside == 0 ? "\(timeline.position)" : "\(timeline.position).\(inside)" }

  /// Takes the next step; false at the end.
  func advance() throws -> Bool {
    if entersCollections || inside > 0, isAtCollection {
      if inside == 0 { prepare() }
      if builder.move(.steps(1)) {
        inside += 1
        return true
      }
    }
    guard timeline.position < last else { return false }
    inside = 0
    do {
      return try timeline.stepForward()
    } catch {
      throw CommandFailure("\(printable(timeline.trace.name)): \(error.message)")
    }
  }

  /// What the picture of the moment says first: of the collection's step where one was taken, else of the event.
  func caption() -> CaptionScene {
    inside > 0 ? scene(.collection).caption : builder.captionOfMoment()
  }

  /// Goes on to a step of the collection that the moment is at the beginning of; its other steps follow.
  private func enter(_ move: CollectionMove) {
    guard isAtCollection else { return }
    prepare()
    guard builder.move(move) else { return }
    // Long ways take more than one call.
    _ = scene(.collection)
    inside = builder.stepInCollection?.step ?? 0
  }

  /// Looks for the objects of the collection that the moment is at the beginning of, which takes a while.
  private func prepare() {
    _ = scene(.collection)
  }

  /// The scene of a view at the moment, with all that takes a while to find.
  private func scene(_ view: ViewKind) -> ScreenScene {
    let state = ViewState(view: view)
    let surroundings = SceneBuilder.Surroundings(columns: 120, rows: 40)
    let scene = builder.scene(state, selection: Selection(), in: surroundings)
    guard builder.work(state, selection: Selection(), milliseconds: 100) else { return scene }
    while builder.work(state, selection: Selection(), milliseconds: 100) {}
    return builder.scene(state, selection: Selection(), in: surroundings)
  }

  private var isAtCollection: Bool {
    guard case .collectionStart = timeline.outcome?.event else { return false }
    return builder.hasCollectionObjects
  }
}
