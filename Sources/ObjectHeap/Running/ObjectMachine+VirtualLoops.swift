import ObjectGraph

/// Loops over sequences from 3.15 on: an index stands on the stack, no iterator is made (`FOR_ITER_VIRTUAL`).
extension ObjectMachine {
  /// Whether a loop over an object needs no iterator.
  func isVirtuallyIterated(_ id: ObjectID) -> Bool {
    guard objectRules.isAtLeast(15) else { return false }
    return switch bodies[id] {
    case .list, .tuple, .string, .bytes: true
    default: false
    }
  }

  /// Goes through a sequence that is held, which is let go at the end.
  mutating func loop(
    _ statement: Statement, _ target: Expression, over source: ObjectID, _ body: [Statement], from begin: Int
  ) throws(StatementMistake) -> Flow {
    finish(statement, from: begin)
    var flow = Flow.next
    var index = 0
    while let item = virtualItem(index, of: source) {
      index += 1
      let start = changes.count
      do {
        try spend(statement.place)
        try store(item, in: target)
        finish(statement, from: start, isStep: false)
        flow = try execute(body)
      } catch {
        drop(source)
        throw error
      }
      if !objectRules.collectsInAllocation { collectIfWaiting() }
      if flow == .leave { break }
      if case .give = flow { break }
    }
    let start = changes.count
    drop(source)
    finish(statement, from: start, isStep: false)
    if case .give = flow { return flow }
    return .next
  }

  /// The item at an index, held; nil behind the end.
  mutating func virtualItem(_ index: Int, of id: ObjectID) -> ObjectID? {
    switch bodies[id] {
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      return index < scalars.count ? makeString(String(Character(scalars[index]))) : nil
    case .bytes(let bytes): return index < bytes.count ? makeInteger(Int(bytes[index])) : nil
    default: return index < count(of: id) ? retain(item(index, of: id)) : nil
    }
  }
}
