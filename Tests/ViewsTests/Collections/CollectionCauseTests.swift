import Collector
import HeapCore
import Testing
import Trace

@testable import Scene

@Suite struct CollectionCauseTests {
  /// Up to 3.11 the object whose allocation starts the collection is counted only after the last recorded event.
  @Test(arguments: [(0x0309_12F0, true), (0x030D_00F0, false)])
  func `a count at its threshold is due up to 3_11 and not later`(hex: Int, isDue: Bool) throws {
    let collection = try RecordedCollection(
      WorkedCollection.set,
      facts: CollectionFacts(step: 5, generation: 0, counts: [700, 1, 0], thresholds: [700, 10, 10]),
      names: CandidateNames(types: ["A"], of: Array(repeating: 0, count: 5)), python: PythonVersion(hex: UInt32(hex)))
    let scene = collection.scene(number: 1, total: 1, chosen: nil, columns: 120, rows: 40)
    #expect(scene.cause == (isDue ? "generation 0 was due" : "asked for, or at the interpreter's end"))
  }
}
