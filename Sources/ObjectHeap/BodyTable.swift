import ObjectGraph

/// The bodies of objects, with what they were before the statement that is being executed.
struct BodyTable: Sendable {
  private var bodies: [ObjectID: ObjectBody] = [:]
  private var before: [ObjectID: ObjectBody?] = [:]

  subscript(id: ObjectID) -> ObjectBody? {
    get { bodies[id] }
    set {
      note(id)
      bodies[id] = newValue
    }
  }

  /// Takes a body out, so that it can be changed where it is; it's to be put back.
  mutating func take(_ id: ObjectID) -> ObjectBody? {
    note(id)
    return bodies.removeValue(forKey: id)
  }

  private mutating func note(_ id: ObjectID) {
    if before[id] == nil { before.updateValue(bodies[id], forKey: id) }
  }

  /// A statement begins.
  mutating func begin() { if !before.isEmpty { before = [:] } }

  /// Takes back what happened since the statement began.
  mutating func undo() {
    for (id, body) in before { bodies[id] = body }
    before = [:]
  }
}
