import Testing
import Trace

@testable import Lesson

@Suite("Reading a lesson")
struct LessonReadingTests {
  private static let collectedCycle = "a = object Node 48\na.me = a\ndel a\ngc collect\nsay It starts."

  @Test func `stops stand where they're written`() throws {
    let lesson = try #require(try WrittenLesson.lesson())
    #expect(lesson.title == "Blocks come back" && lesson.aim == "Know which" && lesson.minutes == 4)
    #expect(lesson.chapters == [LessonChapter(title: "One", stops: 0..<2), LessonChapter(title: "Two", stops: 2..<5)])
    #expect(lesson.stops.map(\.place.moment) == [2, 2, 3, 3, 5])
    #expect(lesson.stops.map(\.narration) == [["Two blocks."], [], ["One is free."], [], ["The end."]])
    #expect(lesson.stops[0].notes == ["Slowly."])
    #expect(lesson.stops.map(\.pauses) == [false, false, true, false, false])
    #expect(lesson.stops[3].question?.reveal.moment == 5)
    #expect(lesson.stops.map(\.line) == [9, 11, 17, 19, 27])
  }

  @Test func `answers are worked out`() throws {
    let questions = try #require(try WrittenLesson.lesson()).questions
    #expect(questions.map(\.answer.words) == ["64", "block 0 of pool 0.0"])
    #expect(questions[1].choices.map(\.isRight) == [false, true])
    #expect(questions[1].choices.map(\.why) == ["b lives.", nil])
    #expect(questions[1].answerWords == "a's, which is free")
    #expect(questions.map(\.hides) == [[.sizes], [.nextBlock]])
  }

  @Test func `what one looks at is found`() throws {
    let look = try #require(try WrittenLesson.lesson()?.stops[0].look)
    #expect(look.view == .pool)
    guard case .block(let block, "a")? = look.thing else { return #expect(Bool(false), "\(look)") }
    #expect(block.place?.description == "0.0.0")
  }

  @Test func `a look or note before its say waits for it`() throws {
    let lesson = try #require(
      try WrittenLesson.lesson("a = malloc 16\nsay one\nb = malloc 16\nlook pool b\nnote two's\nsay two\n"))
    #expect(lesson.stops.map { $0.look?.view } == [nil, .pool])
    #expect(lesson.stops.map(\.notes) == [[], ["two's"]])
  }

  @Test func `paragraphs are parted by an empty line`() throws {
    let lesson = try #require(try WrittenLesson.lesson("say One\n| and one.\n|\n|  Two.\n"))
    #expect(lesson.stops[0].narration == ["One and one.", "Two."])
    #expect(lesson.title == "lesson")
    #expect(lesson.chapters == [LessonChapter(title: "", stops: 0..<1)])
  }

