import Replay
import Scene

/// What a text typed after `/` stands for.
public enum FindTarget: Hashable, Sendable {
  /// An arena, pool or block, and the condition that its events meet.
  case place(PlaceName, Condition?)
  /// A mark of the trace.
  case mark(String)
  /// The events that meet a condition.
  case events(Condition)
  /// Nothing that can be found, and why.
  case nothing(String)

  /// Reads the text; what is neither a number nor a condition nor a mark is the name of a function.
  public init(_ text: String, marks: [String]) {
    if let place = PlaceName(text), text.contains(".") || Int(text) != nil {
      self = .place(place, try? Condition(place.block == nil ? "\(text) changes" : text))
      return
    }
    if marks.contains(text) {
      self = .mark(text)
      return
    }
    do {
      self = .events(try Condition(text))
    } catch {
      if FindTarget.isName(text), let condition = try? Condition("function \(text)") {
        self = .events(condition)
      } else {
        self = .nothing(error.message)
      }
    }
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "_.<>0123456789".unicodeScalars.contains($0) }
      && !("0"..."9").contains(text.unicodeScalars.first!)
  }
}
