import Cells
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

  var search: EventSearch?
  /// A moment that isn't known yet because the index hasn't got there.
  var awaited: Moment?
  /// A move inside the collection at the moment, which has to wait for its objects.
  var awaitedMove: CollectionMove?
  var breakpointHits = BreakpointHits()
  /// What the last frame showed.
  var scene: ScreenScene?
  /// The scene of another Python that the last frame showed beside it.
  var otherScene: (name: String, scene: ScreenScene)?
  /// The last frame.
  var frame: Views.Frame?
  /// How it was drawn.
  var drawn: (width: Int, height: Int, glyphs: GlyphSet, depth: ColorDepth)?

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
    var options = state.lessonOptions
    if self.state.presentsNext { options.isPresented = true }
    state.lesson = trace.lesson.map { LessonState($0, options: options, number: trace.lessonNumber) }
    self.state = state
    self.trace = trace
    breakpointHits = BreakpointHits()
    (search, awaited, awaitedMove, scene, frame) = (nil, nil, nil, nil, nil)
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
    (search, awaited, awaitedMove, scene, frame) = (nil, nil, nil, nil, nil)
    state.library = library
    state.overlay = nil
    state.prompt = nil
    state.pending = nil
    state.task = nil
    state.presentsNext = false
    state.clock.pause()
  }

  /// Whether something that the picture shows is still being looked up.
  public private(set) var isLookingUp = false

  /// Whether there is work to be done in slices.
  public var isBusy: Bool {
    search != nil || awaited != nil || awaitedMove != nil || trace?.timeline.isSeeking == true
  }

  /// Takes in what happened and gives what the program around has to do about it.
  public func handle(_ event: InputEvent, now: UInt64) -> [Effect] {
    if let effects = handleInLesson(event, now: now) {
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
    if case .tellWorksheet(let path) = effect {
      // It's said again when the program ends, to be copied.
      toldCommandLine = "arenascope worksheet \(Session.quoted(path))"
      state.message = "on paper: \(Numbers.middle(toldCommandLine ?? "", limit: 66))"
      return true
    }
    guard let timeline = trace?.timeline else { return false }
    switch effect {
    case .goToStop(let stop): _ = enter(step: stop + 1, withAnswer: false)
    case .tellWorksheet: break
    case .step(let distance): step(by: distance, timeline)
    case .inCollection(let move, let other):
      stopQuietly()
      if trace?.scenes.move(move) != true { return perform(other) }
    case .line(let move): goToLine(move, timeline)
    case .stepOver(let backwards): stepOver(backwards: backwards, timeline)
    case .seek(let moment): seek(to: moment, timeline)
    case .goTo(let moment):
      if PhaseStrip.move(to: moment) != nil, state.facts.hasCollectionObjects { state.show(.collection) }
      go(to: moment, timeline)
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
      state.clock.pause()
      toldCommandLine = commandLine
      state.message = toldCommandLine
    case .saveScreen, .open, .listFiles, .record, .openLibrary, .mouse, .saveSettings, .redraw, .quit: return false
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
    if let awaitedMove, !timeline.isSeeking, trace.scenes.move(awaitedMove, milliseconds: milliseconds) != nil {
      self.awaitedMove = nil
    }
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
