import ObjectGraph

extension ObjectMachine {
  /// Says why an action can't be.
  func check(_ action: ObjectAction) throws(ObjectMistake) {
    switch action {
    case .birth, .freeze, .unfreeze, .enable, .thresholds, .statement: return
    case .bind(_, let id), .hold(let id): _ = try living(id)
    case .unbind(let name):
      guard graph.names[name] != nil else { throw ObjectMistake("there is no name `\(name)` to delete") }
    case .set(let id, let attribute, let target):
      let object = try living(id)
      _ = try living(target)
      guard
        object.attributes.count < Self.referenceLimit || object.attributes.contains(where: { $0.name == attribute })
      else { throw ObjectMistake("`\(object.name)` can't have more than \(Self.referenceLimit) attributes here") }
    case .unset(let id, let attribute):
      let object = try living(id)
      guard object.attributes.contains(where: { $0.name == attribute }) else {
        throw ObjectMistake("`\(object.name)` has no attribute `\(attribute)` to delete")
      }
    case .release(let id):
      let object = try living(id)
      guard object.outsideCount > 0 else {
        throw ObjectMistake(
          "nothing outside holds `\(object.name)`: its reference count would fall below its references; "
            + "write `hold` before")
      }
    case .track(let id):
      let object = try living(id)
      guard object.hasHeader else {
        throw ObjectMistake("`\(object.name)` was born untracked: it has no header for the collector")
      }
      guard object.place == nil else { throw ObjectMistake("`\(object.name)` is tracked already") }
    case .untrack(let id):
      let object = try living(id)
      guard object.place != nil else { throw ObjectMistake("`\(object.name)` isn't tracked") }
    case .weakReference(let id, let referent, _):
      let object = try living(id)
      guard try living(referent).weakReferrers.count < Self.referenceLimit else {
        throw ObjectMistake("an object can't have more than \(Self.referenceLimit) weak references to it here")
      }
      guard object.weakReferent == nil else { throw ObjectMistake("`\(object.name)` is a weak reference already") }
      guard id != referent else { throw ObjectMistake("`\(object.name)` can't be a weak reference to itself") }
    case .finalizer(let id, _):
      let object = try living(id)
      guard !object.isFinalized else { throw ObjectMistake("the finalizer of `\(object.name)` has run: it runs once") }
    case .immortal(let id):
      let object = try living(id)
      guard version >= (3, 12) else {
        throw ObjectMistake("Python \(version.major).\(version.minor) has no immortal objects: they came with 3.12")
      }
      guard !object.isImmortal else { throw ObjectMistake("`\(object.name)` is immortal already") }
    case .collect(let generation):
      try checkCollection(generation)
    case .count(let id, let count):
      let object = try living(id)
      guard object.referenceCount == count else {
        let holders = graph.holders(of: id).prefix(6).joined(separator: ", ")
        throw ObjectMistake(
          "the reference count of `\(object.name)` is \(object.referenceCount), not \(count): "
            + (holders.isEmpty ? "nothing refers to it" : "it's held by \(holders)"))
      }
    case .death(let id):
      guard let object = graph[id] else { throw ObjectMistake("there is no object \(id)") }
      guard !object.isAlive else {
        let holders = graph.holders(of: id).prefix(6).joined(separator: ", ")
        throw ObjectMistake(
          "`\(object.name)` lives, with the reference count \(object.referenceCount): it's held by \(holders)")
      }
    }
  }

  func checkCollection(_ generation: Int) throws(ObjectMistake) {
    guard (0...2).contains(generation) else { throw ObjectMistake("there are the generations 0, 1 and 2") }
    guard candidateTotal <= Self.candidateLimit else {
      throw ObjectMistake("the collections before have looked at more than \(Self.candidateLimit) objects: write fewer")
    }
  }

  /// How many attributes one object can have, and weak references to it.
  static let referenceLimit = 1000

  /// Bounds the time that a trace can take.
  static let candidateLimit = 1 << 21

  private func living(_ id: ObjectID) throws(ObjectMistake) -> GraphObject {
    guard let object = graph[id] else { throw ObjectMistake("there is no object \(id)") }
    guard object.isAlive else { throw ObjectMistake("`\(object.name)` is dead: nothing can refer to it any more") }
    return object
  }
}
