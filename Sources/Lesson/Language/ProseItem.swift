import HeapCore
import Trace

/// A line of prose that has been understood.
struct ProseItem {
  enum Kind {
    case title(String)
    case aim(String)
    case minutes(Int)
    case chapter(String)
    case say(String)
    case look(Look)
    case ask(QuestionKind, String, Measure?)
    case choice(ChoiceKey, String)
    case why(String)
    case answer(Measure)
    case right(String)
    case wrong(String)
    /// Where one looks once the answer shows; nil to go on looking where one does.
    case reveal(Look?)
    case pause
    case note(String)
    case expect(Claim)
  }

  /// What makes a choice the right one.
  enum ChoiceKey {
    /// The lesson says so.
    case stated(isRight: Bool)
    /// It has the value of the answer.
    case value(ProseValue)
    /// A claim that holds.
    case claim(Claim)
  }

  /// Where to look: a view, a phase of a collection, a thing.
  struct Look {
    var view: LessonView
    var phase: String?
    /// So many steps of the phase; nil for all.
    var phaseSteps: Int?
    var thing: LookThing?
    var beside: PythonVersion?
  }

  /// A thing as a lesson writes it.
  enum LookThing {
    case measure(Measure)
    case arena(Int)
    case place(arena: Int, pool: Int, block: Int?)
  }

  let line: ProseLine
  let reader: ProseReader
  let kind: Kind
}

/// A view that a lesson can point to, by the name that `render --view` takes.
public enum LessonView: String, CaseIterable, Hashable, Sendable {
  case heap, pool, objects, collection, source, pins, raw, events
}

/// What kind of answer a question wants.
public enum QuestionKind: String, CaseIterable, Hashable, Sendable {
  /// One of several answers that are shown.
  case choice
  /// A number.
  case number
  /// A block, pointed at or named by its place as 0.2.17.
  case block
  /// An object, pointed at or named.
  case object
}
