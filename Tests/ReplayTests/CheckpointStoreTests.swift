import Testing

@testable import Replay

@Suite struct CheckpointStoreTests {
  @Test func `the nearest moment is the last one that isn't after the step`() {
    var store = CheckpointStore(start: "start")
    store.append("ten", at: 10)
    store.append("twenty", at: 20)
    store.append("again", at: 20)
    #expect(
      [0, 9, 10, 15, 20, 99].map { store.nearest(atOrBefore: $0).state } == [
        "start", "start", "ten", "ten", "twenty", "twenty",
      ])
  }

  @Test func `thinning keeps the first, the last and every second between them`() {
    var store = CheckpointStore(start: 0)
    for step in 1...6 { store.append(step, at: step) }
    store.thin()
    #expect(store.checkpoints.map(\.step) == [0, 2, 4, 6])
    store.append(7, at: 7)
    store.thin()
    #expect(store.checkpoints.map(\.step) == [0, 4, 7])
  }
}
