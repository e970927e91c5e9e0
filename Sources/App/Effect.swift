import Replay
import Scene

/// What has to be done beyond the state: by the session, which holds the trace, or by the program around it.
public enum Effect: Hashable, Sendable {
  /// So many events forwards, or backwards if negative.
  case step(Int)
  /// To another line of the script.
  case line(LineMove)
  /// One event in a direction, and over a collection as a whole.
  case stepOver(backwards: Bool)
  /// A move inside a collection; where there is none, what else.
  indirect case inCollection(CollectionMove, else: Effect)
  /// To a moment by its number.
  case seek(Int)
  /// To a moment as people write it.
  case goTo(Moment)
  /// To the event that meets one of the conditions, so many times.
  case search(Search)
  /// Give up the search that runs.
  case stopSearch
  /// The chosen thing moves in a direction, or by a page.
  case choose(Direction, page: Bool)
  /// Choose what is at a place of the screen.
  case select(Selection.Thing)
  /// Choose a place by its number, after a look whether it exists.
  case find(PlaceName)
  /// Look inside what is chosen.
  case enter
  /// Choose an object of the list or of the collection, by its number.
  case chooseObject(Int)
  /// To the block of the chosen object.
  case enterObject
  /// Into the collection that the script's line starts, else to the block of the chosen object.
  case enterLine
  /// Show only objects of the chosen one's type, of its generation, or all.
  case nextKind
  /// To something in the life of the chosen object.
  case objectStop(ObjectStop)
  /// To the next event on the chosen thing.
  case nextChange(backwards: Bool, count: Int)
  /// To a stop of the lesson, from 0.
  case goToStop(Int)
  /// Say which command line prints the questions of a lesson.
  case tellWorksheet(path: String)
  /// Say which command line shows this screen again.
  case tellCommandLine
  /// Write the screen to a file.
  case saveScreen(path: String)
  /// Open another trace.
  case open(path: String)
  /// Look for the files that a path being typed could mean.
  case listFiles(path: String)
  /// Run a script, record it, and open the recording.
  case record(script: String)
  /// Show the library.
  case openLibrary
  /// Take or leave the mouse.
  case mouse(Bool)
  /// Remember the settings for the next time.
  case saveSettings
  /// Draw every cell anew.
  case redraw
  /// End the program.
  case quit

  /// A direction on the screen.
  public enum Direction: Hashable, Sendable {
    case left, down, up, right
  }

  /// A search for an event.
  public struct Search: Hashable, Sendable {
    /// An event that meets one of these is found.
    public var conditions: [Condition]
    /// Whether it goes towards the start.
    public var backwards: Bool
    /// Which hit to go to, from 1.
    public var count: Int
    /// The words for what is looked for, as in "no <words> after this event".
    public var words: String
  }
}
