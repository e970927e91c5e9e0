import Collector
import HeapCore
import ObjectGraph

/// Does what a program does with objects, and all that follows: requests, counts, deaths, collections.
///
/// It is a value: a copy goes its own way.
public struct ObjectMachine: Sendable {
  /// The objects now.
  public private(set) var graph: ObjectGraph
  /// What the last action or statement has changed, in order.
  public private(set) var changes: [ObjectChange] = []
  /// The collections of the last action or statement, as they began.
  public internal(set) var collections: [StartedCollection] = []
  /// The statements that were executed by the last one, those of loops and functions included.
  public internal(set) var runs: [StatementRun] = []
  /// What the release does.
  public let objectRules: ObjectRules
  let rules: CollectorRules
  let version: (major: Int, minor: Int)
  /// How many candidates all collections have had.
  var candidateTotal = 0
  /// What CPython keeps in objects beside references.
  var bodies = BodyTable()
  /// The objects that exist from the start, once they were met.
  var shared: [SharedValue: ObjectID] = [:]
  /// The environments of the functions that are running; the first is the program's.
  var frames = [Frame()]
  /// Whether code runs as it does after several times, when the interpreter has adapted it (`Python/specialize.c`).
  var isSpecialised = true
  /// The exception on its way to a handler, and those that are being handled.
  var raised: RaisedException?
  var handled: [ObjectID] = []
  /// Containers whose deallocation waits (`trash_delete_later`), and the depth of those under way.
  var trash: [ObjectID] = []
  var trashDepth = 0
  var blockCount = 0
  /// How far 3.14.0 to 3.14.4 are in their walk over the old objects.
  var increments = IncrementState()
  /// A collection that waits for the eval breaker (3.12 on).
  var collectionIsDue = false
  /// What a statement may still do.
  var budget = 0
  var evaluationDepth = 0
  /// Whether a statement of Python is being executed.
  var isRunning = false

  /// Starts without objects, with the rules of a release.
  public init(_ python: PythonVersion) {
    objectRules = ObjectRules(python: python)
    rules = CollectorRules(major: Int(python.major), minor: Int(python.minor), micro: Int(python.micro))
    version = (Int(python.major), Int(python.minor))
    graph = ObjectGraph(rules: rules)
  }

  /// Does an action; `changes` and `collections` say what it did.
  ///
  /// After an error nothing has changed. O(what it changes), of a collection O(candidates log candidates).
  public mutating func perform(_ action: ObjectAction) throws(ObjectMistake) {
    begin()
    try check(action)
    switch action {
    case .birth(let name, let type, let size, let isTracked): bear(name, type, size, isTracked)
    case .bind(let name, let id): bind(name, id)
    case .unbind(let name): bind(name, nil)
    case .set(let id, let attribute, let target): set(id, attribute, target)
    case .unset(let id, let attribute): set(id, attribute, nil)
    case .hold(let id): make(.outside(id, by: 1))
    case .release(let id):
      make(.outside(id, by: -1))
      settle(id)
    case .track(let id): move(id, to: .young)
    case .untrack(let id): move(id, to: nil)
    case .weakReference(let id, let referent, let hasCallback): refer(id, to: referent, hasCallback)
    case .finalizer(let id, let behaviour):
      make(.finalizer(id, old: graph.objects[id - 1].finalizer, new: behaviour))
    case .immortal(let id): make(.immortal(id))
    case .collect(let generation): collect(generation)
    case .freeze: freeze()
    case .unfreeze: for id in graph.objects(in: .permanent) { move(id, to: .old) }
    case .enable(let isEnabled): changeCounters { $0.isEnabled = isEnabled }
    case .thresholds(let young, let middle, let old): changeCounters { $0.thresholds = [young, middle, old] }
    case .count, .death: break
    case .statement(let text):
      do {
        try run(text)
      } catch {
        throw ObjectMistake(error.message)
      }
    }
    switch action {
    case .count, .death, .statement: break
    default: ensureStep(from: 0)
    }
  }

  /// Whether Python statements know what an object is; others were born with a size.
  public func isPython(_ id: ObjectID) -> Bool { bodies[id] != nil }

  /// Forgets what the last action did.
  mutating func begin() {
    changes = []
    collections = []
    runs = []
    bodies.begin()
  }

