import HeapCore
import ObjectGraph

@testable import ObjectHeap

extension ObjectCase {
  /// What the simulation asks for, statement by statement.
  func simulated(_ python: PythonVersion) throws -> CaseRequests {
    var machine = ObjectMachine(python)
    machine.isSpecialised = !isCold
    try machine.run("gc.disable()")
    for statement in before { try machine.run(statement) }
    let known = Set(machine.graph.names.keys)
    if !isCold {
      for statement in statements { try machine.run(statement) }
      for name in machine.graph.names.keys.sorted() where !known.contains(name) { try machine.run("del \(name)") }
    }
    for _ in 0..<2 { try machine.run("gc.collect()") }
    machine.begin(try function(machine.objectRules))
    var numbers = BlockNumbers<BlockID>()
    return try statements.map { statement in
      try machine.run(statement)
      return machine.changes.compactMap { change in
        if case .request(let request) = change { CaseRequest(request, &numbers) } else { nil }
      }
    }
  }

  /// The room in the frame of the function that the statements stand in, with the boundaries between them.
  private func function(_ rules: ObjectRules) throws -> Int {
    let body = try StatementParser.statements(of: (statements + ["blob * 20000"]).joined(separator: "\n"))
    let code = Function(name: "case", parameters: [], defaults: [], body: body, place: Place(line: 1, column: 1))
    return CodeShape(of: code, scope: CodeScope(of: code, rules: rules), rules: rules).words(rules)
  }
}

extension ObjectMachine {
  /// Gives the program a frame with so much room, without an object.
  fileprivate mutating func begin(_ words: Int) {
    frames[0].words = words
    frames[0].object = nil
  }
}

extension CaseRequest {
  fileprivate init?(_ request: BlockRequest, _ numbers: inout BlockNumbers<BlockID>) {
    switch request.function {
    case .malloc, .calloc, .reallocNull:
      function = request.function == .malloc ? .malloc : request.function == .calloc ? .calloc : .reallocNull
      block = numbers.allocated(request.block)
      size = request.size
    case .realloc:
      function = .realloc
      block = numbers.number(of: request.block)
      size = request.size
    case .free:
      function = .free
      block = numbers.freed(request.block)
      size = 0
      // Like those of the recording, blocks from before are none of the case's.
      if block == 0 { return nil }
    }
    domain = request.domain
  }
}
