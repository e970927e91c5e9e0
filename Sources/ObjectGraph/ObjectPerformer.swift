import Collector

/// Does what a program does with objects, and all that follows: counts, deaths, collections.
public struct ObjectPerformer: Sendable {
  /// The objects now.
  public private(set) var graph: ObjectGraph
  /// What the last action has changed, in order.
  public private(set) var changes: [ObjectChange] = []
  /// The collections of the last action, as they began.
  public internal(set) var collections: [StartedCollection] = []
  let rules: CollectorRules
  let version: (major: Int, minor: Int)
  /// How many candidates all collections have had.
  var candidateTotal = 0

  /// Starts without objects, with the collector of a release.
  public init(major: Int, minor: Int, micro: Int) {
    rules = CollectorRules(major: major, minor: minor, micro: micro)
    version = (major, minor)
    graph = ObjectGraph(rules: rules)
  }

  /// Does an action; `changes` and `collections` say what it did.
  ///
  /// After an error nothing has changed. O(what it changes), of a collection O(candidates log candidates).
  public mutating func perform(_ action: ObjectAction) throws(ObjectMistake) {
    changes = []
    collections = []
    try check(action)
    switch action {
    case .birth(let name, let type, let size, let isTracked):
      bear(name, GraphObject(name: name, type: type, size: size, hasHeader: isTracked))
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
    case .freeze:
      for list in [GenerationList.young, .middle, .old] {
        for id in graph.objects(in: list) { move(id, to: .permanent) }
      }
      changeCounters { $0.counts = [0, 0, 0] }
    case .unfreeze: for id in graph.objects(in: .permanent) { move(id, to: .old) }
    case .enable(let isEnabled): changeCounters { $0.isEnabled = isEnabled }
    case .thresholds(let young, let middle, let old): changeCounters { $0.thresholds = [young, middle, old] }
    case .count, .death: break
    }
  }

  mutating func make(_ change: ObjectChange) {
    graph.apply(change)
    changes.append(change)
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

  /// `PyType_GenericAlloc`: up to 3.11 the allocation collects before the object is tracked, later the interpreter does after.
  private mutating func bear(_ name: String, _ object: GraphObject) {
    make(.born(graph.objects.count + 1, object))
    let id = graph.objects.count
    if object.hasHeader {
      make(.counted(by: 1))
      if version < (3, 12) {
        make(.held(id, by: 1))
        collectIfDue()
        make(.held(id, by: -1))
      }
      move(id, to: .young)
    }
    bind(name, id)
    if object.hasHeader, version >= (3, 12) { collectIfDue() }
  }

  private mutating func bind(_ name: String, _ id: ObjectID?) {
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
  private mutating func refer(_ id: ObjectID, to referent: ObjectID, _ hasCallback: Bool) {
    let others = graph.objects[referent - 1].weakReferrers
    let index = hasCallback ? others.count { !graph.objects[$0 - 1].hasCallback } : 0
    make(.weak(id, to: referent, index: index, hasCallback: hasCallback, isMade: true))
  }
}
