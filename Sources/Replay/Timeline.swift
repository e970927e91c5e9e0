import HeapCore
import Trace

/// A recording with a place in time: the heap at any moment, forward and back.
///
/// It belongs to one thread; indexing goes on in another one, which ends with the timeline.
public final class Timeline {
  /// What is replayed.
  public let trace: TraceFile
  /// The last step that was done, explained; nil at the start.
  public private(set) var outcome: StepOutcome?

  private var cursor: ReplayCursor
  private let indexer: Indexer
  private var callSites: CallSites
  private var table: SiteTable?
  private var collections: RecordedCollections?
  var objects = KnownObjects()
  /// The moment that a jump in slices is on its way to.
  private var target: Int?
  /// A second heap, for steps that are looked at from another moment.
  private var scout: ReplayCursor?

  /// Stands at the start, and begins to index.
  ///
  /// - Throws: `ReplayError.tooManySteps`.
  public convenience init(_ trace: TraceFile) throws(ReplayError) {
    try self.init(trace, limits: Indexer.Limits())
  }

  init(_ trace: TraceFile, limits: Indexer.Limits) throws(ReplayError) {
    self.trace = trace
    cursor = try ReplayCursor(trace)
    indexer = try Indexer(trace, limits: limits)
    callSites = CallSites(trace)
    indexer.start()
  }

  /// The objects of recorded collections; found when they are first asked for, nil when there are none.
  public func recordedCollections() throws(ReplayError) -> RecordedCollections? {
    if let collections { return collections }
    guard trace.hasCollections else { return nil }
    let found = try RecordedCollections(trace)
    collections = found
    return found
  }

  deinit {
    indexer.stop()
  }

  /// The number of steps in the trace: the last moment.
  public var stepCount: Int { trace.stepCount }

  /// The moment: so many steps were done.
  public var position: Int { cursor.position }

  /// Reads the heap at this moment.
  public func withHeap<Result>(_ body: (borrowing Heap) throws -> Result) rethrows -> Result {
    try body(cursor.heap)
  }
}

// MARK: Moving

extension Timeline {
  /// Jumps to a moment, as near to it as the trace goes.
  ///
  /// - Complexity: a short replay once the index has got there, else O(steps).
  public func seek(to moment: Int) throws(ReplayError) {
    beginSeek(to: moment)
    while try !continueSeek(milliseconds: 1000) {}
  }

  /// Sets out for a moment; `continueSeek` goes there.
  public func beginSeek(to moment: Int) {
    target = min(max(0, moment), stepCount)
  }

  /// Whether a jump is under way.
  public var isSeeking: Bool { target != nil }

  /// Goes on with a jump for about so long; true when it has arrived.
  ///
  /// On the way the heap is that of some moment nearer to the target.
  @discardableResult
  public func continueSeek(milliseconds: Double) throws(ReplayError) -> Bool {
    guard let target else { return true }
    let end = threadNanoseconds() + UInt64(max(0, milliseconds) * 1e6)
    // The last step is done on its own, to be explained.
    let before = max(0, target - 1)
    do {
      try setOut(for: before)
      while position < before - Self.sliceSteps {
        try cursor.advance(to: position + Self.sliceSteps)
        outcome = nil
        if threadNanoseconds() >= end { return false }
      }
      try cursor.approach(before)
      outcome = target > 0 ? try cursor.step() : nil
      self.target = nil
    } catch {
      self.target = nil
      throw error
    }
    return true
  }

  private static let sliceSteps = 1 << 14

  /// Goes to the best place to set out from: where it is, a moment kept a short while ago, or a checkpoint.
  private func setOut(for moment: Int) throws(ReplayError) {
    let checkpoint = indexer.index.checkpoints.nearest(atOrBefore: moment)
    if position > moment {
      if try cursor.back(to: moment) { return }
      cursor.restore(checkpoint.state)
    } else if checkpoint.step > position {
      cursor.restore(checkpoint.state)
    }
  }

  /// Replays steps apart from the moment, each explained with the heap after it; false where the way there is too long
  /// to go at once.
  ///
  /// - Complexity: a replay of at most two million steps and those asked for.
  public func explain(
    _ steps: Range<Int>, _ body: (StepOutcome, borrowing Heap) -> Void
  ) throws(ReplayError) -> Bool {
    let checkpoint = indexer.index.checkpoints.nearest(atOrBefore: steps.lowerBound)
    guard steps.lowerBound - checkpoint.step <= 1 << 21 else { return false }
    if scout == nil { scout = try ReplayCursor(trace) }
    guard var cursor = scout.take() else { return false }
    if cursor.position > steps.lowerBound || cursor.position < checkpoint.step { cursor.restore(checkpoint.state) }
    try cursor.advance(to: steps.lowerBound)
    while cursor.position < steps.upperBound {
      guard let outcome = try cursor.step() else { break }
      body(outcome, cursor.heap)
    }
    scout = consume cursor
    return true
  }

