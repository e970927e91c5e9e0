import HeapCore
import Input
import Lesson
import Replay
import Scene
import Views

/// The program at work: takes events in, does what they ask of the open trace, and draws what there is to see.
///
/// Long work is done in slices by `work`, so that nothing keeps the screen waiting.
public final class Session {
  /// What the user has set and is in the middle of.
  public var state: AppState
  /// The open trace, nil while the library is on the screen.
  public private(set) var trace: OpenTrace?
  /// What was tried off the path of a lesson, and where it was left.
  var whatIf: WhatIf?
  var pathLeft: PathLeft?
  /// The same statements on another Python, which a lesson shows beside its own.
  var otherPython: (version: PythonVersion, trace: OpenTrace)?

  /// The last command line that was asked for; the program says it again when it ends, to be copied.
  public private(set) var toldCommandLine: String?

  private var search: EventSearch?
  /// A moment that isn't known yet because the index hasn't got there.
  private var awaited: Moment?
  var breakpointHits = BreakpointHits()
  /// What the last frame showed.
  var scene: ScreenScene?
  /// The scene of another Python that the last frame showed beside it.
  var otherScene: (name: String, scene: ScreenScene)?
  /// The last frame.
  var frame: Views.Frame?

  /// Makes a session without a trace.
  public init(state: AppState = AppState()) {
    self.state = state
  }

  /// Opens a trace in place of what was open; settings, breakpoints and typed lines stay.
  public func open(_ trace: OpenTrace) {
    var state = AppState()
    state.settings = self.state.settings
    state.breakpoints = self.state.breakpoints
    state.history = self.state.history
    state.lessonOptions = self.state.lessonOptions
    state.lesson = trace.lesson.map { LessonState($0, options: state.lessonOptions, number: trace.lessonNumber) }
    self.state = state
    self.trace = trace
    breakpointHits = BreakpointHits()
    (search, awaited, scene, frame) = (nil, nil, nil, nil)
    (whatIf, pathLeft, otherPython) = (nil, nil, nil)
    self.state.facts.hasStacks = trace.timeline.hasSites
    self.state.facts.hasLines = trace.scenes.hasLines
    self.state.facts.hasSource = trace.scenes.hasSource
    self.state.facts.hasObjects = trace.scenes.hasObjects
    self.state.facts.hasCollectionObjects = trace.scenes.hasCollectionObjects
    refreshFacts()
    showLesson()
  }

  /// Puts another trace in the place of the lesson's; all else stays.
  func replace(trace: OpenTrace) {
    self.trace = trace
    stopQuietly()
    (scene, frame) = (nil, nil)
    refreshFacts()
  }

  /// Ends a jump that goes on in slices.
  func finishSeek(_ timeline: Timeline) {
    while timeline.isSeeking { attempt { try timeline.continueSeek(milliseconds: Session.slice) } }
  }

  /// Puts the library in place of the trace.
  public func show(_ library: LibraryState) {
    trace = nil
    state.lesson = nil
    (search, awaited, scene, frame) = (nil, nil, nil, nil)
    state.library = library
    state.overlay = nil
    state.prompt = nil
    state.task = nil
    state.clock.pause()
  }

  /// Whether something that the picture shows is still being looked up.
  public private(set) var isLookingUp = false

  /// Whether there is work to be done in slices.
  public var isBusy: Bool { search != nil || awaited != nil || trace?.timeline.isSeeking == true }

  /// Takes in what happened and gives what the program around has to do about it.
  public func handle(_ event: InputEvent, now: UInt64) -> [Effect] {
    if let effects = handleInLesson(event) {
      refreshFacts()
      return effects
    }
    let effects = state.update(event, now: now) { [frame, scene] x, y in
      frame.flatMap { Session.target(x, y, in: $0, scene: scene) }
    }
    return effects.filter { !perform($0) }
  }

