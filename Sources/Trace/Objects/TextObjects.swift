import HeapCore
import ObjectGraph

extension TextRule {
  static let objects: [String: TextRule] = [
    "del": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      if case .word(let name) = statement.next {
        var ahead = statement
        ahead.skip()
        if ahead.next != .sign(".") {
          guard parser.objects.graph.names[name] != nil else { throw parser.unknownObject(name, statement) }
          statement = ahead
          return try parser.perform(.unbind(name: name), start)
        }
      }
      let (owner, attribute) = try parser.attribute(&statement)
      try parser.perform(.unset(owner, attribute: attribute), start)
    },
    "hold": rule { .hold($0) }, "release": rule { .release($0) },
    "track": rule { .track($0) }, "untrack": rule { .untrack($0) }, "immortal": rule { .immortal($0) },
    "dead": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      try parser.perform(.death(try parser.object(&statement, mayBeDead: true)), start)
    },
    "count": TextRule(.body) { (parser, statement) throws(TraceError) in
      let object = try parser.object(&statement)
      let start = statement
      let count = try statement.number("a reference count", as: UInt32.self)
      try parser.perform(.count(object, Int(count)), start)
    },
    "weakref": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      let object = try parser.object(&statement)
      try statement.expect("to")
      let referent = try parser.object(&statement)
      try parser.perform(
        .weakReference(object, to: referent, hasCallback: statement.takes("callback")), start)
    },
    "finalizer": TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      let object = try parser.object(&statement)
      let behaviour: FinalizerBehaviour =
        switch try statement.word("behaviour of a finalizer", among: ["nothing", "drops", "resurrects"]) {
        case "drops": .drops(try parser.attributeName(&statement))
        case "resurrects": .resurrects
        default: .nothing
        }
      try parser.perform(.finalizer(object, behaviour), start)
    },
  ]

  private static func rule(_ action: @escaping @Sendable (ObjectID) -> ObjectAction) -> TextRule {
    TextRule(.body) { (parser, statement) throws(TraceError) in
      let start = statement
      try parser.perform(action(try parser.object(&statement)), start)
    }
  }
}

extension TextParser {
  /// Reads what stands behind `gc`, unless it's a step of its own.
  mutating func readCollector(_ statement: inout TextStatement) throws(TraceError) -> Bool {
    let start = statement
    let action: ObjectAction
    if statement.takes("collect") {
      try collect(&statement, from: start)
      return true
    } else if statement.takes("freeze") {
      action = .freeze
    } else if statement.takes("unfreeze") {
      action = .unfreeze
    } else if statement.takes("enable") {
      action = .enable(true)
    } else if statement.takes("disable") {
      action = .enable(false)
    } else if statement.takes("thresholds") {
      var numbers: [Int] = []
      for _ in 0..<3 { numbers.append(Int(try statement.number("a threshold", as: UInt32.self))) }
      action = .thresholds(numbers[0], numbers[1], numbers[2])
    } else {
      return false
    }
    _ = try body()
    try perform(action, start)
    return true
  }

  /// Reads what stands behind `collect`: nothing, or a generation.
  mutating func collect(_ statement: inout TextStatement, from start: TextStatement) throws(TraceError) {
    let generation = statement.isAtEnd ? 2 : try statement.number("a generation", as: UInt8.self)
    _ = try body()
    try perform(.collect(generation: Int(generation)), start)
  }

  /// Reads `OBJECT.ATTRIBUTE = OBJECT`.
  mutating func readAttribute(_ statement: inout TextStatement) throws(TraceError) {
    guard ending == nil else { throw statement.mistake("nothing can follow the lines of `end`") }
    let start = statement
    let (owner, attribute) = try attribute(&statement)
    try statement.expect(sign: "=")
    try perform(.set(owner, attribute: attribute, try object(&statement)), start)
  }

  /// Reads an object behind `NAME =`; false where something else stands there.
  mutating func readBinding(
    _ statement: inout TextStatement, _ name: String, _ sign: TextStatement
  ) throws(TraceError) -> Bool {
    if case .word(let word) = statement.next {
      var ahead = statement
      ahead.skip()
      guard ahead.isAtEnd && objects.object(named: word) != nil || ahead.next == .sign(".") else { return false }
    } else if statement.next != .sign("@") {
      return false
    }
    if names[name] != nil { try checkFree(name, sign) }
    let start = statement
    try perform(.bind(name: name, try object(&statement)), start)
    return true
  }

