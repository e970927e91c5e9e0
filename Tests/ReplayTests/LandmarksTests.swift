import Testing

@testable import Replay

@Suite struct LandmarksTests {
  @Test func `pairs the start of a collection with its stop`() {
    var landmarks = Landmarks()
    landmarks.collectionStarted(at: 10, generation: 0)
    landmarks.collectionStopped(at: 15, generation: 0, collected: 3, uncollectable: 1)
    landmarks.collectionStarted(at: 20, generation: 2)
    landmarks.collectionStopped(at: 30, generation: 1, collected: 9, uncollectable: 0)
    #expect(
      landmarks.collections == [
        .init(start: 10, stop: 15, generation: 0, collected: 3, uncollectable: 1), .init(start: 20, generation: 2),
      ])
  }

  @Test func `finds what lies in a range of steps`() {
    var landmarks = Landmarks()
    for step in [1, 4, 4, 9] {
      landmarks.append(Landmarks.ArenaChange(step: step, address: 0, heap: 0, isObtained: true))
    }
    #expect(landmarks.arenas(in: 0..<100).count == 4)
    #expect(landmarks.arenas(in: 4..<5).count == 2)
    #expect(landmarks.arenas(in: 5..<9).isEmpty)
    #expect(landmarks.arenas(in: 9..<10).map(\.step) == [9])
  }

  @Test func `a list that is full says so and grows no more`() {
    var landmarks = Landmarks(limit: 2)
    for step in 0..<5 { landmarks.append(Landmarks.Mark(step: step, name: "m")) }
    #expect(landmarks.marks.count == 2)
    #expect(!landmarks.isComplete)
  }
}
