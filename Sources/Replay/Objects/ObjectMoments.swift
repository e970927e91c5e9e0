import ObjectGraph
import Trace

/// When what happens to the objects of a written trace.
public struct ObjectMoments: Sendable {
  /// Something that happened to an object.
  public struct Event: Hashable, Sendable {
    /// What it was.
    public enum Kind: Hashable, Sendable {
      case born, died
      /// The reference count became another.
      case count
      /// Its finalizer made something outside hold it.
      case resurrected
    }

    /// The step that did it, -1 for what happened before the first.
    public var step: Int
    /// What it was.
    public var kind: Kind
    /// The object.
    public var object: ObjectID
    /// Its reference count then.
    public var count: Int
  }

  /// All events in order; of several changes of a count in one step only the last.
  public private(set) var events: [Event] = []
  /// The names and types of the objects, by their numbers less 1.
  private var names: [(name: String, type: String)] = []
  /// The places of each object's events.
  private var places: [ObjectID: [Int]] = [:]

  /// Goes once through a history. O(steps + changes).
  public init(_ objects: TraceObjects, stepCount: Int) {
    var history = objects.history
    for step in -1..<stepCount {
      let changes = history.changes(ofStep: step)
      guard !changes.isEmpty else { continue }
      history.seek(to: step + 1)
      note(changes, step: step, history.graph)
    }
    for (place, event) in events.enumerated() { places[event.object, default: []].append(place) }
  }

  private mutating func note(_ changes: [ObjectChange], step: Int, _ graph: ObjectGraph) {
    var differences: [ObjectID: Int] = [:]
    var order: [ObjectID] = []
    var died: Set<ObjectID> = []
    var finalized: Set<ObjectID> = []
    var saved: [ObjectID] = []
    for change in changes {
      for (id, difference) in change.countDifferences {
        if differences[id] == nil { order.append(id) }
        differences[id, default: 0] += difference
      }
      switch change {
      case .born(let id, let object):
        names.append((object.name, object.type))
        events.append(Event(step: step, kind: .born, object: id, count: 0))
      case .died(let id): died.insert(id)
      case .finalized(let id): finalized.insert(id)
      case .outside(let id, let difference):
        // What its finalizer made somebody hold is saved.
        if difference > 0, finalized.contains(id) { saved.append(id) }
      default: break
      }
    }
    for id in order where differences[id] != 0 && !died.contains(id) {
      guard let object = graph[id], !object.isImmortal else { continue }
      events.append(Event(step: step, kind: .count, object: id, count: object.referenceCount))
    }
    for id in died.sorted() { events.append(Event(step: step, kind: .died, object: id, count: 0)) }
    for id in saved {
      events.append(Event(step: step, kind: .resurrected, object: id, count: graph[id]?.referenceCount ?? 0))
    }
  }

  /// What happened to one object, in order.
  public func events(of object: ObjectID) -> [Event] { (places[object] ?? []).map { events[$0] } }

  /// The steps in which something happens to objects of a name or a type, or to any; in order, each once.
  public func steps(of kind: Event.Kind, name: String?) -> [Int] {
    var steps: [Int] = []
    for event in events where event.kind == kind && steps.last != event.step {
      let (own, type) = names[event.object - 1]
      if name == nil || name == own || name == type { steps.append(event.step) }
    }
    return steps
  }
}

extension ObjectChange {
  /// By how much the change makes reference counts differ.
  public var countDifferences: [(ObjectID, Int)] {
    switch self {
    case .name(_, let old, let new), .attribute(_, _, _, let old, let new):
      [(old, -1), (new, 1)].compactMap { id, difference in id.map { ($0, difference) } }
    case .outside(let id, let difference), .held(let id, let difference): [(id, difference)]
    default: []
    }
  }
}

extension Timeline {
  /// The objects of a written trace; nil where it has none. O(trace) the first time.
  public func writtenObjects() throws(ReplayError) -> TraceObjects? {
    if let known = objects.written { return known }
    do throws(TraceError) {
      let found = try trace.hasObjects ? trace.readObjects() : nil
      objects.written = .some(found)
      return found
    } catch {
      throw .unreadableObjects(error.message)
    }
  }

  /// When what happens to them; nil where the trace has none. O(trace) the first time.
  public func objectMoments() throws(ReplayError) -> ObjectMoments? {
    if let known = objects.moments { return known }
    let found = try writtenObjects().map { ObjectMoments($0, stepCount: stepCount) }
    objects.moments = .some(found)
    return found
  }
}

/// What a timeline has found out about objects.
struct KnownObjects {
  var written: TraceObjects??
  var moments: ObjectMoments??
}
