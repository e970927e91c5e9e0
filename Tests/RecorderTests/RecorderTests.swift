import Recorder
import Replay
import Testing
import Trace

/// The names are those of `python3` in PATH: whatever this machine has, shims included.
@Suite(.serialized) struct RecorderTests {
  let program = RecordedProgram()

  @Test func `a program's replay puts every block where CPython put it`() throws {
    let result = try program.run("import json; x = [json.dumps(i) for i in range(20000)]; del x[::3]")
    #expect(result.ending == .exit(0))
    let trace = try program.verified()
    #expect(trace.stepCount == Int(result.events))
    #expect(trace.header.finished && !trace.truncated)
    #expect(trace.ending?.entries.first == .init("exit", "0"))
    #expect(trace.meta["stacks"] == "full")
    #expect(trace.meta.command?.suffix(2).first == "-c")
    #expect(trace.reports.count >= 1)
    #expect(program.names == ["program.trace"])
  }

  @Test func `the exit status and the output are the program's own`() throws {
    let command = "echo out | python3 -c 'import sys; print(sys.stdin.read() * 2, end=\"\"); sys.exit(7)'"
    let result = try program.run(command: ["sh", "-c", command + " > \(program.folder)/output"])
    #expect(result.ending == .exit(7))
    #expect(try program.open().ending?["exit"] == "7")
    let output = try String(textOf: program.folder + "/output")
    #expect(output == "out\nout\n")
  }

