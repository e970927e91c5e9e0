import HeapCore
import ObjectGraph
import Testing

@testable import ObjectHeap

/// What statements ask of the allocator, a line for each request.
func requests(_ statements: String..., python: String = "3.13.0") throws -> [String] {
  var machine = ObjectMachine(try #require(PythonVersion(python)))
  var lines: [String] = []
  for statement in statements {
    try machine.run(statement)
    lines += machine.changes.compactMap(requestLine)
  }
  return lines
}

func requestLine(_ change: ObjectChange) -> String? {
  guard case .request(let request) = change else { return nil }
  let domain = "\(request.domain)"
  return switch request.function {
  case .free: "free \(domain) #\(request.block)"
  case .realloc: "realloc \(domain) #\(request.block) \(request.size)"
  case .reallocNull: "realloc-null \(domain) \(request.size) #\(request.block)"
  case .malloc: "malloc \(domain) \(request.size) #\(request.block)"
  case .calloc: "calloc \(domain) \(request.size) #\(request.block)"
  }
}

@Suite struct StatementTests {
  @Test func `an empty list is one block, and its first item brings room for four`() throws {
    #expect(
      try requests("a = []", "a.append(1)", "del a")
        == ["malloc obj 56 #1", "realloc-null mem 32 #2", "free mem #2"])
  }

  @Test func `a dead list waits in the free list and is taken again`() throws {
    var machine = ObjectMachine(try #require(PythonVersion("3.13.0")))
    try machine.run("a = []")
    try machine.run("del a")
    #expect(machine.graph.freeLists["list"]?.count == 1)
    try machine.run("b = []")
    #expect(machine.changes.compactMap(requestLine) == [])
    #expect(machine.changes.contains { if case .layer(let note) = $0 { note.isStep } else { false } })
    #expect(machine.graph.freeLists["list"] == nil)
  }

  @Test func `each statement has a step`() throws {
    var machine = ObjectMachine(try #require(PythonVersion("3.13.0")))
    for statement in ["a = None", "a = 5", "b = a", "del a", "pass"] {
      try machine.run(statement)
      #expect(machine.changes.filter(\.isStep) == [.moment], "\(statement)")
    }
  }

  @Test func `after a mistake nothing has changed`() throws {
    var machine = ObjectMachine(try #require(PythonVersion("3.13.0")))
    try machine.run("a = [1]")
    let graph = machine.graph
    #expect(throws: StatementMistake.self) { try machine.run("for i in range(3): a.append([i]); b") }
    #expect(machine.graph == graph)
    try machine.run("a.append(2)")
    #expect(machine.graph.objects.contains { $0.type == "list" && $0.attributes.count == 2 })
  }
}
