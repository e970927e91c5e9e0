import Foundation
import PythonInterpreters
import Recorder
import Testing
import Trace

/// Scripts that end, change or branch off while their lines are recorded.
@Suite struct LineScriptTests {
  /// A script of a test's own and its recording.
  private struct Recorded {
    let program = RecordedProgram()
    let result: RecordingResult
    let trace: TraceFile
    let history: LineHistory

    init(_ script: String, _ interpreter: PythonInterpreter) throws {
      let path = program.folder + "/script.py"
      try script.write(toFile: path, atomically: true, encoding: .utf8)
      result = try Recorder.record(
        RecordingRequest(
          command: ["env", "PYTHONDONTWRITEBYTECODE=1", "PYTHONWARNINGS=ignore", interpreter.path, path],
          output: program.path, stacks: false, children: false, objects: .lines))
      trace = try program.open()
      history = LineHistory(trace)
    }

    /// The lines that were reached, without those of class bodies: `3`, or `3 f` in a function.
    var lines: [String] {
      history.places.filter { $0.event == .line }.map { place in
        place.function == "<module>" ? "\(place.line)" : "\(place.line) \(place.function)"
      }
    }

    /// What a variable of the script itself refers to at a place.
    func object(_ name: String, at index: Int) -> LineObject? {
      let state = history.state(at: index)
      let address = state.scopes.first?.variables.first { $0.name == name }?.address
      return address.flatMap { state.objects[$0] }
    }
  }

  @Test("a cycle without a name is seen until its blocks are given back", arguments: PythonInterpreter.found)
  func remains(interpreter: PythonInterpreter) throws {
    let recorded = try Recorded(
      """
      import gc
      gc.disable()
      class Node:
          def __init__(self, name):
              self.name = name
      a = Node("a")
      b = Node("b")
      a.peer = b
      b.peer = a
      del a
      del b
      items = [1]
      items.append(items)
      del items
      gc.collect()
      end = 1
      """, interpreter)
    let history = recorded.history
    func nameless(atLine line: Int) throws -> [LineObject] {
      let place = try #require(history.places.firstIndex { $0.line == line && $0.event == .line && $0.depth == 1 })
      let state = history.state(at: place)
      var named: Set<UInt64> = []
      var next = state.scopes.flatMap(\.variables).compactMap(\.address)
      while let address = next.popLast() {
        guard named.insert(address).inserted else { continue }
        next += state.objects[address]?.references.map(\.target) ?? []
      }
      return state.objects.filter { !named.contains($0.key) && ["Node", "list"].contains($0.value.type) }.map(\.value)
    }
    #expect(try nameless(atLine: 10).isEmpty)
    #expect(try nameless(atLine: 11).isEmpty)
    let nodes = try nameless(atLine: 12)
    #expect(nodes.map(\.type) == ["Node", "Node"])
    #expect(nodes.map(\.referenceCount) == [1, 1])
    let all = try nameless(atLine: 15)
    #expect(all.map(\.type).sorted() == ["Node", "Node", "list"])
    #expect(all.allSatisfy { $0.referenceCount == 1 })
    #expect(try nameless(atLine: 16).isEmpty)
  }

  @Test("what dies with its name isn't kept", arguments: PythonInterpreter.found)
  func dies(interpreter: PythonInterpreter) throws {
    let recorded = try Recorded(
      """
      class Node: pass
      for n in range(5):
          node = Node()
          node.items = [n, [n]]
          del node
      end = 1
      """, interpreter)
    let history = recorded.history
    for index in history.places.indices where history.places[index].line == 2 || history.places[index].line == 6 {
      let left = history.state(at: index).objects.values.filter { $0.type == "Node" || $0.type == "list" }
      #expect(left.isEmpty)
    }
    #expect(history.places.filter { $0.line == 5 }.count == 5)
  }

