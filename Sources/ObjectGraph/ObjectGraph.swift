import Collector

/// Objects, who refers to whom, reference counts and the collector's lists at one moment.
public struct ObjectGraph: Hashable, Sendable {
  /// All objects that were born so far, dead ones too; the number of the first is 1.
  public private(set) var objects: [GraphObject] = []
  /// What the names refer to.
  public private(set) var names: [String: ObjectID] = [:]
  public private(set) var counters: CollectorCounters
  /// The generation that is being collected.
  public private(set) var collecting: Int?
  private var members: [Set<ObjectID>] = GenerationList.allCases.map { _ in [] }
  private(set) var lastOrder = 0

  /// Starts without objects.
  public init(rules: CollectorRules) {
    counters = CollectorCounters(thresholds: rules.thresholds)
  }

  /// Returns an object, dead or alive; nil for a number that no object has.
  public subscript(id: ObjectID) -> GraphObject? { objects.indices.contains(id - 1) ? objects[id - 1] : nil }

  /// Returns the objects of one of the collector's lists in its order. O(n log n).
  public func objects(in list: GenerationList) -> [ObjectID] {
    members[list.rawValue].sorted { (objects[$0 - 1].place?.order ?? 0) < (objects[$1 - 1].place?.order ?? 0) }
  }

  /// The number of objects in one of the collector's lists. O(1).
  public func count(of list: GenerationList) -> Int { members[list.rawValue].count }

  /// Returns where the references to an object come from, in words. O(objects, names and references).
  public func holders(of id: ObjectID) -> [String] {
    var holders = names.filter { $0.value == id }.map { "the name \($0.key)" }.sorted()
    for object in objects where object.isAlive {
      holders += object.attributes.filter { $0.target == id }.map { "\(object.name).\($0.name)" }
    }
    if let count = self[id]?.outsideCount, count > 0 { holders.append("\(count) outside") }
    return holders
  }

  /// Applies a change that follows the changes so far.
  mutating func apply(_ change: ObjectChange) { make(change, isUndo: false) }

  /// Takes back the last change.
  mutating func undo(_ change: ObjectChange) { make(change, isUndo: true) }

  private mutating func make(_ change: ObjectChange, isUndo: Bool) {
    switch change {
    case .born(_, let object): if isUndo { objects.removeLast() } else { objects.append(object) }
    case .died(let id): objects[id - 1].isAlive = isUndo
    case .collectionStarted(let generation): collecting = isUndo ? nil : generation
    case .collectionStopped(let generation, _): collecting = isUndo ? generation : nil
    case .name(let name, let old, let new):
      names[name] = isUndo ? old : new
      count(old, by: isUndo ? 1 : -1)
      count(new, by: isUndo ? -1 : 1)
    case .attribute(let id, let name, let index, let old, let new):
      let (from, to) = isUndo ? (new, old) : (old, new)
      if from != nil { objects[id - 1].attributes.remove(at: index) }
      if let to { objects[id - 1].attributes.insert(AttributeReference(name: name, target: to), at: index) }
      count(from, by: -1)
      count(to, by: 1)
    case .outside(let id, let difference):
      objects[id - 1].outsideCount += isUndo ? -difference : difference
      count(id, by: isUndo ? -difference : difference)
    case .held(let id, let difference): count(id, by: isUndo ? -difference : difference)
    case .weak(let id, let referent, let index, let hasCallback, let isMade):
      if isMade != isUndo {
        objects[id - 1].weakReferent = referent
        objects[id - 1].hasCallback = hasCallback
        objects[referent - 1].weakReferrers.insert(id, at: index)
      } else {
        objects[id - 1].weakReferent = nil
        objects[id - 1].hasCallback = false
        objects[referent - 1].weakReferrers.remove(at: index)
      }
    case .callback: break
    case .finalizer(let id, let old, let new): objects[id - 1].finalizer = isUndo ? old : new
    case .finalized(let id): objects[id - 1].isFinalized = !isUndo
    case .immortal(let id): objects[id - 1].isImmortal = !isUndo
    case .moved(let id, let old, let new):
      let (from, to) = isUndo ? (new, old) : (old, new)
      if let from { members[from.list.rawValue].remove(id) }
      if let to { members[to.list.rawValue].insert(id) }
      objects[id - 1].place = to
      if let new { lastOrder = isUndo ? new.order - 1 : new.order }
    case .counted(let difference): counters.counts[0] += isUndo ? -difference : difference
    case .counters(let old, let new): counters = isUndo ? old : new
    }
  }

  private mutating func count(_ id: ObjectID?, by difference: Int) {
    guard let id, !objects[id - 1].isImmortal else { return }
    objects[id - 1].referenceCount += difference
  }
}