  /// Takes back what happened since `begin`; the rest is as it was then.
  private mutating func takeBack(_ before: Rest) {
    for change in changes.reversed() { graph.undo(change) }
    changes = []
    collections = []
    runs = []
    bodies.undo()
    rest = before
  }

  /// Does something of which nothing is left when it ends in an error.
  mutating func attempt(_ body: (inout ObjectMachine) throws(StatementMistake) -> Void) throws(StatementMistake) {
    begin()
    let before = rest
    do {
      try body(&self)
    } catch {
      isRunning = false
      takeBack(before)
      throw error
    }
  }

  /// The small things that a statement can change.
  private struct Rest {
    var shared: [SharedValue: ObjectID]
    var frames: [Frame]
    var trash: [ObjectID]
    var numbers: [Int]
    var collectionIsDue: Bool
    var handled: [ObjectID]
    var increments: IncrementState
  }

  private var rest: Rest {
    get {
      Rest(
        shared: shared, frames: frames, trash: trash, numbers: [trashDepth, blockCount, candidateTotal],
        collectionIsDue: collectionIsDue, handled: handled, increments: increments)
    }
    set {
      (shared, frames, trash) = (newValue.shared, newValue.frames, newValue.trash)
      (trashDepth, blockCount, candidateTotal) = (newValue.numbers[0], newValue.numbers[1], newValue.numbers[2])
      (collectionIsDue, increments) = (newValue.collectionIsDue, newValue.increments)
      // Between statements no exception is on its way.
      (raised, handled) = (nil, newValue.handled)
    }
  }

  mutating func make(_ change: ObjectChange) {
    graph.apply(change)
    changes.append(change)
  }

  /// Puts a step before the changes from an index on, when they have none.
  mutating func ensureStep(from index: Int) {
    guard !changes[index...].contains(where: \.isStep) else { return }
    changes.insert(.moment, at: index)
  }

  mutating func changeCounters(_ change: (inout CollectorCounters) -> Void) {
    var new = graph.counters
    change(&new)
    if new != graph.counters { make(.counters(old: graph.counters, new: new)) }
  }

  mutating func move(_ id: ObjectID, to list: GenerationList?) {
    let old = graph.objects[id - 1].place
    let new = list.map { ListPlace(list: $0, order: graph.lastOrder + 1) }
    if old != nil || new != nil { make(.moved(id, from: old, to: new)) }
  }

  mutating func freeze() {
    for list in [GenerationList.young, .middle, .old] {
      for id in graph.objects(in: list) { move(id, to: .permanent) }
    }
    changeCounters { $0.counts = [0, 0, 0] }
  }

  /// `PyType_GenericAlloc`: up to 3.11 the allocation collects before the object is tracked, later the interpreter does.
  private mutating func bear(_ name: String, _ type: String, _ size: UInt64, _ isTracked: Bool) {
    let id = allocate(type: type, name: name, size: size, hasHeader: isTracked)
    if isTracked { track(id) }
    let old = graph.names[name]
    make(.name(name, old: old, new: id))
    release(id)
    if let old { settle(old) }
    collectIfWaiting()
  }

  mutating func bind(_ name: String, _ id: ObjectID?) {
    let old = graph.names[name]
    make(.name(name, old: old, new: id))
    if let old { settle(old) }
  }

  private mutating func set(_ id: ObjectID, _ attribute: String, _ target: ObjectID?) {
    let attributes = graph.objects[id - 1].attributes
    let index = attributes.firstIndex { $0.name == attribute }
    let old = index.map { attributes[$0].target }
    make(.attribute(id, attribute, index: index ?? attributes.count, old: old, new: target))
    if let old { settle(old) }
  }

  /// `insert_weakref`: plain ones first, then those with a callback, each newest first.
  mutating func refer(_ id: ObjectID, to referent: ObjectID, _ hasCallback: Bool) {
    let others = graph.objects[referent - 1].weakReferrers
    let index = hasCallback ? others.count { !graph.objects[$0 - 1].hasCallback } : 0
    make(.weak(id, to: referent, index: index, hasCallback: hasCallback, isMade: true))
  }
}

/// A statement that was executed.
public struct StatementRun: Hashable, Sendable {
  /// The statement as it was written, without the lines of its body.
  public var text: String
  /// The line where it stands.
  public var line: Int
  /// How many functions it is inside.
  public var depth: Int
  /// What it did: indexes of the machine's changes.
  public var changes: Range<Int>
}