  /// Reads what stands behind `NAME = object`.
  mutating func readBirth(
    _ statement: inout TextStatement, _ name: String?, _ address: UInt64?, _ sign: TextStatement
  ) throws(TraceError) {
    guard let name else { throw sign.mistake("an object needs a name before `=`") }
    _ = try body()
    if names[name] != nil { try checkFree(name, sign) }
    let type = try statement.value("the name of a type")
    let size = try self.size(&statement)
    let isTracked = !statement.takes("untracked")
    let block: UInt64 = if let address { address } else { try ownAddress(sign) }
    guard !objects.hasObject(at: block), block % 8 == 0, block < 1 << 57 else {
      throw sign.mistake("no object can be born there: another one is, or the address is none of a block")
    }
    try perform(.birth(name: name, type: type, size: size, isTracked: isTracked), sign, placedAt: block)
  }

  /// Does an action and writes the steps that follow from it, then what it was.
  mutating func perform(
    _ action: ObjectAction, _ statement: TextStatement, placedAt address: UInt64? = nil
  ) throws(TraceError) {
    let writer = try body()
    do {
      try objects.perform(action)
    } catch {
      throw statement.mistake(shown(error.message))
    }
    let first = writer.step
    try write(statement.place, placedAt: address)
    try append(ObjectRecord(step: first, stepCount: writer.step - first, action: action))
  }

  /// Writes what was done, behind its steps, and keeps what it did.
  mutating func append(_ record: ObjectRecord) throws(TraceError) {
    try body().append(record)
    performed.append(
      ObjectScriptReader.Performed(record: record, spelling: "", changes: objects.changes, runs: objects.runs))
  }

  /// Reads `NAME`, `NAME.ATTRIBUTE…` or `@NUMBER`.
  func object(_ statement: inout TextStatement, mayBeDead: Bool = false) throws(TraceError) -> ObjectID {
    let start = statement
    var id = try firstObject(&statement)
    while statement.next == .sign(".") {
      statement.skip()
      id = try target(of: id, &statement)
    }
    if !mayBeDead, objects.graph[id]?.isAlive != true { throw dead(id, start) }
    return id
  }

  /// Reads an object and one of its attributes, which need not be there.
  func attribute(_ statement: inout TextStatement) throws(TraceError) -> (owner: ObjectID, name: String) {
    let start = statement
    var id = try firstObject(&statement)
    while true {
      try statement.expect(sign: ".")
      var ahead = statement
      ahead.skip()
      guard ahead.next == .sign(".") else {
        if objects.graph[id]?.isAlive != true { throw dead(id, start) }
        return (id, try attributeName(&statement))
      }
      id = try target(of: id, &statement)
    }
  }

  func attributeName(_ statement: inout TextStatement) throws(TraceError) -> String {
    guard case .word(let name) = statement.next, TextNames.isName(name) else {
      throw statement.mistake("the name of an attribute is missing here")
    }
    statement.skip()
    return name
  }

  private func target(of id: ObjectID, _ statement: inout TextStatement) throws(TraceError) -> ObjectID {
    let start = statement
    let name = try attributeName(&statement)
    guard let object = objects.graph[id], let found = object.attributes.first(where: { $0.name == name }) else {
      throw start.mistake("`\(shown(objects.graph[id]?.name ?? ""))` has no attribute `\(shown(name))`")
    }
    return found.target
  }

  private func firstObject(_ statement: inout TextStatement) throws(TraceError) -> ObjectID {
    let start = statement
    if statement.takes(sign: "@") {
      let number = try statement.number("the number of an object", as: UInt32.self)
      guard objects.graph[Int(number)] != nil else {
        throw start.mistake("there is no object \(number): \(objects.graph.objects.count) have been born")
      }
      return Int(number)
    }
    guard case .word(let name) = statement.next else { throw start.mistake("an object is missing here") }
    guard let id = objects.object(named: name) else { throw unknownObject(name, start) }
    statement.skip()
    return id
  }

  private func dead(_ id: ObjectID, _ statement: TextStatement) -> TraceError {
    let name = shown(objects.graph[id]?.name ?? "")
    return statement.mistake("`\(name)` died in line \(deaths[id] ?? 0): its last reference went there")
  }

  fileprivate func unknownObject(_ name: String, _ statement: TextStatement) -> TraceError {
    if brokenNames.contains(name) { return statement.mistake("") }
    if objects.object(named: name) != nil {
      return statement.mistake("there is no name `\(shown(name))` any more: it was deleted")
    }
    if names[name] != nil {
      return statement.mistake("`\(shown(name))` names a block, not an object: `free \(shown(name))` frees it")
    }
    if objects.graph.names.isEmpty {
      return statement.mistake(
        "there is no object `\(shown(name))`: make one first, as `\(shown(name)) = []` or `\(shown(name)) = object Node 48`"
      )
    }
    return statement.unknown(name, "object", among: objects.graph.names.keys.sorted())
  }
}
