import ObjectGraph

/// A function of the program: its code, and what it was made with.
struct FunctionBody: Hashable, Sendable {
  var function: Function
  /// How many defaults there are: its first references.
  var defaults: Int
}

/// functions and their calls (`Objects/funcobject.c`, `Python/ceval.c`).
extension ObjectMachine {
  var functionSize: UInt64 {
    objectRules.isAtLeast(14)
      ? 168 : objectRules.isAtLeast(12) ? 160 : objectRules.isAtLeast(11) ? 152 : objectRules.isAtLeast(10) ? 144 : 136
  }

  /// `MAKE_FUNCTION`; defaults come in a tuple.
  mutating func makeFunction(_ function: Function) throws(StatementMistake) -> ObjectID {
    var defaults: ObjectID?
    if !function.defaults.isEmpty {
      var values: [ObjectID] = []
      for value in function.defaults { values.append(try evaluate(value)) }
      defaults = makeTuple(of: values)
    }
    let closure = makeClosure(for: function)
    let id = allocate(
      type: "function", name: function.name, size: functionSize, hasHeader: true,
      body: .function(FunctionBody(function: function, defaults: function.defaults.count)))
    if let defaults { append(defaults, to: id, named: "__defaults__") }
    if let closure { append(closure, to: id, named: "__closure__") }
    track(id)
    return id
  }

  mutating func define(_ function: Function) throws(StatementMistake) {
    storeName(function.name, try makeFunction(function))
  }

  /// Calls a function of the program; the arguments aren't held any more.
  mutating func call(
    function id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    guard case .function(let body) = bodies[id] else { return makeNone() }
    guard frames.count < 60 else {
      throw StatementMistake(place, "functions call one another too deeply: at most 60 are possible")
    }
    retain(id)
    let frame = try makeFrame(body, of: id, arguments, place)
    if body.function.isGenerator {
      let generator = try makeGenerator(frame, body, of: id, place)
      drop(id)
      return generator
    }
    frames.append(frame)
    let flow: Flow
    do {
      flow = try execute(body.function.body)
    } catch {
      try leaveAfter(error)
      throw error
    }
    leaveFrame()
    drop(id)
    if case .give(let value) = flow { return value }
    return makeNone()
  }

  /// The frame of a function with its arguments in it; they aren't held any more.
  mutating func makeFrame(
    _ body: FunctionBody, of id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> Frame {
    let function = body.function
    let depth = frames.count
    var frame = Frame(prefix: depth > 1 ? "\(function.name)#\(depth)." : "\(function.name).")
    var rest = arguments.positional
    var words = arguments.keywords
    let plain = function.parameters.filter { !$0.hasPrefix("*") }
    for (index, parameter) in plain.enumerated() {
      let value: ObjectID
      if !rest.isEmpty {
        value = rest.removeFirst()
      } else if let word = words.firstIndex(where: { $0.name == parameter }) {
        value = words.remove(at: word).value
      } else if index >= plain.count - body.defaults,
        let tuple = reference("__defaults__", of: id).map({ item($0, of: id) })
      {
        value = retain(item(index - (plain.count - body.defaults), of: tuple))
      } else {
        throw StatementMistake(place, "`\(function.name)` needs a value for `\(parameter)`")
      }
      bind(value, as: parameter, in: &frame)
    }
    for parameter in function.parameters where parameter.hasPrefix("*") {
      if parameter.hasPrefix("**") {
        let dict = makeDict()
        for (key, value) in words { try insert(sharedKey(key), value, intoDict: dict) }
        words = []
        bind(dict, as: String(parameter.dropFirst(2)), in: &frame)
      } else {
        bind(makeTuple(of: rest), as: String(parameter.dropFirst()), in: &frame)
        rest = []
      }
    }
    guard rest.isEmpty, words.isEmpty else {
      throw StatementMistake(place, "`\(function.name)` takes \(plain.count) arguments, not \(arguments.count)")
    }
    openCells(of: function, id, in: &frame)
    return frame
  }

  private mutating func bind(_ value: ObjectID, as name: String, in frame: inout Frame) {
    frame.locals.append(name)
    make(.name(frame.prefix + name, old: graph.names[frame.prefix + name], new: value))
    release(value)
  }

  /// Lets go of the local variables in their order (`_PyFrame_Clear`, `frame_dealloc`).
  mutating func leaveFrame() {
    guard let frame = frames.popLast() else { return }
    for name in frame.locals {
      guard let old = graph.names[frame.prefix + name] else { continue }
      make(.name(frame.prefix + name, old: old, new: nil))
      settle(old)
    }
    closeCells(of: frame)
  }
}
