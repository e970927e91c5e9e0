import HeapCore
import ObjectGraph
import ObjectHeap

extension TraceFile {
  /// Returns what a written program does with objects; empty for recordings.
  func readObjectRecords() throws(TraceError) -> [ObjectRecord] {
    var records: [ObjectRecord] = []
    var payload: [UInt8] = []
    for segment in segments {
      let limit = segment.part?.steps ?? .max
      for place in segment.directory.places where place.kind == .objects {
        _ = try segment.read(place, into: &payload)
        var reader = PayloadReader(payload)
        while let tag = reader.byte(), tag != 0 {
          guard let length = reader.varint(), let bytes = reader.take(length) else {
            if place.isOpen { break }
            throw segment.damage(in: place, PayloadError("a record of an object is cut off", at: reader.offset))
          }
          if tag >= 64 { continue }
          guard let record = ObjectRecord(tag: tag, bytes: bytes) else {
            throw segment.damage(
              in: place, PayloadError("a record of an object, of kind \(tag), that makes no sense", at: reader.offset))
          }
          if record.step < limit { records.append(record) }
        }
      }
    }
    return records
  }

  /// Keeps what the statements of a text did, for the first who asks for its objects.
  func keep(_ performed: [ObjectScriptReader.Performed], _ script: ObjectScript) {
    keptObjects.withLock { $0 = KeptObjects(performed: performed, script: script) }
  }

  /// Returns the objects of a written trace at every moment; nil for a trace without objects. O(trace).
  public func readObjects() throws(TraceError) -> TraceObjects? {
    let kept = keptObjects.withLock { kept in
      defer { kept = nil }
      return kept
    }
    if let kept {
      var history = ObjectScript(header.python, header.placements).history
      for performed in kept.performed { history.append(performed.changes, step: performed.record.step) }
      return TraceObjects(
        history: history, statements: kept.performed.flatMap(\.statements), script: kept.script)
    }
    var reader = try ObjectScriptReader(self)
    guard !reader.isEmpty else { return nil }
    var history = reader.script.history
    var statements: [TraceStatement] = []
    var records = RecordReader(self)
    while let item = try records.next() {
      guard case .step(let step) = item.record else { continue }
      for performed in try reader.step(item.step, step) {
        history.append(performed.changes, step: performed.record.step)
        statements += performed.statements
      }
    }
    for performed in try reader.finish() {
      history.append(performed.changes, step: performed.record.step)
      statements += performed.statements
    }
    return TraceObjects(history: history, statements: statements, script: reader.script)
  }
}

/// What the statements of a text did, and what they have come to at its end.
struct KeptObjects: Sendable {
  let performed: [ObjectScriptReader.Performed]
  let script: ObjectScript
}

/// The objects of a written trace.
public struct TraceObjects: Sendable {
  /// The objects at every moment.
  public var history: ObjectHistory
  /// The statements of Python that were executed, those of loops and functions each time, in the order of their steps.
  public let statements: [TraceStatement]
  private let end: End

  /// What the program has done at the end; behind a reference, as it's large and never changes.
  private final class End: Sendable {
    let script: ObjectScript
    init(_ script: ObjectScript) { self.script = script }
  }

  init(history: ObjectHistory, statements: [TraceStatement], script: ObjectScript) {
    self.history = history
    self.statements = statements
    end = End(script)
  }

  /// Returns the innermost statement of Python that a step belongs to, nil for none. O(log statements).
  public func statement(ofStep step: Int) -> TraceStatement? {
    var (low, high) = (0, statements.count)
    while low < high {
      let middle = (low + high) / 2
      if statements[middle].steps.lowerBound <= step { low = middle + 1 } else { high = middle }
    }
    // One that began later is inside those that began before.
    return statements[..<low].suffix(64).last { $0.steps.contains(step) }
  }

  /// Returns what object-specific allocators did in a step, above pymalloc. O(changes of the step).
  public func layers(ofStep step: Int) -> [LayerNote] {
    history.changes(ofStep: step).compactMap { if case .layer(let note) = $0 { note } else { nil } }
  }

  /// Returns the address of an object, as the candidates of collections and references have it; 0 for none.
  public func address(of id: ObjectID) -> UInt64 { end.script.address(of: id) }

  /// Returns where the block of an object is or was; 0 for none.
  public func block(of id: ObjectID) -> UInt64 { end.script.block(of: id) }

  /// Returns the value of a number or text as Python shows it; nil for other objects.
  public func value(of id: ObjectID) -> String? { end.script.value(of: id) }

  /// Returns the object that lives at an address at the history's moment. O(objects).
  public func object(at address: UInt64) -> ObjectID? {
    history.graph.objects.indices.map { $0 + 1 }.first {
      end.script.address(of: $0) == address && history.graph[$0]?.isAlive == true
    }
  }
}

/// A statement of Python that was executed in a written trace.
public struct TraceStatement: Hashable, Sendable {
  /// The statement as it was written, without the lines of its body.
  public let text: String
  /// Its line among those of the statement that it's in, counted from 1.
  public let line: Int
  /// How many functions it is inside.
  public let depth: Int
  /// The steps that it makes.
  public let steps: Range<Int>
}

