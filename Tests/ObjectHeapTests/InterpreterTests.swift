import HeapCore
import ObjectGraph
import Testing

@testable import ObjectHeap

/// Functions, generators, exceptions and closures do what Python says, in each release, and leave nothing behind.
@Suite struct InterpreterTests {
  static let minors = Array(8...15)

  @Test("a generator yields in order and waits in between", arguments: minors)
  func generator(minor: Int) throws {
    var machine = machine(minor)
    try machine.run("def g(n):\n  for i in range(n):\n    if i != 2:\n      yield i * 2\n  yield 100")
    try machine.run("a = list(g(4))")
    #expect(integers("a", machine) == [0, 2, 6, 100])
    try machine.run("x = g(2)")
    try machine.run("b = next(x) + next(x)")
    #expect(integer("b", machine) == 2)
    try machine.run("c = [i + j for i in range(2) for j in (10, 20)]")
    #expect(integers("c", machine) == [10, 20, 11, 21])
    try machine.run("d = sum(i for i in range(5) if i > 2)")
    #expect(integer("d", machine) == 7)
  }

  @Test("a closure shares its variable", arguments: minors)
  func closure(minor: Int) throws {
    var machine = machine(minor)
    try machine.run(
      "def make():\n  n = 5\n  def up():\n    nonlocal n\n    n += 1\n    return n\n  def get(): return n\n  return (up, get)"
    )
    try machine.run("f, g = make()")
    try machine.run("a = f() + f()")
    try machine.run("b = g()")
    #expect(integer("a", machine) == 13)
    #expect(integer("b", machine) == 7)
  }

  @Test("an exception goes to the handler that fits, and finally is always done", arguments: minors)
  func exceptions(minor: Int) throws {
    var machine = machine(minor)
    try machine.run("log = []")
    try machine.run("def f(n):\n  try:\n    log.append(1)\n    return [1, 2][n]\n  finally:\n    log.append(2)")
    try machine.run(
      "try:\n  f(5)\n  log.append(3)\nexcept KeyError:\n  log.append(4)\nexcept LookupError as e:\n  log.append(5)")
    #expect(integers("log", machine) == [1, 2, 5])
    #expect(machine.graph.names["e"] == nil, "the name of an exception goes with its handler")
    #expect(machine.raised == nil && machine.handled.isEmpty)
    try machine.run("try:\n  1 / 0\nexcept (KeyError, ZeroDivisionError):\n  log.append(6)")
    #expect(integers("log", machine).last == 6)
  }

  @Test("an exception that nobody handles is a mistake with its place, and nothing has happened", arguments: minors)
  func unhandled(minor: Int) throws {
    var machine = machine(minor)
    try machine.run("log = []")
    let (objects, names) = (machine.graph.objects, machine.graph.names)
    #expect(throws: StatementMistake(Place(line: 2, column: 3), "nothing handles this ValueError")) {
      try machine.run("for i in range(3):\n  raise ValueError(i)")
    }
    #expect(machine.graph.objects == objects && machine.graph.names == names)
    #expect(machine.raised == nil)
  }

  @Test("what a caught exception made is dead afterwards", arguments: minors)
  func nothingStays(minor: Int) throws {
    var machine = machine(minor)
    try machine.run("def g():\n  x = []\n  yield x")
    try machine.run("def f(n):\n  raise ValueError(n)")
    let statements = [
      "try:\n  f(1)\nexcept ValueError as e:\n  a = [e]", "del a", "x = g()", "y = next(x)", "del x", "del y",
    ]
    for statement in statements { try machine.run(statement) }
    let alive = machine.graph.objects.filter { $0.isAlive && !$0.blocks.isEmpty }.map(\.type)
    #expect(alive.filter { $0 == "frame" }.count <= (minor >= 11 ? 1 : 0), "only the program's own frame may stay")
    #expect(alive.allSatisfy { $0 == "function" || $0 == "frame" }, "\(alive)")
  }

  @Test("references are counted at each moment", arguments: minors)
  func counts(minor: Int) throws {
    var machine = machine(minor)
    let statements = [
      "def make():\n  a = []\n  def add(x):\n    a.append(x)\n    return a\n  return add", "f = make()", "f(1)",
      "f([])",
      "def g(n):\n  for i in range(n): yield [i]", "x = g(3)", "y = next(x)", "z = list(x)", "del x, y",
      "try:\n  [][0]\nexcept IndexError as e:\n  s = e", "del s", "del f", "gc.collect()",
    ]
    for statement in statements {
      try machine.run(statement)
      var counted: [ObjectID: Int] = [:]
      for object in machine.graph.objects where object.isAlive {
        for reference in object.attributes { counted[reference.target, default: 0] += 1 }
      }
      for id in machine.graph.names.values { counted[id, default: 0] += 1 }
      let frames = machine.frames.compactMap(\.object)
      for id in frames { counted[id, default: 0] += 1 }
      for (index, object) in machine.graph.objects.enumerated()
      where object.isAlive && !object.isImmortal && !object.blocks.isEmpty {
        #expect(object.referenceCount == counted[index + 1] ?? 0, "\(statement): \(object.name) \(object.type)")
      }
    }
  }

  private func machine(_ minor: Int) -> ObjectMachine {
    ObjectMachine(PythonVersion(hex: UInt32(0x0300_00F0 | minor << 16 | (minor == 14 ? 0xA00 : 0))))
  }

  private func integer(_ name: String, _ machine: ObjectMachine) -> Int? {
    machine.graph.names[name].flatMap { machine.integer($0) }
  }

  private func integers(_ name: String, _ machine: ObjectMachine) -> [Int] {
    guard let id = machine.graph.names[name] else { return [] }
    return machine.items(of: id).compactMap { machine.integer($0) }
  }
}