  /// Does the next step; false at the end.
  @discardableResult
  public func stepForward() throws(ReplayError) -> Bool {
    guard let next = try cursor.step() else { return false }
    target = nil
    outcome = next
    return true
  }

  /// Goes back by one step; false at the start.
  ///
  /// - Complexity: a replay of at most some thousand steps, except at the beginning of a frame.
  @discardableResult
  public func stepBack() throws(ReplayError) -> Bool {
    guard position > 0 else { return false }
    try seek(to: position - 1)
    return true
  }
}

// MARK: Index

extension Timeline {
  /// What is known of the whole recording so far.
  public var index: RecordingIndex { indexer.index }

  /// How much of the recording is indexed, 0 to 1.
  public var indexingProgress: Double {
    stepCount == 0 ? 1 : Double(indexer.indexedSteps) / Double(stepCount)
  }

  /// Waits until the whole recording is indexed.
  public func waitForIndex() {
    indexer.wait()
  }

  /// The number of steps before a written moment, nil as long as the index hasn't got there.
  ///
  /// - Throws: what is wrong with the moment: behind the end, an unknown mark, a collection that there isn't.
  public func resolve(_ moment: Moment) throws(ReplayError) -> Int? {
    let index = index
    switch moment {
    case .step(let number):
      guard number <= stepCount else { throw .momentBeyondEnd(step: number, count: stepCount) }
      return number
    case .share(let percent): return min(stepCount, Int((Double(stepCount) * percent / 100).rounded()))
    case .end: return stepCount
    case .mark(let name):
      if let mark = index.landmarks.marks.first(where: { $0.name == name }) { return mark.step + 1 }
      guard index.isComplete else { return nil }
      throw .unknownMark(name, known: index.landmarks.marks.map(\.name))
    case .collection(let number, let phase):
      let collections = index.landmarks.collections
      if collections.indices.contains(number - 1) {
        let collection = collections[number - 1]
        if phase == .start { return collection.start + 1 }
        if phase != .stop {
          // Inside a collection the replay of its objects is the axis; the heap stands at its start.
          let isRecorded = try recordedCollections()?.index(startingAt: collection.start) != nil
          guard isRecorded else { throw .unknownCollectionPhase(phase.name) }
          return collection.start + 1
        }
        if let stop = collection.stop { return stop + 1 }
      }
      guard index.isComplete else { return nil }
      throw .unknownCollection(number, count: collections.count)
    case .line(let file, let number):
      let place = SourceLine(file: file, line: number)
      if let step = Timeline.firstStep(at: place, trace) { return step }
      let condition = Condition(clauses: [.site(place)])
      guard case .found(let step) = search(condition, from: 0, .forward).finish() else {
        throw .lineNeverRuns(file: file, line: number)
      }
      return step + 1
    }
  }

  /// The number of steps before a written moment, however long it takes.
  public func resolveWaiting(_ moment: Moment) throws(ReplayError) -> Int {
    if let step = try resolve(moment) { return step }
    waitForIndex()
    // A complete index knows the moment or throws.
    return try resolve(moment) ?? stepCount
  }

  /// Looks for the next or the last step that a condition means, seen from a moment.
  public func search(_ condition: Condition, from moment: Int, _ direction: Search.Direction) -> Search {
    Search(
      condition, in: trace, definitions: definitions, from: moment, direction: direction,
      objects: condition.asksObjects ? try? objectMoments() : nil,
      index: { [indexer] in indexer.index })
  }
}

// MARK: Lines

extension Timeline {
  /// The moment at which a script first reaches a line, as its recorded lines tell; nil where they don't.
  private static func firstStep(at place: SourceLine, _ trace: TraceFile) -> Int? {
    guard trace.hasLines else { return nil }
    var decoder = LineDecoder(trace)
    while let reached = try? decoder.next() {
      if reached.event == .line, reached.line == place.line, place.names(file: reached.file) { return reached.step }
    }
    return nil
  }
}

// MARK: Call stacks

extension Timeline {
  /// Code objects, stack nodes and names; read when they are first asked for.
  public var definitions: SiteTable {
    if let table { return table }
    // A trace whose definitions are damaged can still be replayed; its call stacks are unknown.
    let read = (try? trace.readDefinitions()) ?? SiteTable()
    table = read
    return read
  }

  /// Whether any call stacks were recorded.
  public var hasSites: Bool { trace.frames.contains { $0.hasSites } }

  /// The stack node of a step's request, nil when it isn't known.
  public func node(ofStep step: Int) -> UInt32? {
    callSites.node(ofStep: step)
  }

  /// The call stack of a step's request, innermost first; empty when it isn't known.
  ///
  /// - Complexity: O(steps in a frame) for the first step of a frame that is asked about.
  public func stack(ofStep step: Int) -> [Frame] {
    node(ofStep: step).map { definitions.stack(of: $0) } ?? []
  }

  /// The innermost level of a step's call stack, nil when it isn't known.
  public func site(ofStep step: Int) -> Frame? {
    node(ofStep: step).flatMap { definitions.frame(of: $0) }
  }
}