  /// Does one effect; false if it's for the program around.
  public func perform(_ effect: Effect) -> Bool {
    guard let timeline = trace?.timeline else { return false }
    switch effect {
    case .step(let distance): step(by: distance, timeline)
    case .inCollection(let move, let other):
      stopQuietly()
      if trace?.scenes.move(move) != true { return perform(other) }
    case .line(let move): goToLine(move, timeline)
    case .stepOver(let backwards): stepOver(backwards: backwards, timeline)
    case .seek(let moment): seek(to: moment, timeline)
    case .goTo(let moment): go(to: moment, timeline)
    case .search(let request): begin(request, timeline)
    case .stopSearch:
      stopQuietly()
      state.message = "stopped at event \(Numbers.count(timeline.position))"
    case .choose(let direction, let page): choose(direction, page: page)
    case .select(let thing): select(thing)
    case .find(let place): find(place)
    case .enter:
      for next in navigator?.enter(&state) ?? [] { _ = perform(next) }
    case .chooseObject(let number): choose(object: number)
    case .enterObject: enterObject()
    case .enterLine: enterLine(timeline)
    case .nextKind: nextKind()
    case .objectStop(let stop): go(to: stop, times: 1, timeline)
    case .nextChange(let backwards, let count):
      if state.view.view == .objects {
        go(to: .count(backwards: backwards), times: count, timeline)
      } else if state.view.view != .collection || !changeInCollection(backwards: backwards) {
        nextChange(backwards: backwards, count: count, timeline)
      }
    case .tellCommandLine:
      toldCommandLine = commandLine
      state.message = toldCommandLine
    case .saveScreen, .open, .openLibrary, .mouse, .saveSettings, .redraw, .quit: return false
    }
    refreshFacts()
    return true
  }

  var navigator: Navigator? {
    guard let scene, let frame else { return nil }
    return Navigator(scene: scene, grid: frame.grid)
  }

  /// The conditions whose next hit the list of breakpoints shows.
  private var watchedConditions: [Condition] {
    let typed = state.prompt?.kind == .breakpoint ? try? Condition(state.prompt?.line.text ?? "") : nil
    return state.breakpoints.filter(\.isOn).map(\.condition) + [typed].compactMap(\.self)
  }

  /// Goes on with long work for about so long; true if there is something new to see.
  public func work(milliseconds: Double) -> Bool {
    guard let trace else { return false }
    guard isBusy else { return lookUp(trace, milliseconds: milliseconds) }
    let timeline = trace.timeline
    defer { refreshFacts() }
    if let search {
      advance(search, milliseconds: milliseconds, timeline)
    } else if let awaited {
      go(to: awaited, timeline)
    }
    if timeline.isSeeking { attempt { try timeline.continueSeek(milliseconds: milliseconds) } }
    return true
  }
}

extension Session {
  /// Goes on with what the picture shows besides the moment; true if it may say more than before.
  private func lookUp(_ trace: OpenTrace, milliseconds: Double) -> Bool {
    let before = isLookingUp
    if case .breakpoints = state.overlay {
      isLookingUp = breakpointHits.work(watchedConditions, in: trace.timeline, milliseconds: milliseconds)
    } else {
      isLookingUp = trace.scenes.work(state.view, selection: state.selection, milliseconds: milliseconds)
    }
    return isLookingUp || before
  }
}

// MARK: Time

extension Session {
  /// A jump that takes longer goes on in slices.
  private static let slice = 8.0
  /// So many steps are done one by one, each of which can be undone at once.
  private static let steps = 64

  private func step(by distance: Int, _ timeline: Timeline) {
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
    state.task = nil
  }

  private func go(to moment: Moment, _ timeline: Timeline) {
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
    } catch {
      stopQuietly()
      state.message = error.message
    }
  }

  private func stepOver(backwards: Bool, _ timeline: Timeline) {
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

  private func attempt<Result>(_ body: () throws -> Result) {
    do {
      _ = try body()
    } catch {
      state.clock.pause()
      state.message = (error as? ReplayError)?.message ?? "\(error)"
    }
  }
}

// MARK: Finding

extension Session {
  func begin(_ request: Effect.Search, _ timeline: Timeline, from moment: Int? = nil) {
    stopQuietly()
    let search = EventSearch(request, in: timeline, from: moment ?? timeline.position)
    self.search = search
    advance(search, milliseconds: Session.slice, timeline)
  }

  private func advance(_ search: EventSearch, milliseconds: Double, _ timeline: Timeline) {
    switch search.advance(milliseconds: milliseconds) {
    case .running(let progress):
      state.task = AppState.RunningTask(words: search.request.words, progress: progress)
    case .found(let step):
      stopQuietly()
      state.places.leave(timeline.position)
      timeline.beginSeek(to: step + 1)
      attempt { try timeline.continueSeek(milliseconds: Session.slice) }
    case .nothing:
      stopQuietly()
      let place = search.request.backwards ? "before" : "after"
      state.message = "no \(search.request.words) \(place) event \(Numbers.count(timeline.position))"
    case .failed(let error):
      stopQuietly()
      state.message = error.message
    }
  }

