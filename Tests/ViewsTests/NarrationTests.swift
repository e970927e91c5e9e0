import Replay
import Scene
import Testing
import Trace

/// Every sentence, from a written trace on CPython 3.8's pools of 4 KiB.
@Suite struct NarrationTests {
  static let trace = """
    arenascope-trace 1
    python 3.8.18
    a1 = malloc 512
    a2 = malloc 512
    a3 = malloc 512
    a4 = malloc 512
    a5 = malloc 512
    a6 = malloc 512
    a7 = malloc 512
    b1 = malloc 512
    free a3
    free a1
    c = malloc 500
    r = malloc 513 mem
    big = malloc 20000
    z = calloc 0
    free b1
    e = malloc 64
    f = malloc 512
    free f
    g = malloc 20
    g = realloc g 200
    g = realloc g 198
    g = realloc g 40
    g = realloc g 700
    g = realloc g 800
    q = malloc 100 raw
    free q
    mark "here"
    gc start 1
    gc stop 1 collected 12
    gc start 0
    gc stop 0
    failed malloc 5000000000
    free 0x123450
    free e
    fork 2
    gc stop 2 collected 3 uncollectable 2
    y = calloc 30
    free y

    """

  static let expected = """
    + a1 asks for 512 bytes and gets block 0 of pool 0.0: 512 bytes. \
    No arena was held yet, so the system gives arena 0: 256 KiB.
    + a2 asks for 512 bytes and gets block 1 of pool 0.0: 512 bytes. \
    The chain was empty but for block 1, so block 2 is cut ahead.
    + a3 asks for 512 bytes and gets block 2 of pool 0.0: 512 bytes. \
    The chain was empty but for block 2, so block 3 is cut ahead.
    + a4 asks for 512 bytes and gets block 3 of pool 0.0: 512 bytes. \
    The chain was empty but for block 3, so block 4 is cut ahead.
    + a5 asks for 512 bytes and gets block 4 of pool 0.0: 512 bytes. \
    The chain was empty but for block 4, so block 5 is cut ahead.
    + a6 asks for 512 bytes and gets block 5 of pool 0.0: 512 bytes. \
    The chain was empty but for block 5, so block 6 is cut ahead.
    + a7 asks for 512 bytes and gets block 6 of pool 0.0: 512 bytes. \
    That was the last one: pool 0.0 is full and leaves the ring.
    + b1 asks for 512 bytes and gets block 0 of pool 0.1: 512 bytes. \
    No pool with 512-byte blocks had room, so arena 0 gives pool 1.
    - a3 gives back block 2 of pool 0.0: 512 bytes. Pool 0.0 was full: it rejoins the ring in front and serves next.
    - a1 gives back block 0 of pool 0.0: 512 bytes. It is now the first to go out; its first 8 bytes hold 2.
    + c asks for 500 bytes and gets block 0 of pool 0.0: 512 bytes. Block 0 was freed last, so it is handed out first.
    + r asks for 513 bytes and gets them from malloc. Above 512 bytes pymalloc hands on.
    + big asks for 20 KiB and gets them from malloc. Above 512 bytes pymalloc hands on.
    + z asks for 0 bytes and gets an address from malloc. No pool has blocks of 0 bytes.
    - b1 gives back block 0 of pool 0.1: 512 bytes. \
    Pool 0.1 is empty: any size may use it. Arena 0 has no other such pool.
    + e asks for 64 bytes and gets block 0 of pool 0.1: 64 bytes. \
    No pool with 64-byte blocks had room, so the empty pool 0.1 is used again.
    + f asks for 512 bytes and gets block 2 of pool 0.0: 512 bytes. \
    That was the last one: pool 0.0 is full and leaves the ring.
    - f gives back block 2 of pool 0.0: 512 bytes. Pool 0.0 was full: it rejoins the ring in front and serves next.
    + g asks for 20 bytes and gets block 0 of pool 0.2: 32 bytes. \
    No pool with 32-byte blocks had room, so arena 0 gives pool 2.
    ~ g grows from 20 to 200 bytes and moves to block 0 of pool 0.3. \
    A 32-byte block is too small: 20 bytes are copied, block 0.2.0 is free.
    ~ g shrinks from 200 to 198 bytes and stays in block 0 of pool 0.3. \
    More than three quarters of the 208 bytes are still in use.
    ~ g shrinks from 198 to 40 bytes and moves to block 0 of pool 0.2. \
    A quarter or more of it would lie idle: 40 bytes are copied, block 0.3.0 is free.
    ~ g grows from 40 to 700 bytes and moves to malloc's memory. \
    A 48-byte block is too small: 40 bytes are copied, block 0.2.0 is free.
    ~ g grows from 700 to 800 bytes and moves to another place of malloc's. \
    Where it was, malloc had no room for it: 700 bytes are copied.
    + q asks for 100 bytes and gets them from malloc. What the interpreter asks for itself always comes from malloc.
    - q gives 100 bytes back to malloc. It was taken at event 24.
    ▴ The program marks this moment: here. A mark changes nothing in the heap.
    = A collection of generation 1 begins. It looks for objects that only other unreachable objects refer to.
    = The collection of generation 1 ends: 12 unreachable objects. \
    It freed what was unreachable in the steps before.
    = A collection of generation 0 begins. It looks for objects that only other unreachable objects refer to.
    = The collection of generation 0 ends: no unreachable objects. It found nothing to free.
    ? An object asks for 4.66 GiB and gets nothing. The system had no memory to give.
    ? A block from before the trace is given back. \
    Its allocation was never recorded, so nothing more is known of it.
    - e gives back block 0 of pool 0.1: 64 bytes. \
    Pool 0.1 is empty: any size may use it. Arena 0 now has 3 such pools.
    · The program forks; the child has a recording of its own, number 2. \
    The child goes on with a copy of this heap.
    = The collection of generation 2 ends: 3 unreachable objects. 2 of them could not be freed.
    + y asks for 30 zeroed bytes and gets block 0 of pool 0.1: 32 bytes. \
    No pool with 32-byte blocks had room, so the empty pool 0.1 is used again.
    - y gives back block 0 of pool 0.1: 32 bytes. \
    Pool 0.1 is empty: any size may use it. Arena 0 now has 3 such pools.
    """

