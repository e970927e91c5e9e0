import ObjectGraph
import Replay
import Trace

/// Something in the life of the chosen object to go to.
public enum ObjectStop: Hashable, Sendable {
  /// The next or the last change of its reference count.
  case count(backwards: Bool)
  /// Its death.
  case death
  /// The moment at which the last way to it from a name or from outside went.
  case lastHolder
  /// The next time that a finalizer saves an object.
  case resurrection
}

/// Where an object's stop is.
public enum ObjectStopAnswer: Hashable, Sendable {
  /// At a moment, with what there is to say about it.
  case moment(Int, words: String)
  /// Nowhere, and why.
  case nowhere(String)
  /// At the next event on its block.
  case event(address: UInt64)
}

extension SceneBuilder {
  /// Finds a stop from the moment on, or back from it.
  public func find(_ stop: ObjectStop, _ state: ViewState, _ selection: Selection) -> ObjectStopAnswer {
    guard let list = objectList(state) else { return .nowhere("no objects are known at this event") }
    let network = list.network
    if case .written = network.origin { return findWritten(stop, state, selection, in: list) }
    guard let object = centre(state, selection, in: list), let address = address(ofObject: Int(object)) else {
      return .nowhere("no object is chosen: j and k choose")
    }
    if stop == .resurrection {
      return .nowhere("only a written trace tells when a finalizer saves an object")
    }
    guard case .line(let line, _) = network.origin, stop != .death else { return .event(address: address) }
    let history = lineWork.history(timeline.trace)
    let changes = objects.lines(history).changes(of: address)
    let name = network.name(object)
    let found: (line: Int, count: Int?)?
    switch stop {
    case .count(let backwards): found = backwards ? changes.last { $0.line < line } : changes.first { $0.line > line }
    default: found = changes.last { $0.line <= line && $0.count == nil }
    }
    guard let found else {
      return .nowhere(
        stop == .lastHolder ? "\(name) is held by a variable still" : "the count of \(name) stays as it is")
    }
    // The line before the one at which it's missing has done it.
    let place = stop == .lastHolder ? max(found.line - 1, 0) : found.line
    lineWork.chosen = place
    let words =
      found.count.map { "\(name) has \(Numbers.count($0, "reference"))" }
      ?? "after this line no variable leads to \(name)"
    return .moment(history.places[place].step, words: words)
  }

  private func findWritten(
    _ stop: ObjectStop, _ state: ViewState, _ selection: Selection, in list: ObjectList
  ) -> ObjectStopAnswer {
    guard let found = try? timeline.objectMoments(), let written = objects.written(timeline) else {
      return .nowhere("no objects are known at this event")
    }
    let here = timeline.position
    if stop == .resurrection {
      let step = found.steps(of: .resurrected, name: nil).first { $0 >= here }
      return step.map { .moment($0 + 1, words: "a finalizer has saved an object") }
        ?? .nowhere("no finalizer saves an object after this event")
    }
    guard let id = writtenObject(state, selection, in: list) else {
      return .nowhere("no object is chosen: j and k choose")
    }
    let graph = written.graph(at: here)
    let name = LineWork.shown(graph[id]?.name ?? "")
    let events = found.events(of: id)
    switch stop {
    case .count(let backwards):
      let event = backwards ? events.last { $0.step + 1 < here } : events.first { $0.step + 1 > here }
      guard let event else {
        return .nowhere("nothing happens to \(name) \(backwards ? "before" : "after") this event")
      }
      return .moment(event.step + 1, words: event.words(name))
    case .death:
      guard let death = events.last(where: { $0.kind == .died }) else {
        return .nowhere("\(name) lives on to the end of the trace")
      }
      return .moment(death.step + 1, words: death.words(name))
    case .lastHolder: return lastHolder(of: id, name, from: events.last { $0.kind == .died }?.step, written)
    case .resurrection: return .nowhere("")
    }
  }

