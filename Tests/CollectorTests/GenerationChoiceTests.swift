import Testing

@testable import Collector

@Suite struct GenerationChoiceTests {
  func choice(_ counts: [Int], total: Int = 0, pending: Int = 0) -> GenerationChoice {
    GenerationChoice(counts: counts, thresholds: [700, 10, 10], longLivedTotal: total, longLivedPending: pending)
  }

  @Test func `a count has to be above its threshold, not at it`() {
    #expect(choice([700, 0, 0]).generation == nil)
    #expect(choice([701, 0, 0]).generation == 0)
    #expect(choice([701, 10, 0]).generation == 0)
  }

  @Test func `the oldest generation that is due is collected`() {
    #expect(choice([701, 11, 0]).generation == 1)
    #expect(choice([701, 11, 11]).generation == 2)
    #expect(choice([701, 0, 11]).generation == 2)
  }

  @Test func `a full collection waits for a quarter of the long-lived objects`() {
    let early = choice([701, 11, 11], total: 4003, pending: 999)
    #expect(early.generation == 1)
    #expect(early.putsFullOff)
    let due = choice([701, 11, 11], total: 4003, pending: 1000)
    #expect(due.generation == 2)
    #expect(!due.putsFullOff)
  }
}
