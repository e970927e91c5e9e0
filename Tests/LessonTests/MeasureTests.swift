import Testing

@testable import Lesson

/// Measures, each against a heap or objects that the test knows.
@Suite("Measures")
struct MeasureTests {
  private static let heap = """
    mark start
    repeat 10 x = malloc 100
    big = malloc 1000
    raw = malloc 20 raw
    y = calloc 200
    free x3
    free x10
    say Now.
    """

  @Test(arguments: [
    "arenas 1", "obtained 1", "returned 0", "pools 2", "pools 100 1", "pools 112 1", "pools 16 0", "freepools 62",
    "blocks 9", "blocks 100 8", "free 100 137", "bytes 1104", "asked 1000", "raw 2", "rawbytes 1020", "held 1 MiB",
    "held 1,048,576", "resident 8 KiB", "requests 13", "frees 2", "collections 0", "next 100 x10", "size x1 100",
    "cost x1 112", "cost big 1000", "pool x1 \"0.0\"", "arena y 0", "index x2 1", "alive x1", "dead x3", "not alive x3",
    "not same x1 x2", "same x1 x1", "requests since start 13", "pools > 1", "pools >= 2", "pools at least 2",
    "pools at most 2", "pools < 3", "pools <= 2", "pools != 3", "pools = 2", "not pools 3", "size x1 size x2",
    "size x1 == size x2", "x1 != x2", "index x2 == 0x1",
  ])
  func `of the heap are as they are`(claim: String) throws {
    #expect(try WrittenLesson.mistakes("\(Self.heap)\nexpect \(claim)") == [])
  }

  @Test(arguments: [
    ("arenas 2", "arenas is 1 here, not 2"), ("pools 100 2", "pools 100 is 1 here, not 2"),
    ("not arenas 1", "arenas is 1 here, not 1"), ("pools > 2", "pools is 2 here, not > 2"),
    ("held 3 MiB", "held is 1,048,576 here, not 3,145,728"), ("alive x3", "it isn't so here: alive x3"),
    ("next 100 x3", "next 100 is block 9 of pool 0.0 here, not block 2 of pool 0.0"),
  ])
  func `false claims say what is so`(claim: String, message: String) throws {
    #expect(try WrittenLesson.mistakes("\(Self.heap)\nexpect \(claim)") == ["10:1: \(message)"])
  }

  @Test(arguments: [
    "refcount a 2", "refcount b 1", "refcount a.peer 1", "references a 1", "alive a", "dead c", "dead d", "tracked a",
    "not immortal a", "objects 2", "count 0 2", "threshold 0 2000", "generation 0 2", "generation 1 0", "size a 48",
    "same c d", "collections 0", "blocks 2",
  ])
  func `of objects are as they are`(claim: String) throws {
    let text = """
      python 3.13
      a = object Node 48
      b = object Node 48
      a.peer = b
      hold a
      c = object Leaf 40
      del c
      d = object Leaf 40
      e = d
      del d
      del e
      del b
      b = a.peer
      del b
      b = a.peer
      release a
      hold a
      del b
      say Now.
      b = a.peer
      del b
      """
    #expect(
      try WrittenLesson.mistakes("\(text)\nexpect \(claim.replacing("refcount b", with: "refcount a.peer"))") == [])
  }

  @Test(arguments: [
    "value n 5", "value n > 4", "value s \"abc\"", "value f \"1.5\"", "type n \"int\"", "type a \"list\"", "reallocs 1",
    "type a.peer \"object\"",
  ])
  func `of values are as they are`(claim: String) throws {
    let text = """
      python 3.13
      n = 5
      s = "abc"
      f = 1.5
      a = []
      x = malloc 10
      realloc x 20
      say Now.
      """
    guard claim.hasPrefix("type a.peer") else {
      #expect(try WrittenLesson.mistakes("\(text)\nexpect \(claim)") == [])
      return
    }
    #expect(try WrittenLesson.mistakes("\(text)\nexpect \(claim)") == ["10:1: `a` has no `.peer` here"])
  }

  @Test func `the next block is the one that the next request gets`() throws {
    // New arena, new pool, chain, a pool that was emptied.
    for before in ["", "x = malloc 16", "x = malloc 48\ny = malloc 48\nfree x", "x = malloc 48\ny = malloc 16\nfree x"]
    {
      let text =
        "\(before)\nask block Which?\n  answer next 48\nsay a\nz = malloc 48\nexpect z == z\nsay b\nlook pool z"
      let lesson = try #require(try WrittenLesson.lesson(text))
      guard case .block(let next)? = lesson.questions.first?.answer,
        case .block(let placed, _)? = lesson.stops.last?.look?.thing
      else {
        Issue.record("\(lesson)")
        continue
      }
      #expect(next.place == placed.place, "\(before)")
    }
  }
}
