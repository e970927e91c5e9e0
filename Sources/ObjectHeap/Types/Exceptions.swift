import ObjectGraph

/// Exceptions, their tracebacks and handlers (`Python/ceval.c`, `Objects/exceptions.c`, `Python/traceback.c`).
extension ObjectMachine {
  /// `raise VALUE`.
  mutating func raise(_ value: Expression?, _ place: Place) throws(StatementMistake) {
    guard let value else {
      guard let exception = handled.last else {
        throw StatementMistake(place, "there is no exception to raise again here")
      }
      throw begin(RaisedException(type: graph.objects[exception - 1].type, object: retain(exception)), place)
    }
    let held = try evaluate(value)
    var object = held
    if let type = exceptionType(held) {
      object = makeException(type, arguments: [])
      drop(held)
    }
    guard case .exception = bodies[object] else {
      throw StatementMistake(place, "`raise` needs an exception, such as `ValueError(\"text\")`")
    }
    throw begin(RaisedException(type: graph.objects[object - 1].type, object: object), place)
  }

  /// The name of the built-in exception type that an object is.
  func exceptionType(_ id: ObjectID) -> String? {
    let name = graph.objects[id - 1].name
    guard BuiltinException.bases[name] != nil, shared[.builtin(name)] == id else { return nil }
    return name
  }

  /// `ValueError(…)`: an exception, held, of arguments that are held. Up to 3.13 their tuple comes first.
  mutating func makeException(_ type: String, arguments: [ObjectID]) -> ObjectID {
    let tuple = objectRules.isAtLeast(14) ? nil : makeTuple(of: arguments)
    let id = allocate(type: type, size: objectRules.exceptionSize, hasHeader: true, body: .exception(type))
    append(tuple ?? makeTuple(of: arguments), to: id, named: "args")
    track(id)
    return id
  }

  /// Raises what C code raises: from 3.12 on the exception exists at once.
  ///
  /// The argument is held; `hasTuple` says that the raising code has put it into a tuple (`_PyErr_SetKeyError`).
  mutating func exception(
    _ type: String, argument: ObjectID, hasTuple: Bool = false, _ words: String, _ place: Place
  ) -> StatementMistake {
    var raised = RaisedException(type: type, words: words)
    if objectRules.exceptionsExistAtOnce {
      raised.object = makeException(type, arguments: [argument])
    } else {
      raised.argument = hasTuple ? makeTuple(of: [argument]) : argument
      raised.hasTuple = hasTuple
    }
    return begin(raised, place)
  }

  /// `_PyErr_SetKeyError`.
  mutating func missing(_ key: ObjectID, _ place: Place) -> StatementMistake {
    exception(
      "KeyError", argument: retain(key), hasTuple: true, "there is no key \(keyLabel(key)) in this dict", place)
  }

  /// ZeroDivisionError, with its text.
  mutating func divisionByZero(
    _ operation: BinaryOperator, _ left: ObjectID, _ right: ObjectID, _ place: Place
  ) -> StatementMistake {
    exception(
      "ZeroDivisionError", argument: makeString(divisionText(operation, left, right)), "this divides by zero", place)
  }

  /// The texts of `Objects/longobject.c` and `Objects/floatobject.c`; later releases say it in fewer words.
  private func divisionText(_ operation: BinaryOperator, _ left: ObjectID, _ right: ObjectID) -> String {
    let areInts = integer(left) != nil && integer(right) != nil
    if objectRules.isAtLeast(14) { return "division by zero" }
    if areInts { return operation == .divide ? "division by zero" : "integer division or modulo by zero" }
    return operation == .divide ? "float division by zero" : operation == .remainder ? "float modulo" : "float divmod()"
  }

  /// Does something with an object that's held, and lets go of it, whether an exception is raised or not.
  mutating func releasing(
    _ id: ObjectID, _ body: (inout ObjectMachine) throws(StatementMistake) -> ObjectID
  ) throws(StatementMistake) -> ObjectID {
    let result: ObjectID
    do {
      result = try body(&self)
    } catch {
      drop(id)
      throw error
    }
    drop(id)
    return result
  }

  /// Notes the exception and the frame where it is raised; the error that's thrown tells where nobody handles it.
  private mutating func begin(_ exception: RaisedException, _ place: Place) -> StatementMistake {
    var begun = exception
    if let object = exception.object, let index = reference("__traceback__", of: object) {
      begun.traceback = remove(at: index, of: object)
    }
    raised = begun
    addTraceback()
    let words = exception.words.isEmpty ? "nothing handles this \(exception.type)" : exception.words
    return StatementMistake(place, words)
  }

  /// `PyTraceBack_Here`: the frame that runs now comes before those that have ended.
  mutating func addTraceback() {
    guard var exception = raised else { return }
    let frame = frameObject(frames.count - 1)
    let id = allocate(type: "traceback", size: objectRules.tracebackSize, hasHeader: true, body: .traceback)
    if let inner = exception.traceback { append(inner, to: id, named: "tb_next") }
    if let frame { append(retain(frame), to: id, named: "tb_frame") }
    track(id)
    exception.traceback = id
    raised = exception
  }

