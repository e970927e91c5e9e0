import Collector
import ObjectGraph
import Replay
import Trace

/// Finds the objects of the moment and keeps them with how they are laid out.
struct ObjectWork {
  private var written: WrittenObjects??
  /// The objects shown.
  private(set) var list: ObjectList?
  /// The moment's objects of a written trace by their numbers.
  private(set) var ids: [ObjectID] = []
  private var layout: NeighbourhoodLayout?
  private var lineObjects: LineObjects?
  /// Why a written trace's objects can't be told.
  private(set) var failure: String?

  /// The objects of a written trace, read once. O(trace).
  mutating func written(_ timeline: Timeline) -> WrittenObjects? {
    if let written { return written }
    var found: WrittenObjects?
    do {
      found = try timeline.writtenObjects().map(WrittenObjects.init)
    } catch {
      failure = error.message
    }
    written = .some(found)
    return found
  }

  mutating func lines(_ history: LineHistory) -> LineObjects {
    let found = lineObjects ?? LineObjects(history)
    lineObjects = found
    return found
  }

  mutating func show(_ written: WrittenObjects, at moment: Int) -> ObjectList {
    if let list, list.network.origin == .written(moment: moment) { return list }
    let (network, ids) = written.network(at: moment)
    self.ids = ids
    return show(network)
  }

  mutating func show(_ network: ObjectNetwork) -> ObjectList {
    let list = ObjectList(network)
    self.list = list
    return list
  }

  /// The surroundings of an object, where they were laid out before.
  mutating func surroundings(of object: Int32, radius: Int, in list: ObjectList) -> NeighbourhoodScene {
    let network = list.network
    func key(_ object: Int32) -> UInt64 {
      ids.isEmpty
        ? network.addresses.isEmpty ? UInt64(object) : network.addresses[Int(object)] : UInt64(ids[Int(object)])
    }
    let wanted = NeighbourhoodLayout.Key(centre: key(object), radius: radius)
    let (objects, more) = network.surroundings(of: object, radius: radius, limit: NeighbourhoodLayout.limit)
    var layout = self.layout.flatMap { $0.key == wanted ? $0 : nil } ?? NeighbourhoodLayout(wanted)
    let isNew = layout.slots.isEmpty
    layout.place(objects, in: network, keys: key)
    if isNew { layout.trim() }
    self.layout = layout
    var places: [Int: Int] = [:]
    var boxes: [NeighbourhoodScene.Box] = []
    for shown in objects {
      guard let slot = layout.slots[key(shown)] else { continue }
      places[Int(shown)] = boxes.count
      boxes.append(
        .init(list.row(shown) { _ in "" }, row: slot.row, column: slot.column, isChosen: shown == object))
    }
    var arrows: [NeighbourhoodScene.Arrow] = []
    for shown in objects {
      guard let from = places[Int(shown)] else { continue }
      for (target, label) in network.references(of: shown) {
        guard let to = places[Int(target)] else { continue }
        let isMade = network.made.contains(.init(Int(shown), Int(target)))
        arrows.append(.init(from: from, to: to, label: label, change: isMade ? .made : .none))
      }
    }
    for (edge, label) in network.gone {
      guard let from = places[edge.from], let to = places[edge.to] else { continue }
      arrows.append(.init(from: from, to: to, label: label, change: .gone))
    }
    return NeighbourhoodScene(
      centre: network.name(object), radius: radius, boxes: boxes, arrows: arrows,
      more: more + objects.count - boxes.count)
  }
}

/// A way from one object to another.
public enum ObjectWalk: Hashable, Sendable {
  /// So many rows down the list, up if negative.
  case rows(Int)
  /// To the first object that it refers to.
  case target
  /// To the first object that refers to it.
  case holder
}

extension SceneBuilder {
  /// Whether the trace tells of objects, of all of them, of a script's, or of those that collections looked at.
  public var hasObjects: Bool { timeline.trace.hasObjects || hasLines || hasCollectionObjects }

  /// Goes on looking for cycles, or for the objects themselves; false when there is nothing left to do.
  func workOnObjects(_ state: ViewState, milliseconds: Double) -> Bool {
    guard let list = objectList(state) else { return collections.advance(timeline, milliseconds: milliseconds) }
    guard list.network.isBusy else { return false }
    list.network.work()
    return true
  }

  /// The objects of the moment: all of a written trace, those of a script's variables, or those of the last collection.
  func objectList(_ state: ViewState) -> ObjectList? {
    if let written = objects.written(timeline) { return objects.show(written, at: timeline.position) }
    if hasLines, !state.showsCollectedObjects, let index = lineIndex {
      let origin = ObjectNetwork.Origin.line(index, moment: timeline.position)
      if let list = objects.list, list.network.origin == origin { return list }
      return objects.show(lineNetwork(origin, index))
    }
    guard let number = lookAtCollection(), let shown = collections.shown else { return nil }
    if let list = objects.list, list.network.origin == .collection(number) { return list }
    return objects.show(shown.network(number: number))
  }

  private func lineNetwork(_ origin: ObjectNetwork.Origin, _ index: Int) -> ObjectNetwork {
    let history = lineWork.history(timeline.trace)
    let lost = objects.lines(history)
    let before = index > 0 ? history.state(at: index - 1) : nil
    let state = history.state(at: index)
    return ObjectNetwork(
      origin, state,
      lost: lost.objects(at: index, in: state) { address, line in
        isInUse(address, sinceBefore: history.places[line].step) == true
      }, before: before
    ) { isInUse($0, sinceBefore: history.places[index].step) == false }
  }

