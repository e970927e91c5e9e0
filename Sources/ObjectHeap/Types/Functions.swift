import ObjectGraph

/// A function of the program: its code, and what it was made with.
struct FunctionBody: Hashable, Sendable {
  var function: Function
  /// How many defaults there are.
  var defaults: Int
  /// Its variables; nil until it is called first.
  var scope: CodeScope?
  /// Words of variables and stack in its frame.
  var words = 0
  /// Variables of the functions around it that it may see.
  var visible: Set<String> = []
}

extension ObjectRules {
  /// Bytes of a function (`PyFunctionObject`) with its header.
  var functionSize: UInt64 {
    isAtLeast(14) ? 168 : isAtLeast(12) ? 160 : isAtLeast(11) ? 152 : isAtLeast(10) ? 144 : 136
  }

  /// Whether a frame lets go of its last variable first (`_PyFrame_ClearLocals`).
  var clearsFramesBackwards: Bool { isAtLeast(14) }
}

/// functions and their calls (`Objects/funcobject.c`, `Python/ceval.c`).
extension ObjectMachine {
  /// The most functions that call one another.
  static let depthLimit = 60

  /// `MAKE_FUNCTION`; defaults come in a tuple.
  mutating func makeFunction(_ function: Function) throws(StatementMistake) -> ObjectID {
    var defaults: ObjectID?
    if !function.defaults.isEmpty {
      var values: [ObjectID] = []
      for value in function.defaults { values.append(try evaluate(value)) }
      defaults = makeTuple(of: values)
    }
    var body = FunctionBody(function: function, defaults: function.defaults.count)
    body.visible = frames.last?.visible ?? []
    prepare(&body)
    return makeFunction(body, defaults: defaults)
  }

  /// A function of a tuple of defaults that is held.
  mutating func makeFunction(_ body: FunctionBody, defaults: ObjectID?) -> ObjectID {
    let closure = makeClosure(for: body)
    let id = allocate(
      type: "function", name: body.function.name, size: objectRules.functionSize, hasHeader: true,
      body: .function(body))
    if let defaults { append(defaults, to: id, named: "__defaults__") }
    if let closure { append(closure, to: id, named: "__closure__") }
    track(id)
    return id
  }

  /// Works out the variables and the room of a function's code, once.
  func prepare(_ body: inout FunctionBody) {
    guard body.scope == nil else { return }
    let scope = CodeScope(of: body.function, outer: body.visible, rules: objectRules)
    body.words = CodeShape(of: body.function, scope: scope, rules: objectRules).words(objectRules)
    body.scope = scope
  }

  mutating func define(_ function: Function) throws(StatementMistake) {
    storeName(function.name, try makeFunction(function))
  }

  /// Calls a function of the program; the arguments aren't held any more.
  mutating func call(
    function id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> ObjectID {
    guard case .function(var body) = bodies[id] else { return makeNone() }
    guard frames.count < Self.depthLimit else {
      throw StatementMistake(
        place, "functions call one another too deeply: at most \(Self.depthLimit) are possible")
    }
    if body.scope == nil {
      prepare(&body)
      bodies[id] = .function(body)
    }
    retain(id)
    let frame = try makeFrame(body, of: id, arguments, place)
    if body.function.isGenerator {
      let generator = makeGenerator(frame, body.function.name, body.function.body)
      drop(id)
      return generator
    }
    frames.append(frame)
    let flow: Flow
    do {
      flow = try execute(body.function.body)
    } catch {
      leaveFrame()
      drop(id)
      if raised != nil { addTraceback() }
      throw error
    }
    leaveFrame()
    drop(id)
    if case .give(let value) = flow { return value }
    return makeNone()
  }

  /// The frame of a function with its arguments in it; they aren't held any more.
  private mutating func makeFrame(
    _ body: FunctionBody, of id: ObjectID, _ arguments: Arguments, _ place: Place
  ) throws(StatementMistake) -> Frame {
    let function = body.function
    var frame = Frame(prefix: prefix(function.name), words: body.words)
    frame.object = makeFrameObject(of: body)
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
    for name in body.scope?.locals ?? [] where !frame.locals.contains(name) { frame.locals.append(name) }
    openCells(of: body, id, in: &frame)
    return frame
  }

  /// What stands before the names of a function's variables in the graph.
  func prefix(_ name: String) -> String { frames.count > 1 ? "\(name)#\(frames.count)." : "\(name)." }

  private mutating func bind(_ value: ObjectID, as name: String, in frame: inout Frame) {
    frame.locals.append(name)
    make(.name(frame.prefix + name, old: graph.names[frame.prefix + name], new: value))
    release(value)
  }

  /// Lets go of the local variables in their order, unless something refers to the frame: then they become the frame
  /// object's (`_PyFrame_Clear`, `frame_dealloc`, `take_ownership`).
  mutating func leaveFrame() {
    guard let frame = frames.popLast() else { return }
    guard let object = frame.object else { return clear(frame) }
    if referenceCount(object) > 1 {
      give(frame, to: object)
      if !objectRules.callsHaveFrames { _ = frameObject(frames.count - 1) }
      track(object)
      drop(object)
    } else if objectRules.callsHaveFrames {
      clear(frame)
      drop(object)
    } else {
      drop(object)
      clear(frame)
    }
  }

  private mutating func clear(_ frame: Frame) {
    if objectRules.clearsFramesBackwards {
      for name in frame.cellOrder.reversed() { if let cell = frame.cells[name] { drop(cell) } }
      for name in frame.locals.reversed() { clear(name, of: frame) }
    } else {
      for name in frame.locals { clear(name, of: frame) }
      for name in frame.cellOrder { if let cell = frame.cells[name] { drop(cell) } }
    }
  }

  private mutating func clear(_ name: String, of frame: Frame) {
    guard let old = graph.names[frame.prefix + name] else { return }
    make(.name(frame.prefix + name, old: old, new: nil))
    settle(old)
  }

  /// Makes the variables and cells of a frame references of an object.
  mutating func give(_ frame: Frame, to id: ObjectID) {
    for name in frame.locals {
      guard let value = graph.names[frame.prefix + name] else { continue }
      retain(value)
      make(.name(frame.prefix + name, old: value, new: nil))
      append(value, to: id, named: name)
    }
    for name in frame.cellOrder { if let cell = frame.cells[name] { append(cell, to: id, named: "cell \(name)") } }
  }
}
