import Collector

/// Objects, who refers to whom, reference counts and the collector's lists at one moment.
public struct ObjectGraph: Hashable, Sendable {
  /// All objects that were born so far, dead ones too; the number of the first is 1.
  public private(set) var objects: [GraphObject] = []
  /// What the names refer to.
  public private(set) var names: [String: ObjectID] = [:]
  public private(set) var counters: CollectorCounters
  /// The blocks that object-specific allocators keep, by the name of the free list; the one given out next is last.
  public private(set) var freeLists: [String: [ObjectBlock]] = [:]
  /// The generation that is being collected.
  public private(set) var collecting: Int?
  private var members: [Set<ObjectID>] = GenerationList.allCases.map { _ in [] }
  package private(set) var lastOrder = 0

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
  package mutating func apply(_ change: ObjectChange) { make(change, isUndo: false) }

  /// Takes back the last change.
  package mutating func undo(_ change: ObjectChange) { make(change, isUndo: true) }

  private mutating func make(_ change: ObjectChange, isUndo: Bool) {
    switch change {
    case .request(let request): make(request, isUndo: isUndo)
    case .layer(let note): make(note, isUndo: isUndo)
    case .moment: break
    case .adopted(let id, let block):
      if isUndo { objects[id - 1].blocks.removeAll { $0.id == block.id } } else { insert(block, of: id) }
    case .handedOver(let from, let block, let to):
      objects[(isUndo ? to : from) - 1].blocks.removeAll { $0.id == block.id }
      insert(block, of: isUndo ? from : to)
    case .reordered(let id, let old, let new): objects[id - 1].attributes = isUndo ? old : new
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
      if objects[id - 1].isSequence, (from == nil) != (to == nil) { number(id, from: index) }
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

  /// Names the items of a sequence from a place on.
  private mutating func number(_ id: ObjectID, from index: Int) {
    for place in index..<max(index, objects[id - 1].attributes.count) {
      objects[id - 1].attributes[place].name = "[\(place)]"
    }
  }

  private mutating func make(_ request: BlockRequest, isUndo: Bool) {
    let owner = request.owner
    guard owner > 0, owner <= objects.count else { return }
    switch request.function {
    case .realloc:
      let index = objects[owner - 1].blocks.firstIndex { $0.id == request.block }
      guard let index else { return }
      objects[owner - 1].blocks[index].size = isUndo ? request.oldSize : request.size
      if index == 0, request.part == .object { objects[owner - 1].size = isUndo ? request.oldSize : request.size }
    case .malloc, .calloc, .reallocNull, .free:
      // The block of the object itself comes and goes with the object.
      guard request.part != .object else { return }
      if (request.function == .free) == isUndo {
        let block = ObjectBlock(
          id: request.block, part: request.part, domain: request.domain, size: isUndo ? request.oldSize : request.size)
        insert(block, of: owner)
      } else {
        objects[owner - 1].blocks.removeAll { $0.id == request.block }
      }
    }
  }

  /// The object's own block is first, the others stand in the order of their numbers.
  private mutating func insert(_ block: ObjectBlock, of owner: ObjectID) {
    let blocks = objects[owner - 1].blocks
    let index = blocks.indices.dropFirst().first { blocks[$0].id > block.id } ?? blocks.count
    objects[owner - 1].blocks.insert(block, at: index)
  }

  private mutating func make(_ note: LayerNote, isUndo: Bool) {
    switch note.event {
    case .taken(let list, let block, _): give(note.object, block, from: list, isReturn: isUndo)
    case .kept(let list, let block, _, _): give(note.object, block, from: list, isReturn: !isUndo)
    case .emptied(let list, let block):
      if isUndo { freeLists[list, default: []].append(block) } else { take(from: list) }
    case .none, .full, .shared: break
    }
  }

  /// A list without blocks is none, so that equal states are equal.
  private mutating func take(from list: String) {
    if freeLists[list]?.count == 1 { freeLists[list] = nil } else { freeLists[list]?.removeLast() }
  }

  private mutating func give(_ id: ObjectID, _ block: ObjectBlock, from list: String, isReturn: Bool) {
    if isReturn { freeLists[list, default: []].append(block) } else { take(from: list) }
    // The block of the object itself comes and goes with the object.
    guard block.part != .object, id > 0, id <= objects.count else { return }
    if isReturn {
      objects[id - 1].blocks.removeAll { $0.id == block.id }
    } else {
      insert(block, of: id)
    }
  }

  private mutating func count(_ id: ObjectID?, by difference: Int) {
    guard let id, !objects[id - 1].isImmortal else { return }
    objects[id - 1].referenceCount += difference
  }
}
