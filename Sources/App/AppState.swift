import Cells
import Replay
import Scene

/// Everything that the user has set or is in the middle of; a value that `update` changes and `compose` draws.
public struct AppState: Hashable, Sendable {
  /// The open view, its focus and its lists.
  public var view = ViewState()
  /// What is chosen.
  public var selection = Selection()
  /// The panes that the last frame showed; more or others than those of the view where it has to summarise.
  var shownPanes: [Pane] = []
  /// What lies over the view.
  public var overlay: Overlay?
  /// The line being typed, if one is.
  public var prompt: Prompt?
  /// A key that waits for a second one.
  public var pending: PendingKey?
  /// The number typed before a key.
  public var count: Int?
  /// The key of a view that was pressed just before: with a digit after it, it's a count.
  var digitBefore: DigitBefore?
  /// Whether the mouse was pressed on the timeline and is still down.
  var isDraggingTime = false
  /// How far one step goes.
  public var stepSize = StepSize.event
  /// The clock of playing.
  public var clock = PlayClock()
  /// The user's marks.
  public var marks: [String: Int] = [:]
  /// The moments that were left by jumps.
  public var places = Places()
  /// Where runs stop.
  public var breakpoints: [Breakpoint] = []
  /// What `n` goes on looking for.
  public var lastSearch: Effect.Search?
  /// The events that steps go through, all if nil.
  public var filter: Breakpoint?
  /// A sentence for the status row, shown until the next key.
  public var message: String?
  /// The search that runs, in words, and how much of the trace it has seen.
  public var task: RunningTask?
  /// The colours, glyphs and mouse.
  public var settings = Settings()
  /// Whether the library is on the screen instead of a trace.
  public var library: LibraryState?
  /// What is known of the trace.
  public var facts = TraceFacts()
  /// The lesson that is under way.
  public var lesson: LessonState?
  /// How lessons are shown.
  public var lessonOptions = LessonOptions()
  /// Whether the next lesson is shown to a class, whatever the options say.
  var presentsNext = false
  /// The lines typed before, newest last, by kind of prompt.
  public var history: [Prompt.Kind: [String]] = [:]

  /// Makes the state of a program that has just opened a trace.
  public init() {}

  /// What lies over the view.
  public enum Overlay: Hashable, Sendable {
    /// The help, scrolled down by so many rows; only the keys with a text in them if one is given.
    case help(scroll: Int, filter: String = "")
    /// The breakpoints with one chosen.
    case breakpoints(chosen: Int)
  }

  /// A key that waits for a second one.
  public enum PendingKey: Hashable, Sendable {
    case setMark, goToMark
    /// Whether to run a script, given by its path.
    case runScript(String)
  }

  struct DigitBefore: Hashable, Sendable {
    var digit: Int
    var time: UInt64
    var view: ViewState
  }

  /// A search that runs in slices.
  public struct RunningTask: Hashable, Sendable {
    /// What is looked for.
    public var words: String
    /// The share that is done, 0 to 1.
    public var progress: Double

    /// Makes the description of a search.
    public init(words: String, progress: Double) {
      self.words = words
      self.progress = progress
    }
  }

  /// Where the next key is pressed.
  public var context: Context {
    switch overlay {
    case .help: .help
    case .breakpoints: .breakpoints
    case nil:
      if library != nil {
        .library
      } else {
        switch view.view {
        case .heap: .heap
        case .pool: .pool
        case .objects: .objects
        case .collection: .collection
        case .source: .source
        case .pins: .pins
        case .raw: .raw
        case .events: .events
        }
      }
    }
  }
}