  @Test func `a mark has its name and CPython's own report`() throws {
    let marks = """
      import sys
      sys.audit("arenascope.mark", "built")
      sys.audit("something.else", "built")
      sys.audit("arenascope.mark", "naïve → 🐍")
      sys.audit("arenascope.mark", "built")
      """
    _ = try program.run(marks, stacks: false)
    let trace = try program.verified()
    let census = try TraceCensus(trace)
    #expect(census.marks.map(\.name) == ["built", "naïve → 🐍", "built"])
    for mark in census.marks { #expect(trace.reports.contains { $0.moment == mark.step + 1 }) }
    #expect(trace.meta["stacks"] == "none")
  }

  @Test func `a mark leaves tracemalloc in place`() throws {
    let traced = """
      import sys, tracemalloc
      tracemalloc.start()
      sys.audit("arenascope.mark", "started")
      before = tracemalloc.get_traced_memory()[0]
      floats = [n / 7 for n in range(1000)]
      sys.exit(0 if tracemalloc.get_traced_memory()[0] - before > 24_000 else 1)
      """
    #expect(try program.run(traced).ending == .exit(0))
    try program.verified()
  }

  @Test func `each collection is recorded with its generation and what it found`() throws {
    let collections = """
      import gc, sys
      for i in range(20000):
        a = []; a.append(a)
      gc.collect(0); gc.collect(1); gc.collect(2); gc.collect(2)
      sys.audit("arenascope.mark", "counted")
      with open("\(program.folder)/counts", "w") as f:
        print(*[s[key] for s in gc.get_stats() for key in ("collections", "collected")], file=f)
      """
    _ = try program.run(collections)
    let told = try String(textOf: program.folder + "/counts").split(whereSeparator: \.isWhitespace)
    let trace = try program.verified()
    let end = try #require(try TraceCensus(trace).marks.first?.step)
    #expect(try CollectionCount(trace, upTo: end).perGeneration == told.compactMap { UInt64($0) })
  }

  @Test func `the simulated collector finds what CPython's found, finalizers and callbacks included`() throws {
    let recorded = RecordedProgram()
    _ = try recorded.run(
      """
      import gc, weakref
      saved, called = [], []
      class Node: pass
      class Phoenix(Node):
        def __del__(self): saved.append(self)
      def waiting(holder):
        yield holder
      for number in range(3000):
        node = Phoenix() if number % 50 == 0 else Node()
        node.me = node
        called.append(weakref.ref(node, called.remove))
        holder = []
        holder.append(waiting(holder))
        next(holder[0])
      gc.collect()
      """)
    let trace = try recorded.verified()
    let verification = try Verifier(trace).run()
    #expect(verification.collections.compared > 3)
    #expect(verification.explainedCollections > 0)
    #expect(verification.unreachableObjects > 6000)
    #expect(verification.counters.equal == verification.counters.compared)
  }

  @Test func `an arena that the first request after a collection obtains is that request's`() throws {
    _ = try program.run("import gc; x = []\nfor i in range(12000): gc.collect(0); x.append(bytes(400))", stacks: false)
    let census = try TraceCensus(try program.verified())
    #expect(census.collections >= 12000 && census.arenasObtained >= 4)
  }

  @Test func `a forked child has a recording that goes on from its parent's`() throws {
    let forks = """
      import os
      x = [str(i) for i in range(5000)]
      if os.fork() == 0:
        y = [str(i) for i in range(3000)]
        os._exit(5)
      os.wait()
      """
    let result = try program.run(forks)
    #expect(result.others == [program.path + ".2"])
    let parent = try program.verified()
    let child = try program.verified(2)
    #expect(try TraceCensus(parent).forks == 1)
    #expect(child.ending?["exit"] == "5")
    #expect(child.stepCount > 3000 && child.stepCount != parent.stepCount)
  }

  @Test func `a started Python has a recording of its own, or none`() throws {
    let starts = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = [str(i) for i in range(999)]'])"
    #expect(try program.run(starts).others == [program.path + ".2"])
    try program.verified()
    try program.verified(2)
    #expect(try program.run(starts, children: false).others == [])
    #expect(program.names == ["program.trace"])
  }

  @Test(arguments: [9, 11] as [Int32])
  func `a program that a signal ends has a recording up to there`(signal: Int32) throws {
    let result = try program.run("import os; x = [str(i) for i in range(30000)]; os.kill(os.getpid(), \(signal))")
    #expect(result.ending == .signal(signal))
    let trace = try program.verified()
    #expect(trace.ending?["signal"] == "\(signal)")
    #expect(try TraceCensus(trace).allocations > 30000)
  }

  @Test func `an exec ends the recording, one that fails doesn't`() throws {
    let execs = """
      import os
      x = [str(i) for i in range(1000)]
      try: os.execv("/nowhere/at/all", ["all"])
      except OSError: pass
      y = [str(i) for i in range(20000)]
      os.execv("/bin/true", ["true"])
      """
    #expect(try program.run(execs).ending == .exit(0))
    let trace = try program.verified()
    #expect(trace.ending?.entries.map(\.key) == ["exec"])
    #expect(try TraceCensus(trace).allocations > 20000)
  }

  @Test func `threads that allocate without the GIL are told apart`() throws {
    let threads = """
      import threading, zlib, hashlib
      def work():
        for i in range(300):
          zlib.compress(b"x" * 3000 + bytes([i % 256])); hashlib.sha256(b"y" * 4000).digest(); [str(j) for j in range(20)]
      all = [threading.Thread(target=work) for _ in range(6)]
      for t in all: t.start()
      for t in all: t.join()
      """
    _ = try program.run(threads)
    #expect(try TraceCensus(try program.verified()).threads == 7)
  }

  @Test func `a full disk ends the recording and not the program`() throws {
    // The limit is in units of 512 bytes: 3 MB. Python ignores the signal that goes with it.
    let grows = "x = [str(i) for i in range(1000000)]; print(len(x))"
    let command = "ulimit -f 6000; exec python3 -c '\(grows)' > \(program.folder)/output"
    let result = try program.run(command: ["sh", "-c", command])
    #expect(result.ending == .exit(0))
    #expect(result.notes.contains { $0.contains("disk is full") })
    #expect(try String(textOf: program.folder + "/output") == "1000000\n")
    try program.verified()
  }
}
