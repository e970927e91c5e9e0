import HeapCore
import Testing

@testable import ObjectHeap

/// The room that code needs, as `co_nlocals`, `co_cellvars`, `co_freevars` and `co_stacksize` of real CPython have it.
@Suite struct CodeShapeTests {
  @Test(
    "the value stack of a function is as deep as its compiler says",
    arguments: [
      ("def f(n):\n  return f(n - 1) + 1", [3, 3, 3, 4, 4, 4, 4, 4]),
      ("def f(a, b):\n  x = [1, 2, 3, 4, 5]", [5, 2, 2, 2, 2, 2, 2, 2]),
      ("def f():\n  yield 1", [1, 1, 1, 1, 2, 2, 2, 2]),
      ("def f(a):\n  for i in range(150): a.append(None)", [4, 4, 4, 4, 4, 4, 4, 5]),
      ("def f(x):\n  try:\n    x[5]\n  except IndexError:\n    pass", [8, 8, 8, 4, 4, 4, 4, 4]),
      ("def f(x):\n  try:\n    x()\n  except ValueError as e:\n    y = e", [10, 10, 10, 4, 4, 4, 4, 4]),
      ("def f(x):\n  return [i + 1 for i in x]", [2, 2, 2, 2, 5, 5, 5, 6]),
      ("def f(n):\n  return dict(x=n, y=n)", [4, 4, 4, 4, 4, 5, 5, 5]),
    ] as [(String, [Int])])
  func stack(text: String, depths: [Int]) throws {
    for (minor, depth) in zip(8..., depths) {
      #expect(try shape(of: text, minor: minor).stack == depth, "3.\(minor)")
    }
  }

  @Test func `a variable that an inner function uses is a cell`() throws {
    let text = "def make(n, m):\n  total = 0\n  def add(x):\n    nonlocal total\n    total += n + x\n  return add"
    for minor in [8, 11, 13] {
      let shape = try shape(of: text, minor: minor)
      #expect(shape.cells == 2)
      #expect(shape.locals == 3, "n, m and add; a cell that is no parameter is no local")
      #expect(shape.parameterCells == 1)
      #expect(shape.frees == 0)
      #expect(shape.words(rules(minor)) - shape.stack == (minor < 11 ? 5 : 4))
    }
  }

  @Test func `a comprehension is a part of its function from 3 12 on`() throws {
    let text = "def f(a, n):\n  return [i + n for i in a]"
    #expect(try shape(of: text, minor: 11).cells == 1)
    #expect(try shape(of: text, minor: 12).cells == 0)
    #expect(try shape(of: text, minor: 11).locals == 2)
    #expect(try shape(of: text, minor: 12).locals == 3)
  }

  private func rules(_ minor: Int) -> ObjectRules {
    ObjectRules(python: PythonVersion(hex: UInt32(0x0300_00F0 | minor << 16)))
  }

  private func shape(of text: String, minor: Int) throws -> CodeShape {
    let statements = try StatementParser.statements(of: text)
    guard case .function(let function) = statements[0].kind else {
      throw StatementMistake(Place(line: 1, column: 1), "no function")
    }
    let rules = rules(minor)
    return CodeShape(of: function, scope: CodeScope(of: function, rules: rules), rules: rules)
  }
}
