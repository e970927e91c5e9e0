import HeapCore
import Replay
import Trace

/// A lesson that is ready to be shown: what is told, where one looks, what is asked, and the answers.
///
/// It is plain data: nothing in it comes from a file unchecked, and no text holds control characters.
public struct Lesson: Hashable, Sendable {
  /// The title; the name of the file where the lesson gives none.
  public var title: String
  /// What one can do afterwards; empty where it isn't said.
  public var aim: String
  /// How long it takes; nil where it isn't said.
  public var minutes: Int?
  /// The version of CPython on which all of it is true.
  public var python: PythonVersion
  /// The chapters in order; at least one, whose title may be empty.
  public var chapters: [LessonChapter]
  /// The stops in order; at least one.
  public var stops: [LessonStop]
  /// The number of the trace's steps.
  public var stepCount: Int

  /// The questions in order.
  public var questions: [Question] { stops.compactMap(\.question) }

  /// The last stop at or before a moment; the first where none is. O(stops).
  public func stop(at moment: Int) -> Int { stops.lastIndex { $0.place.moment <= moment } ?? 0 }

  /// Where one looks at a stop: what it says itself, or the last one said before; nil where nothing was said. O(stops).
  public func look(ofStop stop: Int, isAnswered: Bool) -> LessonLook? {
    for index in (0...stop).reversed() {
      if index < stop || isAnswered, let look = stops[index].question?.revealLook { return look }
      if let look = stops[index].look { return look }
    }
    return nil
  }

  /// The chapter that a stop belongs to. O(chapters).
  public func chapter(ofStop stop: Int) -> Int { chapters.lastIndex { $0.stops.lowerBound <= stop } ?? 0 }
}

/// A part of a lesson.
public struct LessonChapter: Hashable, Sendable {
  /// The name; empty for what stands before the first `chapter`.
  public var title: String
  /// The indices of its stops.
  public var stops: Range<Int>
}

/// Where the picture stands: between two steps, in a phase of a collection, or at a line of a script.
public struct LessonPlace: Hashable, Sendable {
  /// The number of steps before it.
  public var moment: Int
  /// The collection, counted from 1, and the name of its phase; the heap stands at the collection's start.
  public var phase: Phase?
  /// The index of the recorded line, as LineHistory counts them; nil for written lessons.
  public var line: Int?

  /// A phase of a collection.
  public struct Phase: Hashable, Sendable {
    public var collection: Int
    public var name: String
    /// So many of its steps are done; nil for all.
    public var steps: Int?
  }

  /// The place as `--at` takes it.
  public var momentText: String { phase.map { "gc:\($0.collection):\($0.name)" } ?? "\(moment)" }
}

/// A stop of a lesson: what is told, shown and asked at one place.
public struct LessonStop: Hashable, Sendable {
  /// Where the picture stands.
  public var place: LessonPlace
  /// What is told, by paragraphs; empty where the picture speaks for itself.
  public var narration: [String]
  /// Where to look; nil to go on looking where one does.
  public var look: LessonLook?
  /// What is asked; the narration is empty then.
  public var question: Question?
  /// What only the speaker sees.
  public var notes: [String]
  /// Whether what plays by itself waits here.
  public var pauses: Bool
  /// The line of the lesson that it comes from; 0 where it isn't known.
  public var line: Int
}

/// Where to look.
public struct LessonLook: Hashable, Sendable {
  /// The view.
  public var view: LessonView
  /// The thing that is chosen in it; nil for none.
  public var thing: Thing?
  /// The same statements on another Python, to be shown beside; nil for none.
  public var beside: Beside?

  /// What the same statements come to on another Python: `TraceFile.onPython` gives the trace.
  public struct Beside: Hashable, Sendable {
    /// The version.
    public var python: PythonVersion
    /// The moment of that trace at which the stop stands.
    public var moment: Int
    /// What is chosen there: the same thing as in the lesson's own trace.
    public var thing: Thing?
  }

  /// Something that can be chosen.
  public enum Thing: Hashable, Sendable {
    /// A block, with the name that the lesson has for it; empty for a place.
    case block(LessonBlock, name: String)
    /// An object: its name, its address as references and candidates have it, and its block.
    case object(name: String, address: UInt64, block: LessonBlock?)
    /// A pool by the numbers of its arena and itself.
    case pool(arena: Int, pool: Int)
    /// An arena by its number.
    case arena(Int)
  }
}
