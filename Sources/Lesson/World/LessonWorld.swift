import HeapCore
import ObjectGraph
import Replay
import Trace

/// The simulation as a lesson asks it: measures at moments.
final class LessonWorld {
  let trace: TraceFile
  let counts: StepCounts
  let lines: LineHistory?
  var objects: TraceObjects?
  private let timeline: Timeline
  /// Where blocks were when they were placed, by the steps that placed them.
  private var births: [Int: LessonBlock] = [:]

  /// How many names that were gone have been looked for so far.
  var searches = 0

  /// What can't be said of a moment, and why.
  struct Unknown: Error {
    var what: String
    init(_ what: String) { self.what = what }
  }

  /// Gets ready to be asked about moments; the names are those that will be asked for.
  /// - Parameters:
  ///   - objects: the objects of the trace, where somebody has read them already.
  ///   - withPeak: whether it will be asked for the most bytes in use.
  init(
    _ trace: TraceFile, moments: Set<Int>, names: Set<String>, lines: LineHistory?, objects: TraceObjects? = nil,
    withPeak: Bool = false
  ) throws(TraceError) {
    self.trace = trace
    self.lines = lines
    let found = if let objects { objects } else { try trace.readObjects() }
    self.objects = found
    // Objects that died are found by the names of their blocks.
    let mentioned = names.union(found.map { Set($0.history.graph.names.keys) } ?? [])
    counts = try StepCounts(trace, moments: moments, mentioned: mentioned, withPeak: withPeak)
    do {
      timeline = try Timeline(trace)
    } catch {
      throw .tooLarge(file: trace.name, what: error.message)
    }
  }

  /// Reads the heap at a moment.
  func heap<Result>(at moment: Int, _ body: (borrowing Heap) throws(Unknown) -> Result) throws(Unknown) -> Result {
    do {
      // A lesson mostly goes forward: a jump of its own would only cost time.
      if moment == timeline.position + 1 {
        try timeline.stepForward()
      } else if moment != timeline.position {
        try timeline.seek(to: moment)
      }
    } catch {
      throw Unknown(error.message)
    }
    var result: Swift.Result<Result, Unknown>?
    timeline.withHeap { heap in
      do throws(Unknown) {
        result = .success(try body(heap))
      } catch {
        result = .failure(error)
      }
    }
    guard let result else { throw Unknown("the heap can't be read") }
    return try result.get()
  }

  /// The objects at a moment; nil for traces without any.
  func graph(at moment: Int) -> ObjectGraph? {
    guard objects != nil else { return nil }
    objects?.history.seek(to: moment)
    return objects?.history.graph
  }

  /// The place of a block that was placed by a step.
  func birthplace(_ block: StepCounts.NamedBlock) throws(Unknown) -> LessonBlock {
    if let known = births[block.step] { return known }
    let found = try self.block(recorded: block.address, at: block.step + 1)
    births[block.step] = found
    return found
  }

  /// The block in which an address of the trace lies.
  func block(recorded address: UInt64, at moment: Int) throws(Unknown) -> LessonBlock {
    try heap(at: moment) { heap throws(Unknown) in
      switch heap.locate(recorded: address) {
      case .block(let reference)?: return Self.block(reference, in: heap)
      case .raw(let raw)?: return LessonBlock(address: raw, place: nil, reference: nil)
      default: throw Unknown("nothing is known of the block there")
      }
    }
  }

  /// What served the last step before a moment.
  func served(at moment: Int) throws(Unknown) -> String {
    if let objects {
      for case .layer(let note) in objects.history.changes(ofStep: moment - 1) {
        if case .taken = note.event { return "free list" }
        if case .kept = note.event { return "free list" }
      }
    }
    switch try outcome(at: moment)?.effect {
    case .placed, .freed, .resizedInPlace, .moved(_, to: .block, _): return "pymalloc"
    case .rawPlaced, .rawFreed, .moved: return "malloc"
    default: return "nothing"
    }
  }

  private func outcome(at moment: Int) throws(Unknown) -> StepOutcome? {
    try heap(at: moment) { _ throws(Unknown) in }
    return timeline.outcome
  }

  static func block(_ reference: BlockRef, in heap: borrowing Heap) -> LessonBlock {
    let arena = heap.arena(reference.arena)
    return LessonBlock(
      address: heap.address(of: reference),
      place: LessonBlock.Place(arena: arena.index, pool: reference.pool, block: reference.block),
      reference: reference)
  }
}