  @Test("a script that ends in an exception keeps all lines up to there", arguments: PythonInterpreter.found)
  func exception(interpreter: PythonInterpreter) throws {
    let recorded = try Recorded(
      """
      def f(n):
          rest = [n]
          return 1 // n
      a = f(1)
      try:
          f(0)
      except ZeroDivisionError as error:
          text = str(error)
      b = [a]
      f(0)
      """, interpreter)
    #expect(recorded.result.ending == .exit(1))
    #expect(
      recorded.lines.filter { !$0.hasPrefix("1 ") } == [
        "1", "4", "2 f", "3 f", "5", "6", "2 f", "3 f", "7", "8", "9", "10", "2 f", "3 f",
      ])
    let caught = try #require(recorded.history.places.firstIndex { $0.line == 8 })
    #expect(recorded.object("error", at: caught)?.type == "ZeroDivisionError")
    let last = recorded.history.places.indices.last { recorded.history.places[$0].event == .line } ?? 0
    #expect(recorded.history.state(at: last).scopes.map(\.function) == ["<module>", "f"])
    #expect(recorded.history.state(at: last).scopes.last?.variables.map(\.name) == ["n", "rest"])
  }

  @Test("a script that changes its own file keeps the text that runs", arguments: PythonInterpreter.found)
  func changesItself(interpreter: PythonInterpreter) throws {
    let script = """
      with open(__file__, "w") as file:
          file.write("other")
      a = 1
      """
    let recorded = try Recorded(script, interpreter)
    #expect(recorded.result.ending == .exit(0))
    #expect(try recorded.trace.readSources().map(\.text) == [script])
    #expect(recorded.lines.contains("3"))
  }

  @Test("a script whose file is gone is recorded without its text", arguments: PythonInterpreter.found)
  func unreadable(interpreter: PythonInterpreter) throws {
    let program = RecordedProgram()
    let path = program.folder + "/script.py"
    // A pipe is empty once it has been read.
    let command = "mkfifo \(path); echo 'a = [1]\nb = a' > \(path) & exec \(interpreter.path) \(path)"
    let result = try Recorder.record(
      RecordingRequest(
        command: ["bash", "-c", command], output: program.path, stacks: false, children: false, objects: .lines))
    #expect(result.ending == .exit(0))
    let history = LineHistory(try program.open())
    #expect(history.places.filter { $0.event == .line }.map(\.line) == [1, 2])
    #expect(result.notes.count == 1 && result.notes.first?.contains("script's text could not be read") == true)
  }

  @Test("generators, coroutines and recursion have their own frames", arguments: PythonInterpreter.found)
  func frames(interpreter: PythonInterpreter) throws {
    let recorded = try Recorded(
      """
      def count(n):
          for i in range(n):
              yield i
      async def wait(x):
          return [x]
      def depth(n):
          if n:
              return depth(n - 1)
          return 0
      total = sum(count(2))
      coroutine = wait(5)
      try:
          coroutine.send(None)
      except StopIteration as stop:
          value = stop.value
      depth(3)
      """, interpreter)
    #expect(recorded.result.ending == .exit(0))
    let history = recorded.history
    let places = history.places.filter { $0.function == "count" }
    #expect(places.filter { $0.event == .line }.map(\.line) == [2, 3, 2, 3, 2])
    // It is called and goes on twice; it yields twice and returns.
    #expect(places.filter { $0.event == .call }.count == 3)
    #expect(places.filter { $0.event == .return }.count == 3)
    #expect(history.places.contains { $0.function == "wait" && $0.line == 5 })
    #expect(history.places.filter { $0.function == "depth" }.map(\.depth).max() == 5)
    let deepest = try #require(history.places.firstIndex { $0.line == 9 })
    let scopes = history.state(at: deepest).scopes
    #expect(scopes.map(\.function) == ["<module>", "depth", "depth", "depth", "depth"])
    let numbers = scopes.dropFirst().map { scope in
      scope.variables.first?.address.flatMap { history.state(at: deepest).objects[$0]?.value }
    }
    #expect(numbers == ["3", "2", "1", "0"])
    #expect(scopes.map(\.line) == [16, 8, 8, 8, 9])
  }

  @Test("other threads run on, and the lines are the main thread's", arguments: PythonInterpreter.found)
  func threads(interpreter: PythonInterpreter) throws {
    let recorded = try Recorded(
      """
      import threading
      def work(n):
          found = []
          for i in range(200):
              found.append({n: i})
          results.append(len(found))
      results = []
      threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
      for thread in threads:
          thread.start()
      for thread in threads:
          thread.join()
      work(9)
      total = sum(results)
      """, interpreter)
    #expect(recorded.result.ending == .exit(0))
    #expect(recorded.history.failure == nil)
    let calls = recorded.history.places.filter { $0.function == "work" && $0.event == .call }
    #expect(calls.count == 1)
    let last = try #require(recorded.history.places.lastIndex { $0.event == .return && $0.depth == 1 })
    #expect(recorded.object("total", at: last)?.value == "1000")
  }

  @Test("a fork's child goes on with lines of its own", arguments: PythonInterpreter.found)
  func fork(interpreter: PythonInterpreter) throws {
    let program = RecordedProgram()
    let path = program.folder + "/script.py"
    try """
    import os
    kept = [1]
    child = os.fork()
    if child == 0:
        kept.append(2)
        os._exit(0)
    os.waitpid(child, 0)
    kept.append(3)
    """.write(toFile: path, atomically: true, encoding: .utf8)
    _ = try Recorder.record(
      RecordingRequest(
        command: ["env", "PYTHONWARNINGS=ignore", interpreter.path, path], output: program.path, stacks: false,
        objects: .lines))
    func lines(_ number: Int) throws -> [Int] {
      LineHistory(try program.open(number)).places.filter { $0.event == .line }.map(\.line)
    }
    #expect(try lines(1) == [1, 2, 3, 4, 7, 8])
    let child = try lines(2)
    #expect(child == [1, 2, 3, 4, 5, 6], "\(child)")
  }
}