  /// `_PyFrame_GetFrameObject`: the object of a frame that runs, made when it's asked for; nil up to 3.10 of the program's.
  mutating func frameObject(_ index: Int) -> ObjectID? {
    if let id = frames[index].object { return id }
    guard !objectRules.callsHaveFrames else { return nil }
    let id = allocate(
      type: "frame", size: objectRules.frameSize(words: frames[index].words), hasHeader: true, body: .frame(""))
    frames[index].object = id
    return id
  }

  // MARK: Handlers

  /// `try`: its body, then the handler that fits, then `finally`.
  mutating func attempt(
    _ statement: Statement, _ body: [Statement], _ handlers: [Handler], _ finally: [Statement]
  ) throws(StatementMistake) -> Flow {
    let depth = frames.count
    var flow = Flow.next
    do {
      flow = try execute(body)
    } catch {
      guard frames.count == depth, raised != nil else { throw error }
      do {
        flow = try handle(statement, handlers, error)
      } catch {
        guard raised != nil, !finally.isEmpty else { throw error }
        let waiting = raised
        raised = nil
        let end = try execute(finally)
        guard end == .next else {
          if let waiting { forget(waiting) }
          return end
        }
        raised = waiting
        throw error
      }
    }
    guard !finally.isEmpty else { return flow }
    let end = try execute(finally)
    guard end != .next else { return flow }
    if case .give(let value) = flow { drop(value) }
    return end
  }

  private mutating func handle(
    _ statement: Statement, _ handlers: [Handler], _ error: StatementMistake
  ) throws(StatementMistake) -> Flow {
    let start = changes.count
    guard let (exception, traceback) = enterHandler() else { throw error }
    for handler in handlers where try fits(exception, handler) {
      if let name = handler.name { storeName(name, retain(exception)) }
      finish(statement, from: start, isStep: false)
      let flow: Flow
      do {
        flow = try execute(handler.body)
      } catch {
        leaveHandler(exception, traceback)
        forgetName(handler.name)
        throw error
      }
      let end = changes.count
      leaveHandler(exception, traceback)
      forgetName(handler.name)
      finish(statement, from: end, isStep: false)
      return flow
    }
    handled.removeLast()
    raised = RaisedException(
      type: graph.objects[exception - 1].type, object: exception, traceback: traceback, words: error.message)
    throw error
  }

  /// `PyErr_NormalizeException`, `PyException_SetTraceback`: the exception and its traceback, held.
  private mutating func enterHandler() -> (ObjectID, ObjectID?)? {
    guard let exception = raised else { return nil }
    raised = nil
    let object: ObjectID
    if let existing = exception.object {
      object = existing
    } else {
      object = normalized(exception)
    }
    if let traceback = exception.traceback { append(retain(traceback), to: object, named: "__traceback__") }
    handled.append(object)
    return (object, exception.traceback)
  }

  private mutating func normalized(_ exception: RaisedException) -> ObjectID {
    guard let argument = exception.argument else { return makeException(exception.type, arguments: []) }
    guard exception.hasTuple else { return makeException(exception.type, arguments: [argument]) }
    let id = allocate(
      type: exception.type, size: objectRules.exceptionSize, hasHeader: true, body: .exception(exception.type))
    append(argument, to: id, named: "args")
    track(id)
    return id
  }

  /// `POP_EXCEPT`: up to 3.10 the value goes before the traceback.
  private mutating func leaveHandler(_ exception: ObjectID, _ traceback: ObjectID?) {
    handled.removeLast()
    if objectRules.isAtLeast(11) {
      if let traceback { drop(traceback) }
      drop(exception)
    } else {
      drop(exception)
      if let traceback { drop(traceback) }
    }
  }

  private mutating func forgetName(_ name: String?) {
    guard let name else { return }
    let key = variable(name)
    guard let old = graph.names[key] else { return }
    make(.name(key, old: old, new: nil))
    settle(old)
  }

  private mutating func fits(_ exception: ObjectID, _ handler: Handler) throws(StatementMistake) -> Bool {
    guard let type = handler.type else { return true }
    let wanted = try evaluate(type)
    defer { drop(wanted) }
    let types: [ObjectID] = if case .tuple = bodies[wanted] { items(of: wanted) } else { [wanted] }
    for type in types {
      guard let name = exceptionType(type) else {
        throw StatementMistake(handler.place, "only exceptions can stand behind `except`")
      }
      if BuiltinException.extends(graph.objects[exception - 1].type, name) { return true }
    }
    return false
  }

  /// Lets go of an exception that nobody will handle.
  mutating func forget(_ exception: RaisedException) {
    if let object = exception.object, let traceback = exception.traceback, objectRules.isAtLeast(12) {
      append(traceback, to: object, named: "__traceback__")
      return drop(object)
    }
    for id in [exception.object, exception.traceback, exception.argument] { if let id { drop(id) } }
  }
}
