import Foundation
import Lesson
import Replay
import Scene
import Testing
import Trace

@testable import App

/// While a question waits, no view tells what comes after the moment at which it's asked.
@Suite("What a pending question keeps to itself")
struct PendingQuestionTests {
  private static let lessons = [
    "01-heap", "02-reuse", "03-object-allocators", "04-reference-counting", "05-cycles", "07-finalizers",
    "14-weak-references",
  ]

  @Test(arguments: lessons)
  func `every view is the same where the trace ends at the question`(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Traces")
      .standardized.path
    let file = try TraceFile.open("\(folder)/\(name).arena")
    let lesson = try #require(try Lesson.read(file)?.lesson)
    var compared = 0
    for (index, stop) in lesson.stops.enumerated() {
      guard let question = stop.question, question.reveal.moment > stop.place.moment, stop.place.phase == nil else {
        continue
      }
      let text = try file.text(upTo: stop.place.moment)
      let cut = try TraceFile.open(bytes: Array(text.utf8), name: "\(name).arena")
      #expect(cut.stepCount == stop.place.moment)
      for view in ViewKind.allCases {
        // That there will be collections at all is no secret.
        if view == .collection, lesson.stops[index].look?.view != .collection { continue }
        let screens = try [file, cut].map { trace in
          // Sessions remember what they have seen: each is a new one.
          let timeline = try Timeline(trace)
          timeline.waitForIndex()
          let session = Session()
          session.open(OpenTrace(timeline, path: "\(name).arena", lesson: lesson))
          _ = session.enter(step: index + 1, withAnswer: false)
          for _ in 0..<200 where !session.work(milliseconds: 20) && !session.isBusy { break }
          session.state.show(view)
          return session.draw(width: 120, height: 40, glyphs: .unicode).trimmedText
        }
        #expect(screens[0] == screens[1], "question \(question.number) in \(view.name)")
        compared += 1
      }
    }
    // Not each lesson has a question about what comes.
    #expect(compared > 0 || name != "02-reuse")
  }
}
