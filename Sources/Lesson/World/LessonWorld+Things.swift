import HeapCore
import ObjectGraph
import Trace

/// What a name stands for at a moment.
enum LessonThing {
  /// A block that a lesson placed.
  case block(StepCounts.NamedBlock, isAlive: Bool)
  /// An object of a written trace.
  case object(ObjectID, GraphObject, address: UInt64)
  /// An object of a recorded script, with what the recording says of it; nil where it has no value any more.
  case recorded(address: UInt64, LineObject?)
}

extension LessonWorld {
  /// Where a lesson is: between two steps and, in a recorded script, at a line.
  struct Point: Hashable {
    var moment: Int
    var line: Int?
    /// The line of prose that stands there.
    var prose: ProseLine?
  }

  /// Finds what a name stands for; `mayBeGone` lets it be one that was deleted or freed.
  func thing(_ name: ThingName, at point: Point, mayBeGone: Bool = false) throws(Unknown) -> LessonThing {
    if lines != nil { return try recordedThing(name, at: point, mayBeGone: mayBeGone) }
    if let objects, let graph = graph(at: point.moment), let first = object(named: name.name, in: graph) {
      var id = first
      for part in name.path {
        let target = graph[id]?.attributes.first {
          part == ".\($0.name)" || part == "[\($0.name)]" || part == $0.name
        }
        guard let target else {
          throw Unknown("`\(shown(name.name))` has no `\(shown(part))` here")
        }
        id = target.target
      }
      guard let object = graph[id] else { throw Unknown("there is no object `\(shown(name.text))`") }
      guard mayBeGone || object.isAlive else {
        throw Unknown("`\(shown(name.text))` is dead here: its last reference went, and its block was freed")
      }
      return .object(id, object, address: pictureAddress(of: id, objects))
    }
    guard let block = counts.block(named: name.name, at: point.moment) else {
      throw unknownName(name.name, at: point.moment)
    }
    guard name.path.isEmpty else {
      throw Unknown("`\(shown(name.name))` is a block of bytes: only objects have attributes")
    }
    let isAlive = block.end.map { $0 >= point.moment } ?? true
    guard mayBeGone || isAlive else {
      throw Unknown("`\(shown(name.name))` is free here: nothing is in its block any more")
    }
    return .block(block, isAlive: isAlive)
  }

  private func unknownName(_ name: String, at moment: Int) -> Unknown {
    if let later = counts.blocks[name]?.first {
      return Unknown("there is no `\(shown(name))` yet: step \(later.step) places it, which comes later")
    }
    let known = counts.allNames.union(objects.map { Set($0.history.graph.names.keys) } ?? [])
    return Unknown(NearestWord.unknown("block or object", name, among: known.sorted()))
  }

  /// The object that a name refers to, or referred to last.
  private func object(named name: String, in graph: ObjectGraph) -> ObjectID? {
    graph.names[name] ?? objects?.history.lastObject(named: name)
      ?? graph.objects.lastIndex { $0.name == name }.map { $0 + 1 }
  }

  /// The names that refer to the object at an address.
  func names(of address: UInt64, at point: Point) -> [String] {
    if let lines {
      let state = lines.state(at: point.line ?? lines.index(atOrBefore: point.moment) ?? 0)
      return state.scopes.flatMap { $0.variables }.filter { $0.address == address }.map(\.name)
    }
    guard let graph = graph(at: point.moment), let objects else { return [] }
    return graph.names.filter { pictureAddress(of: $0.value, objects) == address }.map(\.key).sorted()
  }

  /// The address by which pictures of a written trace know an object: of its block, else one that nothing has.
  private func pictureAddress(of id: ObjectID, _ objects: TraceObjects) -> UInt64 {
    let block = objects.block(of: id)
    return block == 0 ? ~UInt64(id) : block
  }

  // MARK: Recorded scripts

  private func recordedThing(
    _ name: ThingName, at point: Point, mayBeGone: Bool
  ) throws(Unknown) -> LessonThing {
    guard let lines, let index = point.line ?? lines.index(atOrBefore: point.moment) else {
      throw Unknown("the script hasn't begun here")
    }
    let state = lines.state(at: index)
    guard let first = Self.variable(name.name, in: state) else {
      if mayBeGone, name.path.isEmpty {
        if let address = lastAddress(of: name.name, before: index, in: lines) {
          return .recorded(address: address, state.objects[address])
        }
      }
      let known = state.scopes.flatMap { $0.variables.map(\.name) }
      throw Unknown(NearestWord.unknown("variable", name.name, among: known))
    }
    var address = first
    for part in name.path {
      guard
        let reference = state.objects[address]?.references.first(where: {
          // What has no attribute's name, as the closure of a function, has a label without a point.
          $0.label == part || ".\($0.label)" == part || $0.label.replacing("'", with: "") == part
        })
      else { throw Unknown("`\(shown(name.name))` has no `\(shown(part))` here") }
      address = reference.target
    }
    return .recorded(address: address, state.objects[address])
  }

  /// What a variable that is gone referred to last, within ten thousand lines.
  private func lastAddress(of name: String, before index: Int, in lines: LineHistory) -> UInt64? {
    searches += 1
    guard searches <= Self.searchLimit else { return nil }
    // States are cheap to reach in their order only.
    var end = index
    while end > max(0, index - 10_000) {
      let start = max(0, end - 256)
      var found: UInt64?
      for earlier in start..<end { found = Self.variable(name, in: lines.state(at: earlier)) ?? found }
      if let found { return found }
      end = start
    }
    return nil
  }

  /// How many names that are gone are looked for: each takes ten thousand lines.
  private static let searchLimit = 256

  private static func variable(_ name: String, in state: LineState) -> UInt64? {
    for scope in state.scopes.reversed() {
      if let variable = scope.variables.last(where: { $0.name == name }) { return variable.address }
    }
    return nil
  }
}
