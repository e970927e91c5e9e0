import Testing

@testable import Collector

/// The rules of CPython 3.14.4's incremental collector, as its source has them.
@Suite struct IncrementSelectionTests {
  /// Objects in a row, each of which refers to the next.
  func chain(_ count: Int) -> IncrementSelection {
    var selection = IncrementSelection()
    for number in 0..<count { _ = selection.add(references: number + 1 < count ? [Int32(number + 1)] : []) }
    return selection
  }

  @Test func `the first increment of a cycle marks what roots reach and collects nothing`() {
    var selection = chain(5)
    let outcome = selection.select(globals: [2], stacks: [])
    #expect(outcome == .marked)
    #expect(selection.visited == [2, 3, 4])
    #expect(selection.young == [0, 1])
    #expect(selection.steps == [.marked(2), .marked(3), .marked(4)])
    #expect(selection.phase == .collect)
  }

  @Test func `marked objects are taken off the work twice`() {
    var selection = chain(100)
    _ = selection.select(globals: [0], stacks: [])
    // 100 new ones, min(100 / 10 / 10, 200) of scale, less twice 100.
    #expect(selection.workToDo == 100 + 1 - 200)
  }

  @Test func `with less than nothing to do young objects stay young`() {
    var selection = chain(100)
    _ = selection.select(globals: [0], stacks: [])
    let new = selection.add()
    let outcome = selection.select(globals: [], stacks: [])
    #expect(outcome == .nothingToDo)
    #expect(selection.young == [new])
    #expect(selection.steps.isEmpty)
  }

  @Test func `the second threshold scales the work and acts as 2 at least`() {
    for (threshold, work) in [(10, 4000 + 40), (2, 4000 + 200), (0, 4000 + 200)] {
      var selection = chain(4000)
      selection.secondThreshold = threshold
      _ = selection.select(globals: [], stacks: [])
      #expect(selection.workToDo == work)
    }
  }

  @Test func `candidates are the young, then pending ones with all that they reach until there are enough`() {
    var selection = IncrementSelection()
    for _ in 0..<40 { _ = selection.add() }
    _ = selection.select(globals: [], stacks: [])
    let first = selection.select(globals: [], stacks: [])
    #expect(first == .candidates(Array(0..<40)))
    selection.finish(died: [7])
    // The cycle is complete: all survivors are pending.
    #expect(selection.pending == (0..<40).filter { $0 != 7 })
    #expect(selection.phase == .mark)
    #expect(selection.workToDo == 0)

    selection.secondThreshold = 2
    selection.setReferences([5], of: 0)
    let new = selection.add()
    _ = selection.select(globals: [], stacks: [])
    // One new object, and min(40 / 10 / 2, 2 · 1) for the heap.
    #expect(selection.workToDo == 3)
    let second = selection.select(globals: [], stacks: [])
    #expect(second == .candidates([new, 0, 5]))
    #expect(selection.steps == [.young(new), .taken(0), .followed(5, from: 0)])
    selection.finish(died: [])
    #expect(selection.visited == [new, 0, 5])
    #expect(selection.workToDo == 0)
    #expect(selection.phase == .collect)
  }
}
