import Foundation
import Lesson
import Replay
import Scene
import Testing
import Trace

@testable import App

/// While a question of a recorded lesson waits, no view tells of an event that comes after it.
@Suite("What a pending question of a recording keeps to itself")
struct PendingRecordingTests {
  private static let lessons = ["09-leaks", "10-generators", "11-built-ins", "12-profiling", "13-data-structures"]

  @Test(arguments: lessons)
  func `no view knows an event that is to be predicted`(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Traces")
      .standardized.path
    let file = try TraceFile.open("\(folder)/\(name).trace")
    let lesson = try #require(try Lesson.read(file)?.lesson)
    let timeline = try Timeline(file)
    timeline.waitForIndex()
    let session = Session()
    session.open(OpenTrace(timeline, path: "\(name).trace", lesson: lesson))
    var looked = 0
    for (index, stop) in lesson.stops.enumerated() {
      guard let question = stop.question, question.reveal.moment > stop.place.moment else { continue }
      _ = session.enter(step: index + 1, withAnswer: false)
      while session.isBusy { _ = session.work(milliseconds: 20) }
      for view in [ViewKind.source, .events] {
        session.state.show(view)
        let text = session.draw(width: 120, height: 40, glyphs: .unicode).trimmedText
        let scene = try #require(session.scene)
        let place = "question \(question.number) in \(view.name)"
        #expect(scene.events.rows.allSatisfy { $0.step < stop.place.moment } && scene.events.total == 0, "\(place)")
        #expect(scene.source.map { $0.steps.upperBound <= max(stop.place.moment, $0.steps.lowerBound) } ?? true)
        #expect(!text.contains("It takes and gives back nothing."), "\(place)")
        #expect(!text.contains(" live "), "\(place): the line of the bytes in use")
        looked += 1
      }
    }
    #expect(looked >= 2)
  }
}
