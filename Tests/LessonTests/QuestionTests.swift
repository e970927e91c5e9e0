import Testing

@testable import Lesson

@Suite("Answers to questions")
struct QuestionTests {
  private static func question(_ kind: QuestionKind, _ answer: LessonValue, choices: [QuestionChoice] = []) -> Question
  {
    Question(
      number: 1, kind: kind, text: "?", choices: choices, answer: answer, names: ["x"], right: "Yes.", wrong: "No.",
      reveal: LessonPlace(moment: 0), hides: [])
  }

  @Test func `are read as they're typed`() {
    let number = Self.question(.number, .number(65_536))
    #expect(number.read(" 65,536 ") == .number(65_536))
    #expect(number.read("64 KiB") == .number(65_536))
    #expect(number.read("many") == nil && number.read("") == nil && number.read("1 2 3") == nil)
    let block = Self.question(.block, .number(0))
    #expect(block.read("0.7.12") == .block(LessonBlock.Place(arena: 0, pool: 7, block: 12)))
    #expect(block.read("0.7") == nil && block.read("a.b.c") == nil && block.read("0..1") == nil)
    #expect(Self.question(.object, .number(0)).read("a.peer") == .object("a.peer"))
    let choices = ["Yes", "No"].map { QuestionChoice(text: $0, isRight: $0 == "No", why: nil, value: nil) }
    let choice = Self.question(.choice, .truth(false), choices: choices)
    #expect(choice.read("2") == .choice(1) && choice.read("yes") == .choice(0))
    #expect(choice.read("3") == nil && choice.read("0") == nil)
    #expect(choice.answerWords == "No")
  }

  @Test func `are judged by what the simulation says`() {
    let place = LessonBlock.Place(arena: 0, pool: 1, block: 2)
    let block = Self.question(.block, .block(LessonBlock(address: 0x1000, place: place, reference: nil)))
    #expect(
      block.verdict(of: .block(place)) == Verdict(isRight: true, given: "block 2 of pool 0.1", explanation: "Yes."))
    #expect(block.verdict(of: .address(0x1000)).isRight)
    #expect(!block.verdict(of: .address(0x2000)).isRight && !block.verdict(of: .number(2)).isRight)
    let object = Self.question(.object, .object(name: "a", address: 8))
    #expect(
      object.verdict(of: .object("a")).isRight && object.verdict(of: .object("x")).isRight
        && !object.verdict(of: .object("b")).isRight)
    #expect(Self.question(.number, .number(3)).verdict(of: .number(4)).explanation == "No.")
    #expect(
      Self.question(.choice, .number(3)).verdict(of: .choice(7))
        == Verdict(isRight: false, given: "none", explanation: "No."))
  }

  @Test func `numbers have commas`() {
    #expect([0, 9999, 10_000, 1_048_576, -12_345].map(grouped) == ["0", "9999", "10,000", "1,048,576", "-12,345"])
  }
}