  /// The object of a written trace that is chosen, dead or alive.
  private func writtenObject(_ state: ViewState, _ selection: Selection, in list: ObjectList) -> ObjectID? {
    if let (address, bytes) = address(of: selection), list.network.object(inBlockAt: address, bytes: bytes) == nil,
      let written = objects.written(timeline)
    {
      let graph = written.graph(at: timeline.position)
      return graph.objects.indices.last { written.address(of: $0 + 1) == address }.map { $0 + 1 }
    }
    return centre(state, selection, in: list).map { objects.ids[Int($0)] }
  }

  /// Looks back for the moment at which something still led to an object.
  private func lastHolder(
    of id: ObjectID, _ name: String, from death: Int?, _ written: WrittenObjects
  ) -> ObjectStopAnswer {
    let here = timeline.position
    let start = death.map { $0 < here ? $0 : here } ?? here
    for moment in stride(from: start, through: max(start - 4096, 0), by: -1) {
      let (network, ids) = written.network(at: moment)
      guard let number = ids.firstIndex(of: id) else {
        if moment == here { continue }
        break
      }
      guard network.isReachable(Int32(number)) else { continue }
      if moment == here, death != start { return .nowhere("\(name) is held still: p shows by what") }
      let holders = written.changes(before: moment + 1).compactMap { change -> String? in
        switch change {
        case .name(let name, .some, _): return "the name \(LineWork.shown(name))"
        case .attribute(let holder, let attribute, _, .some, _):
          let object = written.graph(at: moment + 1)[holder]
          return object.map { "\(LineWork.shown($0.name)).\(LineWork.shown(attribute))" }
        case .outside(_, let difference): return difference < 0 ? "something outside" : nil
        default: return nil
        }
      }
      return .moment(
        moment + 1,
        words: holders.first.map { "\($0) held the last way to \(name)" } ?? "the last way to \(name) went here")
    }
    return .nowhere("nothing led to \(name) for a long time")
  }

  /// How the count of an object went over the whole trace; nil where that isn't known.
  func referenceHistory(of object: Int32, in network: ObjectNetwork) -> ReferenceHistoryScene? {
    let parts = 120
    switch network.origin {
    case .written:
      guard let found = try? timeline.objectMoments(), objects.ids.indices.contains(Int(object)) else { return nil }
      let events = found.events(of: objects.ids[Int(object)])
      let total = max(timeline.stepCount, 1)
      let changes = events.map { (($0.step + 1) * parts / total, $0.kind == .died ? nil : $0.count) }
      let born = events.first { $0.kind == .born }.map { "made at event \(Numbers.count($0.step + 1))" }
      let died = events.last { $0.kind == .died }.map { "dies at \(Numbers.count($0.step + 1))" }
      return ReferenceHistoryScene(
        counts: Self.series(changes, parts: parts), now: timeline.position * parts / total,
        words: [born, died ?? "lives on"].compactMap(\.self).joined(separator: ", "))
    case .line(let line, _):
      let history = lineWork.history(timeline.trace)
      guard network.addresses.indices.contains(Int(object)) else { return nil }
      let changes = objects.lines(history).changes(of: network.addresses[Int(object)])
      guard !changes.isEmpty else { return nil }
      let total = max(history.places.count, 1)
      return ReferenceHistoryScene(
        counts: Self.series(changes.map { ($0.line * parts / total, $0.count) }, parts: parts),
        now: line * parts / total, words: "by line, as far as variables lead to it")
    case .collection: return nil
    }
  }

  /// The highest count of each part of the time.
  private static func series(_ changes: [(part: Int, count: Int?)], parts: Int) -> [Int?] {
    var series = [Int?](repeating: nil, count: parts)
    var last: Int?
    var next = changes.startIndex
    for part in 0..<parts {
      var most = last
      while next < changes.endIndex, changes[next].part <= part {
        last = changes[next].count
        most = max(most ?? 0, last ?? 0)
        next += 1
      }
      series[part] = most == 0 ? nil : most
    }
    return series
  }
}

extension ObjectMoments.Event {
  /// What happened in a few words.
  func words(_ name: String) -> String {
    switch kind {
    case .born: "\(name) is born"
    case .died: "\(name) dies"
    case .count: "\(name) has \(Numbers.count(count, "reference"))"
    case .resurrected: "\(name) is saved by its finalizer"
    }
  }
}
