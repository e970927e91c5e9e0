import Trace

/// A question of a lesson, with the answer that the simulation worked out.
public struct Question: Hashable, Sendable {
  /// Its number, from 1.
  public var number: Int
  /// What kind of answer it wants.
  public var kind: QuestionKind
  /// What is asked.
  public var text: String
  /// The answers to choose from; empty where one is to be typed or pointed at.
  public var choices: [QuestionChoice]
  /// The answer.
  public var answer: LessonValue
  /// The names of the object that is the answer; empty for other answers.
  public var names: [String]
  /// What is said to a right answer, and to a wrong one; nil where the lesson has nothing to say.
  public var right: String?
  public var wrong: String?
  /// Where the picture goes when the answer shows: the same place, or one behind the steps that were to be predicted.
  public var reveal: LessonPlace
  /// Where one looks then; nil to go on looking where one does.
  public var revealLook: LessonLook?
  /// What a picture must not show while it is pending.
  public var hides: Set<HiddenFact>

  /// The answer in words, as `block 0 of pool 0.7` or the text of the right choice.
  public var answerWords: String { choices.first { $0.isRight }?.text ?? answer.words }
}

/// One of several answers.
public struct QuestionChoice: Hashable, Sendable {
  /// The answer.
  public var text: String
  /// Whether it is the right one.
  public var isRight: Bool
  /// Why it's right or wrong; nil where the lesson doesn't say.
  public var why: String?
  /// The block or object that it stands for, so that it can be pointed at; nil for other answers.
  public var value: LessonValue?
}

/// What somebody answers.
public enum GivenAnswer: Hashable, Sendable {
  /// The choice with this index, from 0.
  case choice(Int)
  case number(Int)
  /// A block by its place.
  case block(LessonBlock.Place)
  /// A block by its address in the simulation, or an object by its own.
  case address(UInt64)
  /// An object by its name.
  case object(String)
}

/// Whether an answer is right, and what there is to say.
public struct Verdict: Hashable, Sendable {
  /// Whether it's right.
  public var isRight: Bool
  /// What was answered, in words.
  public var given: String
  /// Why, in whole sentences; empty where the lesson doesn't say.
  public var explanation: String
}

extension Question {
  /// Judges an answer.
  public func verdict(of given: GivenAnswer) -> Verdict {
    let isRight: Bool
    var why: String?
    let words: String
    switch given {
    case .choice(let index):
      let choice = choices.indices.contains(index) ? choices[index] : nil
      isRight = choice?.isRight ?? false
      why = choice?.why
      words = choice?.text ?? "none"
    case .number(let number):
      isRight = answer == .number(number)
      words = LessonValue.number(number).words
    case .block(let place):
      if case .block(let block) = answer { isRight = block.place == place } else { isRight = false }
      words = "block \(place.block) of pool \(place.arena).\(place.pool)"
    case .address(let address):
      switch answer {
      case .block(let block): isRight = block.address == address
      case .object(_, let right): isRight = right == address
      default: isRight = false
      }
      words = "what is at 0x" + String(address, radix: 16)
    case .object(let name):
      isRight = if case .object(name, _) = answer { true } else { names.contains(name) }
      words = shown(name)
    }
    let explanation = [why, isRight ? right : wrong].compactMap(\.self).joined(separator: " ")
    return Verdict(isRight: isRight, given: words, explanation: explanation)
  }

  /// Reads an answer as it's typed: the number of a choice, a number, a place as 0.2.17, a name; nil for none of them.
  public func read(_ text: String) -> GivenAnswer? {
    let trimmed = text.split(separator: " ").joined(separator: " ")
    guard !trimmed.isEmpty else { return nil }
    if !choices.isEmpty {
      if let number = Int(trimmed), choices.indices.contains(number - 1) { return .choice(number - 1) }
      return choices.firstIndex { $0.text.lowercased() == trimmed.lowercased() }.map { .choice($0) }
    }
    switch kind {
    case .choice: return nil
    case .number: return Self.number(trimmed).map { .number($0) }
    case .object: return .object(trimmed)
    case .block:
      let parts = trimmed.split(separator: ".", omittingEmptySubsequences: false).compactMap { Int($0) }
      guard parts.count == 3, trimmed.filter({ $0 == "." }).count == 2 else { return nil }
      return .block(LessonBlock.Place(arena: parts[0], pool: parts[1], block: parts[2]))
    }
  }

  private static func number(_ text: String) -> Int? {
    let words = text.filter { $0 != "," && $0 != "_" }.split(separator: " ")
    guard (1...2).contains(words.count), let number = Int(words[0]), number.magnitude < 1 << 32 else { return nil }
    guard words.count == 2 else { return number }
    let units = ["kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "bytes": 1]
    return units[words[1].lowercased()].map { number * $0 }
  }
}