  private func select(_ thing: Selection.Thing) {
    if case .place(let place) = thing, case .place(let old)? = state.selection.thing, old == place,
      state.selection.isChosen, place.block == nil
    {
      // A second press on the same thing looks inside it.
      for next in navigator?.enter(&state) ?? [] { _ = perform(next) }
      return
    }
    state.selection = Selection(thing, isChosen: true)
  }

  private func find(_ place: PlaceName) {
    guard trace?.scenes.address(of: place) != nil else {
      state.message = "there is no \(place.noun) \(place) at this event"
      return
    }
    state.selection = Selection(.place(place), isChosen: true)
  }

  /// Goes to the next event on what is chosen, or else on what the last event changed.
  private func nextChange(backwards: Bool, count: Int, _ timeline: Timeline) {
    var words = ""
    var condition: Condition?
    switch state.selection.thing {
    case .raw(let address):
      words = "event on the request at \(Numbers.address(address))"
      condition = try? Condition(Numbers.address(address))
    case .place, .event, .object, nil:
      guard let place = trace?.scenes.place(of: state.selection) else { break }
      words = "event on \(place.noun) \(place)"
      condition = try? Condition(place.block == nil && place.pool != nil ? "\(place) changes" : "\(place)")
      if place.pool == nil { condition = try? Condition("arena") }
    }
    guard let condition else {
      state.message = "nothing is chosen yet: hjkl choose"
      return
    }
    begin(Effect.Search(conditions: [condition], backwards: backwards, count: count, words: words), timeline)
  }
}

// MARK: Facts

extension Session {
  private func refreshFacts() {
    guard let timeline = trace?.timeline else { return }
    let index = timeline.index
    let position = timeline.position
    state.facts.position = position
    state.facts.stepCount = timeline.stepCount
    if !state.isDraggingTime {
      state.view.window = TimelineWindow.following(state.view.window, position, total: timeline.stepCount)
    }
    let collections = index.landmarks.collections
    state.facts.collections = collections.count
    state.facts.isIndexed = index.isComplete
    if state.facts.marks.count != index.landmarks.marks.count {
      state.facts.marks = index.landmarks.marks.map(\.name)
    }
    let begun = Landmarks.indices(of: collections, in: 0..<position) { $0.start }
    state.facts.isCollecting = collections[begun].last.map { ($0.stop ?? .max) >= position } ?? false
  }

  /// What a cell of the last frame stands for.
  private static func target(_ x: Int, _ y: Int, in frame: Views.Frame, scene: ScreenScene?) -> ScreenTarget? {
    var pane: Pane?
    let targets = frame.targets(x: x, y: y)
    for case .pane(let found) in targets {
      pane = found
      break
    }
    switch targets.first {
    case .tab(let view): return Action(view).map { .action($0) }
    case .action(let name):
      // A row of a list over the view has its number behind a word.
      if let number = name.split(separator: " ").last.flatMap({ Int($0) }) { return .candidate(number) }
      return Action(rawValue: name).map { .action($0) }
    case .pane(let pane): return .pane(pane)
    case .place(let place): return .thing(.place(place), pane ?? .arenas)
    case .row(let pane, let row): return .row(pane, row)
    case .sizeClass(let sizeClass):
      let row = scene?.classes.rows.firstIndex { $0.sizeClass == sizeClass }
      return row.map { .row(.classes, $0) } ?? .pane(.classes)
    case .event(let step): return .thing(.event(step), pane ?? .eventList)
    case .raw(let address): return .thing(.raw(address), pane ?? .rawList)
    case .object(let address): return .thing(.object(address), pane ?? .names)
    case .moment(let moment): return .moment(moment)
    case nil: return nil
    }
  }
}

extension Action {
  /// The action that opens a view.
  init?(_ view: ViewKind) {
    switch view {
    case .heap: self = .heapView
    case .pool: self = .poolView
    case .objects: self = .objectsView
    case .collection: self = .collectionView
    case .source: self = .sourceView
    case .pins: self = .pinsView
    case .raw: self = .rawView
    case .events: self = .eventsView
    }
  }
}

extension PlaceName {
  /// What it is a name of.
  var noun: String { block != nil ? "block" : pool != nil ? "pool" : "arena" }
}