  static func lines(_ text: String) throws -> [String] {
    let timeline = try Timeline(try TraceFile.open(bytes: Array(text.utf8), name: "written.trace"))
    let builder = SceneBuilder(timeline)
    var lines: [String] = []
    while try timeline.stepForward() {
      let words = builder.narration()
      lines.append("\(words.sign) \(words.line)")
    }
    return lines
  }

  @Test func `each kind of step has its sentence and its cause`() throws {
    let lines = try Self.lines(Self.trace)
    let expected = Self.expected.split(separator: "\n").map(String.init)
    #expect(lines.count == expected.count)
    for (line, wanted) in zip(lines, expected) { #expect(line == wanted) }
  }

  @Test func `an arena that loses its last block goes back in 3.8 and is kept from 3.9 on`() throws {
    let steps = "a = malloc 512\nfree a\n"
    let old = try Self.lines("arenascope-trace 1\npython 3.8.18\n\(steps)")
    #expect(
      old.last == "- a gives back block 0 of pool 0.0: 512 bytes. "
        + "That was arena 0's last block: 256 KiB goes back to the system.")
    let new = try Self.lines("arenascope-trace 1\npython 3.13.0\n\(steps)")
    #expect(
      new.last == "- a gives back block 0 of pool 0.0: 512 bytes. "
        + "That was arena 0's last block, but the last usable arena is kept.")
  }

  @Test func `a pool that serves the same size again keeps its chain`() throws {
    let lines = try Self.lines(
      "arenascope-trace 1\npython 3.13.0\nkeep = malloc 32\na = malloc 96\nb = malloc 96\nfree a\nfree b\nc = malloc 96\n"
    )
    #expect(
      lines.last == "+ c asks for 96 bytes and gets block 1 of pool 0.1: 96 bytes. "
        + "Pool 0.1 was empty and had 96-byte blocks before: its chain still holds.")
  }

  @Test func `who asks is told by the domain where the trace has no name`() throws {
    let lines = try Self.lines(
      """
      arenascope-trace 1
      python 3.13.0
      placements recorded
      arena obtained 0x7f0000100000
      0x7f0000100030 = malloc 40 obj
      0x7f0000104030 = malloc 100 mem
      0x55550000 = malloc 100 raw

      """)
    #expect(lines.map { $0.split(separator: " asks")[0] } == ["+ An object", "+ A buffer", "+ The interpreter"])
  }

  @Test func `before the first step it says so`() throws {
    let timeline = try Timeline(
      try TraceFile.open(bytes: Array("arenascope-trace 1\na = malloc 1\n".utf8), name: "written.trace"))
    #expect(SceneBuilder(timeline).narration() == .start)
  }

  @Test func `a placement that differs from the recording is told`() throws {
    let lines = try Self.lines(
      """
      arenascope-trace 1
      python 3.13.0
      placements recorded
      arena obtained 0x7f0000100000
      0x7f0000100060 = malloc 40 obj

      """)
    #expect(
      lines.last?.hasSuffix("CPython used 0x7f0000100060, the simulation 0x7f0000100030: they differ here.") == true)
  }
}