/// Goes through the steps of a trace and does the actions that they follow from, comparing both.
struct ObjectScriptReader {
  /// An action that was done.
  struct Performed: Sendable {
    var record: ObjectRecord
    /// The statement that spells it.
    var spelling: String
    var changes: [ObjectChange]
    /// The statements of Python that it executed.
    var runs: [StatementRun]

    /// What the runs are among the steps of the trace, in the order in which they began.
    var statements: [TraceStatement] {
      guard !runs.isEmpty else { return [] }
      var steps = [0]
      for change in changes { steps.append((steps.last ?? 0) + (change.isStep ? 1 : 0)) }
      return runs.compactMap { run in
        let made = record.step + steps[run.changes.lowerBound]..<record.step + steps[run.changes.upperBound]
        return made.isEmpty ? nil : TraceStatement(text: run.text, line: run.line, depth: run.depth, steps: made)
      }.sorted { ($0.steps.lowerBound, $1.steps.upperBound) < ($1.steps.lowerBound, $0.steps.upperBound) }
    }
  }

  private(set) var script: ObjectScript
  private let records: [ObjectRecord]
  private let name: String
  /// The steps that follow from records, in order.
  private let made: [Range<Int>]
  private var next = 0
  /// The steps that the last action makes, those that are still to come last first.
  private var waiting: [ObjectChange] = []
  private var madeUpTo = 0

  init(_ trace: TraceFile) throws(TraceError) {
    script = ObjectScript(trace.header.python, trace.header.placements)
    records = try trace.readObjectRecords()
    name = trace.name
    made = records.filter { $0.stepCount > 0 }.map { $0.step..<$0.step + $0.stepCount }
  }

  var isEmpty: Bool { records.isEmpty }

  /// Whether a step follows from an action. O(log actions).
  func makes(_ step: Int) -> Bool {
    var (low, high) = (0, made.count)
    while low < high {
      let middle = (low + high) / 2
      if made[middle].upperBound <= step { low = middle + 1 } else { high = middle }
    }
    return low < made.count && made[low].contains(step)
  }

  /// Whether the last step follows from an action.
  func hasMade(_ step: Int) -> Bool { step < madeUpTo }

  /// Whether the last action makes further steps, of which this is one.
  func makesMore(at step: Int) -> Bool { !waiting.isEmpty && step >= madeUpTo }

  /// Does what happens before a step or makes it; returns the actions in order.
  mutating func step(_ number: Int, _ step: Step) throws(TraceError) -> [Performed] {
    guard !records.isEmpty else { return [] }
    var performed: [Performed] = []
    while waiting.isEmpty, next < records.count, records[next].step == number {
      performed.append(try performNext())
    }
    try check(number)
    guard let change = waiting.popLast() else {
      if let object = script.owner(touchedBy: step) {
        throw damage(number, "it touches the block of the object \(shown(object.name))")
      }
      script.note(step)
      return performed
    }
    madeUpTo = number + 1
    var address: UInt64 = 0
    if case .request(let request) = change, let placed = step.placement {
      guard placed == script.address(ofBlock: request.block) || !script.hasObject(at: placed), placed % 8 == 0,
        placed < 1 << 57
      else { throw damage(number, "no object can be born there") }
      address = placed
    }
    guard script.step(of: change, placedAt: address) == step else {
      throw damage(number, "it isn't what follows from the objects")
    }
    script.note(change, placedAt: address)
    return performed
  }

  /// Does what happens before a step without being one.
  mutating func performStepless(before number: Int) throws(TraceError) -> [Performed] {
    var performed: [Performed] = []
    while waiting.isEmpty, next < records.count, records[next].step <= number, records[next].stepCount == 0 {
      performed.append(try performNext())
    }
    return performed
  }

  /// Does what happens after the last step.
  mutating func finish() throws(TraceError) -> [Performed] {
    guard waiting.isEmpty else { throw damage(madeUpTo, "it is missing") }
    var performed: [Performed] = []
    while next < records.count {
      performed.append(try performNext())
      guard waiting.isEmpty else { throw damage(records[next - 1].step, "it is missing") }
    }
    return performed
  }

  private func check(_ number: Int) throws(TraceError) {
    if next < records.count, records[next].step < number {
      throw damage(records[next].step, "its objects aren't in the order of the steps")
    }
  }

  private mutating func performNext() throws(TraceError) -> Performed {
    let record = records[next]
    next += 1
    let spelling = ObjectSpelling(record, script).text
    do {
      try script.perform(record.action)
    } catch {
      throw damage(record.step, shown(error.message))
    }
    waiting = script.changes.filter(\.isStep).reversed()
    // What was written before statements had a step of their own.
    if record.stepCount == 0, waiting == [.moment] { waiting = [] }
    guard waiting.count == record.stepCount else {
      throw damage(record.step, "\(waiting.count) steps follow from its objects, not \(record.stepCount)")
    }
    return Performed(record: record, spelling: spelling, changes: script.changes, runs: script.runs)
  }

  private func damage(_ step: Int, _ what: String) -> TraceError {
    .damaged(file: name, offset: 0, what: "in step \(step): \(what)")
  }
}

extension Step {
  /// Where the step puts a block.
  fileprivate var placement: UInt64? {
    switch self {
    case .allocation(_, _, _, let address), .realloc(_, _, _, let address): address
    default: nil
    }
  }
}
