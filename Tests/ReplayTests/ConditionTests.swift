import Testing

@testable import Replay

@Suite struct ConditionTests {
  @Test(
    "reads a clause",
    arguments: [
      ("size > 512", .size(.greater, 512)), ("size>=4KiB", .size(.atLeast, 4096)), ("=56", .size(.equal, 56)),
      ("class 64", .sizeClass(3)), ("class d", .sizeClass(3)), ("class F", .sizeClass(31)), ("class 50", .sizeClass(3)),
      ("arena", .arena(.any)), ("arena released", .arena(.returned)), ("arena obtained", .arena(.obtained)),
      ("0x7f3a91ca9630", .address(0x7f3a_91ca_9630)), ("address 0x10", .address(16)), ("thread 2", .thread(2)),
      ("interpreter 1", .interpreter(1)), ("site orders.py:31", .site(SourceLine(file: "orders.py", line: 31))),
      ("orders.py:31 runs", .site(SourceLine(file: "orders.py", line: 31))), ("function add", .function("add")),
      ("2.42 full", .pool(.init(arena: 2, pool: 42), .full)),
      ("pool 2.42 is full", .pool(.init(arena: 2, pool: 42), .full)),
      ("2.42", .pool(.init(arena: 2, pool: 42), .changes)),
      ("2.42.88 changes", .block(.init(arena: 2, pool: 42), block: 88)),
      ("block 2.42.88", .block(.init(arena: 2, pool: 42), block: 88)),
      ("gc", .collection(.start, generation: nil)), ("gc 2", .collection(.start, generation: 2)),
      ("gen 2", .collection(.start, generation: 2)), ("gc 0 stop", .collection(.stop, generation: 0)),
      ("live > 2 MiB", .total(.live, .greater, 2 << 20)), ("live < 1.5 KiB", .total(.live, .less, 1536)),
      ("arenas > 10", .total(.arenas, .greater, 10)), ("mark", .mark(nil)), ("mark loaded", .mark("loaded")),
      ("free", .request(.free)), ("alloc", .request(.allocation)), ("ghost", .surprise(.ghost)), ("fork", .fork),
      ("pool state", .poolState), ("1:2.42 empty", .pool(.init(heap: 1, arena: 2, pool: 42), .empty)),
    ] as [(String, Condition.Clause)])
  func clause(text: String, expected: Condition.Clause) throws {
    let condition = try Condition(text)
    #expect(condition.clauses == [expected])
    #expect(try Condition(condition.description) == condition)
  }

  @Test func `joins clauses by and`() throws {
    let condition = try Condition("class d and size > 60 and mark and thread 1")
    #expect(condition.clauses == [.sizeClass(3), .size(.greater, 60), .mark(nil), .thread(1)])
    #expect(try Condition(condition.description) == condition)
  }

  @Test(
    "says where a condition stops making sense",
    arguments: [
      ("", 1), ("size 512", 6), ("size >", 7), ("size > many", 8), ("class 513", 7), ("class g7", 7), ("0xzz", 1),
      ("2.x full", 1), ("2.42 full of water", 11), ("thread one", 8), ("size > 99999999999999999999 GiB", 8),
      ("live > 1 and", 13), ("banana", 1), ("site orders.py", 6),
    ])
  func mistake(text: String, column: Int) {
    #expect {
      try Condition(text)
    } throws: { error in
      guard case ReplayError.unreadableCondition(text, column: column, expected: _)? = error as? ReplayError else {
        return false
      }
      return true
    }
  }

  @Test func `each form that the help lists can be read`() throws {
    for form in Condition.forms { _ = try Condition(form.form) }
  }

  @Test func `a file is meant by its name or by its path`() {
    let place = SourceLine(file: "orders.py", line: 3)
    #expect(place.names(file: "orders.py"))
    #expect(place.names(file: "/home/me/orders.py"))
    #expect(!place.names(file: "/home/me/reorders.py"))
  }
}
