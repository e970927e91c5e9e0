import HeapCore
import ObjectGraph
import SeededGenerators
import Testing

@testable import ObjectHeap

@Suite struct RandomProgramTests {
  private static let versions = ["3.8.18", "3.10.13", "3.11.7", "3.12.1", "3.13.0", "3.14.10", "3.15.2"]

  private static func statement(_ random: inout SeededGenerator) -> String {
    func name() -> String { ["a", "b", "c", "d"].randomElement(using: &random) ?? "a" }
    func value() -> String {
      [
        "[]", "{}", "set()", "(a, b)", "[a, 1000]", "{'k': b}", "1000 + 7", "1.5 * 3", "'ab' + 'cd'", "P()", "Q(a, b)",
        "object()", name(), "[i for i in range(7)]", "'x' * 40", "{1, 2, 300}", "(1, 2)", "b''", "weakref.ref(p)",
        "list(range(4))", "f(a)", "dict(x=1)",
      ].randomElement(using: &random) ?? "None"
    }
    switch Int.random(in: 0..<22, using: &random) {
    case 0..<8: return "\(name()) = \(value())"
    case 8: return "del \(name())"
    case 9..<11: return "\(name()).append(\(value()))"
    case 11: return "\(name()).x = \(value())"
    case 12: return "\(name())['\(name())'] = \(value())"
    case 13: return "\(name()).pop()"
    case 14: return "gc.collect(\(Int.random(in: 0...2, using: &random)))"
    case 15: return "\(name()) += \(value())"
    case 16: return "\(name()).clear()"
    case 17: return "for i in range(9): \(name()).append(\(name()))"
    case 18: return "\(name()).add(\(value()))"
    case 19: return "\(name()), \(name()) = \(name()), \(name())"
    case 20: return "\(name()).y = \(name())"
    default: return "\(name()) = \(name())[1:]"
    }
  }

  /// The reference counts that follow from the references of a graph.
  private static func counts(_ graph: ObjectGraph) -> [Int] {
    var counts = graph.objects.map(\.outsideCount)
    for id in graph.names.values { counts[id - 1] += 1 }
    for object in graph.objects { for other in object.attributes { counts[other.target - 1] += 1 } }
    return counts
  }

  /// What is wrong with the requests of a program: blocks freed twice, or changed when they don't live.
  private static func check(_ changes: [ObjectChange], _ sizes: inout [BlockID: UInt64]) -> String? {
    for case .request(let request) in changes {
      switch request.function {
      case .malloc, .calloc, .reallocNull:
        if sizes.updateValue(request.size, forKey: request.block) != nil { return "\(request) again" }
      case .realloc:
        if sizes.updateValue(request.size, forKey: request.block) != request.oldSize { return "\(request)" }
      case .free: if sizes.removeValue(forKey: request.block) == nil { return "\(request) twice" }
      }
    }
    return nil
  }

  @Test(arguments: 0..<42)
  func `any statements forward and back give the same states, and counts equal references`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var machine = ObjectMachine(try #require(PythonVersion(Self.versions[Int(seed) % Self.versions.count])))
    var history = ObjectHistory(machine.graph, spacing: 1 + Int(seed % 40))
    var step = 0
    var done = 0
    var sizes: [BlockID: UInt64] = [:]
    let start = [
      "class P: pass",
      "class Q:\n  __slots__ = ('x', 'y')\n  def __init__(self, x, y):\n    self.x = x\n    self.y = y",
      "def f(x): return [x, x]", "a = []", "b = {}", "c = set()", "d = 7", "p = P()", "gc.set_threshold(20, 3, 3)",
    ]
    for number in 0..<250 {
      let text = number < start.count ? start[number] : Self.statement(&random)
      let before = machine.graph
      do {
        try machine.run(text)
      } catch {
        #expect(machine.graph == before, "\(text)")
        continue
      }
      done += 1
      #expect(Self.check(machine.changes, &sizes) == nil, "\(text)")
      #expect(machine.changes.count { $0.isStep } > 0, "\(text)")
      history.append(machine.changes, step: step)
      step += machine.changes.count(where: \.isStep)
      for (object, count) in zip(machine.graph.objects, Self.counts(machine.graph)) where !object.isImmortal {
        #expect(object.referenceCount == count, "\(text): \(object.name)")
        #expect(object.isAlive == (count > 0), "\(text): \(object.name)")
      }
    }
    #expect(done > 60)
    history.seek(to: step)
    #expect(history.graph == machine.graph)
    var forward: [Int: ObjectGraph] = [:]
    for moment in stride(from: 0, through: step, by: 7) {
      history.seek(to: moment)
      forward[moment] = history.graph
    }
    for moment in forward.keys.sorted().reversed() {
      history.seek(to: moment)
      #expect(history.graph == forward[moment])
    }
    #expect(forward[0]?.objects.isEmpty == true)
  }

  @Test(arguments: 0..<20)
  func `no text crashes the machine`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let words = [
      "a", "b", "[", "]", "(", ")", "{", "}", ":", ",", "=", "+", "-", "*", "**", "//", "%", "<<",
      "9223372036854775807",
      "-9223372036854775807", "'s'", "1.5", "1e300", "for", "in", "range", "if", "else", "lambda", "x", "def", "class",
      "\n", "\n  ", "del", ".", "append", "not", "is", "None", "abs", "int", "float", "str", "yield", "try", "except",
      "raise", "f'{a}'", "b'x'", "gc.collect()", "tuple", "dict", "weakref.ref", "return", "import", "while", "pop",
    ]
    var machine = ObjectMachine(try #require(PythonVersion("3.12.1")))
    try machine.run("a = [1, 2, 3]")
    try machine.run("b = {'k': a}")
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in words.randomElement(using: &random) ?? "a" }
      do {
        try machine.run(text.joined(separator: Bool.random(using: &random) ? " " : ""))
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test func `numbers at the edge are refused or computed`() throws {
    var machine = ObjectMachine(try #require(PythonVersion("3.13.0")))
    try machine.run("m = -9223372036854775807 - 1")
    for text in [
      "m - 1", "-m", "abs(m)", "m // -1", "m * m", "m ** 2", "'ab' * 9223372036854775807", "[1] * 9223372036854775807",
      "m << 3", "range(9223372036854775807)", "[1][m]", "int(1e300)", "(1,) * m", "m % -1", "float(m)", "sum([m, m])",
    ] {
      _ = try? machine.run(text)
    }
    try machine.run("a = ()")
    try machine.run("for i in range(3000): a = (a,)")
    _ = try? machine.run("d = {a: 1}")
    _ = try? machine.run("a == (a,)")
    _ = try? machine.run("a < (a,)")
    try machine.run("def f(n): return f(n)")
    #expect(throws: StatementMistake.self) { try machine.run("f(1)") }
    try machine.run("del a")
  }
}
