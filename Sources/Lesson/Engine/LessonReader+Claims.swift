import Trace

/// A claim of a lesson with what the simulation says.
public struct CheckedClaim: Hashable, Sendable {
  /// The claim.
  public var claim: Claim
  /// The moment at which it stands.
  public var moment: Int
  /// The line of the lesson; 0 where it isn't known.
  public var line: Int
  /// What its measure is there; nil where nothing can be said.
  public var actual: LessonValue?
  /// Whether it holds.
  public var holds: Bool

  /// The claim as it's written, behind `expect`.
  public var text: String { claim.text }
}

extension LessonReader {
  mutating func check(_ claim: Claim, _ item: ProseItem) {
    var checked = CheckedClaim(
      claim: claim, moment: item.line.step, line: item.line.line, actual: nil, holds: false)
    defer { claims.append(checked) }
    do throws(LessonWorld.Unknown) {
      let result = try holds(claim, at: point(item))
      checked.holds = result.holds
      checked.actual = result.actual
      guard !result.holds else { return }
      mistakes.append(item.reader.mistakeInLine(result.words, kind: .falseClaim))
    } catch {
      mistakes.append(item.reader.mistakeInLine(error.what, kind: .falseClaim))
    }
  }

  func holds(
    _ claim: Claim, at point: LessonWorld.Point
  ) throws(LessonWorld.Unknown) -> (holds: Bool, actual: LessonValue, words: String) {
    let actual = try value(of: claim.measure, at: point)
    let text = shown(claim.measure.text)
    guard let written = claim.value else {
      let holds = (actual == .truth(true)) != claim.isNegated
      return (holds, actual, claim.isNegated ? "it isn't so here that not \(text)" : "it isn't so here: \(text)")
    }
    let expected: LessonValue =
      switch written {
      case .number(let number): .number(number)
      case .truth(let truth): .truth(truth)
      case .text(let text): .text(text)
      case .measure(let measure): try value(of: measure, at: point)
      }
    let sign = claim.comparison == .equal ? "" : claim.comparison.rawValue + " "
    let words = "\(text) is \(actual.words) here, not \(sign)"
    if case .number(let left) = actual, case .number(let right) = expected {
      return (claim.comparison.holds(left, right) != claim.isNegated, actual, words + expected.words)
    }
    guard claim.comparison == .equal || claim.comparison == .different else {
      throw LessonWorld.Unknown("only numbers can be larger or smaller: `\(text)` is \(actual.words)")
    }
    let isEqual: Bool =
      if case .block(let left) = actual, case .block(let right) = expected {
        left.place == right.place && left.address == right.address
      } else if case .text(let text) = expected {
        actual.words == text
      } else {
        actual == expected
      }
    return ((isEqual == (claim.comparison == .equal)) != claim.isNegated, actual, words + expected.words)
  }
}
