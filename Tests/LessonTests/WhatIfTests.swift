import Testing
import Trace

@testable import Lesson

@Suite("Another way on")
struct WhatIfTests {
  @Test func `statements follow what was there, and can be taken back`() throws {
    var whatIf = try WhatIf(WrittenLesson.trace(), at: 3)
    let trace = try whatIf.add("d = malloc 48")
    #expect(trace.stepCount == 4)
    #expect(try trace.text().hasSuffix("free a\nd = malloc 48\n"))
    try check(whatIf.add("free b").stepCount == 5)
    #expect(whatIf.statements == ["d = malloc 48", "free b"])
    try check(whatIf.undo()?.stepCount == 4)
    try check(whatIf.undo()?.stepCount == 3)
    try check(whatIf.undo() == nil)
  }

  @Test(arguments: [
    ("free a", 6, "`a` was freed in line 8 already: its block may be another's by now"),
    ("free q", 6, "there is no block `q`: there is only `b`"),
    ("fre b", 1, "there is no statement `fre`: did you mean `free`?"),
  ])
  func `a mistake is told, and nothing changes`(statement: String, column: Int, message: String) throws {
    var whatIf = try WhatIf(WrittenLesson.trace("a = malloc 1\nb = malloc 1\nfree a\n"), at: 3)
    do {
      _ = try whatIf.add(statement)
      Issue.record("no mistake")
    } catch {
      #expect(error.line == 1 && error.column == column)
      #expect(error.what.replacing(/line \d+/, with: "line 8") == message)
    }
    #expect(whatIf.statements.isEmpty)
    try check(whatIf.add("free b").stepCount == 4)
  }

  @Test func `a statement that is under way is there as a whole`() throws {
    let trace = try WrittenLesson.trace(
      "a = object Node 48\nb = object Node 48\na.peer = b\ndel b\ndel a\nc = malloc 8\n")
    #expect(trace.stepCount == 7)
    var whatIf = try WhatIf(trace, at: 5)
    try check(whatIf.add("d = malloc 8").text().hasSuffix("del a\nd = malloc 8\n"))
  }

  @Test func `what asks for no block has happened`() throws {
    let trace = try WrittenLesson.trace("a = object Node 48\nb = object Node 48\na.peer = b\nc = malloc 8\n")
    var whatIf = try WhatIf(trace, at: 3)
    try check(whatIf.add("count b 2").text().hasSuffix("a.peer = b\ncount b 2\n"))
  }

  @Test func `a recording goes on where the simulation would place blocks`() throws {
    let trace = try WrittenLesson.trace(
      "placements recorded\narena obtained 0x7f0000000000\na at 0x7f0000000030 = malloc 48\nb at 0x7f0000000060 = malloc 48\n"
    )
    var whatIf = try WhatIf(trace, at: 2)
    try check(whatIf.add("c = malloc 48").stepCount == 3)
    try check(whatIf.add("free a").stepCount == 4)
    try check(whatIf.add("end exit 0").stepCount == 4)
  }
}