  /// Whether the block around an address has been in use since before a moment; nil where it lies in no pool.
  func isInUse(_ address: UInt64, sinceBefore moment: Int) -> Bool? {
    timeline.withHeap { heap in
      guard case .block(let block)? = heap.locate(recorded: address) else { return nil }
      guard case .used(let since, _, _) = heap.block(block) else { return false }
      return since < moment
    }
  }

  func objectsPicture(_ state: ViewState, selection: Selection, rows: Int) -> ObjectsPicture {
    guard let list = objectList(state) else { return .absence(objectAbsence(state)) }
    let network = list.network
    let chosen = object(of: selection, in: network)
    var scene = list.scene(
      chosen: chosen, order: state.objectOrder, filter: state.objectFilter, rows: rows
    ) { address in
      place(ofObjectAt: address).map { "\($0)" } ?? (address >> 62 == 3 ? "" : Numbers.address(address))
    }
    scene.origin = objectOrigin(network)
    scene.generations = generationsScene()
    scene.layers = layersScene(timeline.outcome)
    if let centre = scene.detail.map({ Int32($0.row.number) }) {
      scene.around = objects.surroundings(of: centre, radius: state.objectRadius, in: list)
      scene.history = referenceHistory(of: centre, in: network)
    }
    return .objects(scene)
  }

  private func objectAbsence(_ state: ViewState) -> String {
    if let failure = objects.failure { return failure }
    switch collectionPicture(state, selection: Selection(), columns: 80, rows: 1) {
    case .absence(let words): return words
    case .collection: return ""
    }
  }

  private func objectOrigin(_ network: ObjectNetwork) -> String {
    switch network.origin {
    case .written: return ""
    case .line(let index, _):
      let place = lineWork.history(timeline.trace).places[index]
      return "What the variables lead to at line \(Numbers.count(place.line)) of \(LineWork.name(place.file))."
    case .collection(let number):
      let start = collections.shown?.facts.step ?? timeline.position
      let ago = timeline.position - start - 1
      return ago <= 0
        ? "As collection \(Numbers.count(number)) found them, before it changed anything."
        : "As collection \(Numbers.count(number)) found them, \(Numbers.count(ago, "event")) ago: no later ones are known."
    }
  }

  // MARK: the choice

  /// The block that an object stands in, by the block's address or one within it; nil where it's in no pool.
  public func place(ofObjectAt address: UInt64) -> PlaceName? {
    guard let place = place(at: address), place.block != nil else { return nil }
    return place
  }

  /// The address of what is chosen: of an object, or of the block that it stands in.
  func address(of selection: Selection) -> (address: UInt64, bytes: Int)? {
    guard selection.isChosen else { return nil }
    switch selection.thing {
    case .object(let address)?: return (address, 8)
    case .raw(let address)?: return (address, 64)
    case .place(let place)?: return place.block == nil ? nil : address(of: place).map { ($0, 64) }
    case .event, nil: return nil
    }
  }

  /// The object that is chosen; where nothing is, one that the last step changed.
  func object(of selection: Selection, in network: ObjectNetwork) -> Int32? {
    if let (address, bytes) = address(of: selection) {
      if let found = network.object(inBlockAt: address, bytes: bytes) { return found }
      // Where addresses are only names the block has another one.
      guard case .place(let place)? = selection.thing, timeline.trace.header.placements == .symbolic else { return nil }
      return network.addresses.firstIndex { self.place(ofObjectAt: $0) == place }.map { Int32($0) }
    }
    if let born = (0..<network.traits.count).first(where: {
      network.traits[$0].contains(.isNew) && !network.traits[$0].contains(.immortal)
    }) {
      return Int32(born)
    }
    return network.countsBefore.keys.min() ?? network.made.map { Int32($0.from) }.min()
  }

  /// The object that is chosen, else the one that the list begins with.
  func centre(_ state: ViewState, _ selection: Selection, in list: ObjectList) -> Int32? {
    object(of: selection, in: list.network)
      ?? list.object(0, from: nil, order: state.objectOrder, filter: state.objectFilter)
  }

  /// The address of the object that a walk from the chosen one leads to; nil where there is none.
  public func address(after walk: ObjectWalk, _ state: ViewState, _ selection: Selection) -> UInt64? {
    guard let list = objectList(state), let centre = centre(state, selection, in: list) else { return nil }
    let network = list.network
    let next: Int32?
    switch walk {
    case .rows(let distance):
      next = list.object(distance, from: centre, order: state.objectOrder, filter: state.objectFilter)
    case .target: next = network.candidates.references(of: centre).first { $0 != centre }
    case .holder: next = network.holders.holders(of: centre).first { $0 != centre }
    }
    return next.flatMap { address(ofObject: Int($0)) }
  }

  /// Whether the object of a written trace that a picture knows by this address lives at a moment; true for recordings,
  /// whose lines tell. O(objects).
  public func lives(objectAt address: UInt64, moment: Int) -> Bool {
    objects.written(timeline)?.lives(at: address, moment: moment) ?? true
  }

  /// The address of an object of the list that is shown.
  public func address(ofObject number: Int) -> UInt64? {
    guard let addresses = objects.list?.network.addresses, addresses.indices.contains(number) else { return nil }
    return addresses[number]
  }
}