  @Test func `a question stays in the phase before it, and its answer shows in another`() throws {
    let lesson = try #require(
      try WrittenLesson.lesson(
        """
        \(Self.collectedCycle)
        look collection update_refs
        ask choice What is its gc_refs after the next phase?
        choice right: 0
        choice wrong: 1
        reveal collection move_unreachable
        say So it stays in doubt.
        pool = malloc 16
        say Much later.
        """))
    #expect(lesson.stops.map(\.place.phase?.name) == ["update_refs", "update_refs", "move_unreachable", nil])
    #expect(lesson.stops[1].question?.reveal.phase?.name == "move_unreachable")
    #expect(lesson.look(ofStop: 1, isAnswered: false) == lesson.stops[0].look)
    #expect(lesson.look(ofStop: 1, isAnswered: true) == lesson.stops[1].question?.revealLook)
    #expect(lesson.look(ofStop: 3, isAnswered: false) == lesson.stops[1].question?.revealLook)
  }

  @Test func `a collection can be looked at phase by phase`() throws {
    let lesson = try #require(
      try WrittenLesson.lesson(
        """
        \(Self.collectedCycle)
        look collection update_refs a
        say It ends.
        look collection done
        say Gone.
        look objects
        expect dead a
        expect collected 1
        expect collections 2 1
        """))
    let places = lesson.stops.map(\.place.momentText)
    #expect(places == ["gc:1:update_refs", "gc:1:done", "\(lesson.stepCount)"])
    #expect(lesson.stops[0].place.moment == lesson.stops[1].place.moment)
    #expect(lesson.stops[1].place.moment < lesson.stops[2].place.moment)
    guard case .object("a", let address, let block)? = lesson.stops[0].look?.thing else {
      return #expect(Bool(false), "\(lesson.stops[0])")
    }
    #expect(address != 0 && block?.place?.description == "0.0.0")
  }

  @Test func `traces without prose are no lessons`() throws {
    #expect(try WrittenLesson.reading("a = malloc 48") == nil)
    #expect(LessonOutline(text: Array("arenascope-trace 1\na = malloc 48\n".utf8)) == nil)
  }

  @Test func `the outline needs no run`() throws {
    let outline = try #require(LessonOutline(text: Array("arenascope-trace 1\n\(WrittenLesson.text)".utf8)))
    #expect(outline.title == "Blocks come back" && outline.minutes == 4 && outline.chapters == ["One", "Two"])
    #expect(outline.stops == 5 && outline.questions == 2)
    #expect(try LessonOutline(WrittenLesson.trace()) == outline)
  }

  @Test(arguments: [
    ("say", "2:4: what is to be told is missing here"),
    ("say a\nminutes soon", "3:9: how many minutes the lesson takes should stand here, as a number from 1 to 600"),
    ("say a\nwhy not", "3:1: `why` belongs under a question: write `ask` before it"),
    ("say a\nreveal heap", "3:1: `reveal` belongs under a question: write `ask` before it"),
    (
      "ask choice a\nchoice right: b\nchoice wrong: c\nreveal heep",
      "5:8: there is no view `heep`: did you mean `heap`?"
    ),
    ("say a\nask", "3:4: what kind of answer is wanted is missing here: `choice`, `number`, `block` or `object`"),
    (
      "ask choice a\nchoice wrong: b",
      "2:1: a question of choice needs two answers or more: write `choice …:` lines under it"
    ),
    ("ask choice a\nchoice wrong: b\nchoice wrong: c", "2:1: no choice is right"),
    ("ask choice a\nchoice right: b\nchoice right: c", "2:1: 2 choices are right, one has to be"),
    ("ask choice a\nanswer arenas\nchoice 1: b\nchoice 2: c", "2:1: no choice is right: the answer is 0"),
    (
      "ask choice a\nchoice 1: b\nchoice 2: c",
      "2:1: the choices have values, but nothing says which is right: write `answer` and what it is under the question"
    ),
    (
      "ask number a\nanswer next 48\n",
      "3:1: the question has no answer: `next 48` is block 0 of pool 0.0, which is no number"
    ),
    ("ask number \"a\" = arnas b", "2:18: there is no measure `arnas`: did you mean `arenas`?"),
    ("say a\nlook collection clear", "3:6: no collection has begun before this: write it behind `gc collect`"),
    ("say a\nlook pool b", "3:6: there is no block or object `b`"),
    ("a = malloc 16\nsay a\nlook pool b", "4:6: there is no block or object `b`: there is only `a`"),
    ("say a\nexpect requests since lunch 3", "3:1: there is no mark before this `lunch`"),
    ("say a\nexpect pools 600 3", "3:1: 600 bytes are no size of a pool's blocks: those have 1 to 512"),
    ("title a\nexpect arenas 0", "0:0: the lesson tells nothing: write `say` lines"),
  ])
  func `mistakes are told where they are`(text: String, message: String) throws {
    #expect(try WrittenLesson.mistakes(text) == [message])
  }

  @Test func `what stands below a question that can't be read isn't told`() throws {
    #expect(
      try WrittenLesson.mistakes("say a\nask numbr b\nanswer arenas\nright c\n").map { $0.prefix(3) } == ["3:5"])
  }
}
