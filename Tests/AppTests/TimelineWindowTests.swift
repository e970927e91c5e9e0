import Testing

@testable import App

@Suite struct TimelineWindowTests {
  @Test func `zooming in shows a quarter around the moment, zooming out ends with the whole trace`() {
    let quarter = TimelineWindow.zoomed(nil, into: true, around: 500, total: 1_000)
    #expect(quarter == 375..<625)
    #expect(TimelineWindow.zoomed(quarter, into: true, around: 500, total: 1_000) == 469..<531)
    #expect(TimelineWindow.zoomed(quarter, into: false, around: 500, total: 1_000) == nil)
    #expect(TimelineWindow.zoomed(nil, into: true, around: 0, total: 1_000) == 0..<250)
    #expect(TimelineWindow.zoomed(nil, into: true, around: 1_000, total: 1_000) == 750..<1_000)
  }

  @Test func `the part goes along with a moment that leaves it`() {
    #expect(TimelineWindow.following(100..<200, 200, total: 1_000) == 100..<200)
    #expect(TimelineWindow.following(100..<200, 201, total: 1_000) == 151..<251)
    #expect(TimelineWindow.following(100..<200, 0, total: 1_000) == 0..<100)
    #expect(TimelineWindow.following(nil, 0, total: 1_000) == nil)
  }
}
