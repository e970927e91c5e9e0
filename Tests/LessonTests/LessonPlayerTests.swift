import SeededGenerators
import Testing
import Trace

@testable import Lesson

@Suite("Going through a lesson")
struct LessonPlayerTests {
  private static func player(asksQuestions: Bool = true) throws -> LessonPlayer {
    LessonPlayer(try #require(try WrittenLesson.lesson()), asksQuestions: asksQuestions)
  }

  @Test func `a question waits for its answer, and hides what gives it away`() throws {
    var player = try Self.player()
    check(player.forward())
    #expect(player.pendingQuestion?.number == 1 && player.hides == [.sizes] && player.answer == nil)
    check(player.answer(.number(64))?.isRight == true)
    #expect(player.pendingQuestion == nil && player.hides.isEmpty)
    #expect(player.verdict == Verdict(isRight: true, given: "64", explanation: "Rounded up."))
    check(player.answer(.number(56)) == nil, "answered once")
    check(player.forward() && player.forward())
    #expect(player.index == 3 && player.place.moment == 3)
    check(player.answer(.choice(0)) == Verdict(isRight: false, given: "b's, which lives", explanation: "b lives."))
    #expect(player.place.moment == 5, "the steps that were to be predicted have happened")
    #expect(player.score == LessonPlayer.Score(right: 1, answered: 2, shown: 0, questions: 2))
    check(player.forward() && player.isAtEnd && !player.forward())
  }

  @Test func `going on shows the answer first`() throws {
    var player = try Self.player()
    player.enter(3)
    check(player.forward() && player.index == 3 && player.place.moment == 5)
    #expect(player.answer == .shown)
    #expect(player.score == LessonPlayer.Score(right: 0, answered: 0, shown: 1, questions: 2))
    player.retry()
    #expect(player.pendingQuestion != nil && player.place.moment == 3)
  }

  @Test func `without questions all answers show`() throws {
    var player = try Self.player(asksQuestions: false)
    player.enter(3)
    #expect(player.pendingQuestion == nil && player.answer == .shown && player.place.moment == 5)
    check(player.answer(.choice(1)) == nil && player.score.answered == 0)
  }

  @Test func `steps of all sizes lead forward and back`() throws {
    var player = try Self.player(asksQuestions: false)
    check(player.forward(by: .chapter) && player.index == 2)
    check(player.forward(by: .question) && player.index == 3)
    check(player.back(by: .question) && player.index == 1)
    check(player.back(by: .chapter) && player.index == 0)
    check(!player.back())
    #expect(player.farthest == 3)
  }

  @Test func `events between stops can be gone through`() throws {
    var player = try Self.player()
    player.enter(1)
    player.show()
    check(player.forward(by: .event) && player.index == 2 && player.place.moment == 3)
    player.enter(3)
    _ = player.answer(.choice(1))
    check(player.back(by: .event) && player.place.moment == 4 && player.index == 3)
    check(player.back(by: .event) && player.place.moment == 3)
    check(player.forward(by: .event) && player.place.moment == 4)
    check(player.forward(by: .event) && player.index == 4)
  }

  @Test func `who moves by other means finds the stop of the moment`() throws {
    var player = try Self.player()
    player.follow(moment: 4)
    #expect(player.index == 3 && player.place.moment == 4)
    check(player.back() && player.place.moment == 3, "back to where the stop stands")
    player.follow(moment: 0)
    #expect(player.index == 0)
  }

  @Test func `random ways never leave the lesson`() throws {
    var random = SeededGenerator(seed: 7)
    var player = try Self.player()
    for _ in 0..<5000 {
      let size = LessonPlayer.StepSize.allCases.randomElement(using: &random) ?? .stop
      switch random.next() % 6 {
      case 0: player.back(by: size)
      case 1: player.follow(moment: Int(random.next() % 8))
      case 2: _ = player.answer(.choice(Int(random.next() % 3)))
      case 3: player.retry()
      default: player.forward(by: size)
      }
      #expect(player.lesson.stops.indices.contains(player.index))
      #expect(player.index <= player.farthest)
      #expect((0...player.lesson.stepCount).contains(player.place.moment) || player.place.moment < 8)
      #expect(player.score.answered + player.score.shown <= 2)
    }
  }
}
